"""A field with two values beside each other."""

from __future__ import annotations

import json

import streamlit as st

from console.bot.form import label
from console.bot.patches import Json
from console.formats import NOTHING, plain
from console.texts import CATALOGUE


def name_of(pointer: str) -> str:
    """A field's name as its editor writes it, or that of the group that it is in."""
    path = pointer.strip("/").split("/")
    while path:
        within = "/" + "/".join(path)
        if CATALOGUE.knows(f"edit{within.replace('/', '.')}"):
            return label(within)
        path.pop()
    return pointer.strip("/")


def beside(pointer: str, one: tuple[str, Json], other: tuple[str, Json]) -> None:
    """Two values of a field, each with a word about whose it is."""
    st.markdown(f"**{plain(name_of(pointer))}**")
    for column, (whose, value) in zip(st.columns(2), (one, other), strict=True):
        column.markdown(f":small[{plain(whose)}]  \n{_shown(value)}")


def _shown(value: Json) -> str:
    if value in (None, "", [], {}):
        return NOTHING
    return plain(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1))
