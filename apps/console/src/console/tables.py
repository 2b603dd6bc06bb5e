"""Names and values under each other, as people read them; lists as tables, and as cards on a phone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import streamlit as st

from console import formats
from console.device import on_phone
from console.formats import NOTHING, moment, plain, unlinked
from console.session import current, language, say

Row = Mapping[str, object]
Scale = tuple[str, str]
"""The title of a column of values from 0 to 10, and how a value is written (`%d`)."""


def facts(values: Mapping[str, str | None]) -> None:
    """Named values; those that are not there are left out."""
    lines = [f"**{plain(name)}**  \n{plain(str(value))}" for name, value in values.items() if value]
    if lines:
        st.markdown("\n\n".join(lines))


def shown(rows: Sequence[Row], title: str) -> None:
    """Rows to look through: a table, and on a phone cards."""
    if not on_phone():
        st.dataframe(rows, hide_index=True, alt=title)
        return
    for row in rows:
        with st.container(border=True, gap=None):
            first, *rest = row.items()
            st.markdown(f"**{plain(_written(first[1]))}**")
            _rest(rest)


def chosen(rows: Sequence[Row], page: str, *, scale: Scale | None = None) -> list[int]:
    """A table of a page to pick several from: the numbers of the rows picked."""
    return _picked(rows, page, "multi-row", scale)


def opened(
    rows: Sequence[Row], page: str, label: Callable[[int], str], *, icon: str, scale: Scale | None = None
) -> int | None:
    """A table of a page to open one from, and on a phone cards: the number of the row that is opened.

    `label` is what a row's button is called; without a row picked the page's text `<page>.pick` stands there.
    """
    if on_phone():
        return cards(rows, page)[0]
    picked = _picked(rows, page, "single-row", scale)
    if not picked:
        st.caption(say(f"{page}.pick"))
        return None
    return picked[0] if st.button(label(picked[0]), type="primary", icon=icon) else None


def cards(
    rows: Sequence[Row], page: str, *, title: str | None = None, ids: Sequence[str] = ()
) -> tuple[int | None, list[int]]:
    """Rows as cards: the number of the one that is opened, and of those that are picked.

    `title` is the column that names a row, else the first one does. Rows with `ids` can be picked; a pick stays with
    its id when a filter or a next page moves the rows.
    """
    opening: int | None = None
    picked: list[int] = []
    for number, row in enumerate(rows):
        named = title or next(iter(row))
        name = _written(row[named])
        with st.container(border=True, gap=None, key=f"{page}:card:{number}"):
            if st.button(plain(name), key=f"{page}:open:{number}", type="tertiary", icon=":material/open_in_full:"):
                opening = number
            _rest([pair for pair in row.items() if pair[0] != named])
            if ids and st.checkbox(say("card.pick", name=unlinked(name)), key=f"{page}:pick:{ids[number]}"):
                picked.append(number)
    return opening, picked


def _picked(rows: Sequence[Row], page: str, mode: Literal["single-row", "multi-row"], scale: Scale | None) -> list[int]:
    columns = {scale[0]: st.column_config.ProgressColumn(format=scale[1], min_value=0, max_value=10)} if scale else None
    event = st.dataframe(
        rows,
        hide_index=True,
        column_config=columns,
        on_select="rerun",
        selection_mode=mode,
        key=f"{page}:table",
        alt=say(f"page.{page}"),
    )
    return [row for row in event["selection"]["rows"] if row < len(rows)]


def _rest(values: Sequence[tuple[str, object]]) -> None:
    """What a card says beside its name; columns that hold nothing are left out."""
    told = [f"{plain(name)}: {plain(_written(value))}" for name, value in values if value not in (None, "", NOTHING)]
    if told:
        st.caption(" · ".join(told))


def _written(value: object) -> str:
    return formats.number(value, language(), 1) if isinstance(value, float) else str(value)


def titled(state: str, subject: str, when: str | None) -> str:
    """A message's line in a list."""
    return f"{state} · {plain(subject)} · {plain(moment(when, language(), current().zone))}"
