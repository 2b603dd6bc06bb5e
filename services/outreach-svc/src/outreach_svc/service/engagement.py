"""Interest shown in a demo, and the follow-ups that come of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.bots import BotSnapshot

from outreach_svc.domain.composing import date_in_words
from outreach_svc.domain.following import Point, became_hot, next_due, template_for
from outreach_svc.domain.sending import spaced
from outreach_svc.models import Notice, Prospect
from outreach_svc.repository import Unit
from outreach_svc.service.demos import prospect_of
from outreach_svc.service.drafting import points_of, write
from outreach_svc.service.recording import note
from outreach_svc.texts import say


async def scored(
    unit: Unit,
    bot_id: UUID,
    *,
    score: float,
    crossed: Sequence[float],
    points: Sequence[Point],
    slot: datetime | None,
    revision: int,
    public_url: str,
) -> None:
    """Keep the newest score; when interest has just become great, draft a follow-up and tell the operator."""
    prospect = await prospect_of(unit, bot_id)
    if prospect is None or revision <= prospect.score_revision:
        return
    before = prospect.score
    prospect.score, prospect.score_revision = score, revision
    prospect.points = [asdict(point) for point in points]
    if crossed:
        note(unit, prospect, "engagement", score=_shown(score, prospect.language))
    if not became_hot(score, before):
        return
    await tell_operator_of_heat(unit, prospect, public_url)
    if _may_follow(prospect):
        await follow_up(unit, prospect, slot=slot)


def _may_follow(prospect: Prospect) -> bool:
    return (
        prospect.first_contact_at is not None
        and prospect.stopped_reason is None
        and prospect.demo_over_at is None
        and prospect.stage == "contacted"
    )


async def follow_up(unit: Unit, prospect: Prospect, *, slot: datetime | None = None) -> None:
    """Draft the next follow-up with what is known now; an untouched one that still waits is written anew."""
    waiting = await unit.messages.waiting(prospect.id, "follow_up")
    if any(message.edited or message.state == "approved" for message in waiting):
        return
    for message in waiting:
        message.move("skip")
        message.reason = "overtaken"
    if not waiting:
        prospect.follow_ups += 1
    if prospect.first_contact_at is not None:
        prospect.next_follow_up_at = next_due(prospect.first_contact_at, prospect.follow_ups)
    workspace = await unit.workspace(prospect.workspace_id)
    zone = workspace.sending_window.time_zone
    shown = ""
    if slot is not None and slot > unit.now():
        clock = slot.astimezone(ZoneInfo(zone)).strftime("%H:%M")
        day = date_in_words(slot, prospect.language, zone)
        shown = say("weekday_time", prospect.language, day=day, time=clock)
    free_from = spaced(unit.now(), await unit.messages.spaced_times(prospect.id))
    await write(
        unit,
        prospect,
        kind="follow_up",
        template=template_for(prospect.score),
        more={"slot": shown},
        not_before=free_from,
    )


async def follow_up_due(unit: Unit, prospect_id: UUID) -> None:
    """Draft the follow-up whose time has come, unless something has ended the series."""
    prospect = await unit.prospects.find_locked(prospect_id)
    if prospect is None or prospect.next_follow_up_at is None or prospect.next_follow_up_at > unit.now():
        return
    if not _may_follow(prospect):
        prospect.next_follow_up_at = None
        return
    if await unit.messages.waiting(prospect.id, "follow_up"):
        prospect.follow_ups += 1
        first = prospect.first_contact_at
        prospect.next_follow_up_at = next_due(first, prospect.follow_ups) if first else None
        return
    await follow_up(unit, prospect)


async def lead_captured(
    unit: Unit, bot_id: UUID, lead_id: UUID, *, kind: str, level: int, at: datetime, public_url: str
) -> None:
    """A visitor left contact details: the operator hears of it, without the details."""
    if await unit.lead_erased(lead_id):
        return
    prospect = await prospect_of(unit, bot_id)
    bot = await unit.replicas.get(BotSnapshot, bot_id)
    if prospect is not None:
        note(unit, prospect, "lead")
    if bot is None:
        return
    workspace = await unit.workspace(bot.workspace_id)
    language = workspace.locale
    name = (bot.published or bot.draft).name
    local = at.astimezone(ZoneInfo(workspace.sending_window.time_zone))
    body = say(
        "notice.lead.body",
        language,
        what=say(f"notice.lead.{kind}", language, bot=name, level=level),
        time=local.strftime("%d.%m.%Y %H:%M"),
        link=f"{public_url}/leads?lead={lead_id}",
    )
    subject = say("notice.lead.subject", language, bot=name)
    await notify(unit, workspace.id, kind="new_lead", subject=subject, body=body, lead_id=lead_id)


async def tell_operator_of_heat(unit: Unit, prospect: Prospect, public_url: str) -> None:
    """The alert that a demo is hot."""
    workspace = await unit.workspace(prospect.workspace_id)
    language, score = workspace.locale, _shown(prospect.score, workspace.locale)
    await notify(
        unit,
        workspace.id,
        kind="hot_demo",
        subject=say("notice.hot.subject", language, company=prospect.company, score=score),
        body=say(
            "notice.hot.body",
            language,
            company=prospect.company,
            score=score,
            points="\n".join(f"- {point}" for point in points_of(prospect)),
            link=f"{public_url}/prospects?prospect={prospect.id}",
        ),
    )


async def anomaly_noticed(
    unit: Unit, bot_id: UUID, *, kind: str, seen: float, expected: float, public_url: str
) -> None:
    """Something about a bot looks wrong: what was seen, what was to be expected, where to look."""
    bot = await unit.replicas.get(BotSnapshot, bot_id)
    if bot is None:
        return
    workspace = await unit.workspace(bot.workspace_id)
    language = workspace.locale
    name = (bot.published or bot.draft).name
    shown = [f"{value:.0f}" if kind == "silence" else f"{value * 100:.0f} %" for value in (seen, expected)]
    await notify(
        unit,
        workspace.id,
        kind="anomaly",
        subject=say(f"notice.{kind}.subject", language, bot=name),
        body=say(
            "notice.anomaly.body",
            language,
            what=say(f"notice.{kind}.body", language, bot=name, seen=shown[0], expected=shown[1]),
            link=f"{public_url}/analytics?bot={bot.id}",
        ),
    )


async def notify(
    unit: Unit,
    workspace_id: UUID,
    *,
    kind: str,
    subject: str,
    body: str,
    lead_id: UUID | None = None,
    html_key: str | None = None,
    excel_key: str | None = None,
    text_key: str | None = None,
    excel_name: str | None = None,
) -> None:
    """Write a mail to the operator and have it sent; its page and workbook, if any, lie in the object store."""
    notice = Notice(
        id=unit.new_id(),
        workspace_id=workspace_id,
        kind=kind,
        lead_id=lead_id,
        state="waiting",
        attempt=0,
        tries=0,
        subject=" ".join(subject.split())[:250],
        body=body,
        reason="",
        html_key=html_key,
        excel_key=excel_key,
        text_key=text_key,
        excel_name=excel_name,
        created_at=unit.now(),
    )
    unit.session.add(notice)
    await unit.enqueue("send_notice", workspace_id=notice.workspace_id, key=f"notice:{notice.id}", notice_id=notice.id)


def _shown(score: float, language: str) -> str:
    shown = f"{score:.1f}"
    return shown if language == "en" else shown.replace(".", ",")
