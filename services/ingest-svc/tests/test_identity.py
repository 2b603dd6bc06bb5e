"""Who a site's company is: by agreement of places, with its entity and its country told apart."""

from __future__ import annotations

import pytest
from ingest_svc.domain.html import read_page
from ingest_svc.domain.imprint import Facts, SitePage, extract_facts
from ingest_svc.domain.imprint.name_rules import cannot_name, core_of
from ingest_svc.domain.imprint.persons import bare_name, is_person, split_role
from ingest_svc.domain.imprint.vat import is_valid, swiss_uid_is_valid, vat_ids_in


def page(path: str, body: str, head: str = "", host: str = "firma.example") -> SitePage:
    url = f"https://{host}{path}"
    html = f'<html lang="de"><head>{head}</head><body>{body}</body></html>'
    return SitePage(read_page(html, url), html)


def facts_of(start: str, imprint: str = "", *, title: str = "", host: str = "firma.example") -> Facts:
    pages = [page("/", start, f"<title>{title}</title>", host)]
    if imprint:
        pages.append(page("/impressum", f"<h1>Impressum</h1>{imprint}", "<title>Impressum</title>", host))
    return extract_facts(pages, {})


def test_a_brand_and_the_entity_behind_it_are_two_fields() -> None:
    facts = facts_of(
        '<header><a href="/">Café Zimtstern</a></header><h1>Frühstück bis drei</h1>',
        "<p>Backhaus Oltmann UG (haftungsbeschränkt)<br>Hafenweg 3<br>26999 Leerort</p>",
        title="Café Zimtstern – Frühstück",
    )
    assert facts.company_name is not None
    assert facts.legal_name is not None
    assert (facts.company_name.value, facts.legal_name.value) == (
        "Café Zimtstern",
        "Backhaus Oltmann UG (haftungsbeschränkt)",
    )
    assert facts.legal_form is not None


@pytest.mark.parametrize(
    ("brand", "entity"),
    [
        ("Seekrug", "Seekrug Lenz Betriebs GmbH"),
        ("Hotel Salzgrotte", "Hotel Salzgrotte Verwaltungs- und Betriebsgesellschaft mbH"),
        # a trade and its town, that visitors see wherever they look, before partners whom nobody knows
        ("Taxi Obernau", "Orth Quist GbR"),
    ],
)
def test_who_only_runs_a_company_is_not_what_it_is_called(brand: str, entity: str) -> None:
    facts = facts_of(
        f'<header><a href="/">{brand}</a></header><h1>Schön hier</h1><footer><p>© 2026 {brand}</p></footer>',
        f"<p>{entity}<br>Hafenweg 3<br>26999 Obernau</p>",
        title=f"{brand} – am Wasser",
        host=f"{brand.lower().replace(' ', '-')}.example",
    )
    assert facts.company_name is not None
    assert facts.legal_name is not None
    assert (facts.company_name.value, facts.legal_name.value) == (brand, entity)


@pytest.mark.parametrize(
    ("header", "sure"), [("Schreinerei Lenz Obernau", True), ("Lenz", False), ("Lenz Küchen und Bäder", False)]
)
def test_a_name_is_sure_where_several_kinds_of_places_say_it_in_these_words(header: str, sure: bool) -> None:
    facts = facts_of(
        f'<header><a href="/">{header}</a></header><h1>Aus Holz</h1><footer><p>© 2026 {header}</p></footer>',
        "<p>Schreinerei Lenz Obernau GmbH<br>Hafenweg 3<br>26999 Obernau</p>",
        title=f"{header} | Start",
        host="lenz.example",
    )
    assert facts.company_name is not None
    assert (facts.company_name.confidence >= 0.9) is sure


def test_a_name_that_one_place_holds_alone_is_not_said() -> None:
    facts = facts_of("<h1>Alles aus einer Hand</h1><p>Wir kommen gern.</p>", title="Zuverlässig und schnell")
    assert facts.company_name is None


