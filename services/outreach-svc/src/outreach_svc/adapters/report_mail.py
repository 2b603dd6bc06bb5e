"""Puts a report's text, page and workbook into the mail that announces it."""

from __future__ import annotations

from dataclasses import replace

from servicekit.mail.message import Attachment, Image, Mail
from servicekit.mail.transport import Outcome
from servicekit.objects import Objects

from outreach_svc.domain.html import images_apart
from outreach_svc.models import Notice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def with_report(mail: Mail, notice: Notice, objects: Objects) -> Mail | Outcome:
    """The mail with the report: text, page as HTML, workbook attached; as it is for a notice without one.

    What the object store no longer has will never be there: then it is a refusal.
    """
    if notice.html_key is None or notice.excel_key is None:
        return mail
    try:
        page, images = images_apart((await objects.get(notice.html_key)).decode(), notice.id.hex)
        workbook = await objects.get(notice.excel_key)
        said = (await objects.get(notice.text_key)).decode() if notice.text_key else ""
    except FileNotFoundError:
        return Outcome("refused", "the report is no longer in the object store")
    return replace(
        mail,
        text=f"{said}\n{mail.text}" if said else mail.text,
        html=page,
        images=tuple(Image(id, content) for id, content in images),
        attachments=(Attachment(notice.excel_name or "report.xlsx", XLSX, workbook),),
    )
