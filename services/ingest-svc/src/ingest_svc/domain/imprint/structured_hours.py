"""Opening hours that a page states in JSON-LD: `openingHoursSpecification` and `openingHours` of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from openinghours import WEEKDAYS, OpeningHours, parse_german

from ingest_svc.domain.imprint.facts import Finding, Hours, Week
from ingest_svc.domain.imprint.hours import ARRANGED, week_of
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.imprint.structured import companies
from ingest_svc.domain.inline import clean

_CLOCK = re.compile(r"T?(\d\d:\d\d)(?::\d\d)?")
_GERMAN = {"Mo": "Mo", "Tu": "Di", "We": "Mi", "Th": "Do", "Fr": "Fr", "Sa": "Sa", "Su": "So"}
_SHORT_DAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")


def find_structured_hours(page: SitePage) -> tuple[Finding, Week] | None:
    """The hours of the first company on the page that states any, None where one of them cannot be read.

    Hours that hold for some dates only (`validFrom`) are none of a week.
    """
    for item in companies(page):
        stated = item.get("openingHoursSpecification") or item.get("openingHours")
        if not stated:
            continue
        listed = stated if isinstance(stated, list) else [stated]
        week = _plain(listed) if all(isinstance(one, str) for one in listed) else _specified(listed)
        if not any(week.days.values()):
            return None
        open_days = {
            day: ", ".join(f"{one.opens}–{one.closes}" for one in spans) for day, spans in week.days.items() if spans
        }
        text = "\n".join(f"{day.capitalize()} {times}" for day, times in open_days.items())
        return Finding(text, page.content.url, clean(json.dumps(stated, ensure_ascii=False))[:300], 0.85), week
    return None


def _plain(listed: Iterable[str]) -> Week:
    """From `Mo-Fr 08:00-17:00`, the days in English."""
    german = "\n".join(_SHORT_DAY.sub(lambda day: _GERMAN[day.group()], one) for one in listed)
    return week_of(parse_german(german))


def _specified(listed: Iterable[Any]) -> Week:
    week: dict[str, list[dict[str, str]]] = {}
    for one in listed:
        days = _days_of(one) if isinstance(one, dict) and not {"validFrom", "validThrough"} & set(one) else []
        opens, closes = (
            (_CLOCK.fullmatch(str(one.get(end, ""))) for end in ("opens", "closes")) if days else (None, None)
        )
        if opens is None or closes is None or _is_by_arrangement(one):
            return Week()
        span = {"opens": opens.group(1), "closes": "24:00" if closes.group(1) == "23:59" else closes.group(1)}
        for day in days:
            week.setdefault(day, []).extend([] if span["opens"] == span["closes"] else [span])
    try:
        OpeningHours.parse({"weekly": week})
    except ValueError:
        return Week()
    return Week({day: tuple(Hours(**span) for span in week[day]) for day in WEEKDAYS if day in week})


def _is_by_arrangement(specification: Mapping[str, Any]) -> bool:
    """Whether a remark says that nobody is received at these hours who has not asked for it."""
    return any(isinstance(said, str) and re.search(ARRANGED, said, re.IGNORECASE) for said in specification.values())


def _days_of(specification: Mapping[str, Any]) -> list[str]:
    """Weekday names, as they are or as addresses (`https://schema.org/Monday`); none when one is something else."""
    named = specification.get("dayOfWeek")
    names = [str(name).rpartition("/")[2].lower() for name in (named if isinstance(named, list) else [named])]
    return names if all(name in WEEKDAYS for name in names) else []