def test_what_the_pages_say_otherwise_is_kept() -> None:
    script = (
        '<script type="application/ld+json">{"@type":"Store","name":"Radhaus Blitz","telephone":"030 23125011",'
        '"address":{"streetAddress":"Alter Weg 9","postalCode":"10999","addressLocality":"Berlin"}}</script>'
    )
    facts = facts_of(
        f"{script}<h1>Radhaus Blitz</h1>",
        "<p>Radhaus Blitz<br>Neuer Weg 2<br>10999 Berlin</p><p>Tel. 030 23125022</p>",
        title="Radhaus Blitz",
    )
    assert facts.phone is not None
    assert facts.address is not None
    assert facts.phone.value == "+493023125022"
    assert facts.address.value == "Neuer Weg 2, 10999 Berlin"
    assert [one.value for one in facts.contradictions["phone"]] == ["+493023125011"]
    assert [one.value for one in facts.contradictions["address"]] == ["Alter Weg 9, 10999 Berlin"]


@pytest.mark.parametrize(
    ("start", "imprint", "title", "host", "name"),
    [
        # the surname of the owner is the name's own word, though it is a trade
        ("<h1>Schöne Gärten</h1>",
         "<p>Gartenbau Schneider<br>Inhaber: Otto Schneider<br>Am Anger 6<br>37999 Obernau</p>",
         "Gartenbau Schneider | Start", "gartenbau-schneider.example", "Gartenbau Schneider"),
        # a trade beside a person's name is not part of it
        ("<header><a href='/'>Lena Orth · Zahnärztin Ulm</a></header><h1>Lena Orth · Zahnärztin Ulm</h1>",
         "<p>Lena Orth<br>Am Anger 6<br>37999 Obernau</p>",
         "Lena Orth · Zahnärztin Ulm", "lena-orth.example", "Lena Orth"),
        # a dash that leaves out the end of a compound separates nothing
        ("<h1>Sauber gemauert</h1>", "<p>Maurer- und Betonbau Quist<br>Am Anger 6<br>37999 Obernau</p>",
         "Maurer- und Betonbau Quist", "quist.example", "Maurer- und Betonbau Quist"),
        # a header that sets a word of the name large beside its trade
        ("<header><a href='/'><b>Quist</b><small>Fleischerei &amp; Partyservice</small></a></header><h1>Von hier</h1>",
         "<p>Otto Quist<br>Fleischerei &amp; Partyservice<br>Am Anger 6<br>37999 Obernau</p>"
         "<p>© 2026 Fleischerei Quist</p>",
         "Fleischerei Quist – seit drei Generationen", "quist.example", "Fleischerei Quist"),
        # nor is the first name of the owner, large in the header
        ("<header><a href='/'><b>Lena</b><br>Quistorp-Hinz</a></header><h1>Heilsam</h1>",
         "<p>Lena Quistorp-Hinz<br>Am Anger 6<br>37999 Obernau</p><p>© Lena Quistorp-Hinz</p>",
         "Heilpraxis - Lena Quistorp-Hinz", "quistorp-hinz.example", "Lena Quistorp-Hinz"),
        # titles before a name end no sentence
        ("<h1>Gesunde Zähne</h1>",
         "<p>Für den Inhalt verantwortlich:</p><p>Dr. med. dent. Uta Quist<br>Wahlärztin<br>Am Anger 6<br>37999 "
         "Obernau</p><p>© Dr. med. dent. Uta Quist</p>",
         "", "praxis-quist.example", "Dr. med. dent. Uta Quist"),
        # nor is the owner behind it
        ("<h1>Ausgeschlafen</h1>", "<p>Hotel Quist, Inh.: Otto Quist e.K.<br>Am Anger 6<br>37999 Obernau</p>",
         "Hotel Quist", "hotel-quist.example", "Hotel Quist"),
        # letters of the domain, where it holds an umlaut
        ("<h1>Frisch gebacken</h1>", "<p>Bäckhäusl<br>Am Anger 6<br>37999 Obernau</p>",
         "Bäckhäusl", "xn--bckhusl-5wad.example", "Bäckhäusl"),
        # a surname of two halves is one word, and names nobody without the trade beside it
        ("<header><a href='/'>Orth-Quist · Ergotherapie</a></header><h1>Beweglich</h1>",
         "<p>Lena Orth-Quist<br>Am Anger 6<br>37999 Obernau</p>",
         "Ergotherapie Orth-Quist", "orth-quist.example", "Ergotherapie Orth-Quist"),
        # nor does the owner belong to it, with a stroke between the two
        ("<header><a href='/'>Hofgut Sonnenkamp</a></header><h1>Alles Gute</h1>",
         "<h2>Betreiber</h2><p>Lena Orth / Hofgut Sonnenkamp<br>Am Anger 6<br>37999 Obernau</p>",
         "Obst und mehr", "obst.example", "Hofgut Sonnenkamp"),
        # inns whose names begin with Zum
        ("<header><a href='/'>Zum Hirschen</a></header><h1>Zum Hirschen</h1>",
         "<p>Zum Hirschen<br>Am Anger 6<br>37999 Obernau</p>", "Zum Hirschen – Gasthaus", "hirschen.example",
         "Zum Hirschen"),
        # a sentence of welcome outside of headings
        ("<div>Herzlich willkommen bei Hofgut Sonnenkamp!</div>",
         "<p>Hofgut Sonnenkamp<br>Am Anger 6<br>37999 Obernau</p>", "Start", "hofgut.example", "Hofgut Sonnenkamp"),
    ],
)  # fmt: skip
def test_names_as_small_companies_show_them(start: str, imprint: str, title: str, host: str, name: str) -> None:
    facts = facts_of(start, imprint, title=title, host=host)
    assert facts.company_name is not None
    assert facts.company_name.value == name


