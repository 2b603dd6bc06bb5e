"""What a page is looked at with."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def on_phone() -> bool:
    """Whether the browser says of itself that it is a phone's: lists are cards there, and shorter."""
    return is_phone(st.context.headers)


def is_phone(headers: Mapping[str, str]) -> bool:
    """Whether request headers are those of a phone's browser, by its client hint or, without one, by its name."""
    told = {name.lower(): value for name, value in headers.items()}
    hint = told.get("sec-ch-ua-mobile")
    return hint == "?1" if hint is not None else "Mobi" in told.get("user-agent", "")
