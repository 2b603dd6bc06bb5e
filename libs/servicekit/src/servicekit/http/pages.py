"""Cursor pages."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel

from servicekit.errors import Invalid

T = TypeVar("T")
Row = TypeVar("Row")


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
        """The sort key of the last row the caller has, None on the first page. Raises `Invalid`."""
        if self.cursor is None:
            return None
        try:
            found = json.loads(base64.urlsafe_b64decode(self.cursor.encode() + b"=="))
        except (binascii.Error, ValueError) as error:
            raise Invalid.field("query/cursor", "is not a cursor of this list") from error
        if not isinstance(found, list):
            raise Invalid.field("query/cursor", "is not a cursor of this list")
        return found

    @property
    def after_id(self) -> UUID | None:
        """The last row's id in lists that are sorted by it, None on the first page. Raises `Invalid`."""
        after = self.after
        if after is None:
            return None
        try:
            return UUID(str(after[0]))
        except (ValueError, IndexError) as error:
            raise Invalid.field("query/cursor", "is not a cursor of this list") from error


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