@pytest.mark.parametrize(
    ("imprint", "host", "country"),
    [
        ("<p>Laden Moos<br>Dorfplatz 1<br>6999 Musterthal</p><p>UID: ATU12345675</p>", "moos.example", "AT"),
        ("<p>Laden Moos<br>Dorfplatz 1<br>8999 Musterwil</p><p>+41 44 555 01 10</p>", "moos.example", "CH"),
        ("<p>Laden Moos<br>Dorfplatz 1<br>8999 Musterwil</p>", "moos.example", ""),
        ("<p>Laden Moos<br>Dorfplatz 1<br>39030 Musterdorf</p><p>MwSt.-Nr. IT00000010215</p>", "moos.example", "IT"),
        ("<p>Laden Moos<br>Rosa-Luxemburg-Str. 1<br>54320 Beispielburg</p>", "moos.de", "DE"),
        # five digits are no Austrian code, whatever else points there
        ("<p>Laden Moos<br>Torfweg 1<br>54320 Beispielburg</p><p>+43 1 5550110</p>", "moos.de", "DE"),
    ],
)
def test_a_country_needs_evidence(imprint: str, host: str, country: str) -> None:
    facts = facts_of("<h1>Laden Moos</h1>", imprint, title="Laden Moos", host=host)
    assert facts.postal_address is not None
    assert facts.postal_address.country == country


@pytest.mark.parametrize(
    "text",
    [
        "Ruhetag",
        "Kontakt",
        "Jetzt Angebot anfordern",
        "Wir freuen uns auf Sie",
        "Torfweg 15",
        "54320 Beispielburg",
        "My Site",
        "info@firma.example",
        "Willkommen bei uns",
        "Steuernummer: 12/345/678",
        "React App",
        "Alles rund ums Rad!",
        "Zum Hauptinhalt springen",
        "Zur Startseite",
        "Zum Kontaktformular",
        "Zum Hauptmenü",
        "Als neuer Webmaster arbeitet seit Mai",
        "Fachärztin für Augenheilkunde",
        "(nicht-rechtsfähiger Verein)",
        "Mitglied im Verband der Orgelbauer e. V.",
    ],
)
def test_labels_buttons_and_sentences_are_no_names(text: str) -> None:
    assert cannot_name(text)


