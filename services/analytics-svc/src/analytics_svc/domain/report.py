"""Reports: what a week or month is, when its report is due, and what the report says.

Which sentence is said is decided here, from the figures; how it is worded is the catalogue's business.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from wording import Language

from analytics_svc.domain.figures import SHOWN, Figures, Measured, local_day, ratio
from analytics_svc.domain.periods import beginning

Kind = Literal["week", "month"]
KINDS: tuple[Kind, ...] = ("week", "month")
DUE_AT = time(6)
"""Local time of the day after a period at which its report is made: by then late events are in."""


@dataclass(frozen=True, slots=True)
class Span:
    """A calendar week, Monday to Sunday (ISO 8601), or a calendar month; both days are included."""

    kind: Kind
    first: date
    last: date

    @classmethod
    def of(cls, kind: Kind, first: date) -> Span:
        """The period that begins on a day. Raises `ValueError` when none does."""
        if beginning(first, kind) != first:
            raise ValueError("no week begins on this day" if kind == "week" else "no month begins on this day")
        if kind == "week":
            return cls(kind, first, first + timedelta(days=6))
        return cls(kind, first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @property
    def before(self) -> Span:
        """The period before this one."""
        return Span.of(self.kind, beginning(self.first - timedelta(days=1), self.kind))

    def due(self, zone: str) -> datetime:
        """When the report is to be made (UTC)."""
        local = datetime.combine(self.last + timedelta(days=1), DUE_AT, ZoneInfo(zone))
        return local.astimezone(UTC)  # two times of one zone would be compared by their clock faces

    def ended(self, now: datetime, zone: str) -> bool:
        """Whether the last day is over in a time zone."""
        return local_day(now, zone) > self.last


def last_due(kind: Kind, now: datetime, zone: str) -> Span:
    """The last period whose report is due in a time zone."""
    span = Span.of(kind, beginning(local_day(now, zone), kind)).before
    return span if span.due(zone) <= now else span.before


@dataclass(frozen=True, slots=True)
class Day:
    """The figures of all bots on a day, each bot's day being that of its own time zone."""

    on: date
    figures: Figures


@dataclass(frozen=True, slots=True)
class BotLine:
    """A bot's figures of the period; `score` is its engagement as last computed, None before the first time."""

    id: UUID
    name: str
    figures: Figures
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A group of questions that may be named."""

    label: str
    bot: str
    asked: int
    open: int
    """How often it was not answered."""


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Groups that were asked too rarely to be named, together."""

    groups: int = 0
    asked: int = 0
    open: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """All that a report is made of. `probes` are (answered, sent)."""

    workspace: str
    language: Language
    span: Span
    figures: Figures
    before: Figures
    days: tuple[Day, ...]
    bots: tuple[BotLine, ...]
    asked: tuple[Group, ...] = ()
    gaps: tuple[Group, ...] = ()
    unnamed: Unnamed = Unnamed()
    probes: tuple[int, int] = (0, 0)
    probes_before: tuple[int, int] = (0, 0)
    console_url: str = ""

    @property
    def empty(self) -> bool:
        """Whether nobody came and nobody wrote."""
        return not (self.figures.visits or self.figures.messages or leads(self.figures))


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of the summary and the one of the period before; None where nothing was counted."""

    name: str
    unit: Measured
    value: float | None
    before: float | None

    @property
    def change(self) -> float | None:
        """Against the period before: for shares the difference, else the part by which it grew; None without one."""
        if self.value is None or self.before is None:
            return None
        if self.unit == "share":
            return self.value - self.before
        return self.value / self.before - 1 if self.before else None


def measures(report: Report) -> list[Measure]:
    """The summary: each figure beside the one of the period before."""
    now, before = report.figures, report.before
    found = [Measure(one.name, one.unit, one.of(now), one.of(before)) for one in SHOWN if one.summary]
    return [*found, Measure("availability", "share", ratio(*report.probes), ratio(*report.probes_before))]


def leads(figures: Figures) -> int:
    """How many left contact details."""
    return figures.emails_captured + figures.contact_requests


def by_engagement(bots: Sequence[BotLine]) -> tuple[BotLine, ...]:
    """Bots with the highest engagement first, then with the most conversations, then by name."""
    return tuple(
        sorted(bots, key=lambda bot: (-(bot.score or 0.0), -bot.figures.conversations, bot.name.casefold(), bot.id))
    )


def busiest_bots(bots: Sequence[BotLine], most: int) -> list[BotLine]:
    """The bots with the most conversations, those without any left out."""
    talking = [bot for bot in bots if bot.figures.conversations]
    return sorted(talking, key=lambda bot: (-bot.figures.conversations, bot.name.casefold(), bot.id))[:most]


def busiest_day(days: Sequence[Day]) -> Day | None:
    """The day with the most conversations, the first of equals; None without any."""
    best = max(days, key=lambda day: day.figures.conversations, default=None)
    return best if best is not None and best.figures.conversations else None


def busiest_time(days: Sequence[Day]) -> tuple[int, int] | None:
    """The weekday (0 is Monday) and hour with the most messages of visitors, the first of equals; None without any."""
    counts: Counter[tuple[int, int]] = Counter()
    for day in days:
        for hour, count in day.figures.hours.items():
            counts[day.on.weekday(), int(hour)] += count
    best = min(counts, key=lambda slot: (-counts[slot], slot), default=None)
    return best if best is not None and counts[best] > 0 else None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogue (`say_<id>`) and what it is filled with."""

    id: str
    values: Mapping[str, object] = field(default_factory=dict)


def headlines(report: Report) -> list[Sentence]:
    """What the report says in a few sentences, the most important first."""
    if report.empty:
        return [Sentence("empty")]
    found = [_conversations(report), _leads(report.figures)]
    slot = busiest_time(report.days)
    if slot is not None:
        found.append(Sentence(f"peak_{report.span.kind}", {"weekday": slot[0], "hour": slot[1]}))
    best = busiest_bots(report.bots, 1)
    if best and len(report.bots) > 1:
        found.append(Sentence("best_bot", {"bot": best[0].name, "conversations": best[0].figures.conversations}))
    if report.figures.unanswered:
        values: dict[str, object] = {"unanswered": report.figures.unanswered}
        if report.gaps:
            found.append(Sentence("gaps_named", values | {"label": report.gaps[0].label}))
        else:
            found.append(Sentence("gaps", values))
    return found


def next_steps(report: Report) -> list[Sentence]:
    """What to do when nobody came: ids of advice."""
    return [Sentence("step_link"), Sentence("step_embed"), Sentence("step_test")] if report.empty else []


def _conversations(report: Report) -> Sentence:
    now, before = report.figures.conversations, report.before.conversations
    values: dict[str, object] = {"conversations": now, "kind": report.span.kind}
    if not now:
        return Sentence("conversations_none")
    if not before:
        return Sentence("conversations_first", values)
    if now == before:
        return Sentence("conversations_same", values)
    values["change"] = abs(now / before - 1)
    return Sentence("conversations_more" if now > before else "conversations_fewer", values)


def _leads(figures: Figures) -> Sentence:
    if not leads(figures):
        return Sentence("leads_none")
    return Sentence(
        "leads", {"leads": leads(figures), "emails": figures.emails_captured, "requests": figures.contact_requests}
    )
