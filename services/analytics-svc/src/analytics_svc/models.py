"""Tables of analytics-svc."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import BigInteger, Date, DateTime, Float, Index, Integer, Text, UniqueConstraint, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from wording import Language


class Base(DeclarativeBase):
    """All tables."""


def _count() -> Mapped[int]:
    return mapped_column(BigInteger, default=0, server_default="0")


def _sketch() -> Mapped[dict[str, int]]:
    return mapped_column(JSONB, default=dict, server_default="{}")


class DayRow(Base):
    """One bot and local day; columns as in `domain.figures.Figures`."""

    __tablename__ = "chatbot_analytics"

    chatbot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    date: Mapped[date] = mapped_column(Date, primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    visits: Mapped[int] = _count()
    conversations: Mapped[int] = _count()
    unique_visitors: Mapped[int] = _count()
    messages: Mapped[int] = _count()
    visitor_messages: Mapped[int] = _count()
    sessions: Mapped[int] = _count()
    session_seconds: Mapped[int] = _count()
    bounces: Mapped[int] = _count()
    conversions: Mapped[int] = _count()
    emails_captured: Mapped[int] = _count()
    contact_requests: Mapped[int] = _count()
    bookings_opened: Mapped[int] = _count()
    responses: Mapped[int] = _count()
    response_ms: Mapped[int] = _count()
    first_token_ms: Mapped[int] = _count()
    unanswered: Mapped[int] = _count()
    ratings_up: Mapped[int] = _count()
    ratings_down: Mapped[int] = _count()
    customers: Mapped[int] = _count()
    response_sketch: Mapped[dict[str, int]] = _sketch()
    first_token_sketch: Mapped[dict[str, int]] = _sketch()
    hours: Mapped[dict[str, int]] = _sketch()


class ConversationRow(Base):
    """What is known of one conversation, until its bot or itself is erased."""

    __tablename__ = "conversations"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    bot_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    day: Mapped[date | None] = mapped_column(Date)
    visitor_messages: Mapped[int] = mapped_column(Integer, default=0)
    leads: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[int | None] = mapped_column(BigInteger)


class LeadRow(Base):
    """What is known of one lead, without anything about the person, until its bot or itself is erased."""

    __tablename__ = "leads"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    bot_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    day: Mapped[date | None] = mapped_column(Date)
    customer: Mapped[bool] = mapped_column(default=False)
    changed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class RatingRow(Base):
    """The thumb an answer has, until its bot or conversation is erased."""

    __tablename__ = "ratings"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    bot_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    conversation_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    day: Mapped[date | None] = mapped_column(Date)
    value: Mapped[int] = mapped_column(Integer)
    rated_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class SalesRow(Base):
    """What was sent to prospects of a workspace on one of its local days, and what came back."""

    __tablename__ = "sales_days"

    workspace_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    first_contacts: Mapped[int] = _count()
    mails: Mapped[int] = _count()
    letters: Mapped[int] = _count()
    bounces: Mapped[int] = _count()
    replies: Mapped[int] = _count()
    unsubscribes: Mapped[int] = _count()


SALES = tuple(column.name for column in SalesRow.__table__.columns if not column.primary_key)
"""What is counted of a workspace's day."""


class VisitorRow(Base):
    """That a visitor's hash of the day was seen; the salt is gone the day after."""

    __tablename__ = "visitors"

    bot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    visitor: Mapped[str] = mapped_column(Text, primary_key=True)


class QuestionRow(Base):
    """How often a group of questions was asked and answered on a day."""

    __tablename__ = "question_days"

    bot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    group_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    asked: Mapped[int] = _count()
    answered: Mapped[int] = _count()


class EngagementRow(Base):
    """A bot's engagement; its row is locked by whoever counts for the bot."""

    __tablename__ = "engagement"

    bot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(BigInteger, default=0, server_default="0")
    score: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    published: Mapped[float] = mapped_column(Float, default=0.0, server_default="0")
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict, server_default="{}")
    computed_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))


class AnomalyRow(Base):
    """That an anomaly of a bot's day was told; a kind is told once in seven days."""

    __tablename__ = "anomalies"

    bot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    kind: Mapped[str] = mapped_column(Text, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)


class ProbeRow(Base):
    """How often a live bot's page was asked for on a day (UTC), and how often it came."""

    __tablename__ = "probes"
    __table_args__ = (Index("ix_probes_workspace_id", "workspace_id", "day"),)

    bot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(Uuid)
    sent: Mapped[int] = mapped_column(BigInteger)
    answered: Mapped[int] = mapped_column(BigInteger)
    last_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class ErasedRow(Base):
    """Ids of conversations, leads and bots that were erased: late events about them are dropped."""

    __tablename__ = "erased"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class ReportRow(Base):
    """A report of a workspace's week or month: being made until `ready`.

    Each attempt has keys of its own, so that two workers never write the same object and what a dead one left behind
    can be named and deleted.
    """

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("workspace_id", "period", "first_day", name="reports_period"),
        Index("reports_by_workspace", "workspace_id", "id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    workspace_id: Mapped[UUID] = mapped_column(Uuid)
    version: Mapped[int] = mapped_column(BigInteger, default=0)
    period: Mapped[Literal["week", "month"]] = mapped_column(Text)
    first_day: Mapped[date] = mapped_column(Date)
    last_day: Mapped[date] = mapped_column(Date)
    state: Mapped[Literal["making", "ready"]] = mapped_column(Text, default="making")
    attempt: Mapped[int] = mapped_column(Integer, default=0)
    token: Mapped[str] = mapped_column(Text)
    language: Mapped[Language] = mapped_column(Text, default="de")
    conversations: Mapped[int] = _count()
    leads: Mapped[int] = _count()
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    ready_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    def keys(self, attempt: int | None = None) -> tuple[str, str, str]:
        """Where page, workbook and text of an attempt lie, by default the last one; nobody can guess it."""
        stem = f"reports/{self.workspace_id}/{self.id}-{self.token}-{attempt or self.attempt}"
        return f"{stem}.html", f"{stem}.xlsx", f"{stem}.txt"

    def all_keys(self) -> list[str]:
        """The keys of every attempt so far."""
        return [key for attempt in range(1, self.attempt + 1) for key in self.keys(attempt)]
