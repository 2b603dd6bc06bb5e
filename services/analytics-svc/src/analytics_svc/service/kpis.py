"""The KPIs of a workspace: each a ratio that names what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from analytics_svc.domain.figures import local_day, moments_of
from analytics_svc.repository import Unit

KpiUnit = Literal["share", "per_week", "seconds", "messages"]


@dataclass(frozen=True, slots=True)
class Kpi:
    """A ratio with what it was made of; the catalogue says in words what stands above and below."""

    name: str
    unit: KpiUnit
    numerator: float
    denominator: float

    @property
    def value(self) -> float | None:
        """The ratio; None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None


async def kpis(unit: Unit, workspace_id: UUID, zone: str, first: date, last: date) -> list[Kpi]:
    """The KPIs of a range of local days.

    What becomes of somebody later is counted where it began: a lead that became a customer on the day of its capture, a
    prospect that answered on the day of its first contact. So a ratio never has more above than below, and the last
    days of a range may still improve.
    """
    sums = await unit.workspace_counts(workspace_id, first, last)
    weeks = ((last - first).days + 1) / 7
    bots = [bot for bot in await unit.bot_dates(workspace_id) if first <= local_day(bot.created_at, zone) <= last]
    attempted = [bot for bot in bots if bot.of_prospect]
    prospects = [
        prospect
        for prospect in await unit.prospects(workspace_id, *moments_of(first, last, zone))
        if (day := prospect.contacted_on(zone)) is not None and first <= day <= last
    ]
    sales = await unit.sales(workspace_id, first, last)
    answered, sent = await unit.probes(workspace_id, first, last)
    leads = sums.emails_captured + sums.contact_requests
    replied = sum(prospect.answered for prospect in prospects)
    asked = sum(prospect.asked_for_demo for prospect in prospects)
    won = sum(prospect.won for prospect in prospects)
    deployed = sum(bot.deployed for bot in attempted)
    contacted = len(prospects)
    return [
        Kpi("bots_created_per_week", "per_week", len(bots), weeks),
        Kpi("deployment_success", "share", deployed, len(attempted)),
        Kpi("availability", "share", answered, sent),
        Kpi("conversation_rate", "share", sums.conversations, sums.visits),
        Kpi("session_duration", "seconds", sums.session_seconds, sums.sessions),
        Kpi("message_depth", "messages", sums.messages, sums.conversations),
        Kpi("email_capture_rate", "share", sums.emails_captured, sums.unique_visitors),
        Kpi("contact_request_rate", "share", sums.contact_requests, sums.unique_visitors),
        Kpi("lead_to_customer", "share", sums.customers, leads),
        Kpi("contacts_per_week", "per_week", sales["first_contacts"], weeks),
        Kpi("bounce_rate", "share", sales["bounces"], sales["mails"]),
        Kpi("unsubscribe_rate", "share", sales["unsubscribes"], sales["mails"]),
        Kpi("response_rate", "share", replied, contacted),
        Kpi("demo_request_rate", "share", asked, contacted),
        Kpi("closing_rate", "share", won, contacted),
    ]
