"""What is content and what is not: by what an element holds, not by its tag, its class or its being closed."""

from __future__ import annotations

from time import perf_counter

import pytest
from ingest_svc.domain.html import read_page

TEXT = "Unsere Segelmacherei näht Segel für Jollen und Jachten und setzt Persenninge instand, auch im Winter."
PRICE = "Ein Großsegel kostet ab 1.190 Euro."


def text_of(body: str) -> str:
    return read_page(
        f"<html lang='de'><head><title>S</title></head><body>{body}</body></html>", "https://a.example/"
    ).text


@pytest.mark.parametrize(
    "body",
    [
        "<form method='post' action='seite.aspx'><input type='hidden' name='__S'>{}</form>",
        "<main><form id='f'>{}</form></main>",
        "<div><form><header><a href='/'>x</a></header><div><input name='q'><input type='submit'></div>{}</form></div>",
        "<form><input name='nutzer'><input type='password'><input name='q'>{}</form>",
        "<div class='cookie-content-wrapper'>{}</div>",
        "<div id='consent-page'><div class='popup'>{}</div></div>",
        "<div class='banner'>{}</div>",
        "<div role='banner'>{}</div>",
        "<div class='sidebar-layout menu-open'><div class='modal-page'>{}</div></div>",
        "<div class='site navigation-left social'>{}</div>",
        "<div class='newsletter-layout'><main>{}</main></div>",
        "<header class='page'>{}</header>",
        "<nav><main>{}</main></nav>",
        "<div aria-hidden='true' id='page'>{}</div>",
        "<div style='display:none' class='loading'>{}</div>",
    ],
)
def test_a_container_that_holds_the_page_is_never_dropped(body: str) -> None:
    for heading in ("h1", "h2"):
        read = text_of(body.format(f"<{heading}>Segel</{heading}><p>{TEXT}</p><p>{PRICE}</p>"))
        assert TEXT in read
        assert PRICE in read


def test_a_page_about_cookies_in_a_wrapper_named_so_is_read() -> None:
    text = "Wir verwenden Cookies nur, wenn Sie zustimmen; Tracking gibt es nicht, und ablehnen können Sie jederzeit."
    assert text in text_of(f"<div class='cookie-content-wrapper'><h1>Datenschutz</h1><p>{text}</p></div>")


CONSENT = (
    "Wir verwenden Cookies, um Inhalte zu personalisieren. Technisch notwendige Cookies sind immer aktiv. Sie können "
    "alle akzeptieren oder ablehnen. Mehr in unserer Datenschutzerklärung. Statistik: anonyme Auswertung der Besuche."
)


@pytest.mark.parametrize(
    "clutter",
    [
        "<form action='/suche'><label for='q'>WORTLAUT</label><input id='q' name='q'><button>Los</button></form>",
        "<form class='nl'><h3>WORTLAUT</h3><p>Einmal im Monat Neues aus der Werft, jederzeit abbestellbar.</p>"
        "<input type='email'><button>Anmelden</button></form>",
        "<form><p>WORTLAUT: Felder mit Stern sind Pflicht.</p><input name='name'><input type='email'>"
        "<p>Ich bin einverstanden, dass meine Angaben gespeichert werden.</p></form>",
        f"<div class='cookie-banner'><h2>WORTLAUT</h2><p>{CONSENT}</p><button>OK</button></div>",
        f"<div id='cmp' class='consent popup'><h1>WORTLAUT</h1><p>{CONSENT}</p></div>",
        f"<div role='dialog' aria-modal='true'><p>WORTLAUT {TEXT} {TEXT} {TEXT}</p></div>",
        "<dialog open>WORTLAUT</dialog>",
        "<div class='popup newsletter'><p>WORTLAUT und nichts verpassen</p><input type='email'></div>",
        "<nav><ul><li><a href='/w'>WORTLAUT</a></li></ul></nav>",
        "<div class='mobile-menu' aria-hidden='true'><ul><li><a href='/w'>WORTLAUT</a></li></ul></div>",
        "<div class='breadcrumb'><a href='/'>WORTLAUT</a> / Segel</div>",
        "<i class='material-icons' aria-hidden='true'>WORTLAUT_more</i>",
        "<span class='sr-only'>WORTLAUT</span>",
        "<div class='swiper-slide slick-cloned' aria-hidden='true'><p>WORTLAUT einer Kopie</p></div>",
        "<div hidden class='alert success'><p>WORTLAUT wurde gesendet.</p></div>",
        "<div style='display:none'>{{ WORTLAUT | name }} der Vorlage</div>",
        "<div style='display:none'><form><p>WORTLAUT</p><input name='q'></form></div>",
        "<template><p>WORTLAUT</p></template>",
    ],
)
def test_what_surrounds_the_page_stays_out(clutter: str) -> None:
    page = f"<h1>Segel</h1><p>{TEXT}</p><p>{PRICE}</p>"
    bodies = [page + clutter, clutter + page, f"<main>{page}{clutter}</main>"]
    if not clutter.startswith("<form"):  # a form in a form is none (HTML standard, 4.10.3)
        bodies.append(f"<form>{page}{clutter}</form>")
    for body in bodies:
        read = text_of(body)
        assert "WORTLAUT" not in read
        assert PRICE in read


