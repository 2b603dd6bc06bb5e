"""Fields of requests: the rules of the domain as pydantic types."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from config_svc.domain import colors, hours, limits, texts


class Given(BaseModel):
    """A part of a request; a field nobody knows is an error, not a silent loss."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


Line = Annotated[str, StringConstraints(max_length=limits.LINE), AfterValidator(texts.single_line)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=limits.NAME), AfterValidator(texts.single_line)]
Text = Annotated[str, AfterValidator(texts.plain)]
Notice = Annotated[str, StringConstraints(max_length=limits.NOTICE), AfterValidator(texts.plain)]
PromptText = Annotated[str, StringConstraints(max_length=limits.PROMPT_TEXT), AfterValidator(texts.plain)]
TriggerWord = Annotated[
    str,
    StringConstraints(min_length=1, max_length=limits.TRIGGER_WORD, to_lower=True),
    AfterValidator(texts.single_line),
]
Url = Annotated[str, StringConstraints(max_length=limits.URL), AfterValidator(texts.page_address)]
Origin = Annotated[str, StringConstraints(max_length=limits.LINE), AfterValidator(texts.origin)]
MailAddress = Annotated[str, StringConstraints(max_length=limits.LINE), AfterValidator(texts.mail_address)]
Color = Annotated[str, AfterValidator(colors.color)]
TimeZone = Annotated[str, AfterValidator(hours.time_zone)]
HolidayCalendar = Annotated[str, AfterValidator(hours.holiday_calendar)]
PhoneText = Annotated[str, StringConstraints(min_length=3, max_length=40)]
