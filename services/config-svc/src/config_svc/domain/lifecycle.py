"""The life of a bot: draft → ready → live → (demo_expired | deactivated) → live …, deleted."""

from __future__ import annotations

from typing import Literal

from servicekit.errors import Conflict

State = Literal["draft", "ready", "live", "demo_expired", "deactivated", "deleted"]
Trigger = Literal["source_searchable", "activate", "deactivate", "demo_expires", "demo_prolonged", "delete"]

TRANSITIONS: dict[tuple[State, Trigger], State] = {
    ("draft", "source_searchable"): "ready",
    ("ready", "activate"): "live",
    ("deactivated", "activate"): "live",
    ("live", "deactivate"): "deactivated",
    ("live", "demo_expires"): "demo_expired",
    ("demo_expired", "demo_prolonged"): "live",
    **{(state, "delete"): "deleted" for state in ("draft", "ready", "live", "demo_expired", "deactivated")},
}
_WHY_NOT: dict[tuple[State, Trigger], str] = {
    ("draft", "activate"): "The bot has no searchable source yet.",
    ("live", "activate"): "The bot is live already.",
    ("demo_expired", "activate"): "The demo is over. Extend or convert it.",
}


class NotInThisState(Conflict):
    """The bot's state does not allow the step."""


def follow(state: State, trigger: Trigger) -> State:
    """The state after a step. Raises `NotInThisState`."""
    found = TRANSITIONS.get((state, trigger))
    if found is None:
        raise NotInThisState(
            _WHY_NOT.get((state, trigger), f"The bot is {state.replace('_', ' ')}; this step is not possible.")
        )
    return found


def allows(state: State, trigger: Trigger) -> bool:
    """Whether a step is possible."""
    return (state, trigger) in TRANSITIONS
