"""What was found out about a company, each with the page and the words it stands in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from console import formats
from console.session import language, say
from console.texts import CATALOGUE

Fact = dict[str, Any]
"""A fact is any JSON to the API: what is found depends on the company, and all of it is shown alike."""


def show(found: Fact) -> None:
    """All facts."""
    rows = [row for name, value in found.items() for row in _rows(_label(name), value)]
    if not rows:
        st.info(say("evidence.none"))
        return
    st.caption(say("evidence.help"))
    for name, value, source in rows:
        with st.container(border=True):
            st.markdown(f"**{formats.plain(name)}**  \n{formats.plain(value)}")
            quote, url = str(source.get("quote") or ""), str(source.get("url") or "")
            with st.expander(say("evidence.where", share=formats.share(source.get("confidence"), language()))):
                if quote:
                    st.markdown("> " + formats.plain(quote).replace("\n", "\n> "))
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
