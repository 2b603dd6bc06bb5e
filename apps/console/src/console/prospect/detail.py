"""One prospect: how it came here step by step, and what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, get_args

import streamlit as st

from console import address, asking, downloads, formats, links, people
from console.calls import outreach_svc
from console.models.outreach_svc import ProspectDetailOut
from console.prospect import basis, evidence, thread
from console.session import current, fetch, language, named, say
from console.tables import facts

ByHand = Literal["contacted", "replied", "demo_requested", "won", "lost"]
BY_HAND: tuple[ByHand, ...] = get_args(ByHand)
MOST_WORTH = 100_000_000
RETRIED = ("failed", "new", "researched")


def show(prospect_id: str) -> None:
    """The prospect. Raises `ApiProblem`."""
    if st.button(say("prospects.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(prospect=None, tab=None)
        st.rerun()
    prospect = fetch(outreach_svc.get_prospect(prospect_id, language=language()))
    st.title(formats.plain(prospect["company_name"] or prospect["website"]))
    _head(prospect)
    TABS[address.switch("tab", say("prospect.tabs"), list(TABS), shown=lambda tab: say(f"prospect.{tab}"))](prospect)


def _head(prospect: ProspectDetailOut) -> None:
    zone, expected = current().zone, prospect["expected"]
    if same := prospect.get("same_as"):
        st.info(say("prospect.same"), icon=":material/merge:")
        links.to("prospects", say("prospect.same.link"), icon=":material/arrow_forward:", prospect=same)
    with st.container(horizontal=True):
        st.metric(
            say("label.stage"),
            named("stage", prospect["stage"]),
            border=True,
            width=250,
            help=say(f"stage.{prospect['stage']}.help"),
        )
        st.metric(
            say("label.engagement"),
            say("of_ten", score=formats.number(prospect["engagement"], language(), 1)),
            border=True,
            width=170,
        )
        ends = prospect["demo_over_at"] or prospect["demo_ends_at"]
        if ends:
            st.metric(
                say("label.demo_over_at" if prospect["demo_over_at"] else "label.demo_ends_at"),
                formats.day(formats.local_day(ends, zone), language()),
                border=True,
                width=250,
            )
    if expected:
        due = formats.moment(expected["due_at"], language(), zone)
        sentence = say(
            "prospects.overdue" if expected["overdue"] else "prospects.expected",
            stage=named("stage", expected["stage"]),
            due=due,
        )
        (st.warning if expected["overdue"] else st.caption)(sentence)
    with st.container(horizontal=True):
        st.link_button(say("prospect.website"), prospect["website"], icon=":material/language:")
        if prospect["demo_link"] and not prospect["demo_over_at"]:
            st.link_button(say("prospect.demo"), prospect["demo_link"], icon=":material/smart_toy:", type="primary")
    if prospect["demo_link"] and not prospect["demo_over_at"]:
        st.code(prospect["demo_link"], language=None, wrap_lines=True)
    if prospect["bot_id"]:
        with st.container(horizontal=True):
            links.to("analytics", say("start.to_figures"), bot=prospect["bot_id"], icon=":material/monitoring:")
            links.to("bots", say("prospect.bot"), bot=prospect["bot_id"], icon=":material/smart_toy:")
            links.to("leads", say("prospect.leads"), bot=prospect["bot_id"], icon=":material/contact_mail:")
    if prospect["talking_points"]:
        st.markdown(
            f"**{say('label.talking_points')}**\n"
            + "\n".join(f"- {formats.plain(point)}" for point in prospect["talking_points"])
        )


def _timeline(prospect: ProspectDetailOut) -> None:
    steps = prospect["timeline"]
    if not steps:
        st.info(say("prospect.timeline.none"))
        return
    began = formats.parsed(steps[0]["at"])
    lines = []
    for step in reversed(steps):  # the newest first
        at = formats.parsed(step["at"])
        since = formats.duration((at - began).total_seconds(), language()) if at and began else ""
        when = formats.moment(step["at"], language(), current().zone)
        bad = step["step"].endswith("failed") or step["step"] in ("uncertain", "bounced")
        icon = ":material/error:" if bad else ":material/check_circle:"
        parts = (when, say("prospect.after", time=since), people.by(step.get("actor")))
        under = formats.plain(" · ".join(part for part in parts if part))
        lines.append(f"{icon} **{formats.plain(step['text'])}**  \n:small[{under}]")
    st.markdown("\n\n".join(lines))


def _outreach(prospect: ProspectDetailOut) -> None:
    thread.plan(prospect)
    thread.show(prospect)
    basis.show(prospect)


def _acting(prospect: ProspectDetailOut) -> None:
    id, api = prospect["id"], current().api
    st.header(say("prospect.stage"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        others = [stage for stage in BY_HAND if stage != prospect["stage"]]
        stage = st.selectbox(
            say("label.stage"), others, format_func=lambda s: named("stage", s), key="prospect:stage", width=240
        )
        name = named("stage", stage)

        def move() -> str:
            api.send(outreach_svc.set_prospect_stage(id, {"stage": stage}), version=prospect["version"])
            return say("prospect.stage.done", stage=name)

        asking.button(say("prospect.stage.do"), "prospect:stage:do", move, sure=say("prospect.stage.sure", stage=name))
    _value(prospect)
    if prospect["stage"] in RETRIED:
        st.header(say("prospect.retry"))
        st.caption(say("prospect.retry.help"))

        def retry() -> str:
            api.send(outreach_svc.retry_prospect(id))
            return say("prospect.retry.done")

        if st.button(say("prospect.retry.do"), icon=":material/refresh:"):
            asking.done(retry)
    st.header(say("prospect.letter"))
    st.caption(say("prospect.letter.help"))
    if prospect["demo_link"]:
        downloads.offer(f"letter:{id}", {say("prospect.letter.fetch"): outreach_svc.get_letter(id)})
        if not prospect["first_contact_at"]:

            def posted() -> str:
                api.send(outreach_svc.mark_letter_posted(id))
                return say("prospect.letter.posted")

            asking.button(say("prospect.letter.do"), "prospect:posted", posted, sure=say("prospect.letter.sure"))
        _call_sheet(id)
    else:
        st.info(say("prospect.letter.not_yet"))


def _value(prospect: ProspectDetailOut) -> None:
    st.header(say("label.value"))
    before = prospect.get("value")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        value: int | None = st.number_input(
            say("prospect.value"),
            min_value=0,
            max_value=MOST_WORTH,
            value=before,
            step=1,
            key=f"prospect:value:{prospect['id']}:{prospect['version']}",
            help=say("prospect.value.help"),
            width=240,
        )

        def save() -> str:
            call = outreach_svc.change_prospect(prospect["id"], {"value": value})
            current().api.send(call, version=prospect["version"])
            return say("prospect.value.saved")

        if value != before and st.button(say("prospect.value.save"), type="primary", icon=":material/save:"):
            asking.done(save)


def _call_sheet(prospect_id: str) -> None:
    with st.expander(say("prospect.call"), icon=":material/call:"):
        sheet = fetch(outreach_svc.get_call_sheet(prospect_id))
        facts(
            {
                say("label.phone"): sheet["phone"] or say("prospect.call.no_phone"),
                say("label.contact_person"): sheet["contact_person"],
                say("call.opening"): sheet["opening"],
                say("call.offer"): sheet["offer"],
                say("call.question"): sheet["question"],
                say("label.talking_points"): "\n".join(sheet["talking_points"]),
                say("call.law"): sheet["law"],
                say("label.note"): sheet["note"],
            }
        )


TABS: dict[str, Callable[[ProspectDetailOut], None]] = {
    "timeline": _timeline,
    "facts": lambda prospect: evidence.show(prospect["facts"]),
    "outreach": _outreach,
    "acting": _acting,
}
"""The parts of a prospect. The address names the one that is shown, so that it stays after something was done there."""
