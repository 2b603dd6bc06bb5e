"""What is being edited of a bot: the draft as it was read, and what was typed in and not saved yet."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from console import problems
from console.api import ApiProblem
from console.bot.patches import Json, at, patch_of
from console.calls import config_svc
from console.front import store
from console.front.store import StoreAway
from console.models.config_svc import BotOut
from console.session import current, forget, say

log = logging.getLogger(__name__)


@dataclass
class Editing:
    """A bot in the hands of an operator."""

    bot: BotOut
    typed: dict[str, Json] = field(default_factory=dict)
    """Values by pointer that differ from the draft."""
    errors: dict[str, str] = field(default_factory=dict)
    """What the API says of fields, by pointer; gone with the next attempt."""
    newer: BotOut | None = None
    """The draft as somebody else saved it meanwhile."""
    generation: int = 0
    """Counted up when fields are to show the draft anew."""
    laid_by: dict[str, list[Json]] = field(default_factory=dict)
    """What is kept of `typed` beyond the session: each value with what it was typed over."""
    restored: bool = False
    """Whether what was typed in comes from an earlier session, and nobody has looked at it yet."""
    overtaken: dict[str, Json] = field(default_factory=dict)
    """What was typed in earlier into fields that somebody changed since."""

    @property
    def id(self) -> str:
        """The bot's."""
        return self.bot["id"]

    def value(self, pointer: str) -> Json:
        """What a field shows."""
        return self.typed[pointer] if pointer in self.typed else at(self.bot["draft"], pointer)

    def note(self, pointer: str, value: Json) -> None:
        """Keep what was typed in."""
        if at(self.bot["draft"], pointer) == value:
            self.typed.pop(pointer, None)
        else:
            self.typed[pointer] = value

    def key(self, pointer: str) -> str:
        """The name of the widget of a field."""
        return f"edit:{self.id}:{self.generation}:{pointer}"

    def take(self, bot: BotOut) -> None:
        """Go on with what the server holds; what was typed in and is not in it stays."""
        self.bot = bot
        self.typed = {pointer: value for pointer, value in self.typed.items() if at(bot["draft"], pointer) != value}


def editing(bot_id: str) -> Editing:
    """What is being edited of this bot, begun now unless it was before. Raises `ApiProblem`."""
    known: Editing | None = st.session_state.get("editing")
    if known is None or known.id != bot_id:
        known = st.session_state["editing"] = Editing(current().api.send(config_svc.get_chatbot(bot_id)))
        _restore(known)
    elif not known.typed and not known.errors and known.newer is None:
        fresh = current().api.send(config_svc.get_chatbot(bot_id))
        if fresh["draft"] != known.bot["draft"]:
            known.generation += 1  # never without need: what is being typed in at this moment would be gone
        known.bot = fresh
    return known


def lay_by(found: Editing) -> None:
    """Keep what is typed in for its operator, however the session ends."""
    words = {pointer: [at(found.bot["draft"], pointer), value] for pointer, value in found.typed.items()}
    if words != found.laid_by:
        found.laid_by = words
        try:
            store.opened().lay_by(_owner(found), words)
        except StoreAway:
            log.warning("what was typed in is kept in this tab only")


def _restore(found: Editing) -> None:
    try:
        found.laid_by = store.opened().laid_by(_owner(found))
    except StoreAway:
        return
    for pointer, (over, value) in found.laid_by.items():
        if at(found.bot["draft"], pointer) == over:
            found.note(pointer, value)
        elif at(found.bot["draft"], pointer) != value:
            found.overtaken[pointer] = value
    found.restored = bool(found.typed)


def _owner(found: Editing) -> str:
    """Whoever has this key may go on with this bot."""
    return f"{current().kept.key} {found.id}"


def discard(found: Editing) -> None:
    """Let go of everything that was typed in."""
    found.typed, found.overtaken, found.restored = {}, {}, False
    found.generation += 1


def save(found: Editing) -> bool:
    """Store what was typed in; whether the draft is now as it shows. What is wrong is kept for the fields."""
    patch = patch_of(found.bot["draft"], found.typed)
    found.errors = {}
    if not patch:
        return True
    try:
        bot = current().api.send(config_svc.change_chatbot(found.id, patch), version=found.bot["version"])
    except ApiProblem as problem:
        _refused(found, problem)
        return False
    forget()
    found.typed, found.restored = {}, False
    found.take(bot)
    found.generation += 1
    st.toast(say("edit.saved"), icon=":material/check_circle:")
    return True


def change(found: Editing, act: Callable[[int], object], *, done: str) -> None:
    """Change a part of the bot that has its own address, by its version; then show the page anew."""
    try:
        with st.spinner(say("working")):
            act(found.bot["version"])
            found.take(current().api.send(config_svc.get_chatbot(found.id)))
    except ApiProblem as problem:
        if problem.status == 412:
            found.take(current().api.send(config_svc.get_chatbot(found.id)))
        if problem.status == 401:
            problems.expire()
        problems.show(problem)
        return
    forget()
    st.toast(done, icon=":material/check_circle:")
    st.rerun()


def _refused(found: Editing, problem: ApiProblem) -> None:
    if problem.status == 412:
        found.newer = current().api.send(config_svc.get_chatbot(found.id))
    elif problem.status == 422 and problem.fields:
        found.errors = dict(problems.messages(problem))
    elif problem.status == 401:
        problems.expire()
    else:
        problems.show(problem)


def settle(found: Editing, kept: Mapping[str, bool]) -> None:
    """End a conflict: of each field that both changed, keep what was typed in, or take the other's."""
    if found.newer is None:
        return
    found.typed = {pointer: value for pointer, value in found.typed.items() if kept.get(pointer, True)}
    found.bot, found.newer = found.newer, None
    found.take(found.bot)
    found.generation += 1
