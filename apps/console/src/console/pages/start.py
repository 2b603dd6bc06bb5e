"""Start: what is hot, what waits for me, what broke; each with the way to where one acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import streamlit as st

from console import formats, links
from console.api import ApiProblem
from console.clock import today
from console.session import Request, current, fetch_all, language, named, say

HOT_ABOVE = 5.0
MOST_HOT = 5
MOST = 200
AVAILABILITY_TARGET = 0.995
SERVICES = ("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc")
Answers = dict[str, Any]


def show() -> None:
    """The page."""
    st.title(say("page.start"))
    with st.spinner(say("list.loading")):
        answers = _read()
        hot = sorted(
            (p for p in _items(answers["prospects"]) if p["engagement"] >= HOT_ABOVE and p["bot_id"]),
            key=lambda p: -float(p["engagement"]),
        )[:MOST_HOT]
        reasons = fetch_all([(f"/api/chatbots/{p['bot_id']}/engagement", {}) for p in hot])
        gaps = _gaps(answers["bots"])
    if not _items(answers["bots"]) and not _items(answers["prospects"]) and not _refused(answers, "bots"):
        _first_steps()
        return
    left, middle, right = st.columns(3, gap="large")
    with left:
        _hot(hot, reasons, refused=_refused(answers, "prospects"))
    with middle:
        _waiting(answers, gaps)
    with right:
        _broken(answers)


def _read() -> Answers:
    last = today()
    requests: dict[str, Request] = {
        "bots": ("/api/chatbots", {"limit": MOST}),
        "prospects": ("/api/prospects", {"limit": MOST}),
        "failed": ("/api/prospects", {"limit": MOST, "stage": "failed"}),
        "drafts": ("/api/outreach/messages", {"limit": MOST, "state": "draft"}),
        "uncertain": ("/api/outreach/messages", {"limit": MOST, "state": "uncertain"}),
        "unsent": ("/api/outreach/messages", {"limit": MOST, "state": "failed"}),
        "leads": ("/api/admin/leads", {"limit": MOST, "status": "new"}),
        "kpis": ("/api/admin/kpis", {"from": (last - timedelta(days=6)).isoformat(), "to": last.isoformat()}),
        **{f"dead:{service}": (f"/api/ops/{service}/dead-letters", {"limit": MOST}) for service in SERVICES},
    }
    return dict(zip(requests, fetch_all(list(requests.values())), strict=True))


def _items(answer: Any) -> list[dict[str, Any]]:
    return [] if isinstance(answer, ApiProblem) else list(answer["items"])


def _refused(answers: Answers, *names: str) -> bool:
    return any(isinstance(answers[name], ApiProblem) for name in names)


def _count(answer: Any) -> str:
    found = len(_items(answer))
    return f"{found}+" if not isinstance(answer, ApiProblem) and answer["next"] else str(found)


def _gaps(bots: Any) -> list[tuple[dict[str, Any], int]]:
    """Bots with unanswered questions of the last 30 days; the newest that are live or were lately."""
    asked = [bot for bot in _items(bots) if bot["published_at"]][:MOST_HOT]
    found = fetch_all([(f"/api/chatbots/{bot['id']}/questions", {"unanswered": "true", "limit": 50}) for bot in asked])
    counts = [
        0 if isinstance(rows, ApiProblem) else sum(row["asked"] - row["answered"] for row in rows) for rows in found
    ]
    return [(bot, count) for bot, count in zip(asked, counts, strict=True) if count]


def _first_steps() -> None:
    st.info(say("start.empty"), icon=":material/waving_hand:")
    links.to("prospects", say("start.empty.link"), icon=":material/travel_explore:")


def _hot(hot: list[dict[str, Any]], reasons: list[Any], *, refused: bool) -> None:
    st.subheader(say("start.hot"))
    if refused:
        st.caption(say("start.refused"))
    elif not hot:
        st.caption(say("start.hot.none", limit=formats.number(HOT_ABOVE, language())))
    for prospect, found in zip(hot, reasons, strict=True):
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
                links.to("analytics", say("start.to_figures"), bot=prospect["bot_id"])


def _waiting(answers: Answers, gaps: list[tuple[dict[str, Any], int]]) -> None:
    st.subheader(say("start.waiting"))
    leads = _items(answers["leads"])
    requests = [lead for lead in leads if lead["kind"] == "contact_request"]
    drafts, found = _items(answers["drafts"]), False
    if drafts:
        found = True
        _task(say("start.drafts", count=_count(answers["drafts"])), "outreach", say("start.drafts.link"))
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
            "analytics",
            say("start.gaps.link"),
            bot=bot["id"],
        )
    if not found:
        st.caption(say("start.waiting.none"))
    if _refused(answers, "drafts", "leads"):
        st.caption(say("start.refused"))


def _broken(answers: Answers) -> None:
    st.subheader(say("start.broken"))
    found = False
    overdue = [p for p in _items(answers["prospects"]) if p["expected"] and p["expected"]["overdue"]]
    failed = _items(answers["failed"])
    if failed:
        found = True
        _task(
            say("start.failed", count=_count(answers["failed"])), "prospects", say("start.failed.link"), stage="failed"
        )
    for prospect in overdue[:MOST_HOT]:
        found = True
        stage, due = (
            prospect["expected"]["stage"],
            formats.moment(prospect["expected"]["due_at"], language(), current().zone),
        )
        name = prospect["company_name"] or prospect["website"]
        _task(
            say("start.overdue", name=name, stage=named("stage", stage), due=due),
            "prospects",
            say("start.to_prospect"),
            prospect=prospect["id"],
        )
    for state in ("uncertain", "unsent"):
        if _items(answers[state]):
            found = True
            _task(
                say(f"start.{state}", count=_count(answers[state])),
                "sent",
                say(f"start.{state}.link"),
                state="uncertain" if state == "uncertain" else "failed",
            )
    dead = {service: _count(answers[f"dead:{service}"]) for service in SERVICES if _items(answers[f"dead:{service}"])}
    if dead:
        found = True
        where = ", ".join(f"{service}: {count}" for service, count in dead.items())
        _task(say("start.dead", where=where), "operations", say("start.dead.link"))
    found = _availability(answers["kpis"]) or found
    if not found:
        st.caption(say("start.broken.none"))


def _availability(answer: Any) -> bool:
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
