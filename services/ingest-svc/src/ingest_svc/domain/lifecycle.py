"""The life of a source: waiting → reading → searchable → ready, or failed. What holds something keeps its state."""

from __future__ import annotations

from typing import Literal

State = Literal["waiting", "reading", "searchable", "ready", "failed"]
Step = Literal[
    "ask_again",  # a new run was asked for
    "read",  # the run begins
    "store",  # its chunks are in the index
    "complete",  # and their vectors
    "fail",  # nothing could be read
]

_EMPTY: dict[tuple[State, Step], State] = {
    ("waiting", "ask_again"): "waiting",
    ("reading", "ask_again"): "waiting",
    ("searchable", "ask_again"): "waiting",
    ("ready", "ask_again"): "waiting",
    ("failed", "ask_again"): "waiting",
    ("waiting", "read"): "reading",
    ("reading", "read"): "reading",
    ("searchable", "read"): "reading",
    ("waiting", "fail"): "failed",
    ("reading", "fail"): "failed",
    ("searchable", "fail"): "failed",
}
"""Of a source whose chunks nobody can find yet."""
_ALWAYS: dict[tuple[State, Step], State] = {
    ("waiting", "store"): "searchable",
    ("reading", "store"): "searchable",
    ("searchable", "store"): "searchable",
    ("ready", "store"): "searchable",
    ("failed", "store"): "searchable",
    ("searchable", "complete"): "ready",
    ("waiting", "complete"): "ready",
    ("reading", "complete"): "ready",
}


class NotInThisState(Exception):
    """The source's state does not allow the step: a defect of the use case that took it."""


def follow(state: State, step: Step, *, holds: bool) -> State:
    """The state after a step; `holds` says whether the source has chunks, which a new run leaves until it has its own.

    Raises `NotInThisState`.
    """
    if (state, step) in _ALWAYS:
        return _ALWAYS[state, step]
    if (state, step) not in _EMPTY:
        raise NotInThisState(f"a source that is {state} cannot {step.replace('_', ' ')}")
    return state if holds else _EMPTY[state, step]
