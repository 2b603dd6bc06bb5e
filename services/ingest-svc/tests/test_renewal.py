"""A site read again: what has not changed costs nothing, what fails stays, what is gone leaves."""

from __future__ import annotations

import ast
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import ingest_svc
import pytest
from aiohttp import web
from contracts.bots import BotConfiguration, BotLink, BotLinks, BotSnapshot
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.renewal import MAX_DAYS, MIN_DAYS, due_at, next_interval, renewal
from ingest_svc.texts import reason_text
from ingest_svc.texts.de import DE
from ingest_svc.texts.en import EN
from servicekit.ids import new_id
from servicekit.testing import eventually
from sqlalchemy import text

NAMES = [f"https://a.example/{name}" for name in "abcdefgh"]
NOW = datetime(2026, 5, 1, tzinfo=UTC)


@given(st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)), st.sets(st.sampled_from(NAMES)))
def test_a_page_stays_unless_it_is_gone_and_most_stay_in_any_case(
    indexed: set[str], read: set[str], gone: set[str]
) -> None:
    failed = dict.fromkeys(set(NAMES) - read - gone, "timeout")
    found = renewal(sorted(indexed), read, failed=failed, gone=dict.fromkeys(gone - read, "http_404"), stopped=None)
    missing = indexed - read
    assert set(found.kept) == missing - gone
    assert found.shrunk == (len(missing) > len(indexed) / 2)


def test_what_is_gone_is_believed_the_third_time_and_what_fails_never() -> None:
    gone = dict.fromkeys(NAMES[1:], "http_404")
    for runs, shrunk in ((0, True), (1, True), (2, False)):
        assert renewal(NAMES, NAMES[:1], failed={}, gone=gone, stopped=None, shrunk_runs=runs).shrunk == shrunk
        assert renewal(NAMES, NAMES[:1], failed=gone, gone={}, stopped=None, shrunk_runs=runs).shrunk
    moved = [url.replace("https://", "http://www.") for url in NAMES]
    assert renewal(NAMES, moved, failed={}, gone={}, stopped=None) == renewal([], [], failed={}, gone={}, stopped=None)


@given(st.floats(MIN_DAYS, MAX_DAYS), st.booleans(), st.uuids(), st.integers(1, 10_000))
def test_the_next_reading_is_between_a_day_and_two_weeks_away(
    days: float, changed: bool, source_id: UUID, run: int
) -> None:
    following = next_interval(days, changed=changed)
    assert MIN_DAYS <= following <= MAX_DAYS
    assert following <= days if changed else following >= days
    assert timedelta(days=0.9 * days) <= due_at(NOW, days, source_id, run) - NOW <= timedelta(days=1.1 * days)


