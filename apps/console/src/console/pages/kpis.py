"""KPIs: what the platform does for the workspace, each with its numerator and denominator."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import streamlit as st

from console import address, formats, patterns
from console.calls import analytics_svc
from console.clock import today
from console.figures import Format, compared
from console.models.analytics_svc import KpiOut
from console.session import fetch, language, named, say

SHARE, SECONDS, PER_WEEK = "share", "seconds", "per_week"
FALLING_IS_GOOD = {"bounce_rate", "unsubscribe_rate"}
TARGETS = {"availability": 0.995}


def show() -> None:
    """The page."""
    st.title(say("page.kpis"))
    first, second = st.columns(2)
    with first:
        since = address.day("from", say("label.from"), default=today() - timedelta(days=29))
    with second:
        until = address.day("to", say("label.to"), default=today())
    if not since or not until:
        return
    if since > until:
        st.error(say("analytics.backwards"), icon=":material/event_busy:")
        return
    found = fetch(analytics_svc.get_kpis(from_=since.isoformat(), to=until.isoformat()))
    st.caption(say("analytics.range", count=(until - since).days + 1, zone=found["time_zone"]))
    with st.container(horizontal=True):
        for kpi in found["kpis"]:
            _tile(kpi)
    st.header(say("kpis.table"))
    st.caption(say("kpis.help"))
    rows = [
        {
            say("label.kpi"): named("kpi", kpi["name"]),
            say("label.value"): _format(kpi)(kpi["value"], language()),
            say("label.previous"): _format(kpi)(kpi["previous"], language()),
            say("label.numerator"): _part("above", kpi["name"], kpi["numerator"]),
            say("label.denominator"): _part("below", kpi["name"], kpi["denominator"]),
        }
        for kpi in found["kpis"]
    ]
    st.dataframe(rows, hide_index=True, alt=say("kpis.table"), height="content")


def _tile(kpi: KpiOut) -> None:
    write = _format(kpi)
    few = say("kpis.few") if kpi["value"] is not None and _counted(kpi) < patterns.FEWEST_JUDGED else None
    delta, arrow = compared(kpi["value"], kpi["previous"], write, language(), few=few)
    help = say(
        "kpis.ratio",
        numerator=_part("above", kpi["name"], kpi["numerator"]),
        denominator=_part("below", kpi["name"], kpi["denominator"]),
    )
    if kpi["name"] in TARGETS:
        help = f"{help} {say('kpis.target', target=formats.share(TARGETS[kpi['name']], language(), 1))}"
    st.metric(
        named("kpi", kpi["name"]),
        write(kpi["value"], language()),
        delta,
        delta_color="off" if arrow == "off" else "inverse" if kpi["name"] in FALLING_IS_GOOD else "normal",
        delta_arrow=arrow,
        help=help,
        border=True,
        width=262,
    )


def _format(kpi: KpiOut) -> Format:
    if kpi["unit"] == SHARE:
        return _share
    if kpi["unit"] == SECONDS:
        return formats.duration
    return _decimal


def _counted(kpi: KpiOut) -> float:
    """How many things a figure rests on."""
    return kpi["numerator"] if kpi["unit"] == PER_WEEK else kpi["denominator"]


def _share(value: float | None, spoken: str) -> str:
    return formats.share(value, spoken, 1)


def _decimal(value: float | None, spoken: str) -> str:
    return formats.number(value, spoken, 1)


def _part(place: Literal["above", "below"], name: str, value: float) -> str:
    """What is counted and how many, which reads well of one and of many; the API's words are in its own language."""
    count = formats.number(value, language(), 0 if float(value).is_integer() else 1)
    return f"{named(place, name)}: {count}"
