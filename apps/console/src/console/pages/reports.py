"""Berichte: weekly and monthly reports, to read here or to take along; one can have a past period made."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal, get_args

import streamlit as st

from console import asking, downloads, formats, listing, problems
from console.api import ApiProblem
from console.calls import analytics_svc
from console.clock import today
from console.models.analytics_svc import ReportOut
from console.session import current, language, say

Period = Literal["week", "month"]
PERIODS: tuple[Period, ...] = get_args(Period)
OFFERED = 12
"""How many past weeks or months can be asked for."""


def show() -> None:
    """The page."""
    st.title(say("page.reports"))
    st.caption(say("reports.help"))
    try:
        found = listing.items("reports", analytics_svc.list_reports())
    except ApiProblem as problem:
        if problem.status != 404:
            raise
        st.info(say("reports.absent"), icon=":material/summarize:")
        return
    _ask()
    if not found:
        st.info(say("reports.none"), icon=":material/summarize:")
        return
    for report in found:
        _report(report)
    listing.more("reports")
    if any(report["state"] == "making" for report in found):
        st.caption(say("reports.making"))
        if st.button(say("reports.look"), icon=":material/refresh:"):
            asking.done(lambda: say("reports.looked"))


def _ask() -> None:
    with (
        st.expander(say("reports.ask"), icon=":material/add_circle:"),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        period = st.selectbox(
            say("label.period"),
            PERIODS,
            format_func=lambda p: say(f"granularity.{p}"),
            key="reports:period",
            width=200,
        )
        firsts = _past_weeks(today()) if period == "week" else _past_months(today())
        first = st.selectbox(
            say("label.first_day"),
            firsts,
            format_func=lambda day: formats.day(day, language()),
            key=f"reports:first:{period}",
            width=220,
        )
        if st.button(say("reports.ask.do"), type="primary"):
            asking.done(lambda: _request(period, first))


def _request(period: Period, first: date) -> str:
    made = current().api.send(analytics_svc.request_report({"period": period, "first_day": first.isoformat()}))
    return say("reports.there" if made["state"] == "ready" else "reports.asked")


def _past_weeks(now: date) -> list[date]:
    monday = now - timedelta(days=now.weekday())
    return [monday - timedelta(weeks=number) for number in range(1, OFFERED + 1)]


def _past_months(now: date) -> list[date]:
    found = [now.replace(day=1)]
    for _ in range(OFFERED):
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return found[1:]


def _report(report: ReportOut) -> None:
    span = f"{formats.day(report['first_day'], language())} – {formats.day(report['last_day'], language())}"
    with st.container(border=True):
        st.markdown(f"**{say('granularity.' + report['period'])} {formats.plain(span)}**")
        if report["state"] != "ready":
            st.caption(say("reports.state.making"))
            return
        st.caption(say("reports.state.ready", conversations=report["conversations"], leads=report["leads"]))
        if st.toggle(say("reports.read"), key=f"report:{report['id']}"):
            with problems.shown():
                # made by the platform itself; the frame inherits the policy of this page, so no script in it would run
                st.iframe(_page(report["id"]), height=900)
        downloads.offer(
            f"report:{report['id']}", {say("download.xlsx"): analytics_svc.get_report_workbook(report["id"])}
        )


def _page(report_id: str) -> str:
    """A report as HTML that stands alone."""
    with st.spinner(say("download.making")):
        return current().api.download(analytics_svc.get_report_page(report_id)).content.decode()
