"""Names and values under each other, as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from console.formats import moment, plain
from console.session import current, language, say


def facts(values: Mapping[str, str | None]) -> None:
    """Named values; those that are not there are left out."""
    lines = [f"**{plain(name)}**  \n{plain(str(value))}" for name, value in values.items() if value]
    if lines:
        st.markdown("\n\n".join(lines))


def chosen(
    rows: Sequence[Mapping[str, object]], page: str, *, several: bool = False, scale: tuple[str, str] | None = None
) -> list[int]:
    """A table of a page to pick from: the numbers of the rows picked.

    `scale` is the title of a column of values from 0 to 10 and how a value is written (`%d`).
    """
    columns = {scale[0]: st.column_config.ProgressColumn(format=scale[1], min_value=0, max_value=10)} if scale else None
    event = st.dataframe(
        rows,
        hide_index=True,
        column_config=columns,
        on_select="rerun",
        selection_mode="multi-row" if several else "single-row",
        key=f"{page}:table",
        alt=say(f"page.{page}"),
    )
    return [row for row in event["selection"]["rows"] if row < len(rows)]


def titled(state: str, subject: str, when: str | None) -> str:
    """A message's line in a list."""
    return f"{state} · {plain(subject)} · {plain(moment(when, language(), current().zone))}"
