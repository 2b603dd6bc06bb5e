"""Who is signed in, in which language, and what was read lately. Lives in this session's memory and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, TypeVar

import streamlit as st

from console.api import Api, ApiProblem
from console.call import Call
from console.calls import config_svc
from console.models.config_svc import WorkspaceOut
from console.settings import Settings
from console.texts import CATALOGUE, LANGUAGES, Language

FRESH_SECONDS = 15.0
"""How long an answer may be shown again without asking."""
MOST_KEPT = 200
MOST_AT_ONCE = 8
Answer = TypeVar("Answer")


@dataclass
class Session:
    """A signed-in browser tab."""

    api: Api
    language: Language = "de"
    zone: str = "Europe/Berlin"
    workspace: WorkspaceOut | None = None
    answers: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)
    """What was read and when, by its call; each is of the type that its call promises."""


def current() -> Session:
    """The session. Only for pages, which are shown to nobody else."""
    found: Session = st.session_state["session"]
    return found


def signed_in() -> bool:
    """Whether a key was accepted in this session."""
    return "session" in st.session_state


def sign_in(key: str) -> None:
    """Accept a key that the APIs know. Raises `ApiProblem`; a key that may read little is a key as well."""
    api = Api(Settings.read().api_url, key)
    try:
        api.send(config_svc.list_chatbots(limit=1))
    except ApiProblem as problem:
        if problem.status != 403:
            raise
    session = Session(api, language=language())
    try:
        workspace = api.send(config_svc.list_workspaces())["items"][0]
    except ApiProblem as problem:
        if problem.status != 403:
            raise
    else:
        session.workspace = workspace
        session.zone = workspace["sending_window"]["time_zone"]
        if "chosen_language" not in st.session_state and workspace["locale"] in LANGUAGES:
            session.language = workspace["locale"]
    st.session_state["session"] = session


def sign_out() -> None:
    """Forget the key and everything that was read with it."""
    kept = {name: st.session_state[name] for name in ("chosen_language",) if name in st.session_state}
    st.session_state.clear()
    st.session_state.update(kept)


def language() -> Language:
    """The language of this session: chosen, else the workspace's, else German."""
    if signed_in():
        return current().language
    chosen: Language = st.session_state.get("chosen_language", "de")
    return chosen


def choose_language(wanted: Language) -> None:
    """Switch the language."""
    st.session_state["chosen_language"] = wanted
    if signed_in():
        current().language = wanted


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
