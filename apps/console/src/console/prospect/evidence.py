"""What was found out about a company, each with the page and the words it stands in."""

from __future__ import annotations

from textwrap import shorten
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from console import formats
from console.session import language, say
from console.texts import CATALOGUE

FIRST = (
    *("company_name", "legal_form", "industry", "address", "phone", "email", "opening_hours"),
    *("managing_directors", "register_entry", "vat_id", "team", "social"),
)
"""What one looks for first; the others follow as they were found."""
SEEN = 90
"""Characters of a fact that are seen before it is opened."""
Fact = dict[str, Any]
"""A fact is any JSON to the API: what is found depends on the company, and all of it is shown alike."""


def show(found: Fact) -> None:
    """All facts."""
    ordered = sorted(found.items(), key=lambda one: FIRST.index(one[0]) if one[0] in FIRST else len(FIRST))
    shown = ((name, _rows(_label(name), value)) for name, value in ordered)
    groups = {
        name: rows for name, all_of_it in shown if (rows := [row for row in all_of_it if row[1] != formats.NOTHING])
    }
    if not groups:
        st.info(say("evidence.none"))
        return
    st.caption(say("evidence.help"))
    with st.container(gap="xsmall"):
        for name, rows in groups.items():
            with st.expander(f"**{formats.plain(_label(name))}**: {_briefly([value for _, value, _ in rows])}"):
                for label, value, source in rows:
                    _found(label if label != _label(name) else "", value, source, among=len(rows))


def _briefly(values: list[str]) -> str:
    """What is seen of a fact, or of several, before it is opened."""
    seen = formats.plain(shorten(", ".join(values), SEEN, placeholder=" …"))
    return seen if len(values) == 1 else say("evidence.several", count=len(values), seen=seen)


def _found(label: str, value: str, source: Fact, *, among: int) -> None:
    """A fact and where it was found; one alone was read in full already, unless it is long."""
    if among > 1 or len(value) > SEEN:
        st.markdown(f"**{formats.plain(f'{label}: {value}' if label else value)}**")
    quote, url = str(source.get("quote") or ""), str(source.get("url") or "")
    if quote:
        st.markdown("> " + formats.plain(quote).replace("\n", "\n> "))
    st.caption(say("evidence.where", share=formats.share(source.get("confidence"), language())))
    if urlsplit(url).scheme in ("http", "https"):
        st.link_button(url, url, type="tertiary", icon=":material/link:")


def _label(name: str) -> str:
    return say(f"fact.{name}") if CATALOGUE.knows(f"fact.{name}") else name.replace("_", " ")


def _rows(name: str, value: Any) -> list[tuple[str, str, Fact]]:
    """A fact as lines: single ones, lists of them, and groups of named ones such as social networks."""
    if isinstance(value, list):
        return [row for entry in value for row in _rows(name, entry)]
    if not isinstance(value, dict):
        return []
    if "url" in value or "quote" in value:
        return [(name, _shown(value), value)]
    return [row for key, entry in value.items() for row in _rows(_label(key), entry)]


def _shown(fact: Fact) -> str:
    if "value" in fact:
        value = fact["value"]
        if isinstance(value, dict):
            return ", ".join(f"{_label(key)}: {_flat(part)}" for key, part in value.items() if part)
        return _flat(value)
    parts = (fact.get(name) for name in ("name", "position", "email", "phone", "street", "postal_code", "city"))
    return " · ".join(str(part) for part in parts if part) or formats.NOTHING


def _flat(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(_flat(part) for part in value.values() if part)
    if isinstance(value, list):
        return ", ".join(_flat(part) for part in value) or formats.NOTHING
    return str(value)