@pytest.mark.parametrize(
    ("lines", "register", "vat"),
    [
        ("Amtsgericht Obernau<br>Hrb Nr. 4711", "Amtsgericht Obernau, HRB 4711", None),
        ("Registergericht: Obernau/Rhein<br>Registernummer VR 60711", "Amtsgericht Obernau/Rhein, VR 60711", None),
        ("Eingetragen im Vereinsregister des Amtsgerichts Obernau unter der Nummer 1234.",
         "Amtsgericht Obernau, VR 1234", None),
        ("Registernummer: 1234<br>Registergericht: Amtsgericht Obernau<br>Eintragung im Vereinsregister.",
         "Amtsgericht Obernau, VR 1234", None),
        ("Vereinsregister Obernau Nr. 1234", "Amtsgericht Obernau, VR 1234", None),
        ("Handelsregister B 4711, Amtsgericht Obernau", "Amtsgericht Obernau, HRB 4711", None),
        ("HR A 4711<br>Gericht: Obernau", "Amtsgericht Obernau, HRA 4711", None),
        ("Zentrales Vereinsregister: 1234567890", "ZVR 1234567890", None),
        ("Registernummer: 1234", None, None),
        ("USt-IdNr.: DE 123456789", None, None),
        ("USt-IdNr.: DE 000 000 000", None, None),
        ("UID: CHE-102.030.403", "CHE-102.030.403", None),
        ("MwSt-Nr. CHE-102.030.403", "CHE-102.030.403", "CHE-102.030.403 MWST"),
    ],
)  # fmt: skip
def test_registers_and_numbers_that_templates_leave(lines: str, register: str | None, vat: str | None) -> None:
    facts = facts_of("<h1>Laden Moos</h1>", f"<p>Laden Moos<br>Torfweg 1<br>37999 Obernau</p><p>{lines}</p>")
    found = facts.register_entry.value if facts.register_entry else None
    assert (found, facts.vat_id.value if facts.vat_id else None) == (register, vat)


def test_the_year_of_a_copyright_is_no_postal_code() -> None:
    footer = "<footer><p>Torfweg 1<br>37999 Obernau<br>© 2026 Quist Dienste</p></footer>"
    facts = facts_of(f"<h1>Quist Dienste</h1>{footer}", title="Quist Dienste – Hilfe", host="quist-dienste.example")
    assert facts.company_name is not None
    assert facts.address is not None
    assert (facts.company_name.value, facts.address.value) == ("Quist Dienste", "Torfweg 1, 37999 Obernau")
    assert facts.contradictions == {}


def test_an_address_is_found_in_an_imprint_of_prose() -> None:
    told = "Der Verein wird vertreten, wie es seine Satzung sagt, und steht im Register. " * 4
    facts = facts_of("<h1>Gilde Quist</h1>", f"<p>Gilde Quist e.V., Torfweg 1, 37999 Obernau. {told}</p>")
    assert facts.address is not None
    assert facts.address.value == "Torfweg 1, 37999 Obernau"


def test_two_numbers_with_a_stroke_between_are_two() -> None:
    facts = facts_of("<h1>Praxis</h1>", "<p>Telefon: 030 231 250 11 / 030 231 250 22</p>")
    assert facts.phone is not None
    assert facts.phone.value == "+493023125011"


def test_columns_that_are_read_across_leave_an_address_whole() -> None:
    facts = facts_of("<p>Fon 030 23125011<br>Alter Weg 9<br>Fax 030 23125012<br>10999 Berlin<br>info@firma.example</p>")
    assert facts.address is not None
    assert facts.address.value == "Alter Weg 9, 10999 Berlin"


