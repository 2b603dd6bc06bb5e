"""What visitors want of people, and whose task it is."""

from __future__ import annotations

import pytest
from chat_svc.domain.fitting import in_order_of_fit
from chat_svc.domain.wishes import (
    Wish,
    accepts,
    asks_how,
    offers_contact,
    only_wishes,
    reserves,
    says_how,
    wants_contact,
    wish_of,
)
from chat_svc.texts import say
from contracts.bots import ContactPerson
from hypothesis import given
from hypothesis import strategies as st
from servicekit.ids import new_id


@pytest.mark.parametrize(
    ("message", "wish"),
    [
        ("Ich hätte gerne einen Beratungstermin", "appointment"),
        ("Wir möchten bitte einen Termin vereinbaren.", "appointment"),
        ("Wie bekomme ich einen Termin bei Ihnen?", "appointment"),
        ("Termin bitte", "appointment"),
        ("Ich bräuchte einen Termin für nächste Woche", "appointment"),
        ("Hätten Sie einen Termin frei?", "appointment"),
        ("Habt ihr diese Woche noch Termine?", "appointment"),
        ("Ich möchte zurückgerufen werden", "callback"),
        ("Verbinden Sie mich mit einem Berater", "person"),
        ("Ich möchte mit der Chefin sprechen", "person"),
        ("I'd like to book an appointment", "appointment"),
        ("Wir brauchen einen Kostenvoranschlag", "offer"),
        ("Können Sie mir ein Angebot für eine Haustür machen?", "offer"),
        ("Could you send me a quote?", "offer"),
        ("Könnte mich jemand zurückrufen?", "callback"),
        ("Rufen Sie mich bitte an", "callback"),
        ("Rufen Sie uns morgen an.", "callback"),
        ("Melden Sie sich bei mir", "callback"),
        ("Call me tomorrow", "callback"),
        ("Könnte sich jemand bei mir melden?", "callback"),
        ("ja bitte melden", "callback"),
        ("Meldet euch bitte bei mir", "callback"),
        ("verbinde mich bitte mit einem Mitarbeiter", "person"),
        ("ja gerne einen Termin", "appointment"),
        ("Please call me back", "callback"),
        ("Kann ich mit einem Mitarbeiter sprechen?", "person"),
        ("Mit wem kann ich reden?", "person"),
        ("I want to talk to a real person", "person"),
    ],
)
def test_wishes(message: str, wish: Wish) -> None:
    assert wish_of(message) == wish
    assert wants_contact(message, None)


@pytest.mark.parametrize(
    "message",
    [
        "Was kostet ein Beratungstermin?",
        "Gibt es Termine für Yoga am Abend?",
        "Ist ein Termin nötig?",
        "Wann melden Sie sich bei mir?",
        "Rufen Sie vor der Lieferung an?",
        "Wie lange gilt ein Angebot?",
        "Welche Angebote gibt es im Winter?",
        "Sind Sie ein Mensch?",
        "Kann ich die Tür selbst einbauen?",
        "Ich möchte wissen, wie lange die Lieferung dauert.",
        "How long is a quote valid?",
        "Danke",
        "",
    ],
)
def test_questions_are_no_wishes(message: str) -> None:
    assert wish_of(message) is None


@pytest.mark.parametrize(
    ("message", "wants"),
    [
        ("Kann ich für Samstag reservieren?", True),
        ("Habt ihr am Wochenende noch ein Zimmer frei?", True),
        ("Can I book a table for two?", True),
        ("Habt ihr noch Plätze in der Gruppe frei?", False),
        ("Was kostet ein Zimmer?", False),
    ],
)
def test_reservations(message: str, wants: bool) -> None:
    assert reserves(message) is wants


