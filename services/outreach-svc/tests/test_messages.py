"""The life of a message: every way through it, and none beside."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outreach_svc.domain.messages import TRANSITIONS, Move, NotInThisState, State, allows, follow

STATES, MOVES = get_args(State), get_args(Move)


@given(st.lists(st.sampled_from(MOVES), max_size=20))
def test_nothing_leaves_what_is_over_and_nothing_is_sent_without_a_claim(moves: list[Move]) -> None:
    state: State = "draft"
    claimed = posted = False
    for move in moves:
        before = state
        if not allows(state, move):
            with pytest.raises(NotInThisState):
                follow(state, move)
            continue
        state = follow(state, move)
        claimed |= move == "claim"
        posted |= move == "post"
        assert before not in ("dispatched", "rejected", "skipped"), "what is over stays over"
        if state == "dispatched":
            assert claimed or posted
        if move == "claim":
            assert before == "approved", "only what somebody released is sent"


def test_every_state_is_reached_and_every_step_is_taken() -> None:
    assert {"draft", *TRANSITIONS.values()} == set(STATES)
    assert {move for _, move in TRANSITIONS} == set(MOVES)
