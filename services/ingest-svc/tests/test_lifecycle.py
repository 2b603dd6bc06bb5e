"""The life of a source."""

from __future__ import annotations

import contextlib
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ingest_svc.domain.lifecycle import NotInThisState, State, Step, follow


def test_a_first_run() -> None:
    state: State = "waiting"
    for step, holds, expected in (
        ("read", False, "reading"),
        ("store", True, "searchable"),
        ("complete", True, "ready"),
    ):
        state = follow(state, step, holds=holds)  # type: ignore[arg-type]  # literals in a tuple are strings
        assert state == expected


@given(st.sampled_from(get_args(State)), st.sampled_from(["ask_again", "read", "fail"]))
def test_what_can_be_found_stays_found(state: State, step: Step) -> None:
    with contextlib.suppress(NotInThisState):
        assert follow(state, step, holds=True) == state


def test_a_failed_source_is_not_ready_by_itself() -> None:
    with pytest.raises(NotInThisState):
        follow("failed", "complete", holds=False)
