"""Who is signed in, in which language, and what was read lately. What was read lives in this tab's memory alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any, TypeVar

import streamlit as st

from console.api import Api, ApiProblem
from console.call import Call
from console.calls import config_svc
from console.front import cookies, store
from console.front.store import Kept, StoreAway
from console.models.config_svc import HolderOut, WorkspaceOut
from console.settings import Settings
from console.texts import CATALOGUE, LANGUAGES, Language

log = logging.getLogger(__name__)

FRESH_SECONDS = 15.0
"""How long an answer may be shown again without asking."""
ADMIN = "workspace:admin"
TICKET = "session:ticket"
MOST_KEPT = 200
MOST_AT_ONCE = 8
Answer = TypeVar("Answer")


@dataclass
class Session:
    """A tab of a browser whose session goes on."""

    api: Api
    id: str = field(default="", repr=False)
    kept: Kept = field(default_factory=lambda: Kept(""), repr=False)
    language: Language = "de"
    zone: str = "Europe/Berlin"
    who: HolderOut | None = None
    workspace: WorkspaceOut | None = None
    """All of the workspace, for who administers it."""
    answers: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)
    """What was read and when, by its call; each is of the type that its call promises."""


def current() -> Session:
    """The session. Only for pages, which are shown to nobody else."""
    found: Session = st.session_state["session"]
    return found


def resume() -> bool:
    """Go on with the session that the browser's cookie names; False when there is none any more. Raises `ApiProblem`.

    While Valkey is away, who is inside goes on.
    """
    found: Session | None = st.session_state.get("session")
    id = found.id if found else cookies.session_id(st.context.cookies, Settings.read())
    if id is None:
        return False
    try:
        kept = store.opened().find(id)
    except StoreAway:
        return found is not None
    if kept is None:
        if found is not None:  # ended in another tab; who signed out in this one has a ticket by now
            st.session_state.clear()
        return False
    if found is None:
        try:
            st.session_state["session"] = begun(id, kept)
        except ApiProblem as problem:
            if problem.status != 401:
                raise
            _end(id)  # its key was taken back
            return False
    return True


def begun(id: str, kept: Kept) -> Session:
    """A session of this tab, in its workspace's zone and language. Raises `ApiProblem`."""
    session = Session(Api(Settings.read().api_url, kept.key), id, kept, language=kept.language or "de")
    session.who = who = session.api.send(config_svc.get_session())
    session.zone = who["workspace"]["time_zone"]
    if kept.language is None and who["workspace"]["locale"] in LANGUAGES:
        session.language = who["workspace"]["locale"]
    if ADMIN in who["scopes"] and who["bots"] is None:
        session.workspace = session.api.send(config_svc.list_workspaces())["items"][0]
    return session


def lives() -> bool:
    """Whether the session was ended in no other tab; looking is no use of it."""
    try:
        return store.opened().find(current().id, used=False) is not None
    except StoreAway:
        return True


def sign_out(*, at_company: bool = False) -> None:
    """End the session, in every tab, and forget everything that was read with it.

    `at_company` where somebody wants to be out: this tab then has a `ticket` to its company's sign-out.
    """
    found: Session | None = st.session_state.get("session")
    st.session_state.clear()
    if found is None:
        return
    _end(found.id)
    if found.kept.company:
        _end_key(found.api)
    if at_company and found.kept.id_token is not None:
        try:
            st.session_state[TICKET] = store.opened().leave(found.kept.id_token)
        except StoreAway:
            log.warning("a session at a company's provider was left behind")


def ticket() -> str | None:
    """What leads this tab to its company's sign-out; None for everybody else."""
    found: str | None = st.session_state.get(TICKET)
    return found


def _end(id: str) -> None:
    try:
        store.opened().end(id)
    except StoreAway:
        log.warning("a session was left behind: it ends by itself")


def _end_key(api: Api) -> None:
    """A sign-in's key was this session's alone."""
    try:
        api.send(config_svc.sign_out())
    except ApiProblem as problem:
        if problem.status != 401:
            log.warning("the key of a sign-in was left behind: it ends by itself")


def language() -> Language:
    """The language of this session: chosen, else the workspace's, else German."""
    found: Session | None = st.session_state.get("session")
    return found.language if found else "de"


def choose_language(wanted: Language) -> None:
    """Switch the language, for every tab that is opened from now on."""
    found = current()
    found.language = wanted
    found.kept = replace(found.kept, language=wanted)
    try:
        store.opened().keep(found.id, found.kept)
    except StoreAway:
        log.warning("the language of a session is kept in this tab only")


def say(message: str, /, **values: object) -> str:
    """A message of the catalogue in the session's language."""
    return CATALOGUE.say(message, language(), **values)


def named(kind: str, code: str) -> str:
    """A code of the APIs in words; the code itself when the catalogue has none."""
    return say(f"{kind}.{code}") if CATALOGUE.knows(f"{kind}.{code}") else code.replace("_", " ")


def fetch(call: Call[Answer]) -> Answer:
    """The answer of a GET, read again after a few seconds. Raises `ApiProblem`."""
    return _read(current(), call)


class Asking:
    """Asks without waiting."""

    def __init__(self, session: Session, executor: Executor) -> None:
        self._session = session
        self._executor = executor

    def __call__(self, call: Call[Answer]) -> Future[Answer | ApiProblem]:
        """The answer to come of a GET; what goes wrong takes its place."""
        return self._executor.submit(self._attempt, call)

    def _attempt(self, call: Call[Answer]) -> Answer | ApiProblem:
        try:
            return _read(self._session, call)
        except ApiProblem as problem:
            return problem


@contextmanager
def at_once() -> Iterator[Asking]:
    """What is asked inside is read at the same time, and is there when this ends."""
    with ThreadPoolExecutor(max_workers=MOST_AT_ONCE) as pool:
        yield Asking(current(), pool)


def fetch_all(calls: Sequence[Call[Answer]]) -> list[Answer | ApiProblem]:
    """Several answers at once, in order; what went wrong takes the place of its answer."""
    with at_once() as ask:
        asked = [ask(call) for call in calls]
    return [answer.result() for answer in asked]


def forget() -> None:
    """Something was changed: read everything anew."""
    current().answers.clear()
    for name in [str(name) for name in st.session_state if str(name).startswith("list:")]:
        del st.session_state[name]


def _read(session: Session, call: Call[Answer]) -> Answer:
    name = f"{call.path}?{sorted(call.params.items())}"
    known = session.answers.get(name)
    if known is None or monotonic() - known[0] > FRESH_SECONDS:
        known = (monotonic(), session.api.send(call))
        if len(session.answers) >= MOST_KEPT:
            session.answers.clear()
        session.answers[name] = known
    answer: Answer = known[1]
    return answer
