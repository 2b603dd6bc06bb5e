"""Figures for people: days, ranges, questions, KPIs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from analytics_svc.domain.figures import Figures, total
from analytics_svc.repository import Unit


@dataclass(frozen=True, slots=True)
class Kpi:
    """A ratio with what it was made of; `value` None where the denominator is 0."""

    name: str
    value: float | None
    numerator: float | None
    denominator: float | None
    unit: str
    numerator_means: str
    denominator_means: str


async def range_of(unit: Unit, bot_id: UUID, first: date, last: date) -> tuple[Figures, list[tuple[date, Figures]]]:
    """A range's combined figures and its days, days without events included."""
    found = dict((await unit.days([bot_id], first, last)).get(bot_id, []))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return total(found.values()), [(day, found.get(day, Figures())) for day in days]


async def kpis(unit: Unit, workspace_id: UUID, first: date, last: date, now: datetime) -> list[Kpi]:
    """The KPIs of product figures and sales for a workspace."""
    sums = total(await unit.workspace_days(workspace_id, first, last))
    bots = await unit.bot_dates(workspace_id)
    prospects = await unit.prospect_stages(workspace_id)
    weeks = max(1.0, ((last - first).days + 1) / 7)
    created = sum(1 for bot in bots if first <= bot.created_at.date() <= last)
    attempted = sum(1 for bot in bots if bot.of_prospect)
    deployed = sum(1 for bot in bots if bot.of_prospect and bot.deployed)

    def reached(*stages: str) -> int:
        return sum(1 for prospect in prospects if set(stages) & {prospect.stage, *prospect.reached})

    contacted, replied, won = (
        reached("contacted", "replied", "demo_requested", "won"),
        reached("replied"),
        reached("won"),
    )
    answered, sent = await unit.probes(workspace_id, first, last)
    leads = sums.emails_captured + sums.contact_requests
    return [
        _kpi("bots_created_per_week", created, weeks, "bots per week", "bots created", "weeks"),
        _kpi("deployment_success", deployed, attempted, "share", "demos deployed", "demos attempted"),
        _kpi("availability", answered, sent, "share", "pages that came", "pages asked for"),
        _kpi("conversation_rate", sums.conversations, sums.visits, "share", "conversations", "visits"),
        _kpi("session_duration", sums.session_seconds, sums.sessions, "seconds", "seconds in sessions", "sessions"),
        _kpi("message_depth", sums.messages, sums.conversations, "messages", "messages", "conversations"),
        _kpi("email_capture_rate", sums.emails_captured, sums.unique_visitors, "share", "e-mails", "visitor-days"),
        _kpi("contact_request_rate", sums.contact_requests, sums.unique_visitors, "share", "requests", "visitor-days"),
        _kpi("lead_to_customer", won, leads, "share", "prospects won", "leads"),
        _kpi("response_rate", replied, contacted, "share", "prospects that replied", "prospects contacted"),
        _kpi(
            "demo_request_rate", reached("demo_requested"), contacted, "share", "demos requested", "prospects contacted"
        ),
        _kpi("closing_rate", won, contacted, "share", "prospects won", "prospects contacted"),
    ]


def _kpi(name: str, numerator: float, denominator: float, unit: str, above: str, below: str) -> Kpi:
    value = numerator / denominator if denominator else None
    return Kpi(name, value, numerator, denominator, unit, above, below)
