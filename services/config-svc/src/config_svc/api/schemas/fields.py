"""Fields of requests: the rules of the domain as pydantic types."""

from __future__ import annotations

from typing import Annotated

from identity import phone
from identity.address import LONGEST, parse
from identity.text import AS_LINE, AS_NAME, AS_TEXT
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from servicekit.errors import Invalid

from config_svc.domain import colors, hours, limits, pages


class Given(BaseModel):
    """A part of a request; a field nobody knows is an error, not a silent loss."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _mail_address(text: str) -> str:
    return parse(text).text


def _mail_address_or_none(text: str) -> str:
    return parse(text).text if text else ""


def _local_time(text: str) -> str:
    hours.minutes(text)
    return text


Line = Annotated[str, StringConstraints(max_length=limits.LINE), AS_LINE]
Name = Annotated[str, StringConstraints(min_length=1, max_length=limits.NAME), AS_NAME]
NameOrNone = Annotated[str, StringConstraints(max_length=limits.NAME), AS_NAME]
Search = Annotated[str, StringConstraints(max_length=100), AS_LINE]
Notice = Annotated[str, StringConstraints(max_length=limits.NOTICE), AS_TEXT]
ConsentText = Annotated[str, StringConstraints(min_length=1, max_length=limits.CONSENT_TEXT), AS_TEXT]
PromptText = Annotated[str, StringConstraints(max_length=limits.PROMPT_TEXT), AS_TEXT]
TriggerWord = Annotated[str, StringConstraints(min_length=1, max_length=limits.TRIGGER_WORD, to_lower=True), AS_LINE]
Url = Annotated[str, StringConstraints(max_length=limits.URL), AS_LINE, AfterValidator(pages.page_address)]
Origin = Annotated[str, StringConstraints(max_length=limits.LINE), AS_LINE, AfterValidator(pages.origin)]
MailAddress = Annotated[str, StringConstraints(max_length=LONGEST), AS_LINE, AfterValidator(_mail_address)]
MailAddressOrNone = Annotated[
    str, StringConstraints(max_length=LONGEST), AS_LINE, AfterValidator(_mail_address_or_none)
]
Color = Annotated[str, AfterValidator(colors.color)]
LocalTime = Annotated[str, AfterValidator(_local_time)]
TimeZone = Annotated[str, AfterValidator(hours.time_zone)]
HolidayCalendar = Annotated[str, AfterValidator(hours.holiday_calendar)]
PhoneText = Annotated[str, StringConstraints(min_length=3, max_length=40), AS_LINE]


def dialable(number: str | None, country: str, pointer: str) -> str | None:
    """A contact person's number in E.164, read as one of the company's country. Raises `Invalid` naming the field."""
    try:
        return phone.parse(number, country) if number else None
    except phone.NoPhoneNumber as error:
        raise Invalid.field(pointer, str(error)) from error
