"""Whether a company says du or Sie, and its colours can be seen."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import SitePage
from ingest_svc.domain.imprint.address_form import find_address_form
from ingest_svc.domain.imprint.colors import contrast_on_white, find_colors


def site(path: str, *paragraphs: str, title: str = "Firma", lang: str = "de") -> SitePage:
    text = "".join(f"<p>{one}</p>" for one in paragraphs)
    main = f"<main><h1>{title}</h1>{text}</main>"
    html = f'<html lang="{lang}"><head><title>{title}</title></head><body>{main}</body></html>'
    return SitePage(read_page(html, f"https://firma.example{path}"), html)


DU = (
    "Bei uns findest du Räder für jede Strecke und jedes Wetter.",
    "Wir stellen dein Rad auf dich ein, bis alles passt.",
    "Komm vorbei und fahr Probe, wir freuen uns auf euch.",
)
SIE = (
    "Wir planen Ihre Küche von der ersten Skizze an.",
    "Rufen Sie uns an, wir beraten Sie gern in Ihrem Haus.",
    "Auf Wunsch liefern wir Ihnen alles an einem Tag.",
)


@pytest.mark.parametrize(("texts", "form"), [(DU, "du"), (SIE, "Sie")])
def test_what_all_pages_say_is_a_fact_with_a_sentence(texts: tuple[str, ...], form: str) -> None:
    found = find_address_form([site("/", *texts[:1]), site("/leistungen", *texts[1:])])
    assert found is not None
    assert (found.value, found.url, found.quote) == (form, "https://firma.example/", texts[0])
    assert found.confidence >= 0.85


@pytest.mark.parametrize(
    "pages",
    [
        [site("/", *DU[:2])],
        [site("/", *DU, *SIE)],
        [site("/", "Sie ist Meisterin. Ihr Vater gründete den Betrieb. Sie haben zusammen drei Läden in der Stadt.")],
        [site("/impressum", *SIE, title="Impressum"), site("/agb", *SIE, title="AGB")],
        [site("/karriere", *DU), site("/ausbildung", *DU)],
        [site("/", *(f"„{one}“" for one in DU))],
        [site("/", "Du bist hier.", "Dein Rad.", "Für dich.")],
        [site("/", *(f"We say dich and dein to you, number {n} of many." for n in range(4)), lang="en")],
    ],
    ids=["too few", "both", "persons", "law", "jobs", "testimonials", "slogans", "english"],
)
def test_what_is_not_plain_is_no_fact(pages: list[SitePage]) -> None:
    assert find_address_form(pages) is None


def test_a_testimonial_does_not_outweigh_the_company() -> None:
    found = find_address_form([site("/", *SIE, *SIE), site("/team", "Jana duzt gern: Wir sind für dich da, sagt sie.")])
    assert found is not None
    assert found.value == "Sie"


def styled(css: str) -> SitePage:
    html = f"<html><head><title>Firma</title><style>{css}</style></head><body><p>Text</p></body></html>"
    return SitePage(read_page(html, "https://firma.example/"), html)


def test_a_colour_that_nobody_sees_is_none() -> None:
    css = "header { background: #fdf6b0 } .btn { background: #a01515 } .btn { color: #a01515 }"
    primary, _ = find_colors(styled(css), {})
    assert primary is not None
    assert primary.value == "#a01515"


def test_the_second_colour_can_be_read() -> None:
    css = "header { background: #7a1f4a } .button { background: #f2c300 } footer { background: #155a3c }"
    primary, secondary = find_colors(styled(css), {})
    assert primary is not None
    assert secondary is not None
    assert contrast_on_white(secondary.value) >= 4.5


@pytest.mark.parametrize("color", ["#6ec1e4", "#0d6efd", "#0693e3", "#2872fa", "#116dff", "#7f54b3"])
def test_what_came_with_a_builder_is_none(color: str) -> None:
    primary, _ = find_colors(styled(f"header {{ background: {color} }} .btn {{ background: {color} }}"), {})
    assert primary is None


def test_contrast_is_that_of_wcag() -> None:
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)
