"""The real widget on the draft, beside what is being edited."""

from __future__ import annotations

import streamlit as st

from console.models.config_svc import BotOut
from console.session import say

HEIGHT = 640
"""What the widget's panel takes on a desk."""


def show(bot: BotOut) -> None:
    """The draft as visitors would meet it; it loads anew with each version."""
    with st.container(key="preview"):
        st.caption(say("preview.help"))
        url = bot["links"]["preview"]["url"]
        st.iframe(f"{url}&version={bot['version']}", height=HEIGHT, alt=say("preview.name"))
