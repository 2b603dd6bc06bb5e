"""What the bot says of opening hours, from its configuration and the clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from contracts.bots import BotConfiguration
from openinghours import OpeningHours, Stretch, format_day, format_status, format_week, next_opening, status
from wording import Language, day_and_month, short_weekday, weekday

from chat_svc.domain.when import When, when_of
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


def answer(
    configuration: BotConfiguration, now: datetime, language: Language, when: When | None = None, closed: str = ""
) -> str:
    """What is asked: certain days, a time of day, or whether it is open now and the whole week.

    `closed` is a sentence of the pages that says otherwise of one of those days; it is quoted and goes first.
    """
    if when is not None and (when.days or when.minute is not None):
        return _of_days(configuration, now, language, when, closed)
    hours = hours_of(configuration)
    found = status(hours, now)
    first = say("hours_open" if found.open else "hours_closed", language, status=format_status(found, now, language))
    lines = [first, "", say("hours_week", language), *format_week(hours, language)]
    special = special_days(configuration, now, language)
    return "\n".join([*lines, *(["", say("hours_special", language), *special] if special else [])])


def meant(configuration: BotConfiguration, now: datetime, question: str) -> When:
    """The days and the time that a question means."""
    hours = hours_of(configuration)
    return when_of(question, now.astimezone(hours.zone).date(), hours)


def _of_days(configuration: BotConfiguration, now: datetime, language: Language, when: When, closed: str) -> str:
    hours = hours_of(configuration)
    today = now.astimezone(hours.zone).date()
    if not when.days:
        return _at_time(hours, language, when)
    lines = []
    if closed:
        lines.append(say("hours_pages_say", language, sentence=closed))
    else:
        lines += [_day_line(hours, day, today, language, when) for day in when.days]
        if not any(hours.on(day) for day in when.days):
            following = next_opening(hours, _end_of(max(when.days), hours))
            if following is not None:
                day = f"{weekday(following.weekday(), language)}, {day_and_month(following.date(), language)}"
                lines.append(say("hours_again", language, moment=_moment(following, day, language)))
    return "\n".join(lines)


def _day_line(hours: OpeningHours, day: date, today: date, language: Language, when: When) -> str:
    ahead = (day - today).days
    name = weekday(day.weekday(), language)
    relative = say(f"in_{ahead}_days", language) if 0 <= ahead <= 2 else ""
    called = f"{relative}, {name}" if relative else name
    full = f"{called}, {day_and_month(day, language)}"
    special = hours.special_days.get(day)
    note = (special.note if special else "") or hours.holiday(day) or ""
    stretches = hours.on(day)
    if not stretches:
        why = f" ({note})" if note else ""
        if hours.is_by_appointment(day):
            return say("hours_day_agreed", language, day=full)
        return say("hours_day_closed", language, day=full, why=why)
    line = say("hours_day_open", language, day=full, times=format_day(stretches, language))
    if when.minute is None:
        return line
    return f"{say(_verdict(stretches, when), language)} {line}"


def _verdict(stretches: Sequence[Stretch], when: When) -> str:
    minute = when.minute or 0
    if when.sense == "nach":
        fits = any(part.closes > minute for part in stretches)
    elif when.sense == "vor":
        fits = any(part.opens < minute for part in stretches)
    elif when.sense == "bis":
        fits = any(part.closes >= minute for part in stretches)
    else:
        fits = any(part.opens <= minute < part.closes for part in stretches)
    return "yes" if fits else "no"


def _at_time(hours: OpeningHours, language: Language, when: When) -> str:
    """On which days of the week it is open at that time."""
    fitting = [
        f"{weekday(number, language)} {format_day(stretches, language)}"
        for number in range(7)
        if (stretches := tuple(hours.weekly.get(number, ()))) and _verdict(stretches, when) == "yes"
    ]
    if fitting:
        return "\n".join([say("hours_at_time", language), *fitting])
    return "\n".join([say("hours_never_at_time", language), *format_week(hours, language)])


def _end_of(day: date, hours: OpeningHours) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=hours.zone)


def _moment(moment: datetime, day: str, language: Language) -> str:
    return say("moment", language, day=day, time=f"{moment.hour}:{moment.minute:02d}")


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
    opens = found.next_open
    following = _moment(opens, short_weekday(opens.weekday(), language), language) if opens else ""
    if found.reason == "holiday" or (found.reason == "special" and found.note):
        text = own.holiday_message or say("holiday", language, note=found.note)
        return {"kind": "holiday", "text": text.replace("{next_open}", following)}
    if own.auto_offline_message:
        return {"kind": "offline", "text": own.auto_offline_message.replace("{next_open}", following)}
    text = say("offline", language, next_open=following) if following else say("offline_open_end", language)
    return {"kind": "offline", "text": text}
