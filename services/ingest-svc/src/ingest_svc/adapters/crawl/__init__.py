"""Reads a company's site: robots.txt, sitemap, pages, linked PDFs."""

from ingest_svc.adapters.crawl.crawler import Crawler
from ingest_svc.domain.crawling import (
    CrawlFailed,
    CrawlLimits,
    Memory,
    OnProgress,
    Outcome,
    Progress,
    ReadPage,
    StoredPage,
)

__all__ = [
    "CrawlFailed",
    "CrawlLimits",
    "Crawler",
    "Memory",
    "OnProgress",
    "Outcome",
    "Progress",
    "ReadPage",
    "StoredPage",
]
