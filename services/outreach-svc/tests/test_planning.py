"""What is still to come for a prospect, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from outreach_svc.domain.planning import Standing, plan

FIRST = datetime(2026, 3, 2, 9, tzinfo=UTC)
CONTACTED = Standing("contacted", True, FIRST, 0, None, FIRST + timedelta(days=30), False, 9.0, False)


def told(standing: Standing) -> list[tuple[str, bool, str]]:
    return [(one.what, one.comes, one.because) for one in plan(standing)]


def test_after_the_first_contact_come_two_follow_ups_and_the_end() -> None:
    first, second, reminder, last = plan(CONTACTED)
    assert (first.at, first.days, first.template) == (FIRST + timedelta(days=7), 7, "follow_up_high")
    assert (second.at, second.days) == (FIRST + timedelta(days=20), 20)
    assert (reminder.what, last.what) == ("reminder", "demo_ended")
    assert reminder.at == last.at == FIRST + timedelta(days=30)


def test_one_that_was_written_is_not_planned_again() -> None:
    assert [one.days for one in plan(replace(CONTACTED, follow_ups=1)) if one.what == "follow_up"] == [20]
    assert ("follow_up", False, "all_written") in told(replace(CONTACTED, follow_ups=2))


@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"stopped": "unsubscribed"}, "unsubscribed"),
        ({"demo_over": True}, "demo_ended"),
        ({"stage": "won"}, "won"),
        ({"stage": "replied"}, "moved_on"),
    ],
)
def test_it_is_said_why_no_follow_up_comes(changes: dict[str, Any], because: str) -> None:
    assert [one for one in told(replace(CONTACTED, **changes)) if one[0] == "follow_up"] == [
        ("follow_up", False, because)
    ]


@pytest.mark.parametrize(
    ("changes", "comes", "because"),
    [
        ({"stage": "researched", "live": False}, True, "when_demo_is_live"),
        ({"stage": "failed", "live": False}, False, "demo_failed"),
        ({"stage": "demo_ready"}, False, "draft_set_aside"),
        ({"stage": "lost"}, False, "lost"),
    ],
)
def test_the_first_contact_has_its_reasons(changes: dict[str, Any], comes: bool, because: str) -> None:
    new = replace(CONTACTED, first_contact_at=None, demo_ends_at=None, **changes)
    assert told(new)[0] == ("first_contact", comes, because)
    assert told(replace(new, first_waits=True))[0][0] == "follow_up"
