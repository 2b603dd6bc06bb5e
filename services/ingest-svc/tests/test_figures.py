"""Raised and lowered figures, and inline boxes side by side: no number changes its value, no word breaks or grows."""

from __future__ import annotations

from time import monotonic

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from ingest_svc.domain.figures import END, LOWERED, RAISED, settled
from ingest_svc.domain.html import read_page


def line(inner: str) -> str:
    return read_page(f"<body><h1>Tarife</h1><div>{inner}</div></body>", "https://firma.example/").text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("Jahresgebühr 89,90<sup>2</sup> Euro", "Jahresgebühr 89,90 ² Euro"),
        ("nur 1.450<sup>1</sup>&nbsp;€ netto", "nur 1.450 ¹ € netto"),
        ("ab 240 €<sup>3</sup> je Tag", "ab 240 € ³ je Tag"),
        ("Rabatt 10<sup>1</sup> % auf alles", "Rabatt 10 ¹ % auf alles"),
        ("Laufzeit 24<sup>1,2</sup> Monate", "Laufzeit 24 ¹,² Monate"),
        ("Reichweite 480<sup>[4]</sup> km", "Reichweite 480 ⁴ km"),
        ("Grundpreis 12,50<sup>a</sup> Euro", "Grundpreis 12,50 a Euro"),
        ("Preis 19,90<sup>*</sup> Euro", "Preis 19,90* Euro"),
        ("<sup>1</sup> zzgl. Versand", "¹ zzgl. Versand"),
        ("<sup>2</sup>gilt bis Mai", "² gilt bis Mai"),
        ("Keimzahl 10<sup>6</sup> je Gramm", "Keimzahl 10⁶ je Gramm"),
        ("Leckrate 10<sup>-7</sup> mbar", "Leckrate 10⁻⁷ mbar"),
        ("Lager mit 900 m<sup>2</sup> und 40m<sup>3</sup>", "Lager mit 900 m² und 40m³"),
        ("bei 9,81 m/s<sup>2</sup>", "bei 9,81 m/s²"),
        ("täglich 8<sup>30</sup> – 17<sup>00</sup> Uhr", "täglich 8:30 – 17:00 Uhr"),
        ("nur 7<sup>95</sup> €", "nur 7,95 €"),
        ("EUR 7<sup>95</sup> je Stück", "EUR 7,95 je Stück"),
        ("Reihe 7<sup>95</sup>", "Reihe 7 ⁹⁵"),
        ("30<small>99</small> Euro", "30,99 Euro"),
        ("für <small>24</small> Monate", "für 24 Monate"),
        ("CO<sub>2</sub>-Speicher und H<sub>2</sub>O", "CO2-Speicher und H2O"),
        ("1010<sub>2</sub>", "1010 ₂"),
        ("SO<sub>4</sub><sup>2-</sup>", "SO4 ²⁻"),
        ("Preis 49,00<a href='#fn1'>1</a> Euro", "Preis 49,00 ¹ Euro"),
        ("siehe Punkt <a href='#p3'>3</a> unten", "siehe Punkt 3 unten"),
        ("Preis 49,00<span style='vertical-align: super; font-size:60%'>1</span> Euro", "Preis 49,00 ¹ Euro"),
        ("Preis 49,00<span class='footnote-ref'>1</span> Euro", "Preis 49,00 ¹ Euro"),
        ("12 m<sup><a href='#a'>2</a></sup> für 9,90<sup><a href='#b'>1</a></sup> Euro", "12 m² für 9,90 ¹ Euro"),
        ("Am 1<sup>st</sup> floor, M<sup>me</sup> Noir, Zement<sup>®</sup>", "Am 1st floor, Mme Noir, Zement®"),
        ("Preis 49,00¹ Euro, Fläche 12,5 m², 10³ Liter", "Preis 49,00 ¹ Euro, Fläche 12,5 m², 10³ Liter"),
        ("12,50\ue001\ue0001\ue002 Euro", "12,501 Euro"),
    ],
)
def test_raised_and_lowered_figures_change_no_number(html: str, text: str) -> None:
    assert line(f"<p>{html}</p>") == text


