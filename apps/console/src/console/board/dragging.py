"""Cards that are moved to another column: what the page marks for its script, and what the script says was moved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import streamlit as st

from console.session import say

KEY = "board"
"""The whole board; the script and the style find it by this name, its columns and cards by those below."""
RUNS = "board:runs"
WORDS = ("held", "over", "back", "none")


@dataclass(frozen=True)
class Card:
    """A card: what it is called, the column that it is in, and those that it may go to."""

    name: str
    column: str
    ways: tuple[str, ...]


def column(code: str) -> AbstractContextManager[Any]:
    """Where a column's cards are."""
    return st.container(key=f"{KEY}:column:{code}")


def card(id: str) -> AbstractContextManager[Any]:
    """Where a card is."""
    return st.container(key=f"{KEY}:card:{id}", border=True)


def head(id: str, name: str) -> bool:
    """A card's name, which opens it, and the grip that it is moved by; True when it was opened."""
    with st.container(key=f"{KEY}:head:{id}", horizontal=True, vertical_alignment="center", gap="xsmall"):
        opened = st.button(name, key=f"{KEY}:open:{id}", type="tertiary", width="stretch")
        st.button(
            say("board.grip", name=name),
            key=f"icon:{KEY}:grip:{id}",
            icon=":material/drag_indicator:",
            type="tertiary",
        )
    return opened


def listen(columns: Mapping[str, str], cards: Mapping[str, Card], moved: Callable[[str, str], None]) -> None:
    """Let the cards be dragged; `moved` hears of a card's id and the column before the page is made anew."""
    runs = st.session_state[RUNS] = int(st.session_state.get(RUNS, 0)) + 1

    def hear() -> None:
        dropped = st.session_state[f"{KEY}:script"].moved or {}
        id, to = str(dropped.get("id", "")), str(dropped.get("to", ""))
        if id in cards and to in cards[id].ways:  # it comes from a browser
            moved(id, to)

    _script(
        key=f"{KEY}:script",
        data={
            "run": runs,  # a card that was refused goes back, though nothing about it has changed
            "columns": dict(columns),
            "cards": {
                id: {"name": one.name, "column": one.column, "ways": list(one.ways)} for id, one in cards.items()
            },
            "words": {word: say(f"board.drag.{word}", name="{name}", column="{column}") for word in WORDS},
        },
        on_moved_change=hear,
        height="content",
    )


_script = st.components.v2.component("console.board", html='<p role="status"></p>', js="board.js")
