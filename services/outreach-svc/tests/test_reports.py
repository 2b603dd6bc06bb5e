"""Reports leave once, as a mail that shows its charts everywhere and brings its figures along."""

from __future__ import annotations

import asyncio
import base64
import io
import struct
import zlib
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from contracts.analytics import ReportReady
from openpyxl import Workbook, load_workbook
from outreach_svc import jobs
from outreach_svc.domain.html import images_apart
from outreach_svc.models import Notice
from outreach_svc.service import reports
from servicekit.events.inbox import ParentUnknown
from servicekit.ids import new_id
from servicekit.testing import Bus, eventually
from servicekit.testing.jobs import Unfenced
from servicekit.testing.mail import Sink
from servicekit.testing.plugin import workspace_snapshot
from sqlalchemy import select, text

from .conftest import KEYS

OPERATOR = "operator@agentur-lindner.example"


@pytest.fixture
def settings_overrides(settings_overrides: dict[str, Any], tmp_path: Path) -> dict[str, Any]:
    return settings_overrides | {"objects_url": (tmp_path / "objects").as_uri()}


def png(shade: int) -> bytes:
    """One pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes([0, shade]))) + chunk(b"IEND", b"")


def page(*shades: int) -> str:
    images = (
        f'<img class="chart" src="data:image/png;base64,{base64.b64encode(png(shade)).decode()}" alt="a > b">'
        for shade in shades
    )
    return f'<!doctype html><html lang="de"><body><h1>Ihre Woche</h1>{"".join(images)}</body></html>'


def workbook() -> bytes:
    book, file = Workbook(), io.BytesIO()
    book.worksheets[0].append(["Gespräche", 42])
    book.save(file)
    return file.getvalue()


SAID = "- 42 Gespräche, 20 % mehr als in der Woche davor.\n- Am meisten los war am Dienstag.\n"


async def stored(kit: Any, workspace_id: UUID, **changes: Any) -> ReportReady:
    """A report in the object store and its event."""
    event = ReportReady(
        **{
            "workspace_id": workspace_id,
            "report_id": new_id(),
            "period": "week",
            "first_day": date(2026, 3, 2),
            "last_day": date(2026, 3, 8),
            "html_key": f"reports/{workspace_id}/a.html",
            "excel_key": f"reports/{workspace_id}/a.xlsx",
            "conversations": 42,
            "leads": 5,
            "text_key": f"reports/{workspace_id}/a.txt",
            **changes,
        }
    )
    await kit.resources.objects.put(event.html_key, page(10, 200).encode())
    await kit.resources.objects.put(event.excel_key, workbook())
    if event.text_key:
        await kit.resources.objects.put(event.text_key, SAID.encode())
    return event


async def send(kit: Any, event: ReportReady) -> Notice:
    """What the reaction and the job do; the notice afterwards."""
    async with kit.transaction() as unit:
        await reports.report_ready(unit, event, public_url=KEYS.public_url)
        [id] = [arguments["notice_id"] for _, arguments in unit.enqueued]
    await jobs.send_notice(Unfenced(kit, 1, 0), id)
    async with kit.database.sessions() as session:
        found: Notice = (await session.scalars(select(Notice).where(Notice.id == id))).one()
        return found


def check(mail: EmailMessage) -> str:
    """A whole report in a mail; its text."""
    html = mail.get_body(("html",))
    plain = mail.get_body(("plain",))
    assert html is not None and plain is not None
    content = html.get_content()
    assert "data:" not in content
    images = {str(part["Content-ID"])[1:-1]: part for part in mail.walk() if part.get_content_type() == "image/png"}
    assert len(images) == 2
    for id, part in images.items():
        assert f'src="cid:{id}"' in content
        assert isinstance(part, EmailMessage)
        assert part.get_content().startswith(b"\x89PNG")
        assert part.get_content_disposition() == "inline"
    [file] = list(mail.iter_attachments())
    assert file.get_filename() == "empfang-week-2026-03-02.xlsx"
    assert load_workbook(io.BytesIO(file.get_content())).worksheets[0]["B1"].value == 42
    said: str = plain.get_content()
    return said


def test_embedded_images_are_named_and_nothing_else_is_touched() -> None:
    found, images = images_apart(page(1, 2), "a.example")
    assert [id for id, _ in images] == ["image-1@a.example", "image-2@a.example"]
    assert [content for _, content in images] == [png(1), png(2)]
    assert found == page().replace(
        "</h1>",
        '</h1><img class="chart" src="cid:image-1@a.example" alt="a > b">'
        '<img class="chart" src="cid:image-2@a.example" alt="a > b">',
    )
    quoted = '<p>&lt;img src="data:image/png;base64,AAAA"&gt;</p><img src="data:image/svg+xml;base64,AAAA">'
    assert images_apart(quoted, "x") == (quoted, [])


@pytest.mark.integration
async def test_a_report_arrives_with_charts_and_workbook(kit: Any, workspace_id: UUID, sink: Sink) -> None:
    notice = await send(kit, await stored(kit, workspace_id))
    assert (notice.kind, notice.state) == ("report", "sent")
    [mail] = sink.mails
    assert str(mail["Subject"]) == "Ihre Woche mit Empfang: 42 Gespräche, 5 Kontakte"
    assert mail["To"] == OPERATOR
    said = check(mail)
    assert "Das waren die Tage vom 2. März 2026 bis 8. März 2026" in said
    assert "- 42 Gespräche, 20 % mehr als in der Woche davor." in said


@pytest.mark.integration
async def test_subjects_count_in_words_of_the_language(kit: Any, workspace_id: UUID) -> None:
    for changes, subject in (
        ({"conversations": 1, "leads": 1}, "Ihre Woche mit Empfang: 1 Gespräch, 1 Kontakt"),
        ({"conversations": 0, "leads": 0}, "Ihre Woche mit Empfang: noch keine Gespräche"),
        ({"period": "month", "conversations": 1234}, "Ihr Monat mit Empfang: 1.234 Gespräche, 5 Kontakte"),
        ({"language": "en", "conversations": 1234}, "Your week with Empfang: 1,234 conversations, 5 contacts"),
    ):
        assert (await send(kit, await stored(kit, workspace_id, **changes))).subject == subject


@pytest.mark.integration
async def test_a_report_that_cannot_be_sent_says_why(kit: Any, workspace_id: UUID, sink: Sink, replicate: Any) -> None:
    gone = await stored(kit, workspace_id)
    await kit.resources.objects.delete(gone.excel_key)
    notice = await send(kit, gone)
    assert (notice.state, notice.reason) == ("failed", "the report is no longer in the object store")
    await replicate(workspace_snapshot(workspace_id, version=2, operator_email=""))
    notice = await send(kit, await stored(kit, workspace_id))
    assert (notice.state, notice.reason) == ("skipped", "the workspace has no operator_email")
    async with kit.transaction() as unit:
        with pytest.raises(ParentUnknown):
            unknown = gone.model_copy(update={"workspace_id": new_id()})
            await reports.report_ready(unit, unknown, public_url="http://x")
        await unit.session.execute(text("UPDATE replicas SET deleted = true WHERE id = :id"), {"id": workspace_id})
        await reports.report_ready(unit, gone, public_url="http://x")
        assert unit.enqueued == []
    assert sink.mails == []


@pytest.mark.integration
async def test_a_store_that_is_away_is_asked_again(kit: Any, workspace_id: UUID, sink: Sink, tmp_path: Path) -> None:
    event = await stored(kit, workspace_id)
    folder, aside = tmp_path / "objects" / "reports", tmp_path / "aside"
    folder.rename(aside)
    folder.write_text("no folder")  # neither there nor gone: an error of another kind
    assert (await send(kit, event)).state == "waiting"
    folder.unlink()
    aside.rename(folder)
    async with kit.database.sessions() as session:
        [notice] = list(await session.scalars(select(Notice)))
    assert notice.state == "waiting"
    await jobs.send_notice(Unfenced(kit, 1, 0), notice.id)
    [mail] = sink.mails
    check(mail)


@pytest.mark.integration
async def test_an_event_that_comes_twice_is_one_mail(running: Any, bus: Bus, workspace_id: UUID, sink: Sink) -> None:
    event = await stored(running, workspace_id)
    id = await bus.publish(event, workspace_id=workspace_id)
    await bus.publish(event, workspace_id=workspace_id, id=id)
    other = event.model_copy(update={"period": "month", "first_day": date(2026, 3, 1)})
    await bus.publish(other, workspace_id=workspace_id)  # one partition: the repeat comes before it
    await eventually(lambda: asyncio.sleep(0, sink.mails), until=lambda mails: len(mails) > 1, timeout=20)
    await asyncio.sleep(0.5)
    assert sorted(str(mail["Subject"]).partition(" mit ")[0] for mail in sink.mails) == ["Ihr Monat", "Ihre Woche"]
    check(next(mail for mail in sink.mails if "Woche" in str(mail["Subject"])))
