"""Betrieb: whether the services are well, events that could not be worked on, and who did what."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address, asking, formats, problems
from console.api import ApiProblem
from console.calls import config_svc
from console.models.config_svc import DeadLetterOut
from console.services import SERVICES
from console.session import current, fetch, fetch_all, language, say
from console.workspace import audit

MOST = 50


def show() -> None:
    """The page."""
    st.title(say("page.operations"))
    TABS[address.switch("tab", say("page.operations"), list(TABS), shown=lambda tab: say(f"operations.{tab}.tab"))]()


def _services() -> None:
    health = fetch_all([service.health() for service in SERVICES.values()])
    st.header(say("operations.health"))
    closed = [answer for answer in health if isinstance(answer, ApiProblem) and answer.status == 403]
    if len(closed) == len(health):
        problems.show(closed[0])
        return
    for service, answer in zip(SERVICES, health, strict=True):
        if isinstance(answer, ApiProblem):
            st.markdown(f":material/error: **{service}** · {say('operations.away')}")
        elif answer["ready"]:
            st.markdown(f":material/check_circle: **{service}** · {say('operations.well')}")
        else:
            what = "; ".join(
                f"{formats.plain(part)}: {formats.plain(problem)}" for part, problem in answer["problems"].items()
            )
            st.markdown(f":material/warning: **{service}** · {what}")
    st.header(say("operations.dead"))
    st.caption(say("operations.dead.help"))
    letters = fetch_all([service.dead_letters(limit=MOST) for service in SERVICES.values()])
    refused = next((answer for answer in letters if isinstance(answer, ApiProblem) and answer.status == 403), None)
    if refused is not None:
        problems.show(refused)
        return
    found = [
        (service, letter)
        for service, answer in zip(SERVICES, letters, strict=True)
        if not isinstance(answer, ApiProblem)
        for letter in answer["items"]
    ]
    if not found:
        st.info(say("operations.dead.none"), icon=":material/task_alt:")
    for service, letter in found:
        _letter(service, letter)


def _letter(service: str, letter: DeadLetterOut) -> None:
    when = formats.moment(letter["created_at"], language(), current().zone)
    with st.container(border=True):
        st.markdown(f"**{service}** · {formats.plain(letter['type'])} · {formats.plain(when)}")
        st.caption(say("operations.letter", topic=letter["topic"], attempts=letter["attempts"], state=letter["state"]))
        st.text(letter["error"])

        def replay() -> str:
            current().api.send(SERVICES[service].replay(letter["id"]))
            return say("operations.replayed")

        asking.button(say("operations.replay"), f"letter:{letter['id']}", replay, sure=say("operations.replay.sure"))


def _trail() -> None:
    audit.show(fetch(config_svc.list_workspaces())["items"][0])


TABS: dict[str, Callable[[], None]] = {"services": _services, "trail": _trail}
