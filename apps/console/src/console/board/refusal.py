"""A move that the API refuses: the board is read anew, the card stands where it is, and the page says why."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

from console import problems
from console.api import ApiProblem
from console.formats import plain
from console.session import forget, say
from console.texts import CATALOGUE

KEY = "board:refused"
OWN_WORDS = (403, 404, 409, 412)
"""What the board can say better than a page that knows nothing of cards."""


def keep(problem: ApiProblem, card: str, name: str, column: str) -> NoReturn:
    """Show the page anew, which then `tell`s. Raises the problem where the key itself has ended."""
    if problem.status == 401:
        raise problem
    forget()
    st.session_state[KEY] = (problem, card, name, column)
    st.rerun()


def tell() -> str | None:
    """Say above the board why a card stayed where it is; which one that is."""
    refused: tuple[ApiProblem, str, str, str] | None = st.session_state.pop(KEY, None)
    if refused is None:
        return None
    problem, card, name, column = refused
    known = problem.kind and CATALOGUE.knows(f"problem.{problem.kind}")
    if problem.status in OWN_WORDS and not known and not problems.reasons_in(problem.detail):
        message = say(f"board.refused.{problem.status}", name=plain(name), column=plain(column))
        st.error(message, icon=":material/undo:")
    else:
        st.error(say("board.refused", name=plain(name), column=plain(column)), icon=":material/undo:")
        problems.show(problem)
    return card
