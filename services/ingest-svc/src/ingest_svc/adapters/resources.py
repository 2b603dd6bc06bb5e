"""The adapters a running ingest-svc holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from knowledge import Embedder, KnowledgeIndex, open_knowledge
from servicekit import migrations
from servicekit.http import RateLimiter
from servicekit.objects import Objects

from ingest_svc.adapters.allocation import return_large_blocks
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.adapters.research import Researcher
from ingest_svc.domain.crawling import CrawlLimits
from ingest_svc.settings import Settings


@dataclass(frozen=True)
class Resources:
    """What jobs and endpoints use besides the database."""

    client: GuardedClient
    crawler: Crawler
    researcher: Researcher
    pdf: PdfReader
    objects: Objects
    embedder: Embedder
    index: KnowledgeIndex
    limiter: RateLimiter


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """Open the adapters; the embedding model is loaded when it is first used.

    ingest-svc owns the knowledge database and brings it to its version first, under a lock and safe to repeat.
    """
    return_large_blocks()
    if settings.knowledge.database_url and not settings.weaviate.url:
        await migrations.apply("knowledge", settings.knowledge.database_url.get_secret_value())
    client = GuardedClient(
        user_agent=settings.fetch.user_agent,
        allow_private=settings.fetch.private_exceptions,
        connect_seconds=settings.fetch.connect_seconds,
        total_seconds=settings.fetch.total_seconds,
    )
    limits = CrawlLimits(
        max_pages=settings.crawl.max_pages,
        max_depth=settings.crawl.max_depth,
        max_pdf_bytes=settings.pdf.max_bytes,
        delay_seconds=settings.crawl.delay_seconds,
    )
    pdf = PdfReader(max_pages=settings.pdf.max_pages)
    async with (
        client,
        PageReader(processes=settings.reading.processes) as pages,
        open_knowledge(settings) as (embedder, index),
    ):
        crawler = Crawler(client, pages, pdf, limits)
        yield Resources(
            client=client,
            crawler=crawler,
            researcher=Researcher(crawler, client, max_pages=settings.research.max_pages),
            pdf=pdf,
            objects=Objects(settings.objects_url),
            embedder=embedder,
            index=index,
            limiter=RateLimiter("ingest-svc", settings.valkey),
        )
