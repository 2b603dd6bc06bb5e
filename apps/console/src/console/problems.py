"""What went wrong, in words: what happened, what it means, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from console import links, session
from console.api import ApiProblem
from console.formats import plain
from console.session import named, say
from console.texts import CATALOGUE

PLACES = {"opted-out": "opt_outs"}
"""Pages that show why, by the kind of the problem."""
KNOWN = (0, 401, 403, 404, 409, 410, 412, 413, 422, 429)


def show(problem: ApiProblem) -> None:
    """The problem on the page."""
    status = problem.status if problem.status in KNOWN else 500
    if problem.kind and CATALOGUE.knows(f"problem.{problem.kind}"):
        st.error(say(f"problem.{problem.kind}"), icon=":material/error:")
        if problem.kind in PLACES:
            links.to(PLACES[problem.kind], say(f"problem.{problem.kind}.link"), icon=":material/arrow_forward:")
        return
    lines = [f"**{say(f'problem.{status}.what')}** {say(f'problem.{status}.do')}"]
    lines += [f"- {reason}" for reason in reasons_in(problem.detail)]
    lines += [f"- {plain(field_label(pointer))}: {message}" for pointer, message in messages(problem).items()]
    if problem.detail and not problem.fields and status not in (0, 401):
        lines.append("")
        lines.append(say("problem.detail", detail=plain(problem.detail)))
    st.error("\n".join(lines), icon=":material/error:")


def briefly(problem: ApiProblem) -> str:
    """The problem in one line, as the result of one of many."""
    status = problem.status if problem.status in KNOWN else 500
    return "; ".join(reasons_in(problem.detail)) or say(f"problem.{status}.what")


def reasons_in(detail: str) -> list[str]:
    """The reasons that an answer names by their codes, in words."""
    codes = re.findall(r"[a-z]+(?:_[a-z]+)+", detail)
    return [named("reason", code) for code in codes if CATALOGUE.knows(f"reason.{code}")]


def messages(problem: ApiProblem) -> dict[str, str]:
    """What is wrong with each field, by pointer; in the catalogue's words where it has some."""
    return {pointer: _own_words(pointer) or plain(message) for pointer, message in problem.fields.items()}


def _own_words(pointer: str) -> str | None:
    """The catalogue's words about a field, or about the list that it is an entry of."""
    path = pointer.strip("/").split("/")
    while path and path[-1].isdigit():
        path.pop()
    own = f"field.{'.'.join(path)}"
    return say(own) if CATALOGUE.knows(own) else None


def field_label(pointer: str) -> str:
    """A field's name as the page writes it."""
    name = pointer.strip("/").split("/")[-1]
    return say(f"label.{name}") if CATALOGUE.knows(f"label.{name}") else name


@contextmanager
def shown() -> Iterator[None]:
    """Show a problem in place, and go on with the page below it."""
    try:
        yield
    except ApiProblem as problem:
        if problem.status == 401:
            expire()
        show(problem)


def expire() -> None:
    """The key does not work any more: back to the door, which says so."""
    session.sign_out()
    st.rerun()
