"""Who changed what about a bot, when."""

from __future__ import annotations

import streamlit as st

from console import formats, listing
from console.calls import config_svc
from console.models.config_svc import BotOut
from console.session import current, language, named, say
from console.texts import CATALOGUE


def show(bot: BotOut) -> None:
    """The tab."""
    found = listing.items("history", config_svc.list_chatbot_audit(bot["id"]))
    rows = [
        {
            say("label.occurred_at"): formats.moment(entry["at"], language(), current().zone),
            say("history.what"): named("audit", entry["action"]),
            say("history.fields"): ", ".join(dict.fromkeys(_named(pointer) for pointer in entry["changes"])),
            say("history.who"): entry["actor_name"] or named("actor", entry["actor_kind"]),
            say("label.version"): entry["object_version"],
        }
        for entry in found
    ]
    st.dataframe(rows, hide_index=True, alt=say("tab.history"))
    listing.more("history")


def _named(pointer: str) -> str:
    """A field's name as its editor writes it, or that of the group that it is in."""
    path = pointer.strip("/").split("/")
    while path:
        for kind in ("history", "edit"):
            if CATALOGUE.knows(f"{kind}.{'.'.join(path)}"):
                return say(f"{kind}.{'.'.join(path)}")
        path.pop()
    return pointer.strip("/")
