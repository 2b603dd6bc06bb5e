"""The KPIs of a workspace: each a ratio that names what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from analytics_svc.domain.figures import local_day, total
from analytics_svc.repository import Unit


@dataclass(frozen=True, slots=True)
class Kpi:
    """A ratio with what it was made of; `value` None where the denominator is 0."""

    name: str
    numerator: float
    denominator: float
    unit: str
    numerator_means: str
    denominator_means: str

    @property
    def value(self) -> float | None:
        """The ratio."""
        return self.numerator / self.denominator if self.denominator else None


async def kpis(unit: Unit, workspace_id: UUID, zone: str, first: date, last: date) -> list[Kpi]:
    """The KPIs of a range of local days.

    What becomes of somebody later is counted where it began: a lead that became a customer on the day of its capture, a
    prospect that answered on the day of its first contact. So a ratio never has more above than below, and the last
    days of a range may still improve.
    """
    sums = total(await unit.workspace_days(workspace_id, first, last))
    weeks = ((last - first).days + 1) / 7
    bots = [bot for bot in await unit.bot_dates(workspace_id) if first <= local_day(bot.created_at, zone) <= last]
    attempted = [bot for bot in bots if bot.of_prospect]
    prospects = [
        prospect
        for prospect in await unit.prospects(workspace_id)
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
    share, visitors = "share", sums.unique_visitors
    return [
        Kpi("bots_created_per_week", len(bots), weeks, "bots per week", "bots created", "weeks"),
        Kpi("deployment_success", deployed, len(attempted), share, "demos deployed", "demos attempted"),
        Kpi("availability", answered, sent, share, "pages that came", "pages asked for"),
        Kpi("conversation_rate", sums.conversations, sums.visits, share, "conversations", "visits"),
        Kpi("session_duration", sums.session_seconds, sums.sessions, "seconds", "seconds in sessions", "sessions"),
        Kpi("message_depth", sums.messages, sums.conversations, "messages", "messages", "conversations"),
        Kpi("email_capture_rate", sums.emails_captured, visitors, share, "e-mail addresses", "visitor-days"),
        Kpi("contact_request_rate", sums.contact_requests, visitors, share, "contact requests", "visitor-days"),
        Kpi("lead_to_customer", sums.customers, leads, share, "leads that became customers", "leads captured"),
        Kpi("contacts_per_week", sales["first_contacts"], weeks, "contacts per week", "first contacts", "weeks"),
        Kpi("bounce_rate", sales["bounces"], sales["mails"], share, "mails that came back", "mails sent"),
        Kpi("unsubscribe_rate", sales["unsubscribes"], sales["mails"], share, "unsubscribed", "mails sent"),
        Kpi("response_rate", replied, contacted, share, "prospects that answered", "prospects contacted"),
        Kpi("demo_request_rate", asked, contacted, share, "prospects that asked for a demo", "prospects contacted"),
        Kpi("closing_rate", won, contacted, share, "prospects won", "prospects contacted"),
    ]
