"""A visitor's choice between German and English, where the bot has it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from chat_svc.domain.language import answer_language, base_language, languages
from contracts.bots import BotSnapshot, CustomPrompts

from .conftest import Visitor

integration = pytest.mark.integration
Bots = Callable[..., Awaitable[BotSnapshot]]


@pytest.mark.parametrize("chosen", ["de", "en", None])
def test_only_a_multilingual_bot_has_a_choice(chosen: Any) -> None:
    assert answer_language("deutsch", "What does a kitchen cost?", chosen) == "de"
    assert answer_language("english", "Was kostet eine Küche?", chosen) == "en"
    assert answer_language("multilingual", "What does a kitchen cost?", chosen) == (chosen or "en")
    assert base_language("multilingual", chosen) == (chosen or "de")
    assert languages("multilingual") == ("de", "en")
    assert languages("english") == ("en",)


@integration
async def test_a_choice_is_kept_to_whatever_language_a_message_is_in(
    make_bot: Bots, new_visitor: Callable[..., Visitor]
) -> None:
    bot = await make_bot(custom_prompts=CustomPrompts(language="multilingual"))
    visitor = await new_visitor(of=bot).enter()
    assert visitor.session["appearance"]["languages"] == ["de", "en"]

    body = {"message_id": str(uuid4()), "text": "Danke", "language": "en"}
    answer = await visitor.call("POST", "/messages", body)

    assert "You are welcome" in answer.text
    said = (await visitor.call("GET", "/conversation")).json()["messages"]
    assert {message["language"] for message in said} == {"en"}


@integration
async def test_what_a_page_greets_with_comes_in_the_chosen_language_without_another_visit(
    make_bot: Bots, new_visitor: Callable[..., Visitor], published: Callable[[], Awaitable[list[Any]]]
) -> None:
    bot = await make_bot(custom_prompts=CustomPrompts(language="multilingual"))
    visitor = await new_visitor(of=bot).enter()

    english = (await visitor.call("GET", "/greeting?language=en")).json()
    german = (await visitor.call("GET", "/greeting?language=de")).json()

    assert english["appearance"]["language"] == "en"
    assert english["appearance"]["disclosure"].startswith("I am")
    assert "When are you open?" in english["suggested_questions"]
    assert german == {name: visitor.session[name] for name in german}
    assert [type(event).__name__ for event in await published()] == ["BotVisited"]
    again = await new_visitor(of=bot).enter(language="en")
    assert again.session["appearance"]["language"] == "en"


@integration
async def test_a_german_bot_stays_german(visitor: Visitor) -> None:
    greeting = (await visitor.call("GET", "/greeting?language=en")).json()
    assert greeting["appearance"]["language"] == "de"
    assert greeting["appearance"]["languages"] == ["de"]
    assert (await visitor.call("GET", "/greeting?language=fr")).status_code == 422
