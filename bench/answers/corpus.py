"""The sites as a bot gets to know them, through the real crawl, and the questions that go with them.

Beside `questions.yaml` of five sites stand 80 questions in everyday words, `everyday/<site>.yaml`; beside that of all
seven, 20 that sound off the subject and are the company's matter, `odd.yaml`, and 240 about anything in the world,
`elsewhere.yaml`, each asked of two or three of the sites. Each class comes in two halves told apart by a coin: of
`learn` misses are read, of `judge` figures alone.
"""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

import yaml
from aiohttp import web
from chat_svc.domain.questions import to_search
from ingest_svc.adapters.crawl import Crawler
from ingest_svc.adapters.fetch import GuardedClient
from ingest_svc.adapters.pdf.reader import PdfReader
from ingest_svc.adapters.reading.pool import PageReader
from ingest_svc.domain.crawling import CrawlLimits
from ingest_svc.models import Source
from ingest_svc.service.sources import chunks_of
from knowledge import Chunk

from tests.sites.serve import SITES, site_app

HERE = Path(__file__).parent
OURS = HERE / "sites"
JUDGE = ", judge"
"""How the classes end whose questions only judge."""
APART = tuple(kind + half for kind in ("everyday", "odd", "elsewhere") for half in ("", JUDGE))
"""Classes of the questions that are counted apart."""
FOLDERS = {
    "brandt": SITES / "brandt",
    **{folder.name: folder for folder in sorted(OURS.iterdir()) if (folder / "questions.yaml").is_file()},
}
"""The sites; thresholds and weights were chosen on `FITTED`, the others were written later and only measured.

The list of everyday nouns in `knowledge.naming` was made after a look at what went wrong on all five; the last fifty
groups of `knowledge.synonyms` after a look at the half of the questions in everyday words that may be read.
"""
COMPANIES = {
    "aareblick": "Aareblick Treuhand AG",
    "brandt": "Tischlerei Brandt",
    "hollerbach": "Tierarztpraxis Hollerbach KG",
    "jessen": "Fahrradhaus Jessen e. K.",
    "linden": "Physiozentrum Linden GmbH",
    "nordpump": "Nordpump GmbH",
    "sonnleitner": "Sonnleitner Solartechnik GmbH",
}
JUDGED = ("hollerbach", "jessen")
"""Sites that somebody else wrote and that only judge: nothing is mended on what goes wrong there."""
FITTED = ("brandt", "nordpump", "sonnleitner")
SPACE = UUID("0192f0c1-0000-7000-8000-000000000000")


@dataclass(frozen=True)
class Question:
    """A labelled question. `asked` is what is searched for: a follow-up with the question before it."""

    site: str
    kind: str
    text: str
    asked: str
    paths: frozenset[str]
    words: tuple[str, ...]

    @property
    def answerable(self) -> bool:
        return bool(self.paths)

    @property
    def apart(self) -> bool:
        """Whether it is one of those that are counted apart."""
        return self.kind in APART

    @property
    def only_judges(self) -> bool:
        """Whether nothing is mended on it."""
        return self.site in JUDGED or self.kind.endswith(JUDGE)

    def answered_by(self, chunk: Chunk) -> bool:
        """Whether the chunk stands on a labelled page and holds all labelled words, in it or in its headings."""
        text = " ".join(chunk.embed_text.lower().split())
        return urlsplit(chunk.url).path in self.paths and all(word.lower() in text for word in self.words)


@dataclass(frozen=True)
class Site:
    """A company's site as chunks, and its questions."""

    name: str
    bot_id: UUID
    source_id: UUID
    chunks: tuple[Chunk, ...]
    questions: tuple[Question, ...]


def questions(name: str) -> tuple[Question, ...]:
    """The labelled questions of a site, those that are counted apart behind the others."""
    everyday, turn = HERE / "everyday" / f"{name}.yaml", list(FOLDERS).index(name) % 3
    apart = {
        "everyday": _entries(everyday) if everyday.is_file() else [],
        "odd": [entry for entry in _entries(HERE / "odd.yaml") if entry["site"] == name],
        "elsewhere": [
            entry
            for place, entry in enumerate(_entries(HERE / "elsewhere.yaml"))
            if place % 3 == turn and name not in entry.get("except", ())
        ],
    }
    return (
        *(_question(name, entry["class"], entry) for entry in _entries(FOLDERS[name] / "questions.yaml")),
        *(
            _question(name, kind + (JUDGE if entry["half"] == "judge" else ""), entry)
            for kind, entries in apart.items()
            for entry in entries
        ),
    )


@cache
def _entries(file: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def _question(name: str, kind: str, entry: dict[str, Any]) -> Question:
    return Question(
        site=name,
        kind=kind,
        text=entry["question"],
        asked=to_search(entry["question"], [entry["before"]] if "before" in entry else [], COMPANIES[name]),
        paths=frozenset([entry["path"], *entry.get("also", [])] if "path" in entry else []),
        words=tuple(str(word) for word in entry.get("words", [])),
    )


async def crawled(name: str) -> Site:
    """The site, read over HTTP and cut as ingest-svc does it."""
    bot_id, source_id = uuid5(SPACE, name), uuid5(SPACE, f"{name}/source")
    async with _served(name) as url:
        client = GuardedClient(user_agent="EmpfangBot/1.0", allow_private=[urlsplit(url).netloc])
        async with client, PageReader() as reader:
            crawler = Crawler(client, reader, PdfReader(), CrawlLimits(max_pages=60))
            pages = [page.content async for page in crawler.pages(url, now=datetime.now(UTC))]
        source = Source(id=source_id, bot_id=bot_id, workspace_id=SPACE, kind="url", url=url, title="")
        return Site(name, bot_id, source_id, tuple(chunks_of(source, pages)), questions(name))


@asynccontextmanager
async def _served(name: str) -> AsyncIterator[str]:
    runner = web.AppRunner(site_app(root=FOLDERS[name]))
    await runner.setup()
    with socket.create_server(("127.0.0.1", 0)) as server:
        await web.SockSite(runner, server).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"
        await runner.cleanup()
