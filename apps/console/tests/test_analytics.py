"""The analytics of a bot: what may be called a pattern, and that few conversations are none."""

from __future__ import annotations

import pytest
from console.charts import liveliest
from console.patterns import standing_out

from .recorded import Recorded, answer, page, words

QUIET = [0] * 24
NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def week(**busy: int) -> list[list[int]]:
    """Messages by weekday and hour: `tuesday_10=3`."""
    found = [list(QUIET) for _ in NAMES]
    for name, count in busy.items():
        weekday, hour = name.split("_")
        found[NAMES.index(weekday)][int(hour)] = count
    return found


@pytest.mark.parametrize(
    ("counts", "place"),
    [
        ([0, 0, 0, 0, 0, 3, 0], None),  # three of three are no pattern
        ([3, 3, 3, 3, 3, 3, 4], None),
        ([3, 12, 3, 3, 3, 2, 0], 1),
        ([100, 101, 99, 100, 100, 100, 100], None),
    ],
)
def test_a_pattern_is_more_than_chance_explains(counts: list[int], place: int | None) -> None:
    assert standing_out(counts) == place


@pytest.mark.parametrize(
    ("hours", "conversations", "said"),
    [
        (week(), 0, "Noch keine Fragen"),
        (week(saturday_10=9), 3, "3 Gespräche: noch kein Muster"),
        (week(tuesday_10=40, friday_15=10), 30, "Am meisten gefragt wird dienstags und gegen 10 Uhr"),
        (week(**{f"{name}_9": 10 for name in NAMES}), 30, "Am meisten gefragt wird gegen 9 Uhr"),
        ([[1] * 24] * 7, 90, "Die Fragen kommen zu allen Zeiten etwa gleich oft"),
    ],
)
def test_a_week_says_what_stands_out_and_nothing_of_few(hours: list[list[int]], conversations: int, said: str) -> None:
    assert liveliest(hours, conversations) == said


def test_the_page_shows_the_week_and_what_visitors_wrote(recorded: Recorded) -> None:
    figures = answer("analytics")
    bot = figures["chatbot_id"]
    path = f"GET /api/chatbots/{bot}"
    recorded.answers |= {
        "GET /api/chatbots": answer("bots"),
        path: answer("bot"),
        f"{path}/analytics": figures,
        f"{path}/engagement": answer("engagement"),
        f"{path}/questions": answer("questions"),
        f"{path}/conversations": answer("commented"),
    }
    assert "4 Gespräche: noch kein Muster" in words(page("analytics", bot=bot, of="course"))
    assert "Wann nachfassen" not in words(page("analytics", bot=bot))
    shown = words(page("analytics", bot=bot, of="questions"))
    assert "Erst eine Bewertung: noch zu wenig für ein Bild" in shown
    assert answer("commented")["items"][0]["comments"][0] in shown
    (asked,) = [one for one in recorded.asked if one.path.endswith("/conversations")]
    assert asked.params["commented"] == ["true"]


def test_engagement_is_read_alone_and_for_no_range_of_days(recorded: Recorded) -> None:
    bot = answer("analytics")["chatbot_id"]
    path = f"/api/chatbots/{bot}"
    recorded.answers |= {
        "GET /api/chatbots": answer("bots"),
        f"GET {path}": answer("bot"),
        f"GET {path}/engagement": answer("engagement"),
    }
    app = page("analytics", bot=bot, of="engagement", **{"from": "2026-11-20", "to": "2026-11-01"})
    assert "Gesprächsstoff" in words(app)
    asked = [one.path for one in recorded.asked if one.path.startswith(path)]
    assert asked[-2:] == [path, f"{path}/engagement"]
    assert [one for one in asked[:-2] if not one.endswith("/gaps")] == [], "the first page asks for gaps"
    assert list(app.date_input) == []
    assert not [one.label for one in app.button if one.label in ("Als CSV", "Als Excel-Datei")], "files hold figures"


@pytest.mark.parametrize("part", ["figures", "course", "questions"])
def test_engagement_is_read_where_it_is_shown_only(recorded: Recorded, part: str) -> None:
    bot = answer("analytics")["chatbot_id"]
    recorded.answers |= {
        "GET /api/chatbots": answer("bots"),
        f"GET /api/chatbots/{bot}": answer("bot"),
        f"GET /api/chatbots/{bot}/analytics": answer("analytics"),
        f"GET /api/chatbots/{bot}/questions": answer("questions"),
    }
    app = page("analytics", bot=bot, of=part)
    asked = [one.path.rpartition("/")[2] for one in recorded.asked]
    assert (asked.count("analytics"), asked.count("engagement")) == (1, 0)
    assert len(app.date_input) == 2


@pytest.mark.parametrize("name", ["analytics", "bots", "chat"])
def test_an_empty_workspace_is_told_that_a_bot_of_others_is_not_there(recorded: Recorded, name: str) -> None:
    foreign = "0198c0de-0000-7000-8000-0000000000ff"
    missing = {"title": "Not found", "detail": "There is no chatbot."}
    recorded.answers[f"GET /api/chatbots/{foreign}"] = lambda _: (404, missing)
    assert "Das gibt es nicht" in words(page(name, bot=foreign))


def test_kpis_name_what_they_are_made_of_in_the_readers_own_words(recorded: Recorded) -> None:
    kpi = {
        "name": "bots_created_per_week",
        "unit": "per_week",
        "value": 1.0,
        "previous": None,
        "numerator": 1.0,
        "numerator_means": "bots created",
        "denominator": 4.3,
        "denominator_means": "weeks",
    }
    recorded.answers["GET /api/admin/kpis"] = {"kpis": [kpi], "time_zone": "Europe/Berlin"}
    (row,) = page("kpis").dataframe[0].value.to_dict("records")
    assert (row["Zähler"], row["Nenner"]) == ("angelegte Assistenten: 1", "Wochen: 4,3")
