"""Reports leave as a mail to the operator."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.analytics import ReportReady
from contracts.workspaces import WorkspaceSnapshot
from servicekit.events.inbox import ParentUnknown
from wording import long_day

from outreach_svc.repository import Unit
from outreach_svc.service.engagement import notify
from outreach_svc.texts import say


async def report_ready(unit: Unit, event: ReportReady, *, public_url: str) -> None:
    """Have a report mailed; one of a workspace that is gone is dropped.

    Raises `ParentUnknown` for a workspace that is not known yet.
    """
    if await unit.replicas.get(WorkspaceSnapshot, event.workspace_id) is None:
        if await unit.replicas.was_deleted(WorkspaceSnapshot, event.workspace_id):
            return
        raise ParentUnknown(event.workspace_id)
    language = event.language
    await notify(
        unit,
        event.workspace_id,
        kind="report",
        subject=_subject(event),
        body=_worded_before(event.headlines)
        + say(
            "notice.report.body",
            language,
            first=long_day(event.first_day, language),
            last=long_day(event.last_day, language),
            link=f"{public_url}/analytics",
        ),
        html_key=event.html_key,
        excel_key=event.excel_key,
        text_key=event.text_key,
        excel_name=f"empfang-{event.period}-{event.first_day.isoformat()}.xlsx",
    )


def _subject(event: ReportReady) -> str:
    template = f"notice.report.subject.{event.period}"
    conversations = _counted("conversations", event.conversations, event.language)
    leads = _counted("leads", event.leads, event.language)
    if not event.conversations and not event.leads:
        whole = say(template, event.language, conversations=say("notice.report.none", event.language), leads="")
        return whole.rstrip(", ")
    return say(template, event.language, conversations=conversations, leads=leads)


def _counted(thing: str, amount: int, language: str) -> str:
    if amount == 1:
        return say(f"notice.report.{thing}_one", language)
    shown = f"{amount:,}"
    return say(f"notice.report.{thing}", language, n=shown if language == "en" else shown.replace(",", "."))


def _worded_before(headlines: Sequence[str]) -> str:
    """What events said themselves before the report's text lay in the object store."""
    return "".join(f"- {sentence}\n" for sentence in headlines) + ("\n" if headlines else "")
