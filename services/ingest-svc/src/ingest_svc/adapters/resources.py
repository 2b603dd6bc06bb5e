"""The adapters a running ingest-svc holds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from knowledge import Embedder, KnowledgeIndex, open_embedder, open_index
from knowledge.pgvector import migrate
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
    if settings.knowledge_database_url and not settings.weaviate_url:
        await migrate(settings.knowledge_database_url)
    key = settings.embeddings_api_key.get_secret_value() if settings.embeddings_api_key else None
    client = GuardedClient(
        user_agent=settings.fetch_user_agent,
        allow_private=settings.private_exceptions,
        connect_seconds=settings.fetch_connect_seconds,
        total_seconds=settings.fetch_total_seconds,
    )
    limits = CrawlLimits(
        max_pages=settings.crawl_max_pages,
        max_depth=settings.crawl_max_depth,
        max_pdf_bytes=settings.pdf_max_bytes,
        delay_seconds=settings.crawl_delay_seconds,
    )
    pdf = PdfReader(max_pages=settings.pdf_max_pages)
    async with (
        client,
        PageReader(processes=settings.reading_processes) as pages,
        open_embedder(base_url=settings.embeddings_base_url, api_key=key, model=settings.embeddings_model) as embedder,
        open_index(
            model=embedder.model,
            database_url=settings.knowledge_database_url,
            weaviate_url=settings.weaviate_url,
        ) as index,
    ):
        crawler = Crawler(client, pages, pdf, limits)
        yield Resources(
            client=client,
            crawler=crawler,
            researcher=Researcher(crawler, client, max_pages=settings.research_max_pages),
            pdf=pdf,
            objects=Objects(settings.objects_url),
            embedder=embedder,
            index=index,
            limiter=RateLimiter("ingest-svc", settings.valkey_url),
        )
