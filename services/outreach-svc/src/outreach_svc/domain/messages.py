"""The life of a message to a prospect.

draft ⇄ approved → sending → dispatched
▲         │ ├──► uncertain ─► dispatched, or a draft again
└─────────┘ └──► failed ────► a draft again
"""

from __future__ import annotations

from typing import Literal

State = Literal["draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped"]
Move = Literal[
    "edit",  # a person changes the text
    "approve",  # a person releases it
    "withdraw",  # the guard found something against it: back to the drafts
    "reject",  # a person throws it away
    "skip",  # something overtook it
    "claim",  # an attempt takes it
    "give_back",  # the attempt sent nothing
    "accept",  # the mail server took it, or a person knows that it arrived
    "fail",  # the mail server never will
    "lose",  # nobody knows
    "not_arrived",  # a person knows that it did not
    "post",  # a letter was given to the post
]

TRANSITIONS: dict[tuple[State, Move], State] = {
    ("draft", "edit"): "draft",
    ("failed", "edit"): "draft",
    ("draft", "approve"): "approved",
    ("failed", "approve"): "approved",
    ("approved", "withdraw"): "draft",
    ("draft", "reject"): "rejected",
    ("approved", "reject"): "rejected",
    ("draft", "skip"): "skipped",
    ("approved", "skip"): "skipped",
    ("failed", "skip"): "skipped",
    ("approved", "claim"): "sending",
    ("sending", "give_back"): "approved",
    ("uncertain", "give_back"): "approved",
    ("sending", "accept"): "dispatched",
    ("uncertain", "accept"): "dispatched",
    ("sending", "fail"): "failed",
    ("uncertain", "fail"): "failed",
    ("sending", "lose"): "uncertain",
    ("uncertain", "not_arrived"): "draft",
    ("draft", "post"): "dispatched",
}


class NotInThisState(Exception):
    """The message's state does not allow the step. The message says both."""


def follow(state: State, step: Move) -> State:
    """The state after a step. Raises `NotInThisState`."""
    found = TRANSITIONS.get((state, step))
    if found is None:
        raise NotInThisState(f"The message is {state}; it cannot {step.replace('_', ' ')}.")
    return found


def allows(state: State, step: Move) -> bool:
    """Whether a step is possible."""
    return (state, step) in TRANSITIONS
