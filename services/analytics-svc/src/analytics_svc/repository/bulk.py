"""Any number of rows in one statement of one shape.

Columns travel as arrays. A statement with a list of values is built, and its parameters are named, anew for every
number of rows: with batches of 500 events that was more work than everything else about counting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from operator import attrgetter
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from sqlalchemy import CursorResult, Row, Table, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncSession

from analytics_svc.models import Base

T = TypeVar("T")
_DIALECT = postgresql.dialect()  # type: ignore[no-untyped-call]  # SQLAlchemy's own lacks the annotation


class Upsert:
    """Inserts rows, in the order given; of those whose primary key is there, it replaces or adds to some columns."""

    def __init__(
        self,
        row: type[Base],
        *,
        columns: Sequence[str] = (),
        replace: Sequence[str] = (),
        add: Sequence[str] = (),
        returning: Sequence[str] = (),
    ) -> None:
        table = cast(Table, row.__table__)
        self.columns = tuple(columns or table.columns.keys())
        if missing := [name for name in self.columns if name not in table.columns]:
            raise LookupError(f"models.py: {row.__name__} lacks {', '.join(missing)}")
        types = {name: table.columns[name].type.compile(_DIALECT) for name in self.columns}
        self._json = {name for name, type in types.items() if type == "JSONB"}
        arrays = [
            f"CAST(CAST(:{name} AS text[]) AS jsonb[])" if name in self._json else f"CAST(:{name} AS {type}[])"
            for name, type in types.items()
        ]
        changes = [f"{name} = excluded.{name}" for name in replace]
        changes += [f"{name} = known.{name} + excluded.{name}" for name in add]
        conflict = f"UPDATE SET {', '.join(changes)}" if changes else "NOTHING"
        self._statement = text(
            f"INSERT INTO {table.name} AS known ({', '.join(self.columns)}) SELECT * FROM unnest({', '.join(arrays)}) "  # noqa: S608  (names of our own tables and columns)
            f"ON CONFLICT ({', '.join(table.primary_key.columns.keys())}) DO {conflict}"
            + (f" RETURNING {', '.join(f'known.{name}' for name in returning)}" if returning else "")
        )

    async def execute(self, session: AsyncSession, rows: Sequence[Sequence[Any]]) -> Sequence[Row[Any]]:
        """Write rows, each with its values in the order of `columns`; returns what the statement returns."""
        if not rows:
            return []
        columns = zip(self.columns, zip(*rows, strict=True), strict=True)
        arrays: dict[str, list[Any]] = {name: list(values) for name, values in columns}
        for name in self._json:
            arrays[name] = [json.dumps(value) for value in arrays[name]]
        result = cast(CursorResult[Any], await session.execute(self._statement, arrays))
        return result.all() if result.returns_rows else []


class Objects(Generic[T]):
    """Dataclasses kept by their id, each field in the column of its name."""

    def __init__(self, row: type[Base], make: Callable[..., T], *, fixed: Collection[str]) -> None:
        columns = cast(Table, row.__table__).columns.keys()
        self.table = row.__tablename__
        self.replaced = tuple(name for name in columns if name not in fixed)
        """The columns that change with the object; those that are `fixed` say what it is and whose."""
        self._upsert = Upsert(row, replace=self.replaced)
        self._make = make
        self._values = attrgetter(*self._upsert.columns)
        self._read = text(f"SELECT {', '.join(columns)} FROM {self.table} WHERE id = ANY(CAST(:ids AS uuid[]))")  # noqa: S608

    async def read(self, session: AsyncSession, ids: Collection[UUID]) -> dict[UUID, T]:
        """Those that are known, by id."""
        if not ids:
            return {}
        rows = await session.execute(self._read, {"ids": list(ids)})
        return {row.id: self._make(**row._mapping) for row in rows}

    async def save(self, session: AsyncSession, objects: Iterable[T]) -> None:
        """Insert or replace them, in the order of their ids for all."""
        await self._upsert.execute(session, sorted(map(self._values, objects), key=_id_first))


def _id_first(values: Sequence[Any]) -> Any:
    return values[0]
