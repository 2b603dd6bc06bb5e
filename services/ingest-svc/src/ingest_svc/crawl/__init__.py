"""Reads a company's site: robots.txt, sitemap, pages, linked PDFs."""

from ingest_svc.crawl.crawler import Crawler, CrawlFailed, CrawlLimits, CrawlResult, Progress, ReadPage, StoredPage

__all__ = ["CrawlFailed", "CrawlLimits", "CrawlResult", "Crawler", "Progress", "ReadPage", "StoredPage"]
