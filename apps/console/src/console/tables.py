"""Names and values under each other, as people read them."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from console.formats import moment, plain
from console.session import current, language


def facts(values: Mapping[str, str | None]) -> None:
    """Named values; those that are not there are left out."""
    lines = [f"**{plain(name)}**  \n{plain(str(value))}" for name, value in values.items() if value]
    if lines:
        st.markdown("\n\n".join(lines))


def titled(state: str, subject: str, when: str | None) -> str:
    """A message's line in a list."""
    return f"{state} · {plain(subject)} · {plain(moment(when, language(), current().zone))}"