def test_every_failure_there_is_has_words_in_both_languages() -> None:
    raised: set[str] = set()
    for file in Path(ingest_svc.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = ("FetchFailed", "CrawlFailed", "PdfUnreadable")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
                raised |= {
                    constant.value
                    for argument in node.args[:1]
                    for constant in ast.walk(argument)
                    if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
                }
    codes = {code for code in raised if not code.startswith("http")} | {
        "encrypted_pdf",
        "broken_pdf",
        "scanned_pdf",
        "empty",
        "pdf_cut",
        "robots_refused",
        "unreachable",
        "shrunk",
        "internal",
    }
    assert len(codes) > 15
    assert codes - set(DE) - {"content-encoding", "state"} == set()
    assert set(DE) == set(EN)
    for status in (304, 401, 403, 404, 410, 418, 429, 500, 502, 503, 504):
        for language in ("de", "en"):
            assert str(status) in reason_text(f"http_{status}", language)


def company(site: Any, names: str = "abcdef") -> None:
    links = "".join(f'<a href="/{name}">x</a>' for name in names)
    site.html("/", f"<main><h1>Start</h1><p>{'Willkommen bei Huber. ' * 5}</p>{links}</main>")
    for name in names:
        words = " ".join(f"{name}{number}wort" for number in range(60))
        site.html(f"/{name}", f"<main><h1>{name}</h1><p>{words}</p></main>", headers={"ETag": f'"{name}"'})


@pytest.mark.integration
async def test_a_site_is_renewed_page_by_page(
    running: Any, client: Any, replicate: Callable[[Any], Awaitable[None]], api_key: Any, workspace_id: UUID, site: Any
) -> None:
    link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
    bot = BotSnapshot(
        id=new_id(),
        workspace_id=workspace_id,
        version=1,
        state="draft",
        draft=BotConfiguration(name="Bot"),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=NOW,
    )
    await replicate(bot)
    headers = await api_key("sources:write", "bots:read")
    path = f"/api/chatbots/{bot.id}/sources"
    index = running.resources.index
    company(site)
    made = (await client.post(path, json={"kind": "url", "url": site.url}, headers=headers)).json()
    other = {"kind": "text", "title": "Hinweis", "text": "Wir liefern am Freitag."}
    assert (await client.post(path, json=other, headers=headers)).status_code == 201

    async def source() -> dict[str, Any]:
        return dict((await client.get(f"{path}/{made['id']}", headers=headers)).json())

    async def read_again() -> dict[str, Any]:
        async with running.transaction() as unit:  # young pages are not asked for again
            await unit.session.execute(text("UPDATE pages SET fetched_at = fetched_at - interval '1 hour'"))
        answer = await client.post(f"{path}/{made['id']}/refresh", headers=headers)
        assert (answer.status_code, answer.json()["refreshing"]) == (202, True)
        return await eventually(source, timeout=30, until=lambda found: not found["refreshing"])

    first = await eventually(source, timeout=40, until=lambda found: not found["refreshing"])
    assert (first["state"], first["pages_indexed"], first["vectors"]) == ("ready", 7, first["chunks"])
    assert first["next_run_at"] is not None

    stored: list[UUID] = []
    replace = index.store_source

    async def watched(bot_id: UUID, source_id: UUID, chunks: Any) -> int:
        stored.append(source_id)
        return int(await replace(bot_id, source_id, chunks))

    index.store_source = watched
    try:
        unchanged = await read_again()
        assert (stored, unchanged["state"], unchanged["reason"]) == ([], "ready", None)
        assert (unchanged["chunks"], unchanged["ingested_at"]) == (first["chunks"], first["ingested_at"])

        site.pages["/b"] = lambda: web.Response(status=500)
        site.pages["/c"] = lambda: web.Response(status=410)
        partly = await read_again()
        assert (partly["state"], partly["reason"], partly["pages_indexed"]) == ("ready", None, 6)
        urls = {title.url.removeprefix(site.url) for title in await index.titles(bot.id)}
        assert urls == {"/", "/a", "/b", "/d", "/e", "/f", ""}
        assert len(stored) == 1

        for name in "def":
            del site.pages[f"/{name}"]
        site.pages["/a"] = lambda: web.Response(status=500)
        shrunk = await read_again()
        assert (shrunk["state"], shrunk["reason"], shrunk["pages_indexed"]) == ("ready", "shrunk", 6)
        assert shrunk["reason_text"]["de"].startswith("Mehr als die Hälfte")
        assert len(stored) == 1
    finally:
        index.store_source = replace


@pytest.mark.integration
async def test_pages_that_were_left_out_are_listed_with_the_reason(
    running: Any, client: Any, replicate: Callable[[Any], Awaitable[None]], api_key: Any, workspace_id: UUID, site: Any
) -> None:
    link = BotLink(url="https://bots.example/bot/1?token=t", token="t")
    bot = BotSnapshot(
        id=new_id(),
        workspace_id=workspace_id,
        version=1,
        state="draft",
        draft=BotConfiguration(name="Bot"),
        links=BotLinks(version=1, production=link, staging=link, preview=link),
        created_at=NOW,
    )
    await replicate(bot)
    headers = await api_key("sources:write", "bots:read")
    words = " ".join(f"wort{number}" for number in range(60))
    site.html("/", f'<main><h1>Start</h1><p>{words}</p><a href="/weg">a</a><a href="/still">b</a></main>')
    site.html("/still", "<main><p>Still.</p></main>", head='<meta name="robots" content="noindex">')
    path = f"/api/chatbots/{bot.id}/sources"
    made = (await client.post(path, json={"kind": "url", "url": site.url}, headers=headers)).json()

    async def source() -> dict[str, Any]:
        return dict((await client.get(f"{path}/{made['id']}", headers=headers)).json())

    await eventually(source, timeout=40, until=lambda found: not found["refreshing"])
    pages = (await client.get(f"{path}/{made['id']}/pages", headers=headers)).json()

    assert [(page["url"].removeprefix(site.url), page["taken_in"], page["reason"]) for page in pages] == [
        ("/", True, None),
        ("/still", False, "noindex"),
        ("/weg", False, "http_404"),
    ]
    assert "gibt es nicht" in pages[2]["reason_text"]["de"]
