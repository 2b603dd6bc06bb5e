"""Short lines above headings are read with what they stand above."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page


def sections_of(body: str) -> list[tuple[str, str]]:
    read = read_page(f"<html lang='de'><body><main>{body}</main></body></html>", "https://a.example/")
    return [(section.headings[-1] if section.headings else "", section.text) for section in read.sections]


def test_a_year_belongs_to_what_happened_then() -> None:
    years = "".join(
        f"<div class='entry'><div class='year'>{year}</div><div class='what'><h3>{what}</h3><p>{text}</p></div></div>"
        for year, what, text in (
            (1952, "Gründung", "Der Großvater eröffnet die Mühle."),
            (1988, "Umbau", "Das Mühlrad weicht einer Turbine."),
        )
    )
    assert sections_of(f"<h2>Chronik</h2>{years}") == [
        ("1952 · Gründung", "Der Großvater eröffnet die Mühle."),
        ("1988 · Umbau", "Das Mühlrad weicht einer Turbine."),
    ]


@pytest.mark.parametrize(
    "kicker",
    [
        "<span class='eyebrow'>Unsere Mühle</span>",
        "<p>Unsere Mühle</p>",
        "<i class='icon'></i><div><span>Unsere</span> <span>Mühle</span></div>",
        "<!-- oben --><small>Unsere Mühle</small>",
    ],
)
def test_the_part_of_the_page_is_named_where_it_begins(kicker: str) -> None:
    first = "<section><h2>Backen</h2><p>Wir backen täglich.</p></section>"
    assert sections_of(f"{first}<section>{kicker}<h2>Mahlen</h2><p>Wir mahlen.</p></section>") == [
        ("Backen", "Wir backen täglich."),
        ("Unsere Mühle · Mahlen", "Wir mahlen."),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Wir mahlen Korn.</p>",
        "<ul><li>Roggen</li></ul>",
        "<p>Korn</p><p>Mehl</p>",
        f"<p>{'Korn und Mehl aus der Region und noch viel mehr ' * 2}</p>",
        "<p>Startseite / Mühle</p>",
    ],
)
def test_other_text_in_front_of_a_heading_stays_where_it_is(line: str) -> None:
    read = sections_of(f"<h2>Backen</h2><section>{line}<h2>Mahlen</h2><p>Täglich.</p></section>")
    assert read[-1] == ("Mahlen", "Täglich.")
    assert len(read) == 2


@pytest.mark.parametrize("kicker", ["01", "2", "Mahlen", "mahlen"])
def test_a_number_or_the_same_word_above_a_heading_adds_nothing(kicker: str) -> None:
    read = sections_of(f"<div><p>Alles.</p></div><div><span>{kicker}</span><h2>Mahlen und Backen</h2><p>Ja.</p></div>")
    assert read == [("", "Alles."), ("Mahlen und Backen", "Ja.")]


def test_a_question_stays_as_it_is_asked() -> None:
    assert sections_of("<div><span>Häufig gefragt</span><h2>Mahlen Sie auch Dinkel?</h2><p>Ja.</p></div>") == [
        ("Mahlen Sie auch Dinkel?", "Ja.")
    ]


def test_a_heading_with_nothing_under_it_is_read_with_its_line() -> None:
    body = "<h2>Zimmer</h2><p>Alle mit Bad.</p><div><span>Doppelzimmer</span><h2>Kornblume</h2></div>"
    assert sections_of(body) == [("Zimmer", "Alle mit Bad."), ("", "Doppelzimmer · Kornblume")]
