"""Types that several bodies share."""

from __future__ import annotations

from typing import Annotated

from identity.address import LONGEST
from identity.text import AS_LINE, AS_NAME
from pydantic import BaseModel, ConfigDict, StringConstraints

Address = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=LONGEST), AS_LINE]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=40), AS_LINE]
MemberName = Annotated[str, StringConstraints(min_length=1, max_length=255), AS_NAME]


class Input(BaseModel):
    """A body that names only known fields."""

    model_config = ConfigDict(extra="forbid")
