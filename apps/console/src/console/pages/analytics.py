"""Auswertung: the figures of the bot that one chooses."""

from __future__ import annotations

import streamlit as st

from console import analysis, bot_choice
from console.session import say


def show() -> None:
    """The page."""
    st.title(say("page.analytics"))
    bot = bot_choice.chosen()
    if bot is not None:
        analysis.show(bot["id"])