def test_what_a_wish_depends_on_is_looked_for() -> None:
    assert only_wishes("Bekomme ich einen Termin?", None)
    assert not only_wishes("Bekomme ich einen Termin ohne Rezept?", None)


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("Wie bekomme ich einen Termin?", True),
        ("Wo kann ich einen Termin buchen?", True),
        ("How do I get an appointment?", True),
        ("und wie erreich ich die?", True),
        ("Wie krieg ich einen Termin?", True),
        ("Ich möchte einen Termin", False),
        ("Termin vereinbaren", False),
        ("Wie lange dauert ein Termin?", False),
    ],
)
def test_how_one_gets_something_may_stand_on_a_page(message: str, asks: bool) -> None:
    assert asks_how(message) is asks
    assert not (asks and only_wishes(message, None))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Termine vergeben wir telefonisch.", True),
        ("Buchen Sie über das Portal.", True),
        ("Ein Termin dauert eine halbe Stunde.", False),
        ("Kosten eines versäumten Termins: 40 Euro", False),
    ],
)
def test_a_text_that_says_how(text: str, says: bool) -> None:
    assert says_how(text) is says


@pytest.mark.parametrize(
    "answer",
    ["Ja bitte", "Oh ja", "Jo, passt", "Ja, gern!", "gerne", "Ok", "Ja, das wäre nett.", "yes please", "Sure!"],
)
@pytest.mark.parametrize("style", ["", "_friendly", "_technical", "_casual"])
@pytest.mark.parametrize("language", ["de", "en"])
def test_a_yes_counts_behind_an_offer_of_the_bot(answer: str, style: str, language: str) -> None:
    offer = say(f"unknown{style}", "en" if language == "en" else "de", company="Meier Bau")
    assert accepts(answer)
    assert offers_contact(offer)
    assert wants_contact(answer, offer)
    assert not wants_contact(answer, None)
    assert not wants_contact(answer, "Eine Haustür kostet ab 3.000 Euro.")


@pytest.mark.parametrize("answer", ["Nein danke", "Danke", "Ja, und was kostet das?", "Super", "No thanks"])
def test_what_is_no_yes(answer: str) -> None:
    assert not accepts(answer)


@given(st.text(max_size=300))
def test_any_text_is_read(message: str) -> None:
    wish = wish_of(message)
    assert wish in (None, "appointment", "offer", "callback", "person")
    assert wants_contact(message, None) is (wish is not None)
    assert accepts(message) in (True, False)


def person(name: str, position: str = "", specialization: str = "", order: int = 0) -> ContactPerson:
    return ContactPerson(id=new_id(), name=name, position=position, specialization=specialization, display_order=order)


TEAM = (
    person("Ina Lorenz", "Inhaberin", "Bäder", 0),
    person("Udo Falk", "Werkstattmeister", "Treppen und Geländer", 1),
    person("Mia Sommer", "Verkauf", "", 2),
)


@pytest.mark.parametrize(
    ("said", "topics", "first"),
    [
        (["Bauen Sie auch Treppen?"], (), "Udo Falk"),
        (["Was kostet eine Holztreppe?"], ("price",), "Udo Falk"),
        (["Was kostet das?"], ("price",), "Mia Sommer"),
        (["Ja bitte", "Können Sie ein Geländer reparieren?"], (), "Udo Falk"),
        (["Ich möchte Frau Sommer sprechen"], ("contact",), "Mia Sommer"),
        (["Wo parke ich?"], ("other",), "Ina Lorenz"),
    ],
)
def test_the_fitting_person_comes_first(said: list[str], topics: tuple[str, ...], first: str) -> None:
    ordered = in_order_of_fit(TEAM, said, topics)
    assert ordered[0].name == first
    assert {one.id for one in ordered} == {one.id for one in TEAM}


def test_words_of_the_company_point_to_nobody() -> None:
    family = (person("Ina Lorenz"), person("Udo Falk", order=1))
    assert in_order_of_fit(family, ["Gibt es bei Falk Parkplätze?"], (), "Falk Bau GmbH")[0].name == "Ina Lorenz"


@given(st.lists(st.text(max_size=60), max_size=4))
def test_everybody_stays_whatever_was_said(said: list[str]) -> None:
    assert sorted(one.name for one in in_order_of_fit(TEAM, said)) == ["Ina Lorenz", "Mia Sommer", "Udo Falk"]
