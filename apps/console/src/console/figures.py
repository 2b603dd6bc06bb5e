"""What each figure of the analytics is called, how it is written, and whether more of it is better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from console import formats, patterns
from console.models.analytics_svc import FiguresOut
from console.session import language, say

FigureName = Literal[
    "visits",
    "total_conversations",
    "unique_visitors",
    "messages_per_conversation",
    "average_session_duration",
    "bounce_rate",
    "emails_captured",
    "contact_requests",
    "bookings_opened",
    "conversion_rate",
    "customers",
    "response_time_p50",
    "response_time_p95",
    "user_satisfaction",
    "unanswered_questions",
]
Format = Callable[[float | None, str], str]


def _decimal(value: float | None, language: str) -> str:
    return formats.number(value, language, 1)


@dataclass(frozen=True)
class Figure:
    """A figure by its name in the API. `better`: whether a rise is good news, bad news or neither."""

    name: FigureName
    write: Format = formats.number
    better: Literal["up", "down", "none"] = "up"
    base: Literal["total_conversations", "ratings"] | None = None
    """What it is a share or a mean of; of few, it is not compared."""


FIGURES = (
    Figure("visits"),
    Figure("total_conversations"),
    Figure("unique_visitors"),
    Figure("messages_per_conversation", _decimal, base="total_conversations"),
    Figure("average_session_duration", formats.duration, base="total_conversations"),
    Figure("bounce_rate", formats.share, "down", base="total_conversations"),
    Figure("emails_captured"),
    Figure("contact_requests"),
    Figure("bookings_opened"),
    Figure("conversion_rate", formats.share, base="total_conversations"),
    Figure("customers"),
    Figure("response_time_p50", formats.milliseconds, "down"),
    Figure("response_time_p95", formats.milliseconds, "down"),
    Figure("user_satisfaction", formats.share, base="ratings"),
    Figure("unanswered_questions", better="down"),
)


def tile(figure: Figure, now: FiguresOut, before: FiguresOut) -> None:
    """One figure with how it moved, in words."""
    write, spoken = figure.write, language()
    value, earlier = now[figure.name], before[figure.name]
    few = None
    if figure.base and value is not None and min(now[figure.base], before[figure.base]) < patterns.FEWEST_JUDGED:
        few = say(f"delta.few.{figure.base}", count=now[figure.base])
    delta, arrow = compared(value, earlier, write, spoken, few=few)
    colours: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse", "none": "off"}
    st.metric(
        say(f"figure.{figure.name}"),
        write(value, spoken),
        delta,
        delta_color=colours[figure.better] if arrow != "off" else "off",
        delta_arrow=arrow,
        help=say(f"figure.{figure.name}.help"),
        border=True,
        width=225,
    )


def compared(
    now: float | None, before: float | None, write: Format, spoken: str, *, few: str | None = None
) -> tuple[str, Literal["up", "down", "off"]]:
    """How a figure moved: a sentence and the arrow for it; `few` is said where there is too little to compare."""
    if few is not None:
        return few, "off"
    if now is None or before is None:
        return say("delta.unknown"), "off"
    if now == before:
        return say("delta.same"), "off"
    key: Literal["up", "down"] = "up" if now > before else "down"
    if write(now, spoken) == write(before, spoken):
        return say("delta.same"), "off"
    return say(f"delta.{key}", before=write(before, spoken)), key