def test_a_vat_id_below_the_tax_office_is_the_companys() -> None:
    facts = facts_of(
        "<h1>Quist</h1>", "<p>Quist<br>Alter Weg 9<br>10999 Berlin</p><p>Finanzamt Ulm<br>USt.-IdNr.: DE136695976</p>"
    )
    assert facts.vat_id is not None
    assert facts.vat_id.value == "DE136695976"


@pytest.mark.parametrize("above", ["Addresse", "Wahlarzt", "Metzgerei"])
def test_a_label_or_trade_above_the_street_is_not_said_as_a_name(above: str) -> None:
    facts = facts_of("<h1>Gut beraten</h1>", f"<p>{above}<br>Am Anger 6<br>37999 Obernau</p>")
    assert facts.company_name is None


def test_a_number_too_short_is_no_telephone() -> None:
    facts = facts_of("<h1>Laden Moos</h1>", "<p>Laden Moos<br>Torfweg 1<br>37999 Obernau</p><p>Tel. 030 471</p>")
    assert facts.phone is None


def test_a_trade_with_its_town_names_nobody_alone() -> None:
    assert core_of("Zahnarzt Beispielburg").own == {"beispielburg"}
    assert core_of("Zahnarztpraxis Perlweiß").own == {"perlweiss"}
    assert core_of("Hofladen Quittenbaum").own == {"quittenbaum"}


@pytest.mark.parametrize(
    "text",
    ["Runa Feldhaus", "Dr. med. Jörg Bäuerlein", "Dipl.-Ing. (FH) Ingo Adler", "Karl-Heinz von der Aue", "AYŞE YILDIZ"],
)
def test_names_of_persons(text: str) -> None:
    assert is_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Schnelle Hilfe",
        "Externe Karten",
        "Mercedes Benz",
        "Google Maps",
        "Max Flexibel",
        "Goldener Herbst",
        "Prof. Dr. Zumthor",
        "Max Mustermann",
        "Konrad Adenauer Straße",
        "Olaplex Treatment",
        "Marina Hotel",
        "Unsere Haltung",
        "Über Uta Lenz",
    ],
)
def test_headings_products_and_streets_are_no_persons(text: str) -> None:
    assert not is_person(text)


def test_a_position_behind_a_name_is_told_from_it() -> None:
    assert split_role("Katja Noack Medizinische Fachangestellte") == ("Katja Noack", "Medizinische Fachangestellte")
    assert split_role("Anna Maria Koch") is None
    assert bare_name("RAin Dr. Simone Fries, LL.M.") == "Simone Fries"


@pytest.mark.parametrize(
    "vat_id",
    [
        "DE123456788",
        "ATU12345675",
        "IT00000010215",
        "FR40303265045",
        "NL004495445B01",
        "PL8567346215",
        "BE0428759497",
        "LU15027442",
        "DK13585628",
        "SI50223054",
        "SK2022749619",
        "HR33392005961",
        "SE123456789701",
        "PT501964843",
    ],
)
def test_check_digits_of_vat_ids(vat_id: str) -> None:
    assert is_valid(vat_id)
    digit = next(at for at in reversed(range(2, len(vat_id))) if vat_id[at].isdigit() and vat_id[at - 1] != "B")
    if vat_id[:2] not in ("NL", "SE"):  # their last digits are no check digits
        changed = vat_id[:digit] + str((int(vat_id[digit]) + 1) % 10) + vat_id[digit + 1 :]
        assert not is_valid(changed)


def test_vat_ids_are_read_however_they_are_written() -> None:
    assert vat_ids_in("USt.Id.Nr. DE 123/456 788") == ["DE123456788"]
    assert vat_ids_in("UID: ATU 123 456 75, Tel. 0662 1234") == ["ATU12345675"]
    assert vat_ids_in("IDEE 123456789") == []
    assert swiss_uid_is_valid("102030403")
    assert not swiss_uid_is_valid("102030404")
