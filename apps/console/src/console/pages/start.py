"""Start: what is hot, what waits for me, what broke; each with the way to where one acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

import streamlit as st

from console import formats, links, tour
from console.api import ApiProblem
from console.bot import creating
from console.calls import analytics_svc, chat_svc, config_svc, lead_svc, outreach_svc
from console.clock import today
from console.listing import Page
from console.models.analytics_svc import EngagementOut, KpisOut
from console.models.config_svc import BotBrief, PageBotBrief, PageDeadLetterOut
from console.models.lead_svc import PageLeadOut
from console.models.outreach_svc import PageMessageListedOut, PageProspectOut, ProspectOut
from console.services import SERVICES
from console.session import at_once, current, fetch_all, language, named, say

HOT_ABOVE = 5.0
MOST_HOT = 5
MOST = 200
AVAILABILITY_TARGET = 0.995
Item = TypeVar("Item")


@dataclass(frozen=True)
class Answers:
    """What the page is made of; where something went wrong, the problem."""

    bots: PageBotBrief | ApiProblem
    prospects: PageProspectOut | ApiProblem
    interested: PageProspectOut | ApiProblem
    failed: PageProspectOut | ApiProblem
    drafts: PageMessageListedOut | ApiProblem
    uncertain: PageMessageListedOut | ApiProblem
    unsent: PageMessageListedOut | ApiProblem
    leads: PageLeadOut | ApiProblem
    kpis: KpisOut | ApiProblem
    dead: dict[str, PageDeadLetterOut | ApiProblem]


def show() -> None:
    """The page."""
    st.title(say("page.start"))
    with st.spinner(say("list.loading")):
        answers = _read()
        hot = sorted(
            ((prospect, prospect["bot_id"]) for prospect in _items(answers.interested) if prospect["bot_id"]),
            key=lambda pair: -pair[0]["engagement"],
        )[:MOST_HOT]
        reasons = fetch_all([analytics_svc.get_engagement(bot_id) for _, bot_id in hot])
        gaps = _gaps(answers.bots)
    if not _items(answers.bots) and not _items(answers.prospects) and not _refused(answers.bots):
        _first_steps()
        return
    tour.show(_items(answers.bots))
    left, middle, right = st.columns(3, gap="large")
    with left:
        _hot(hot, reasons, refused=_refused(answers.prospects))
    with middle:
        _waiting(answers, gaps)
    with right:
        _broken(answers)


def _read() -> Answers:
    last = today()
    with at_once() as ask:
        bots = ask(config_svc.list_chatbots(limit=MOST))
        prospects = ask(outreach_svc.list_prospects(limit=MOST))
        interested = ask(outreach_svc.list_prospects(limit=MOST, engagement_min=HOT_ABOVE))
        failed = ask(outreach_svc.list_prospects(limit=MOST, stage="failed"))
        drafts = ask(outreach_svc.list_messages(limit=MOST, state="draft"))
        uncertain = ask(outreach_svc.list_messages(limit=MOST, state="uncertain"))
        unsent = ask(outreach_svc.list_messages(limit=MOST, state="failed"))
        leads = ask(lead_svc.list_leads(limit=MOST, status=["new"], environment="production"))
        kpis = ask(analytics_svc.get_kpis(from_=(last - timedelta(days=6)).isoformat(), to=last.isoformat()))
        dead = {name: ask(service.dead_letters(limit=MOST)) for name, service in SERVICES.items()}
    return Answers(
        bots=bots.result(),
        prospects=prospects.result(),
        interested=interested.result(),
        failed=failed.result(),
        drafts=drafts.result(),
        uncertain=uncertain.result(),
        unsent=unsent.result(),
        leads=leads.result(),
        kpis=kpis.result(),
        dead={name: letters.result() for name, letters in dead.items()},
    )


def _items(answer: Page[Item] | ApiProblem) -> list[Item]:
    return [] if isinstance(answer, ApiProblem) else answer["items"]


def _refused(*answers: object) -> bool:
    return any(isinstance(answer, ApiProblem) for answer in answers)


def _count(answer: Page[Item] | ApiProblem) -> int | str:
    found = len(_items(answer))
    return f"{found}+" if not isinstance(answer, ApiProblem) and answer.get("next") else found


def _gaps(bots: PageBotBrief | ApiProblem) -> list[tuple[BotBrief, int]]:
    """Bots with questions that were left open; the newest that are live or were lately."""
    asked = [bot for bot in _items(bots) if bot["published_at"]][:MOST_HOT]
    found = fetch_all([chat_svc.list_gaps(bot["id"]) for bot in asked])
    counts = [0 if isinstance(rows, ApiProblem) else len(rows) for rows in found]
    return [(bot, count) for bot, count in zip(asked, counts, strict=True) if count]


def _first_steps() -> None:
    st.info(say("start.empty"), icon=":material/waving_hand:")
    links.to("bots", say("start.empty.make"), icon=":material/add:", new="1")
    creating.sample()
    st.caption(say("start.empty.prospect"))
    links.to("prospects", say("start.empty.link"), icon=":material/travel_explore:")


def _hot(hot: list[tuple[ProspectOut, str]], reasons: list[EngagementOut | ApiProblem], *, refused: bool) -> None:
    st.header(say("start.hot"))
    if refused:
        st.caption(say("start.refused"))
    elif not hot:
        st.caption(say("start.hot.none", limit=formats.number(HOT_ABOVE, language())))
    for (prospect, bot_id), found in zip(hot, reasons, strict=True):
        with st.container(border=True):
            score = formats.number(prospect["engagement"], language(), 1)
            name = formats.plain(prospect["company_name"] or prospect["website"])
            st.markdown(f"**{name}** · {say('start.score', score=score)}")
            if not isinstance(found, ApiProblem):
                best = max(found["contributions"], key=lambda part: part["points"], default=None)
                if best is not None and best["points"] > 0:
                    st.caption(
                        say(
                            "start.why",
                            reason=named("input", best["name"]),
                            points=formats.number(best["points"], language(), 1),
                        )
                    )
                slot = found["advice"]["best_slot"]
                if slot and not prospect["demo_over_at"]:
                    st.caption(say("start.slot", slot=formats.slot(slot, language(), current().zone)))
            if prospect["demo_over_at"]:
                st.caption(
                    say("start.demo_over", day=formats.moment(prospect["demo_over_at"], language(), current().zone))
                )
            with st.container(horizontal=True):
                links.to("prospects", say("start.to_prospect"), prospect=prospect["id"])
                links.to("analytics", say("start.to_figures"), bot=bot_id, of="engagement")


def _waiting(answers: Answers, gaps: list[tuple[BotBrief, int]]) -> None:
    st.header(say("start.waiting"))
    leads = _items(answers.leads)
    requests = [lead for lead in leads if lead["kind"] == "contact_request"]
    drafts, found = _items(answers.drafts), False
    if drafts:
        found = True
        _task(say("start.drafts", count=_count(answers.drafts)), "outreach", say("start.drafts.link"))
    if requests:
        found = True
        _task(
            say("start.requests", count=len(requests)),
            "leads",
            say("start.requests.link"),
            status="new",
            kind="contact_request",
        )
    if len(leads) > len(requests):
        found = True
        _task(
            say("start.leads", count=len(leads) - len(requests)),
            "leads",
            say("start.leads.link"),
            status="new",
            kind="email",
        )
    for bot, count in gaps:
        found = True
        _task(
            say("start.gaps", count=count, bot=bot["company_name"] or bot["name"]),
            "bots",
            say("start.gaps.link"),
            bot=bot["id"],
            tab="gaps",
        )
    if not found:
        st.caption(say("start.waiting.none"))
    if _refused(answers.drafts, answers.leads):
        st.caption(say("start.refused"))


def _broken(answers: Answers) -> None:
    st.header(say("start.broken"))
    found = False
    expected = [(prospect, prospect["expected"]) for prospect in _items(answers.prospects)]
    overdue = [(prospect, step) for prospect, step in expected if step and step["overdue"]]
    failed = _items(answers.failed)
    if failed:
        found = True
        _task(say("start.failed", count=_count(answers.failed)), "prospects", say("start.failed.link"), stage="failed")
    for prospect, step in overdue[:MOST_HOT]:
        found = True
        stage, due = step["stage"], formats.moment(step["due_at"], language(), current().zone)
        name = prospect["company_name"] or prospect["website"]
        _task(
            say("start.overdue", name=name, stage=named("stage", stage), due=due),
            "prospects",
            say("start.to_prospect"),
            prospect=prospect["id"],
        )
    if _items(answers.uncertain):
        found = True
        _task(
            say("start.uncertain", count=_count(answers.uncertain)),
            "sent",
            say("start.uncertain.link"),
            state="uncertain",
        )
    if _items(answers.unsent):
        found = True
        _task(say("start.unsent", count=_count(answers.unsent)), "sent", say("start.unsent.link"), state="failed")
    dead = {service: _count(letters) for service, letters in answers.dead.items() if _items(letters)}
    if dead:
        found = True
        where = ", ".join(f"{service}: {count}" for service, count in dead.items())
        _task(say("start.dead", where=where), "operations", say("start.dead.link"))
    found = _availability(answers.kpis) or found
    if not found:
        st.caption(say("start.broken.none"))


def _availability(answer: KpisOut | ApiProblem) -> bool:
    kpi = next(
        (kpi for kpi in ([] if isinstance(answer, ApiProblem) else answer["kpis"]) if kpi["name"] == "availability"),
        None,
    )
    if kpi is None or kpi["value"] is None:
        return False
    shown = formats.share(kpi["value"], language(), 2)
    if kpi["value"] >= AVAILABILITY_TARGET:
        st.caption(say("start.available", share=shown))
        return False
    _task(say("start.unavailable", share=shown), "kpis", say("start.unavailable.link"))
    return True


def _task(sentence: str, page: str, label: str, **params: str) -> None:
    with st.container(border=True):
        st.markdown(formats.plain(sentence))
        links.to(page, label, **params)
