"""What a company's own site and a visitor learn before the first question."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest
from contracts.bots import BotSnapshot, Branding

from .conftest import Visitor

pytestmark = pytest.mark.integration


async def test_the_button_on_a_site_knows_the_company_and_its_colour(
    client: httpx.AsyncClient, bot: BotSnapshot
) -> None:
    answer = await client.get(f"/widget/{bot.id}/look?token=token-production", headers={"Origin": "https://a.example"})
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.json()["company"] == "Tischlerei Brandt GmbH"
    assert answer.json()["brand"] == bot.draft.branding.primary_color
    assert answer.json()["teaser"] == ""


async def test_the_button_may_have_a_line_beside_it(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    bot = await make_bot(branding=Branding(teaser="Fragen zu Küchen? Ich antworte sofort."))
    answer = await client.get(f"/widget/{bot.id}/look?token=token-production")
    assert answer.json()["teaser"] == "Fragen zu Küchen? Ich antworte sofort."


@pytest.mark.parametrize("path", ["{bot}/look?token=wrong", "{bot}/look", "nonsense/look?token=x"])
async def test_a_wrong_link_gets_no_button(client: httpx.AsyncClient, bot: BotSnapshot, path: str) -> None:
    answer = await client.get("/widget/" + path.format(bot=bot.id))
    assert (answer.status_code, answer.content) == (204, b"")


async def test_a_closed_bot_gets_no_button(
    make_bot: Callable[..., Awaitable[BotSnapshot]], client: httpx.AsyncClient
) -> None:
    bot = await make_bot(state="deactivated")
    assert (await client.get(f"/widget/{bot.id}/look?token=token-production")).status_code == 204


async def test_a_session_says_who_can_be_reached(visitor: Visitor) -> None:
    contact = visitor.session["contact"]
    assert [person["name"] for person in contact["cards"]["persons"]] == ["Jana Brandt"]
    assert contact["form"]["version"] == 2
