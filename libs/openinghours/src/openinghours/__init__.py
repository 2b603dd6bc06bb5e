"""Opening hours as pure functions: status, next opening, follow-up slots, German parsing and wording."""

from openinghours.hours import WEEKDAYS, OpeningHours, Stretch
from openinghours.parsing import WeeklyHours, parse_german
from openinghours.status import Status, intervals_between, next_opening, next_slot, status
from openinghours.wording import format_day, format_status, format_week

__all__ = [
    "WEEKDAYS",
    "OpeningHours",
    "Status",
    "Stretch",
    "WeeklyHours",
    "format_day",
    "format_status",
    "format_week",
    "intervals_between",
    "next_opening",
    "next_slot",
    "parse_german",
    "status",
]
