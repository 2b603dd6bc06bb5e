"""Cursor pages."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from identity.text import is_storable
from pydantic import BaseModel

from servicekit.errors import Invalid

T = TypeVar("T")
Row = TypeVar("Row")

BIGINT = 2**63
"""One more than the largest whole number of PostgreSQL's `bigint`."""


class PageQuery:
    """A dependency: `?limit=` (1 to 200) and `?cursor=` from an earlier page's `next`."""

    def __init__(
        self,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=1000)] = None,
    ) -> None:
        self.limit = limit
        self.cursor = cursor

    @property
    def after(self) -> list[Any] | None:
        """The sort key of the last row the caller has, None on the first page. Raises `Invalid`.

        The caller may have made the cursor up: what is in it is of a kind that the database can compare with.
        """
        if self.cursor is None:
            return None
        try:
            found = json.loads(base64.urlsafe_b64decode(self.cursor.encode() + b"=="))
        except (ValueError, RecursionError) as error:
            raise no_cursor() from error
        if not isinstance(found, list) or not found or not all(_is_sort_key(part) for part in found):
            raise no_cursor()
        return found

    @property
    def after_id(self) -> UUID | None:
        """The last row's id in lists that are sorted by it, None on the first page. Raises `Invalid`."""
        text = self.after_text
        try:
            return None if text is None else UUID(text)
        except ValueError as error:
            raise no_cursor() from error

    @property
    def after_text(self) -> str | None:
        """The last row's key in lists that are sorted by one text, None on the first page. Raises `Invalid`."""
        return self._after(str)

    @property
    def after_number(self) -> int | None:
        """The last row's key in lists that are sorted by one whole number, None on the first page. Raises `Invalid`."""
        return self._after(int)

    def _after(self, kind: type[T]) -> T | None:
        after = self.after
        if after is None:
            return None
        if len(after) != 1 or type(after[0]) is not kind:
            raise no_cursor()
        return after[0]


def no_cursor() -> Invalid:
    """What is said of a cursor that no page gave."""
    return Invalid.field("query/cursor", "is not a cursor of this list")


def _is_sort_key(part: object) -> bool:
    if isinstance(part, str):
        return is_storable(part)
    return part is None or (isinstance(part, int) and -BIGINT <= part < BIGINT)


class Page(BaseModel, Generic[T]):
    """Some of a list, and the cursor of what follows; `next` null on the last page."""

    items: list[T]
    next: str | None = None

    @classmethod
    def of(
        cls,
        rows: Sequence[Row],
        query: PageQuery,
        *,
        key: Callable[[Row], list[Any]],
        item: Callable[[Row], T] | None = None,
    ) -> Page[T]:
        """A page from up to `limit + 1` rows: the extra one only says that there is more."""
        shown = list(rows[: query.limit])
        following = None
        if len(rows) > query.limit:
            following = base64.urlsafe_b64encode(json.dumps(key(shown[-1]), default=str).encode()).decode().rstrip("=")
        items: list[Any] = [item(row) for row in shown] if item is not None else shown
        return cls(items=items, next=following)
