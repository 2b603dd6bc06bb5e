"""A journal of days in, a report out: the same numbers everywhere, made and announced once whatever happens."""

from __future__ import annotations

import asyncio
import io
import zipfile
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from analytics_svc import jobs
from analytics_svc.agents.batches import Batches
from analytics_svc.domain.figures import local_day
from analytics_svc.domain.report import Span
from analytics_svc.models import ReportRow
from analytics_svc.repository.reports import Reports
from analytics_svc.service import forgetting, reporting
from contracts.analytics import ReportReady
from contracts.chat import QuestionGroup
from contracts.envelope import decode
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.kit import Kit
from servicekit.testing import eventually
from servicekit.testing.plugin import workspace_snapshot
from servicekit.work.jobs import Job
from sqlalchemy import select, text

from .conftest import bot
from .journal import envelopes, generate, records
from .recount import expected, expected_questions

pytestmark = pytest.mark.integration

AnyKit = Kit[Any, Any, Any]
Replicate = Callable[[Any], Awaitable[None]]
MARCH = Span.of("month", date(2026, 3, 1))
WEEK = Span.of("week", date(2026, 3, 23))
HOSTILE = "=cmd()|' /C calc'!A0 <script>alert(1)</script> $x$"


class Unfenced(Job[Any, Any, Any]):
    """A run without a job behind it."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Any]:
        async with self.kit.transaction() as unit:
            yield unit


@pytest.fixture
def settings_overrides(tmp_path: Path) -> dict[str, Any]:
    return {"faust_datadir": tmp_path / "faust", "objects_url": (tmp_path / "objects").as_uri()}


@pytest.fixture
async def bots(replicate: Replicate, workspace_id: UUID) -> list[tuple[UUID, str]]:
    found = [(new_id(), "Europe/Berlin") for _ in range(3)]
    for number, (id, zone) in enumerate(found):
        one = bot(workspace_id, zone=zone, id=id)
        name = HOSTILE if number == 0 else f"Bot {number}"
        await replicate(one.model_copy(update={"draft": one.draft.model_copy(update={"name": name})}))
    return found


async def count(kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, seed: int = 1) -> list[Any]:
    events = generate(seed, bots, 150)
    batches, found = Batches(kit), records(envelopes(events, workspace_id))
    for start in range(0, len(found), 100):
        await batches.count(found[start : start + 100])
    return events


async def make(kit: AnyKit, workspace_id: UUID, span: Span = MARCH) -> None:
    await jobs.make_report(Unfenced(kit, 1, 0), workspace_id, span.kind, span.first)


async def made(kit: AnyKit) -> list[ReportRow]:
    async with kit.database.sessions() as session:
        return list(await session.scalars(select(ReportRow).order_by(ReportRow.id)))


async def announced(kit: AnyKit) -> list[ReportReady]:
    async with kit.database.sessions() as session:
        values = (await session.execute(text("SELECT value FROM outbox ORDER BY id"))).scalars().all()
    return [event for value in values if isinstance(event := decode(bytes(value)).event, ReportReady)]


def files(tmp_path: Path) -> list[str]:
    folder = tmp_path / "objects"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def table(page: HTMLParser, head: str) -> list[list[str]]:
    """The body of the table whose head begins with a word."""

    def cells(row: Node) -> list[str]:
        return [one.text(strip=True) for one in row.css("th, td")]

    found = [one for one in page.css("table.figures") if (top := one.css_first("thead th")) and top.text() == head]
    return [cells(row) for row in found[0].css("tr") if row.parent is not None and row.parent.tag == "tbody"]


async def test_page_and_workbook_hold_the_figures_of_the_days(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, replicate: Replicate
) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    label = "+49 ist <b>die</b> Vorwahl?"
    await replicate(
        QuestionGroup(
            id=UUID(int=1), workspace_id=workspace_id, version=1, bot_id=bots[0][0], label=label, first_asked_at=now,
            last_asked_at=now,
        )
    )  # fmt: skip
    events = await count(kit, bots, workspace_id)
    await make(kit, workspace_id)
    [event] = await announced(kit)
    page = HTMLParser(await kit.resources.objects.get(event.html_key))
    excel = await kit.resources.objects.get(event.excel_key)
    book = load_workbook(io.BytesIO(excel))

    days: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    of_bots: dict[UUID, list[int]] = defaultdict(lambda: [0, 0])
    for (id, day), figures in expected(events, bots).items():
        if MARCH.first <= day <= MARCH.last:
            left = figures.get("emails_captured", 0) + figures.get("contact_requests", 0)
            days[day] = [
                a + b
                for a, b in zip(
                    days[day], [figures.get("conversations", 0), left, figures.get("visits", 0)], strict=True
                )
            ]
            of_bots[id] = [of_bots[id][0] + figures.get("conversations", 0), of_bots[id][1] + left]
    talks, left = sum(day[0] for day in days.values()), sum(day[1] for day in days.values())
    assert talks > 30 and left > 5
    assert (event.conversations, event.leads) == (talks, left)
    assert event.headlines == (), "events carry no wording"
    assert (await kit.resources.objects.get(event.text_key)).decode().startswith(f"- {talks} Gespräche")

    shown = table(page, "Tag")
    assert len(shown) == 31
    assert [[int(row[1]), int(row[2])] for row in shown] == [days[date(2026, 3, n)][:2] for n in range(1, 32)]
    assert [one.text(strip=True) for one in page.css(".tile-number") or page.css("td > span")][:2] == [
        str(talks),
        str(left),
    ]
    summary = {row[0]: row[1] for row in table(page, "Kennzahl")}
    assert summary["Gespräche"] == str(talks)
    assert summary["Besuche"] == str(sum(day[2] for day in days.values()))
    assert "Besuchertage" in summary

    assert book.sheetnames == ["Überblick", "Tage", "Uhrzeiten", "Bots", "Fragen"]
    sheet = book["Tage"]
    head = [one.value for one in sheet[1]]
    conversations = head.index("Gespräche")
    rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=2, max_row=32)]
    dated = [(row[0], row) for row in rows if isinstance(row[0], datetime)]
    assert {day.date(): [row[conversations], row[1]] for day, row in dated} == {
        date(2026, 3, n): days[date(2026, 3, n)][:2] for n in range(1, 32)
    }
    in_book = {one[0].value: one for one in book["Bots"].iter_rows(min_row=2, max_row=4)}
    column = [one.value for one in book["Bots"][1]].index("Gespräche")
    assert [in_book[f"'{HOSTILE}"][column].value, in_book[f"'{HOSTILE}"][2].value] == of_bots[bots[0][0]]
    assert in_book["Bot 1"][column].value == of_bots[bots[1][0]][0]
    changes = {row[0].value: row for row in book["Überblick"].iter_rows(min_row=2, max_row=14)}
    assert changes["Besuche"][1].value == sum(day[2] for day in days.values())
    assert changes["Absprungrate"][1].number_format == "0.0 %"
    assert "Besuchertage" in [one.value for one in book["Bots"][1]]
    with zipfile.ZipFile(io.BytesIO(excel)) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 3
    assert not [one for sheet in book for row in sheet.iter_rows() for one in row if one.data_type == "f"], (
        "nothing is a formula"
    )

    asked = expected_questions([e for e in events if getattr(e, "question_group_id", None) == UUID(int=1)], bots)
    of_march = [pair for (_, day, _), pair in asked.items() if MARCH.first <= day <= MARCH.last]
    assert sum(int(row[-1]) for row in table(page, "Frage")) == sum(pair[0] for pair in of_march)
    others = expected_questions([e for e in events if getattr(e, "question_group_id", None) != UUID(int=1)], bots)
    unnamed = sum(pair[0] for (_, day, _), pair in others.items() if MARCH.first <= day <= MARCH.last)
    assert f"Dazu {unnamed} Fragen zu Themen, die noch zu selten gestellt wurden" in page.text()

    raw = page.html or ""
    assert not page.css("script, link, iframe, form")
    assert "<script>alert" not in raw and "&lt;script&gt;" in raw
    assert not page.css("td b") and label in page.text()
    images = page.css("img")
    assert len(images) == 3
    for image in images:
        assert (image.attributes["src"] or "").startswith("data:image/png;base64,")
        assert len(image.attributes["alt"] or "") > 30
        assert len(image.attributes["src"] or "") < 60_000 * 4 / 3


async def test_an_english_workspace_gets_an_english_report(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, replicate: Replicate
) -> None:
    await replicate(workspace_snapshot(workspace_id, version=2, locale="en"))
    await count(kit, bots, workspace_id)
    await make(kit, workspace_id, WEEK)
    [event] = await announced(kit)
    page = (await kit.resources.objects.get(event.html_key)).decode()
    assert '<html lang="en">' in page
    assert "Your week with Empfang" in page and "week 13, 23 to 29 March 2026" in page
    assert "Gespräche" not in page and "Visitor-days" in page
    book = load_workbook(io.BytesIO(await kit.resources.objects.get(event.excel_key)))
    assert book.sheetnames == ["Overview", "Days", "Times of day", "Bots", "Questions"]
    assert (event.language, event.period, event.last_day) == ("en", "week", date(2026, 3, 29))


async def test_without_figures_the_report_says_what_to_do_and_without_bots_there_is_none(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, replicate: Replicate
) -> None:
    await make(kit, workspace_id)
    [event] = await announced(kit)
    page = (await kit.resources.objects.get(event.html_key)).decode()
    assert "noch niemand bei Ihren Bots" in page and "Binden Sie den Bot auf der Website ein" in page
    assert "<img" not in page
    alone = new_id()
    await replicate(workspace_snapshot(alone))
    await make(kit, alone)
    await make(kit, new_id())
    await make(kit, workspace_id, Span.of("month", date(2026, 2, 1)))  # before the first bot
    assert len(await made(kit)) == 1


async def test_two_workers_make_one_report(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, tmp_path: Path
) -> None:
    await count(kit, bots, workspace_id)
    await asyncio.gather(*(make(kit, workspace_id) for _ in range(3)))
    await make(kit, workspace_id)
    [row] = await made(kit)
    [event] = await announced(kit)
    assert (row.state, event.report_id) == ("ready", row.id)
    assert files(tmp_path) == sorted(filter(None, [event.html_key, event.excel_key, event.text_key])), (
        "nothing lies about"
    )
    assert (event.html_key, event.excel_key, event.text_key) == row.keys()


@pytest.mark.parametrize("step", ["locked_by_id", "put", "flush"])
async def test_a_crash_between_storing_and_recording_gives_one_report(
    kit: AnyKit,
    bots: list[tuple[UUID, str]],
    workspace_id: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
) -> None:
    await count(kit, bots, workspace_id)
    owner: Any = {"locked_by_id": Reports, "put": type(kit.resources.objects), "flush": kit.unit_type}[step]
    original, calls = getattr(owner, step), 0

    async def dies(self: Any, *arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        found = await original(self, *arguments)
        if step != "flush" or calls > 1:  # the first flush is the claim's
            raise SystemError("killed here")
        return found

    with monkeypatch.context() as patched:
        patched.setattr(owner, step, dies)
        with pytest.raises(SystemError):
            await make(kit, workspace_id)
    assert [row.state for row in await made(kit)] == ["making"]
    assert await announced(kit) == []
    assert files(tmp_path), "something was stored before"
    for _ in range(2):
        await make(kit, workspace_id)
    [row] = await made(kit)
    [event] = await announced(kit)
    assert (row.state, row.attempt) == ("ready", 2)
    assert files(tmp_path) == sorted(filter(None, [event.html_key, event.excel_key, event.text_key]))


async def test_each_workspace_gets_its_last_due_reports_and_no_others(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, replicate: Replicate, clock: Clock
) -> None:
    fresh, empty = new_id(), new_id()
    await replicate(workspace_snapshot(fresh))
    await replicate(workspace_snapshot(empty))
    await replicate(bot(fresh).model_copy(update={"created_at": clock.now()}))

    async def due() -> list[tuple[UUID, Span]]:
        async with kit.transaction() as unit:
            return await reporting.due(unit)

    found = await due()
    assert {id for id, _ in found} == {workspace_id}
    assert sorted(span.kind for _, span in found) == ["month", "week"]
    for _ in range(2):
        await jobs.due_reports(Unfenced(kit, 1, 0))
    async with kit.transaction() as unit:
        queued = (await unit.session.execute(text("SELECT count(*) FROM procrastinate_jobs"))).scalar()
    assert queued == 2
    for id, span in found:
        await make(kit, id, span)
    assert await due() == []
    clock.move(timedelta(days=8))
    assert {(id, span.kind) for id, span in await due()} >= {(workspace_id, "week"), (fresh, "week")}


async def test_what_belongs_to_a_deleted_workspace_and_what_is_old_goes(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, replicate: Replicate, tmp_path: Path, clock: Clock
) -> None:
    other = new_id()
    await replicate(workspace_snapshot(other))
    await replicate(bot(other))
    await make(kit, workspace_id)
    await make(kit, other)
    assert len(files(tmp_path)) == 6

    async def forget(what: Callable[[Any], Awaitable[None]]) -> None:
        async with kit.transaction() as unit:
            await what(unit)
            keys = [key for task, arguments in unit.enqueued if task == "delete_objects" for key in arguments["keys"]]
        await jobs.delete_objects(Unfenced(kit, 1, 0), keys)

    await forget(lambda unit: forgetting.delete_workspace(unit, workspace_id))
    assert [row.workspace_id for row in await made(kit)] == [other]
    assert len(files(tmp_path)) == 3
    await make(kit, workspace_id)  # its snapshot may go later than its rows
    assert len(await made(kit)) == 1
    await forget(reporting.purge)
    assert len(await made(kit)) == 1
    clock.move(timedelta(days=401))
    await forget(reporting.purge)
    assert await made(kit) == [] and files(tmp_path) == []


async def test_reports_over_http(
    kit: AnyKit, bots: list[tuple[UUID, str]], workspace_id: UUID, client: httpx.AsyncClient, api_key: Any
) -> None:
    headers, url = await api_key("analytics:read"), "/api/admin/reports"
    wanted = {"period": "month", "first_day": "2026-03-01"}
    key = {"Idempotency-Key": "one"}
    answer = await client.post(url, json=wanted, headers=headers | key)
    assert answer.status_code == 202, answer.text
    report = answer.json()
    assert (report["state"], report["last_day"], report["html"]) == ("making", "2026-03-31", None)
    assert (await client.get(f"{url}/{report['id']}/html", headers=headers)).status_code == 409
    for more in ({}, key):
        again = await client.post(url, json=wanted, headers=headers | more)
        assert again.json()["id"] == report["id"]
    assert (await client.post(url, json=wanted, headers=headers)).status_code == 200
    assert (await client.post(url, json=wanted | {"period": "week"}, headers=headers | key)).status_code == 409
    today = local_day(kit.clock.now(), "Europe/Berlin")  # where the workspace is it may be tomorrow
    monday = today - timedelta(days=today.weekday())
    for period, day in (
        ("month", date(2026, 3, 2)),
        ("week", date(2026, 3, 1)),
        ("week", monday),
        ("month", today.replace(day=1)),
        ("month", date(2026, 2, 1)),
        ("week", date(9999, 12, 27)),
    ):
        answer = await client.post(url, json={"period": period, "first_day": day.isoformat()}, headers=headers)
        assert answer.status_code == 422, (period, day)
        assert answer.json()["errors"][0]["pointer"] == "/first_day"
    assert (
        await client.post(url, json={"period": "year", "first_day": "2026-01-01"}, headers=headers)
    ).status_code == 422

    await make(kit, workspace_id)
    await make(kit, workspace_id, WEEK)
    first = (await client.get(f"{url}?limit=1", headers=headers)).json()
    assert (len(first["items"]), first["items"][0]["period"]) == (1, "week")
    rest = (await client.get(f"{url}?limit=1&cursor={first['next']}", headers=headers)).json()
    assert (rest["items"][0]["id"], rest["next"]) == (report["id"], None)
    assert (await client.get(f"{url}?cursor=WyJ4Il0", headers=headers)).status_code == 422
    only = (await client.get(f"{url}?period=month", headers=headers)).json()["items"]
    assert [one["id"] for one in only] == [report["id"]]
    report = (await client.get(f"{url}/{report['id']}", headers=headers)).json()
    assert report["state"] == "ready"
    page = await client.get(report["html"], headers=headers)
    assert page.headers["content-security-policy"].startswith(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    )
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "März 2026" in page.text
    excel = await client.get(report["excel"], headers=headers)
    assert excel.headers["content-disposition"] == 'attachment; filename="empfang-month-2026-03-01.xlsx"'
    assert load_workbook(io.BytesIO(excel.content)).sheetnames[0] == "Überblick"


async def test_nobody_else_sees_a_report(
    kit: AnyKit,
    bots: list[tuple[UUID, str]],
    workspace_id: UUID,
    client: httpx.AsyncClient,
    api_key: Any,
    replicate: Replicate,
) -> None:
    await make(kit, workspace_id)
    [row] = await made(kit)
    stranger = new_id()
    await replicate(workspace_snapshot(stranger))
    foreign = await api_key("analytics:read", workspace_id=stranger)
    paths = [f"/api/admin/reports/{row.id}{part}" for part in ("", "/html", "/excel")]
    for path in (*paths, f"/api/admin/reports/{new_id()}"):
        assert (await client.get(path, headers=foreign)).status_code == 404
    assert (await client.get("/api/admin/reports", headers=foreign)).json() == {"items": [], "next": None}
    body = {"period": "month", "first_day": "2026-03-01"}
    restricted = await api_key("analytics:read", bots=(bots[0][0],))
    without = await api_key("leads:read")
    for headers in (restricted, without):
        for path in ("/api/admin/reports", "/api/admin/kpis", *paths):
            assert (await client.get(path, headers=headers)).status_code == 403
        assert (await client.post("/api/admin/reports", json=body, headers=headers)).status_code == 403
    for path in ("/api/admin/reports", *paths):
        assert (await client.get(path)).status_code == 401


async def test_a_requested_report_is_made_by_itself(
    running: AnyKit, bots: list[tuple[UUID, str]], client: httpx.AsyncClient, api_key: Any
) -> None:
    headers = await api_key("analytics:read")
    body = {"period": "week", "first_day": "2026-03-23"}
    id = (await client.post("/api/admin/reports", json=body, headers=headers)).json()["id"]

    async def state() -> str:
        return str((await client.get(f"/api/admin/reports/{id}", headers=headers)).json()["state"])

    await eventually(state, until=lambda found: found == "ready", timeout=40)
