"""Rules without a database."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from config_svc.domain import colors, hours, social, team
from config_svc.domain.consents import NumberedWording, Wording, current, to_append
from config_svc.domain.demo import DEMO_LENGTH, DemoClock
from config_svc.domain.differences import differences, merged
from config_svc.domain.lifecycle import TRANSITIONS, NotInThisState, State, Trigger, follow
from config_svc.domain.links import Linker
from hypothesis import given
from hypothesis import strategies as st

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
STATES = ["draft", "ready", "live", "demo_expired", "deactivated", "deleted"]
TRIGGERS = ["source_searchable", "activate", "deactivate", "demo_expires", "demo_prolonged", "delete"]


def test_contrast_follows_wcag() -> None:
    assert colors.contrast_on_white("#000000") == pytest.approx(21)
    assert colors.contrast_on_white("#ffffff") == pytest.approx(1)
    assert colors.contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
    assert colors.is_readable_on_white("#767676")
    assert not colors.is_readable_on_white("#777777")


@given(st.integers(0, 0xFFFFFF))
def test_contrast_stays_in_its_range(number: int) -> None:
    assert 1 <= colors.contrast_on_white(f"#{number:06x}") <= 21.0001


def test_a_page_is_on_its_network() -> None:
    assert social.page_on("twitter", "https://mobile.twitter.com/a") == "https://mobile.twitter.com/a"
    for name, url in (("x", "https://notx.com/a"), ("xing", "https://xing.com.evil.example/"), ("x", "x.com/a")):
        with pytest.raises(ValueError, match="must be a"):
            social.page_on(name, url)


times = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))


@given(st.lists(st.tuples(times, times), max_size=4))
def test_a_day_is_accepted_exactly_when_no_minute_is_in_two_intervals(day: list[tuple[str, str]]) -> None:
    minutes = [set(range(*hours.span(interval))) for interval in day]
    disjoint = sum(map(len, minutes)) == len(set().union(*minutes))
    if disjoint:
        hours.check_day(day)
    else:
        with pytest.raises(ValueError, match="overlap"):
            hours.check_day(day)


def test_a_night_may_not_run_into_the_next_morning() -> None:
    week = {"sunday": [("22:00", "06:00")], "monday": [("05:00", "08:00")]}
    assert hours.overlapping_day(week) == "sunday"
    assert hours.overlapping_day({**week, "monday": [("06:00", "08:00")]}) is None


def test_a_link_that_was_given_away_before_still_opens() -> None:
    bot = UUID(int=7)
    digest = hmac.digest(b"key", f"{bot}:production:3".encode(), hashlib.sha256)[:16]
    token = base64.urlsafe_b64encode(digest).decode().rstrip("=")

    assert Linker(b"key", {}).token(bot, "production", 3) == token


@given(st.uuids(), st.uuids(), st.integers(1, 50), st.integers(1, 50))
def test_a_token_opens_one_bot_in_one_environment_at_one_version(bot: UUID, other: UUID, one: int, two: int) -> None:
    linker = Linker(b"key", {"production": "https://a", "staging": "https://b", "preview": "https://c"})
    token = linker.token(bot, "production", one)
    assert linker.matches(token, bot, "production", one)
    assert not linker.matches(token, bot, "staging", one)
    assert linker.matches(token, bot, "production", two) == (one == two)
    assert linker.matches(token, other, "production", one) == (bot == other)
    assert not Linker(b"another", linker.bases).matches(token, bot, "production", one)
    assert "key" not in repr(linker)


@given(st.lists(st.sampled_from(TRIGGERS), max_size=25))
def test_no_way_through_life_breaks_its_rules(triggers: list[Trigger]) -> None:
    state: State = "draft"
    ready = live = False
    for trigger in triggers:
        before = state
        try:
            state = follow(state, trigger)
        except NotInThisState:
            assert (before, trigger) not in TRANSITIONS
            continue
        assert before != "deleted", "nothing follows deletion"
        assert state in STATES
        assert state != "draft", "no way leads back to the draft"
        ready = ready or state == "ready"
        live = live or state == "live"
        assert state != "live" or ready, "nothing is live before it was ready"
        assert state not in ("demo_expired", "deactivated") or live, "only what was live is switched off"


instants = st.timedeltas(timedelta(), timedelta(days=80)).map(lambda passed: START + passed)


@given(st.lists(instants, max_size=40))
def test_reminders_come_once_each_in_order_and_never_after_the_end(moments: list[datetime]) -> None:
    clock, given_reminders = DemoClock.started(START), []
    for now in sorted(moments):
        days = clock.reminder(now)
        if days is not None:
            assert clock.ends_at - timedelta(days=days) <= now < clock.ends_at
            given_reminders.append(days)
            clock = clock.after_reminder(days)
    assert given_reminders in ([], [7], [1], [7, 1])


@given(instants, instants, st.none() | instants)
def test_only_the_first_contact_moves_the_end(first: datetime, second: datetime, printed: datetime | None) -> None:
    clock = DemoClock.started(START).first_contact(first, printed)
    assert clock.ends_at == (printed or first + DEMO_LENGTH)
    assert clock.first_contact(second, None) == clock


def test_an_extension_counts_from_the_end_or_from_now() -> None:
    clock = DemoClock(START, reset_at=START, reminded=1)
    assert clock.extended(timedelta(days=5), START - timedelta(days=1)).ends_at == START + timedelta(days=5)
    late = clock.extended(timedelta(days=5), START + timedelta(days=3))
    assert late.ends_at == START + timedelta(days=8)
    assert late.reminded is None
    assert late.first_contact(START, None) == late


wordings = st.dictionaries(st.sampled_from(["de", "en"]), st.builds(Wording, st.sampled_from("abc"), st.just("u")))


@given(st.lists(wordings, max_size=8))
def test_consent_texts_are_only_ever_appended(publications: list[dict[str, Wording]]) -> None:
    kept: list[NumberedWording] = []
    for wanted in publications:
        before = list(kept)
        kept += to_append(kept, wanted, START)
        assert kept[: len(before)] == before
        newest = current(kept)
        assert all(newest[language].wording == wording for language, wording in wanted.items())
        assert to_append(kept, wanted, START) == []
    for language in ("de", "en"):
        numbers = [version.number for version in kept if version.language == language]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_people_nearest_to_sales_come_first() -> None:
    positions = ["Lehrling", "Geschäftsführer", "Vertriebsleiterin", "", "Kundendienst", "Buchhaltung", "Bauleiter"]
    assert team.nearest(positions, str, 5) == [
        "Vertriebsleiterin",
        "Kundendienst",
        "Geschäftsführer",
        "Bauleiter",
        "Lehrling",
    ]


def test_a_merge_patch_follows_rfc_7396() -> None:
    target = {"a": {"b": 1, "c": 2}, "d": [1, 2]}
    assert merged(target, {"a": {"b": None, "e": {"f": None}}, "d": [3]}) == {"a": {"c": 2, "e": {}}, "d": [3]}
    assert differences(target, {"a": {"b": 1, "c": 3}, "d": [1, 2]}) == ["/a/c"]
