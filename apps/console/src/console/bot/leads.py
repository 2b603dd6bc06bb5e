"""The leads that a bot brought, with the parts of the page that has all of them."""

from __future__ import annotations

from console import links
from console.lead import filters, table
from console.models.config_svc import BotOut


def show(bot: BotOut) -> None:
    """The tab; a lead is opened on its own page, from which one comes back to this bot's."""
    narrowed = filters.read(by_status=True, of_bot=bot["id"])
    filters.tests_told(narrowed)
    table.show(narrowed, lambda id: links.go("leads", lead=id, bot=bot["id"]), of_bot=True)
