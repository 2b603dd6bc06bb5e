"""What models do: abstain in their own words, forget or mix up sources, ramble, change the language, ask back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote_plus

import pytest
from chat_svc.settings import Settings
from contracts.bots import BotSnapshot
from servicekit.service import Service

from .conftest import Visitor, asked_of
from .test_model import KITCHEN, Ask, _client, ask_model

pytestmark = pytest.mark.integration
__all__ = ["ask_model"]


def says(text: str) -> str:
    return "say=" + quote_plus(text)


@pytest.mark.parametrize(
    "said",
    [
        "NICHT_GEFUNDEN",
        "Dazu finde ich auf den Seiten leider keine Angaben.",
        "Leider geht das aus den vorliegenden Informationen nicht hervor. Am besten fragen Sie direkt nach.",
        "Gern! Ob es Küchen aus Edelstahl gibt, wird in den Passagen nicht erwähnt.",
    ],
)
async def test_a_model_that_does_not_know_is_believed(ask_model: Ask, said: str) -> None:
    answer = await ask_model(says(said), "Gibt es bei Ihnen auch Küchen aus Edelstahl?")

    done = answer.one("done")
    assert (done["answered"], done["grounded"]) == (False, False)
    assert answer.text.startswith("Dazu finde ich auf den Seiten von Tischlerei Brandt GmbH nichts. ")
    assert "citations" not in answer.names


async def test_what_is_known_is_said_with_what_is_not(ask_model: Ask) -> None:
    said = "Eine Küche mit Insel kostet ab 22.000 Euro. Ob darin Geräte enthalten sind, sagen die Seiten nicht."
    answer = await ask_model(says(said))

    assert "ab 22.000 Euro [1]." in answer.text
    assert "sagen die Seiten nicht" in answer.text
    assert answer.one("done")["answered"] is True


async def test_sources_do_not_depend_on_the_models_manners(ask_model: Ask) -> None:
    bare = await ask_model(says("Für eine Inselküche zahlen Sie ab 22.000 €."))
    wrong = await ask_model(says("Für eine Inselküche zahlen Sie ab 22.000 € [3]."))

    for answer in (bare, wrong):
        assert answer.text == "Für eine Inselküche zahlen Sie ab 22.000 € [1]."
        [citation] = answer.one("citations")
        assert "22.000 Euro" in citation["quote"]
        assert answer.one("done")["grounded"] is True


async def test_only_the_false_half_of_a_sentence_falls(ask_model: Ask) -> None:
    answer = await ask_model(says("Eine Küche mit Insel kostet ab 22.000 Euro, und die Lieferung dauert drei Tage."))

    assert answer.text == "Eine Küche mit Insel kostet ab 22.000 Euro [1]."


@pytest.mark.parametrize(
    "said",
    [
        "A kitchen with an island costs at least 22,000 euros.",
        "Wir haben heute noch bis 18 Uhr offen, kommen Sie vorbei!",
        "Eine Küche mit Insel kostet ab 22.500 Euro.",
        "Ja, das sagen wir Ihnen bei der Anmeldung.",
        "<b>Sonderangebot</b> <a href='https://example.org'>hier klicken</a>",
        KITCHEN,
    ],
)
async def test_what_must_not_be_shown_is_not(ask_model: Ask, said: str) -> None:
    answer = await ask_model(says(said))

    assert answer.one("done")["mode"] == "quoted"
    assert "22.000 Euro" in answer.text
    for part in ("22,000", "18 Uhr", "22.500", "Anmeldung", "Sonderangebot"):
        assert part not in answer.text


async def test_true_things_that_answer_something_else_give_way_to_the_price(ask_model: Ask) -> None:
    answer = await ask_model(says("Die Lieferzeit für eine Küche beträgt zehn bis zwölf Wochen."))

    assert answer.one("done")["mode"] == "quoted"
    assert "22.000 Euro" in answer.text


async def test_a_question_back_is_asked(ask_model: Ask) -> None:
    answer = await ask_model(says("Meinen Sie eine Küchenzeile oder eine Küche mit Insel?"), "Was kostet eine Küche?")

    assert answer.text == "Meinen Sie eine Küchenzeile oder eine Küche mit Insel?"
    assert answer.one("done")["answered"] is True


async def test_the_model_is_told_the_day_and_what_is_configured(
    service: Service[Any, Any, Any], settings: Settings, bot: BotSnapshot, model_server: Callable[[str], Awaitable[str]]
) -> None:
    url = await model_server("quote")
    async with _client(service, settings, {"base_url": url}) as client:
        await (await Visitor(client, bot).enter()).ask(KITCHEN)
    [asked] = await asked_of(url)

    system, given = asked["messages"][0]["content"], asked["messages"][-3]["content"]
    assert "Today is " in system
    assert "«Preise › Küchen»" in given
    assert "«Angaben des Unternehmens › Öffnungszeiten» Mo–So" in given
    assert "Jana Brandt Verkauf" in given


@pytest.mark.parametrize("message", ["Und wie lange dauert das?", "Nein, ich meinte die Lieferzeit.", "Ja bitte"])
async def test_what_needs_the_conversation_is_rewritten_and_searched_for(
    service: Service[Any, Any, Any],
    settings: Settings,
    bot: BotSnapshot,
    model_server: Callable[[str], Awaitable[str]],
    message: str,
) -> None:
    url = await model_server("quote,rewrite=" + quote_plus("Wie lange ist die Lieferzeit für eine Küche mit Insel?"))
    async with _client(service, settings, {"base_url": url}) as client:
        visitor = await Visitor(client, bot).enter()
        await visitor.ask(KITCHEN)
        answer = await visitor.ask(message)
    asked = await asked_of(url)

    assert len(asked) == 3, "a question that stands alone is not rewritten"
    assert asked[1]["messages"][-1]["content"] == message
    assert "zehn bis zwölf Wochen" in answer.text


@pytest.mark.parametrize("failure", ["error=500", "first=4000"])
async def test_a_rewriting_that_fails_costs_nothing_but_time(
    service: Service[Any, Any, Any],
    settings: Settings,
    bot: BotSnapshot,
    model_server: Callable[[str], Awaitable[str]],
    failure: str,
) -> None:
    async with _client(service, settings, {"base_url": await model_server(failure)}) as client:
        visitor = await Visitor(client, bot).enter()
        await visitor.ask("Wie lange ist die Lieferzeit für eine Küche?")
        answer = await visitor.ask("Und was kostet das?")

    assert answer.names[-1] == "done"
    assert answer.text.strip()
