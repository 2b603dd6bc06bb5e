"""Puts a report's page and workbook into the mail that announces it."""

from __future__ import annotations

from dataclasses import replace

from servicekit.mail.message import Attachment, Image, Mail
from servicekit.mail.transport import Outcome
from servicekit.objects import Objects

from outreach_svc.domain.html import images_apart
from outreach_svc.models import Notice

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def with_report(mail: Mail, notice: Notice, objects: Objects) -> Mail | Outcome:
    """The mail with the page as its HTML and the workbook attached; as it is for a notice without a report.

    What the object store no longer has will never be there: then it is a refusal.
    """
    if notice.html_key is None or notice.excel_key is None:
        return mail
    try:
        page, images = images_apart((await objects.get(notice.html_key)).decode(), notice.id.hex)
        workbook = await objects.get(notice.excel_key)
    except FileNotFoundError:
        return Outcome("refused", "the report is no longer in the object store")
    return replace(
        mail,
        html=page,
        images=tuple(Image(id, content) for id, content in images),
        attachments=(Attachment(notice.excel_name or "report.xlsx", XLSX, workbook),),
    )