@example("10", "٠")
@given(st.from_regex(r"[1-9]\d{0,3}(,\d\d)?", fullmatch=True), st.from_regex(r"\d[\da-c,;+-]{0,3}", fullmatch=True))
def test_a_raised_figure_never_lengthens_a_number(number: str, figure: str) -> None:
    for mark in (RAISED, LOWERED):
        text = settled(f"Preis {number}{mark}{figure}{END} bis auf Weiteres")
        assert number in text
        assert number + figure not in text


@given(st.text(alphabet=f"a1 ,€{RAISED}{LOWERED}{END}", max_size=20))
def test_no_mark_is_left_in_a_line(text: str) -> None:
    assert not {RAISED, LOWERED, END} & set(settled(text))


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<span>Di – Fr</span><span>09:00 – 18:30 Uhr</span>", "Di – Fr 09:00 – 18:30 Uhr"),
        ("<span class='tag'>Samstag</span><span class='zeit'>geschlossen</span>", "Samstag geschlossen"),
        ("<strong>Telefon</strong><span>0371 55010</span>", "Telefon 0371 55010"),
        ("<a href='/a'>Sattlerei</a><a href='/b'>Polsterei</a>", "Sattlerei Polsterei"),
        ("<span><b>Mi</b></span><span><time>14:00</time></span>", "Mi 14:00"),
        ("<span>Hufbeschlag</span><span>65</span><span>€</span>", "Hufbeschlag 65 €"),
        ("<b>Montag</b><i>8 Uhr</i>", "Montag 8 Uhr"),
        ("Mi<span class='float-end'>8 Uhr</span>", "Mi 8 Uhr"),
        ("Jana Voss<span style='display:block'>Verkauf</span>", "Jana Voss\nVerkauf"),
        ("Mo<img src='uhr.svg' alt=''>8 Uhr", "Mo 8 Uhr"),
        ("<label>Mo</label><span>8 Uhr</span>", "Mo 8 Uhr"),
        ("<strong>Telefon</strong>0371 55010", "Telefon 0371 55010"),
        ("<b>Fax:</b>0371 55011", "Fax: 0371 55011"),
        ("um 8:<b>30</b> Uhr, Typ A<b>4</b>, CO<b>2</b>", "um 8:30 Uhr, Typ A4, CO2"),
        (
            "Der Hof<span id='mehr' style='display:none'> hat einen Laden mit eigenem Most.</span>",
            "Der Hof hat einen Laden mit eigenem Most.",
        ),
        ("Der Hof<span hidden>(neues Fenster)</span>", "Der Hof"),
        ("Polster<b>ei</b>", "Polsterei"),
        ("<b>Kü</b><i>che</i>n", "Küchen"),
        ("<span class='initiale'>W</span>illkommen", "Willkommen"),
        ("<span>W</span><span>illkommen</span>", "Willkommen"),
        ("<span>H</span><span>o</span><span>f</span>", "Hof"),
        ("<span style='color:#900'>Sattel</span><span style='color:#333'>werk</span>", "Sattelwerk"),
        ("<a href='#a'>A</a><a href='#b'>B</a><a href='#c'>C</a>", "A B C"),
        ("<span>12</span><span>,50 €</span>", "12,50 €"),
        ("<span>12,</span><span>50 €</span>", "12,50 €"),
        ("<span>49</span><span>,</span><span>90</span>", "49,90"),
        ("<span>1</span><span>2</span><span>8</span>", "128"),
        ("<span>(</span><span>netto</span><span>)</span>", "(netto)"),
        ("<em>Sattel</em>, <span>Zaum</span><span>.</span>", "Sattel, Zaum."),
        ("Donau&shy;dampf<wbr>schiff", "Donaudampfschiff"),
    ],
)
def test_inline_boxes_are_words_apart_and_words_stay_whole(html: str, text: str) -> None:
    assert line(html) == text
    assert text.replace("\n", " ") in line(f"<table><tr><td>{html}</td><td>A</td></tr></table>")


def test_many_marks_in_one_line_cost_little() -> None:
    started = monotonic()
    assert settled(f"12,50{RAISED}1{END} Euro und " * 10_000).count("12,50 ¹ Euro") == 10_000
    assert monotonic() - started < 3
