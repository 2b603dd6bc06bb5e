"""Filters that live in the page's address, so that a link shows what its sender saw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, TypeVar
from uuid import UUID

import streamlit as st

from console.session import say

EVERY: Literal[""] = ""
"""The choice that filters nothing; it has no place in the address."""
Option = TypeVar("Option", bound=str)


def given(name: str) -> str:
    """A parameter of the address, empty when there is none."""
    return str(st.query_params.get(name, ""))


def given_id(name: str) -> str | None:
    """A parameter that must be an id; None for anything else."""
    try:
        return str(UUID(given(name)))
    except ValueError:
        return None


def given_day(name: str) -> date | None:
    """A parameter that must be a day; None for anything else."""
    try:
        return date.fromisoformat(given(name))
    except ValueError:
        return None


def put(**values: str | None) -> None:
    """Write parameters; those without a value leave the address."""
    for name, value in values.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def choice(
    name: str, label: str, options: Sequence[Option], *, shown: Callable[[Option], str], default: Option
) -> Option:
    """One of the options, kept in the address. The address wins: a link changes what is chosen."""
    key = f"address:{name}"
    wanted = given(name) or default
    st.session_state[key] = wanted if wanted in options else options[0]

    def keep() -> None:
        value = st.session_state[key]
        put(**{name: None if value == default else value})

    found: Option = st.selectbox(label, options, format_func=shown, key=key, on_change=keep)
    return found


def narrowing(name: str, label: str, options: Sequence[Option], *, shown: Callable[[Option], str]) -> Option | None:
    """One of the options, or None for every one of them; kept in the address."""
    every: list[Option | Literal[""]] = [EVERY, *options]
    found = choice(name, label, every, shown=lambda one: shown(one) if one else say("every"), default=EVERY)
    return found or None


def switch(name: str, label: str, options: Sequence[Option], *, shown: Callable[[Option], str]) -> Option:
    """One of a few options side by side, kept in the address; the first has no place in it."""
    key = f"address:{name}"
    wanted = given(name)
    value = next((option for option in options if option == wanted), options[0])
    st.session_state[key] = value

    def keep() -> None:
        chosen = st.session_state[key] or value
        put(**{name: None if chosen == options[0] else chosen})

    st.segmented_control(
        label, options, format_func=shown, required=True, key=key, on_change=keep, label_visibility="collapsed"
    )
    return value


def words(name: str, label: str, *, placeholder: str = "", help: str | None = None) -> str:
    """A text to search for, kept in the address."""
    key = f"address:{name}"
    st.session_state[key] = given(name)
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        help=help,
        max_chars=200,
        on_change=lambda: put(**{name: str(st.session_state[key]).strip()}),
    )
    return given(name).strip()


def day(name: str, label: str, *, default: date | None = None) -> date | None:
    """A day, kept in the address."""
    key = f"address:{name}"
    st.session_state[key] = given_day(name) or default

    def keep() -> None:
        value = st.session_state[key]
        put(**{name: value.isoformat() if value and value != default else None})

    st.date_input(label, key=key, format="DD.MM.YYYY", on_change=keep)
    found: date | None = st.session_state[key]
    return found