@pytest.mark.parametrize(
    "unlucky",
    [
        "<div class='menu-card'><h2>Mittag</h2><p>Scholle mit Speck</p><p>16,50 Euro</p></div>",
        "<ul class='menu'><li><a href='/g/1'>Scholle mit Speck</a> 16,50 Euro</li></ul>",
        "<div class='cookie-shop'><p>Scholle mit Speck und Hafercookie 16,50 Euro</p></div>",
        f"<div class='popup-gallery'><p>Scholle mit Speck 16,50 Euro</p><p>{TEXT} {TEXT} {TEXT}</p></div>",
        "<div class='share-price'><p>Scholle mit Speck: 16,50 Euro</p></div>",
        "<p>A</p><div class='popup-card'><p>Scholle mit Speck</p></div><div class='popup-card'><p>16,50 Euro</p></div>",
        "<div class='social-projects'><p>Scholle mit Speck zugunsten der Seenotretter: 16,50 Euro</p></div>",
    ],
)
def test_an_unlucky_name_alone_drops_nothing(unlucky: str) -> None:
    read = text_of(f"<main><h1>Segel</h1><p>{TEXT}</p>{unlucky}</main>")
    assert "Scholle mit Speck" in read
    assert "16,50 Euro" in read


@pytest.mark.parametrize(
    "panel",
    [
        "<button role='tab' aria-controls='p'>Maße</button><div role='tabpanel' id='p' hidden>{}</div>",
        "<h3><button aria-expanded='false' aria-controls='p'>Maße</button></h3><div id='p' aria-hidden='true'>{}</div>",
        "<div hidden='until-found'>{}</div>",
        "<section hidden><h3>Maße</h3>{}</section>",
        "<div class='accordion'><div class='accordion-title'>Maße</div><div style='display: none;'>{}</div></div>",
        "<details><summary>Maße</summary>{}</details>",
        "<div class='tab-pane fade' style='display:none' id='masse'><div>{}</div></div>",
        "<div class='slide' aria-hidden='true'>{}</div>",
        "<div class='more' style='visibility:hidden'>{}</div>",
        "<div class='panel' hidden>{}<form><input name='menge'><button>Bestellen</button></form></div>",
    ],
)
@pytest.mark.parametrize("inner", ["<p>Die Gaffel misst 4,20 Meter.</p>", "Die Gaffel misst 4,20 Meter."])
def test_what_one_click_opens_is_read(panel: str, inner: str) -> None:
    read = text_of(f"<main><h1>Segel</h1><p>{TEXT}</p>{panel.format(inner)}</main>")
    assert "Die Gaffel misst 4,20 Meter." in read.split("\n")


def test_a_menu_of_dishes_is_none_of_links() -> None:
    menu = "<ul class='menu-list'><li><b>Linsen</b><i>6,50</i></li><li><b>Gulasch</b><i>8,90</i></li></ul>"
    assert "8,90" in text_of(f"<main><h1>Segelstube</h1><p>{TEXT}</p>{menu}</main>")


@pytest.mark.parametrize(
    "body",
    [
        "<form class='cart' method='post'><p>{}</p><input type='number' name='menge'><button>Kaufen</button></form>",
        "<form action='korb' method='POST'><table><tr><td>Segel</td><td>{}</td></tr></table><input name='n'></form>",
        "<article><h2>Großsegel</h2><p>Auf Maß genäht.</p><footer>{}</footer></article>",
    ],
)
def test_what_is_for_sale_is_read_wherever_it_stands(body: str) -> None:
    assert PRICE in text_of(f"<main><h1>Segel</h1><p>{TEXT}</p>{body.format(PRICE)}</main><footer>© Segel</footer>")


def test_a_tab_without_a_heading_has_the_title_of_its_button() -> None:
    page = read_page(
        """<main><h1>Jolle</h1><p>Gebaut aus Lärche.</p>
        <ul role="tablist"><li role="tab"><a href="#m">Maße</a></li></ul>
        <div role="tabpanel" id="m" hidden><p>Länge 5,10 m</p></div>
        <div role="tab" aria-controls="s" aria-expanded="false">Segel</div>
        <div role="tabpanel" id="s" style="display:none"><p>Großsegel 9 m²</p></div></main>""",
        "https://a.example/",
    )
    assert [(part.headings, part.text) for part in page.sections] == [
        (("Jolle",), "Gebaut aus Lärche."),
        (("Jolle", "Maße"), "Länge 5,10 m"),
        (("Jolle", "Segel"), "Großsegel 9 m²"),
    ]


