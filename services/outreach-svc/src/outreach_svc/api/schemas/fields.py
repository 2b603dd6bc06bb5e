"""Types that several bodies share."""

from __future__ import annotations

from typing import Annotated

from identity.address import LONGEST, parse
from identity.text import AS_LINE, AS_NAME, AS_TEXT
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

from outreach_svc.domain.websites import website_of


def _website(value: str) -> str:
    found = website_of(value)
    if found is None:
        raise ValueError("must be a web address such as https://www.example.de")
    return found


def _email(value: str) -> str:
    return parse(value).comparable


Website = Annotated[str, StringConstraints(max_length=2048), AS_LINE, AfterValidator(_website)]
Email = Annotated[str, StringConstraints(max_length=LONGEST), AS_LINE, AfterValidator(_email)]
Line = Annotated[str, StringConstraints(max_length=255), AS_LINE]
Name = Annotated[str, StringConstraints(max_length=255), AS_NAME]
Note = Annotated[str, StringConstraints(max_length=5000), AS_TEXT]


class Input(BaseModel):
    """A body that names only known fields."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
