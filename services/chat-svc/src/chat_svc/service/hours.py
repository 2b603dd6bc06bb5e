"""What the bot says of opening hours, from its configuration and the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from contracts.bots import BotConfiguration
from openinghours import OpeningHours, Status, format_status, format_week, status
from wording import Language, day_and_month

from chat_svc.texts import say

SPECIAL_AHEAD = timedelta(days=45)


def hours_of(configuration: BotConfiguration) -> OpeningHours:
    """The configured hours."""
    return OpeningHours.parse(configuration.opening_hours.model_dump(mode="json"))


def shown(configuration: BotConfiguration) -> bool:
    """Whether the bot speaks of its hours at all."""
    return configuration.business_hours_integration.show_hours and hours_of(configuration).known


def status_line(configuration: BotConfiguration, now: datetime, language: Language) -> dict[str, object]:
    """`{open, text}` for the header; the text is empty when hours are unknown or not to be shown."""
    if not shown(configuration):
        return {"open": None, "text": ""}
    found = status(hours_of(configuration), now)
    return {"open": found.open, "text": format_status(found, now, language)}


def answer(configuration: BotConfiguration, now: datetime, language: Language) -> str:
    """Whether it is open now, the week, and days soon that go their own way."""
    hours = hours_of(configuration)
    found = status(hours, now)
    first = say("hours_open" if found.open else "hours_closed", language, status=format_status(found, now, language))
    lines = [first, "", say("hours_week", language), *format_week(hours, language)]
    special = special_days(configuration, now, language)
    return "\n".join([*lines, *(["", say("hours_special", language), *special] if special else [])])


def special_days(configuration: BotConfiguration, now: datetime, language: Language) -> list[str]:
    """A line for each day soon that goes its own way."""
    today = now.astimezone(hours_of(configuration).zone).date()
    found = []
    for day in sorted(configuration.opening_hours.special_days, key=lambda day: day.date):
        if today <= day.date <= today + SPECIAL_AHEAD:
            times = ", ".join(f"{part.opens}–{part.closes}" for part in day.intervals) or say("closed", language)
            name = f" ({day.note})" if day.note else ""
            found.append(f"{day_and_month(day.date, language)}{name}: {times}")
    return found


def notice(configuration: BotConfiguration, now: datetime, language: Language) -> dict[str, str] | None:
    """The notice that nobody is in, None while somebody is or hours are unknown."""
    if not shown(configuration):
        return None
    found = status(hours_of(configuration), now)
    if found.open:
        return None
    own = configuration.business_hours_integration
    following = _moment(found, language)
    if found.reason == "holiday" or (found.reason == "special" and found.note):
        text = own.holiday_message or say("holiday", language, note=found.note)
        return {"kind": "holiday", "text": text.replace("{next_open}", following)}
    if own.auto_offline_message:
        return {"kind": "offline", "text": own.auto_offline_message.replace("{next_open}", following)}
    text = say("offline", language, next_open=following) if following else say("offline_open_end", language)
    return {"kind": "offline", "text": text}


def _moment(found: Status, language: Language) -> str:
    if found.next_open is None:
        return ""
    day = say("days", language).split()[found.next_open.weekday()]
    return say("moment", language, day=day, time=f"{found.next_open.hour}:{found.next_open.minute:02d}")