@pytest.mark.parametrize(
    "price", ["<span aria-hidden='true'>16,50&nbsp;€</span><span class='sr-only'>16,50 Euro</span>"]
)
def test_a_price_that_is_hidden_from_readers_aloud_is_read(price: str) -> None:
    assert "16,50 €" in text_of(f"<main><h1>Segel</h1><p>{TEXT}</p><p>Scholle {price}</p></main>")


def test_a_tab_that_names_no_panel_is_nobodys_title() -> None:
    page = read_page(
        "<ul><li role='tab'><a href='#'>Blog</a></li></ul><div><p>Leinen los.</p></div>", "https://a.example/"
    )
    assert page.sections[0].headings == ()


def test_headings_with_nothing_below_are_lines_in_their_order() -> None:
    page = read_page(
        """<main><h1>Hafenamt</h1><p>Liegeplätze und Kräne.</p><h2>Strom an jedem Steg</h2>
        <h2>Winterlager ab Oktober</h2><h2>Preise</h2><h3>Kran</h3><p>60 Euro</p><h3>Slip frei für Mitglieder</h3>
        <h2>Hafenmeisterin Ida Brook</h2></main>""",
        "https://a.example/",
    )
    assert [(part.headings, part.text) for part in page.sections] == [
        (("Hafenamt",), "Liegeplätze und Kräne.\nStrom an jedem Steg\nWinterlager ab Oktober"),
        (("Hafenamt", "Preise", "Kran"), "60 Euro"),
        (("Hafenamt", "Preise"), "Slip frei für Mitglieder"),
        (("Hafenamt",), "Hafenmeisterin Ida Brook"),
    ]


def test_definitions_without_a_value_are_not_lost() -> None:
    assert text_of("<dl><dt>Kran</dt><dd></dd><dt>Slip</dt><dd>frei</dd></dl>") == "Kran\nSlip: frei"


@pytest.mark.parametrize(
    "body",
    [
        "<main><p>Willkommen auf den Seiten der Segelmacherei.</p></main><div>{}</div>",
        "<header><p>Kopf</p></header><div class='lightbox'><form><input name='q'><div>{}</div></form></div>",
        "<footer>{}</footer>",
        "<div class='newsletter'><input type='email'>{}</div>",
    ],
)
def test_a_page_that_lost_nearly_all_its_text_is_read_again(body: str) -> None:
    parts = "".join(f"<section><h2>Teil {n}</h2><p>{TEXT} Nummer {n}.</p></section>" for n in range(6))
    read = text_of(body.format(parts))
    assert all(f"Nummer {number}." in read for number in range(6))


def test_a_large_page_is_read_in_milliseconds() -> None:
    item = f"<div class='menu-item card'><h3>Segel</h3><p>{TEXT} 12,50<sup>1</sup> Euro</p><a href='/x'>mehr</a></div>"
    html = f"<html><body><form><div class='page-modal'>{item * 150}</div></form></body></html>"
    read_page(html, "https://a.example/")
    started = perf_counter()
    read_page(html, "https://a.example/")
    assert perf_counter() - started < 0.5  # about a tenth of it on an idle machine


def test_a_footers_menu_is_no_contact_though_it_leads_to_the_opening_hours() -> None:
    html = """<html lang="de"><body><main><h1>Räder</h1><p>Wir flicken Reifen und stellen Bremsen ein.</p></main>
      <footer><h4>Seiten</h4><ul><li><a href="/">Start</a></li><li><a href="/zeiten">Öffnungszeiten</a></li></ul>
      <h4>Kontakt</h4><p>Telefon 040 1234</p></footer></body></html>"""

    page = read_page(html, "https://a.example/")

    assert [section.text for section in page.footer] == ["Telefon 040 1234"]


@pytest.mark.parametrize(
    "link",
    [
        "<a class='btn' href='/kontakt'>Segel anfragen</a>",
        "<a class='nav-cta' href='https://a.example/x'>Alle Segel</a>",
    ],
)
def test_links_made_to_look_like_buttons_are_none_of_the_text(link: str) -> None:
    assert text_of(f"<main><h2>Segel</h2><p>{TEXT}</p><div>{link}</div></main>") == TEXT


@pytest.mark.parametrize(
    "link",
    [
        "<a class='btn' href='https://termine.example/x'>Termin bei Terminland</a>",
        "<a class='btn' href='/satzung.pdf'>Satzung</a>",
        "<a class='btn' href='tel:040123'>Rufen Sie an: 040 123</a>",
        "<a class='btn' href='/x'>Segel für Jollen bis vier Meter Länge</a>",
        "<a class='card' href='/x'>Großsegel</a>",
    ],
)
def test_links_that_say_something_are_text(link: str) -> None:
    said = link.partition(">")[2].partition("<")[0]
    assert said in text_of(f"<main><h2>Segel</h2><p>{TEXT}</p><div>{link}</div></main>")
