"""The workspace's bots: their names, and choosing one of them by the page's address."""

from __future__ import annotations

import streamlit as st

from console import address, links, listing
from console.calls import config_svc
from console.models.config_svc import BotBrief
from console.session import fetch, say

MOST_PAGES = 5
"""A choice of more than a thousand bots is no choice; the others are reached by their links."""


def every() -> list[BotBrief]:
    """The bots, newest first."""
    return listing.everything(config_svc.list_chatbots(limit=200), most_pages=MOST_PAGES)


def shown(bot: BotBrief) -> str:
    """A bot's name with its state."""
    return f"{bot['company_name'] or bot['name']} ({say('bot.state.' + bot['state'])})"


def name_of(bot_id: str) -> str:
    """A bot's company, or its id's beginning when it is not among the newest."""
    found = next((bot for bot in every() if bot["id"] == bot_id), None)
    return found["company_name"] or found["name"] if found else bot_id[:8]


def chosen() -> BotBrief | None:
    """The bot in the address (`?bot=`), else the newest; None, with a word about it, when there is none.

    Raises `ApiProblem` for a bot that is not there, or not the key's.
    """
    bots = every()
    wanted = address.given_id("bot")
    if wanted is not None and all(bot["id"] != wanted for bot in bots):
        bots = [fetch(config_svc.get_chatbot(wanted)), *bots]
    if not bots:
        st.info(say("bots.none"), icon=":material/smart_toy:")
        links.to("bots", say("start.empty.make"), icon=":material/add:", new="1")
        return None
    by_id = {bot["id"]: bot for bot in bots}
    found = address.choice(
        "bot", say("label.bot"), list(by_id), shown=lambda id: shown(by_id[id]), default=bots[0]["id"]
    )
    return by_id[found]


def zone_of(bot_id: str) -> str:
    """The time zone on whose clock a bot's days are counted."""
    bot = fetch(config_svc.get_chatbot(bot_id))
    return (bot["published"] or bot["draft"])["opening_hours"]["time_zone"]
