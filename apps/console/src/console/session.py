"""Who is signed in, in which language, and what was read lately. Lives in this session's memory and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import streamlit as st

from console.api import Api, ApiProblem
from console.settings import Settings
from console.texts import LANGUAGES, knows, text

FRESH_SECONDS = 15.0
"""How long an answer may be shown again without asking."""
MOST_KEPT = 200
Request = tuple[str, Mapping[str, Any]]
"""A path and its parameters."""


@dataclass
class Session:
    """A signed-in browser tab."""

    api: Api
    language: str = "de"
    zone: str = "Europe/Berlin"
    workspace: dict[str, Any] | None = None
    answers: dict[str, tuple[float, Any]] = field(default_factory=dict, repr=False)


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
        api.get("/api/chatbots", limit=1)
    except ApiProblem as problem:
        if problem.status != 403:
            raise
    session = Session(api, language=language())
    try:
        workspace = api.get("/api/workspaces")["items"][0]
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


def language() -> str:
    """The language of this session: chosen, else the workspace's, else German."""
    if signed_in():
        return current().language
    return str(st.session_state.get("chosen_language", "de"))


def choose_language(wanted: str) -> None:
    """Switch the language."""
    st.session_state["chosen_language"] = wanted
    if signed_in():
        current().language = wanted


def say(message: str, /, **values: object) -> str:
    """A message of the catalogue in the session's language."""
    return text(language(), message, **values)


def named(kind: str, code: str) -> str:
    """A code of the APIs in words; the code itself when the catalogue has none."""
    return say(f"{kind}.{code}") if knows(f"{kind}.{code}") else code.replace("_", " ")


def fetch(path: str, **params: Any) -> Any:
    """The JSON of a GET, read again after a few seconds. Raises `ApiProblem`."""
    session, name = current(), _name(path, params)
    known = session.answers.get(name)
    if known is None or monotonic() - known[0] > FRESH_SECONDS:
        known = (monotonic(), session.api.get(path, **params))
        _keep(session, name, known)
    return known[1]


def fetch_all(requests: Sequence[Request]) -> list[Any | ApiProblem]:
    """Several answers at once, in order; what went wrong takes the place of its answer."""
    session = current()
    now = monotonic()

    def one(request: Request) -> Any | ApiProblem:
        path, params = request
        known = session.answers.get(_name(path, params))
        if known is not None and now - known[0] <= FRESH_SECONDS:
            return known[1]
        try:
            return session.api.get(path, **params)
        except ApiProblem as problem:
            return problem

    if not requests:
        return []
    with ThreadPoolExecutor(max_workers=min(8, len(requests))) as pool:
        found = list(pool.map(one, requests))
    for (path, params), answer in zip(requests, found, strict=True):
        if not isinstance(answer, ApiProblem):
            _keep(session, _name(path, params), (now, answer))
    return found


def forget() -> None:
    """Something was changed: read everything anew."""
    current().answers.clear()
    for name in [str(name) for name in st.session_state if str(name).startswith("list:")]:
        del st.session_state[name]


def _name(path: str, params: Mapping[str, Any]) -> str:
    return f"{path}?{sorted(params.items())}"


def _keep(session: Session, name: str, answer: tuple[float, Any]) -> None:
    if len(session.answers) >= MOST_KEPT:
        session.answers.clear()
    session.answers[name] = answer
