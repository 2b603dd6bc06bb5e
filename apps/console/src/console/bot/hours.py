"""When the company is open: a week with breaks and nights, holidays, special days, and what holds at a moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from console import clock, formats
from console.bot.editing import Editing
from console.bot.form import Form
from console.calls import config_svc
from console.formats import plain
from console.problems import shown as problems_shown
from console.session import current, language, say

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKLY, SPECIAL = "/opening_hours/weekly", "/opening_hours/special_days"
AGREED = "/opening_hours/by_appointment"
MOST_INTERVALS = 12
STATES = ("BW", "BY", "BE", "BB", "HB", "HH", "HE", "MV", "NI", "NW", "RP", "SL", "SN", "ST", "SH", "TH")
CALENDARS: tuple[str | None, ...] = (None, "DE", *(f"DE-{state}" for state in STATES), "AT", "CH")
ZONES: tuple[str | None, ...] = ("Europe/Berlin", "Europe/Vienna", "Europe/Zurich", "Europe/London", "UTC")
Interval = dict[str, str]
USUAL: Interval = {"opens": "08:00", "closes": "17:00"}
LONGEST_HOLIDAY = 60


def hours(form: Form) -> None:
    """The editor."""
    found = form.editing
    week = {day: list(intervals) for day, intervals in (found.value(WEEKLY) or {}).items()}
    agreed = set(found.value(AGREED) or [])
    for number, day in enumerate(DAYS):
        if _day(found, week, day, number, by_appointment=day in agreed):
            agreed.add(day)
        else:
            agreed.discard(day)
    form.put(WEEKLY, {day: intervals for day, intervals in week.items() if intervals})
    if (days := [day for day in DAYS if day in agreed]) != list(found.value(AGREED) or []):
        form.put(AGREED, days)
    _copy(found, week)
    left, right = st.columns(2)
    with left:
        form.one_of(
            "/opening_hours/holidays",
            CALENDARS,
            lambda code: say(f"holidays.{code}") if code in CALENDARS else str(code),
        )
    with right:
        form.one_of("/opening_hours/time_zone", ZONES, str)
    _special(form)
    _what_holds(found)


def _day(found: Editing, week: dict[str, list[Interval]], day: str, number: int, *, by_appointment: bool) -> bool:
    """A row of the week; whether one may come on this day, on which it is not open, when that was agreed."""
    intervals = week.get(day) or []
    name = say(f"day.{day}")
    with st.container(horizontal=True, vertical_alignment="center", key=f"day-{number}"):
        opened = st.toggle(name, bool(intervals), key=found.key(f"{WEEKLY}/{day}"), width=150)
        if not opened:
            week[day] = []
            return st.checkbox(say("hours.agreed"), by_appointment, key=found.key(f"{AGREED}/{day}"))
        if not intervals:
            intervals = [dict(USUAL)]
        typed = [_interval(found, f"{WEEKLY}/{day}", name, order, one) for order, one in enumerate(intervals)]
        week[day] = typed
        if len(typed) < MOST_INTERVALS and st.button(
            say("hours.more", day=name), icon=":material/add:", key=f"icon:{found.key(WEEKLY)}:{day}:more"
        ):
            last = typed[-1]["closes"]
            week[day] = [*typed, {"opens": _later(last, 1), "closes": _later(last, 5)}]
            _redraw(found, week)
        if len(typed) > 1 and st.button(
            say("hours.less", day=name), icon=":material/remove:", key=f"icon:{found.key(WEEKLY)}:{day}:less"
        ):
            week[day] = typed[:-1]
            _redraw(found, week)
        if any(_past_midnight(one) for one in typed):
            st.caption(say("hours.night"))
    return False


def _interval(found: Editing, pointer: str, day: str, order: int, value: Interval) -> Interval:
    typed = {}
    for side in ("opens", "closes"):
        at = st.time_input(
            say(f"hours.{side}", day=day, number=order + 1),
            _time(value[side]),
            step=timedelta(minutes=15),
            label_visibility="collapsed",
            required=True,
            key=f"{found.key(pointer)}:{order}:{side}",
            width=110,
        )
        ends = side == "closes" and at == time(0) and value[side] == "24:00"
        typed[side] = "24:00" if ends or at is None else f"{at:%H:%M}"
        if side == "opens":
            st.text("–", width=12)
    return typed


def _copy(found: Editing, week: dict[str, list[Interval]]) -> None:
    with st.popover(say("hours.copy"), icon=":material/content_copy:"):
        source = st.selectbox(say("hours.copy.from"), DAYS, format_func=lambda day: say(f"day.{day}"), key="copy:from")
        targets = st.multiselect(
            say("hours.copy.to"),
            [day for day in DAYS if day != source],
            default=[day for day in DAYS[:5] if day != source],
            format_func=lambda day: say(f"day.{day}"),
            key=f"copy:to:{source}",
        )
        if st.button(say("hours.copy.do"), type="primary"):
            for day in targets:
                week[day] = [dict(interval) for interval in week.get(source, [])]
            _redraw(found, week)


def _redraw(found: Editing, week: dict[str, list[Interval]]) -> None:
    found.note(WEEKLY, {day: intervals for day, intervals in week.items() if intervals})
    found.generation += 1
    st.rerun()


def _special(form: Form) -> None:
    found = form.editing
    days: list[dict[str, Any]] = list(found.value(SPECIAL) or [])
    with st.expander(say("special.title", count=len(days)), expanded=bool(days)):
        st.caption(say("special.help"))
        for number, one in enumerate(days):
            with st.container(horizontal=True, vertical_alignment="center"):
                open_at = ", ".join(f"{i['opens']}–{i['closes']}" for i in one["intervals"]) or say("hours.closed")
                note = f" · {one['note']}" if one.get("note") else ""
                st.markdown(plain(f"{formats.day(one['date'], language())}: {open_at}{note}"))
                if st.button(
                    "", icon=":material/delete:", help=say("special.remove"), key=f"{found.key(SPECIAL)}:{number}"
                ):
                    found.note(SPECIAL, [other for other in days if other is not one])
                    found.generation += 1
                    st.rerun()
        _add_special(found, days)
    form.put(SPECIAL, found.value(SPECIAL) or [])


def _add_special(found: Editing, days: list[dict[str, Any]]) -> None:
    with st.form("special", border=False, clear_on_submit=True):
        today = clock.today()
        span = st.date_input(say("special.days"), (today, today), format="DD.MM.YYYY")
        note = st.text_input(say("special.note"), max_chars=255, placeholder=say("special.note.example"))
        opened = st.checkbox(say("special.open"))
        left, right = st.columns(2)
        opens = left.time_input(say("special.opens"), time(9))
        closes = right.time_input(say("special.closes"), time(13))
        if st.form_submit_button(say("special.add"), icon=":material/add:"):
            intervals = [{"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"}] if opened else []
            named = {day.isoformat() for day in _days_of(span)}
            kept = [one for one in days if one["date"] not in named]
            new = [{"date": day, "intervals": intervals, "note": note.strip()} for day in named]
            found.note(SPECIAL, sorted([*kept, *new], key=lambda one: str(one["date"])))
            found.generation += 1
            st.rerun()


def _days_of(span: Any) -> list[date]:
    """The days from the first to the last that were picked."""
    picked = [span] if isinstance(span, date) else list(span)
    if not picked:
        return []
    count = min((picked[-1] - picked[0]).days, LONGEST_HOLIDAY)
    return [picked[0] + timedelta(days=number) for number in range(count + 1)]


def _what_holds(found: Editing) -> None:
    st.markdown(f"**{say('holds.title')}**")
    zone = formats.zone_of(str(found.value("/opening_hours/time_zone")))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.date_input(say("holds.day"), clock.today(), format="DD.MM.YYYY", key="holds:day", width=170)
        at = st.time_input(say("holds.time"), time(10), key="holds:time", width=130)
    if any(pointer.startswith("/opening_hours") for pointer in found.typed):
        st.caption(say("holds.unsaved"))
    if not isinstance(day, date) or at is None:
        return
    moment = datetime.combine(day, at, zone).isoformat()
    with problems_shown():
        status = current().api.send(config_svc.get_opening_status(found.id, at=moment, draft=True))
        icon = ":material/check_circle:" if status["open"] else ":material/do_not_disturb_on:"
        reason = say(f"holds.{status['reason']}") + (f" ({status['note']})" if status["note"] else "")
        words = " · ".join(filter(None, (status["text"][language()], reason)))
        st.markdown(f"{icon} {plain(words)}")


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _past_midnight(interval: Interval) -> bool:
    return interval["closes"] <= interval["opens"]


def _later(text: str, hours: int) -> str:
    return f"{min(int(text[:2]) % 24 + hours, 23):02}:{text[3:]}"
