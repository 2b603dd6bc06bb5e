"""What the model wrote is held against the passages once more, by the model: facts first, by rules, and then sense."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote_plus

import pytest
from chat_svc.domain.prompt import checked
from chat_svc.domain.support import SupportGate
from chat_svc.settings import Settings
from contracts.bots import BotSnapshot
from hypothesis import given
from hypothesis import strategies as st
from servicekit.service import Service

from .conftest import Visitor, asked_of
from .test_domain import passage
from .test_model import KITCHEN, Ask, _client, ask_model

__all__ = ["ask_model"]
PAGES = [
    passage("Eine Küche mit Insel kostet ab 22.000 Euro. Kinder unter 12 Jahren zahlen keinen Eintritt."),
    passage("Die Lieferung dauert zehn bis zwölf Wochen. Montiert wird an zwei Tagen."),
]
TRUE = "Für die Kleinen ist der Besuch frei."
FALSE = "Kinder unter 12 Jahren zahlen den halben Eintritt."
WRITTEN = [
    "Eine Küche mit Insel kostet ab 22.000 Euro. ",
    "Bis sie bei Ihnen steht, vergehen zehn bis zwölf Wochen. ",
    "Das macht 99.000 Euro. ",
    "Nach der Lieferung dauert die Montage zwei Tage.",
]


def read(gate: SupportGate, pieces: list[str], says: Mapping[str, bool], patience: int = 0) -> tuple[str, set[str]]:
    """What stands on the screen at last, and what was asked; answers come `patience` pieces later."""
    screen, asked, since = "", set[str](), 0

    def show(change: Any) -> None:
        nonlocal screen
        screen = (screen[: len(screen) - change.withdrawn] if change.withdrawn else screen) + change.text

    for piece in pieces:
        show(gate.feed(piece))
        since = since + 1 if gate.claims() else 0
        if since > patience:
            claims = gate.claims()
            asked |= {claim.text for claim in claims}
            show(gate.settle(claims, says))
            since = 0
    show(gate.end())
    while claims := gate.claims():
        asked |= {claim.text for claim in claims}
        show(gate.settle(claims, says))
    return screen.strip(), asked


def test_a_sentence_that_repeats_a_passage_is_not_asked_about() -> None:
    shown, asked = read(SupportGate(PAGES, KITCHEN, asks=True), [WRITTEN[0]], {})

    assert shown == "Eine Küche mit Insel kostet ab 22.000 Euro [1]."
    assert not asked


def test_a_sentence_that_has_no_word_of_the_question_is_asked_about_though_it_repeats_a_passage() -> None:
    said = "Montiert wird an zwei Tagen."
    assert read(SupportGate(PAGES, "Was zahlen Kinder?", asks=True), [said], {said: False}) == ("", {said})


def test_a_fact_that_stands_nowhere_is_not_asked_about_and_falls() -> None:
    shown, asked = read(SupportGate(PAGES, KITCHEN, asks=True), [WRITTEN[2]], {WRITTEN[2].strip(): True})

    assert (shown, asked) == ("", set())


def test_the_word_of_the_model_decides_what_rules_cannot() -> None:
    question = "Was zahlen Kinder?"
    assert read(SupportGate(PAGES, question, asks=True), [FALSE], {FALSE: False})[0] == ""
    gate = SupportGate(PAGES, question, asks=True)
    assert read(gate, ["Kinder unter 12 zahlen nichts."], {"Kinder unter 12 zahlen nichts.": True})[0].endswith("[1].")


@pytest.mark.parametrize("says", [{}, {"something else": True}])
def test_where_nothing_is_said_the_rules_decide(says: dict[str, bool]) -> None:
    alone = read(SupportGate(PAGES, KITCHEN), ["".join(WRITTEN)], {})[0]

    assert read(SupportGate(PAGES, KITCHEN, asks=True), ["".join(WRITTEN)], says)[0] == alone


@given(st.lists(st.integers(1, 40), min_size=1, max_size=12), st.integers(0, 6), st.sets(st.integers(0, 3)))
def test_neither_the_pieces_nor_the_time_of_an_answer_change_what_stands_at_last(
    sizes: list[int], patience: int, right: set[int]
) -> None:
    text = "".join(WRITTEN)
    says = {sentence.strip(): number in right for number, sentence in enumerate(WRITTEN)}
    pieces, at = list[str](), 0
    while at < len(text):
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(text[at : at + size])
        at += size

    assert read(SupportGate(PAGES, KITCHEN, asks=True), pieces, says, patience) == read(
        SupportGate(PAGES, KITCHEN, asks=True), [text], says
    )


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("1: yes\n2: no", {0: True, 1: False}),
        ("1. Ja.\n2) nein, das steht dort nicht", {0: True, 1: False}),
        ("**1**: YES", {0: True}),
        ("Yes.", {}),
        ("7: yes", {}),
        ("1: yesterday\n1: no\n1: yes", {0: False}),
        ("99999999999999999999: yes", {}),
    ],
)
def test_replies_are_read_line_by_line(reply: str, found: dict[int, bool]) -> None:
    assert checked(reply, 2) == found


def scenario(said: str, verdict: str) -> str:
    return f"say={quote_plus(said)},check={quote_plus(verdict)}"


@pytest.mark.integration
async def test_other_words_for_the_same_are_shown_when_the_model_holds_them_true(ask_model: Ask) -> None:
    said = "Rechnen Sie für so ein Möbel in der Mitte des Raumes mit mindestens 22.000 Euro."
    answer = await ask_model(scenario(said, "1: yes"))

    assert answer.text == said.replace("Euro.", "Euro [1].")
    assert answer.one("done")["grounded"] is True
    assert "22.000 Euro" in answer.one("citations")[0]["quote"]


@pytest.mark.integration
async def test_what_the_model_takes_back_is_not_shown(ask_model: Ask) -> None:
    answer = await ask_model(scenario("Eine Küche mit Insel kostet höchstens 22.000 Euro.", "1: no"))

    assert answer.one("done")["mode"] == "quoted"
    assert "höchstens" not in answer.text


@pytest.mark.integration
@pytest.mark.parametrize("verdict", ["Das kann ich nicht beurteilen, fragen Sie bitte nach.", "?"])
async def test_a_verdict_that_is_none_leaves_it_to_the_rules(ask_model: Ask, verdict: str) -> None:
    answer = await ask_model(scenario("Für eine Inselküche zahlen Sie ab 22.000 €.", verdict))

    assert answer.text == "Für eine Inselküche zahlen Sie ab 22.000 € [1]."


@pytest.mark.integration
async def test_with_no_time_for_it_nothing_is_asked(
    service: Service[Any, Any, Any], settings: Settings, bot: BotSnapshot, model_server: Callable[[str], Awaitable[str]]
) -> None:
    url = await model_server(scenario("Für eine Inselküche zahlen Sie ab 22.000 €.", "1: no"))
    for seconds, requests in ((0, 1), (6, 3)):
        async with _client(service, settings, {"base_url": url, "check_seconds": seconds}) as client:
            await (await Visitor(client, bot).enter()).ask(KITCHEN)
        asked = await asked_of(url)
        assert len(asked) == requests
