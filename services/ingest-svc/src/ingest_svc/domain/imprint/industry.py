"""What trade a company is in, by the words of its title, description and headings."""

from __future__ import annotations

import re

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean

_TRADES: tuple[tuple[str, str], ...] = (
    ("Tischlerei", r"tischler|schreiner|möbelbau"),
    ("Zimmerei und Holzbau", r"zimmerei|zimmerer|holzbau"),
    ("Dachdeckerei", r"dachdecker|bedachung|spengler"),
    ("Sanitär, Heizung, Klima", r"sanitär|heizungsbau|heizung|\bshk\b|klimatechnik|installateur"),
    ("Elektrotechnik", r"elektrotechnik|elektriker|elektroinstall|elektromeister|photovoltaik"),
    ("Malerbetrieb", r"maler(?:fach)?betrieb|maler\b|malermeister|lackier"),
    ("Garten- und Landschaftsbau", r"gartenbau|landschaftsbau|galabau|gärtnerei"),
    ("Bauunternehmen", r"bauunternehm|hochbau|tiefbau"),
    ("Metallbau", r"metallbau|schlosserei|schweiß"),
    ("Maschinenbau", r"maschinenbau|anlagenbau|zerspanung|cnc"),
    ("Kfz-Werkstatt", r"kfz|autowerkstatt|autohaus|karosserie|\bgaragen?\b|occasion|gebrauchtwagen|reifenservice"),
    ("Fahrradladen", r"fahrrad|veloladen|velowerkstatt|bikeshop"),
    ("Fliesen, Böden, Raumausstattung", r"fliesenleg|bodenleger|parkett|raumausstatt|polsterei"),
    ("Gipser und Stuckateur", r"\bgipser|stuckateur|trockenbau"),
    ("Steinmetz", r"steinmetz|natursteine?\b|grabmal"),
    ("Ofenbau und Schornsteinfeger", r"ofenbau|kachelofen|schornsteinfeger|kaminkehrer|kaminfeger"),
    ("Steuerberatung", r"steuerberat|steuerkanzlei|treuhand"),
    ("Rechtsberatung", r"rechtsanwält|rechtsanwalt|anwaltskanzlei|notar"),
    ("Zahnarztpraxis", r"zahnarzt|zahnärzt|zahnmedizin|zahnheilkunde|kieferorthopäd"),
    ("Tierarztpraxis", r"tierarzt|tierärzt|kleintierpraxis|tierpraxis"),
    ("Arztpraxis", r"arztpraxis|hausarzt|hausärzt|facharzt|fachärzt"),
    ("Physiotherapie", r"physiotherap|krankengymnast|osteopath"),
    ("Ergotherapie und Logopädie", r"ergotherap|logopäd"),
    ("Psychotherapie", r"psychotherap|psycholog"),
    ("Heilpraxis", r"heilpraktik|naturheil|hebamme"),
    ("Podologie", r"podolog|fußpflege"),
    ("Pflegedienst", r"pflegedienst|ambulante pflege|seniorenheim|altenpflege"),
    ("Apotheke", r"apotheke"),
    ("Hotel", r"hotel|pension\b|gästehaus|ferienwohnung|gästezimmer"),
    ("Gastronomie", r"restaurant|gasthaus|gasthof|café|catering|wirtshaus"),
    ("Bäckerei", r"bäckerei|konditorei"),
    ("Metzgerei", r"metzgerei|fleischerei"),
    ("Weingut", r"weingut|winzer|weinbau"),
    ("Hofladen und Landwirtschaft", r"hofladen|bauernhof|landwirtschaft|imkerei|obsthof"),
    ("Friseur", r"friseur|coiffeur"),
    ("Kosmetik", r"kosmetik|nagelstudio|beauty"),
    ("Florist", r"florist|blumenladen|blumengeschäft"),
    ("Fotograf", r"fotograf|fotostudio"),
    ("Fahrschule", r"fahrschule"),
    ("Musikschule", r"musikschule|musikunterricht"),
    ("Tanz und Fitness", r"tanzschule|fitness|yoga|pilates"),
    ("Kindertagesstätte", r"\bkita\b|kindergarten|kindertagesstätte|kinderkrippe"),
    ("Bestattungen", r"bestatt"),
    ("Immobilien", r"immobilien|hausverwaltung|makler"),
    ("Versicherung", r"versicherungsmakler|versicherungsagentur"),
    ("Software und IT", r"software|it-dienstleist|it-systemhaus|cloud|systemhaus"),
    ("Marketing und Werbung", r"werbeagentur|marketingagentur|webdesign|online-marketing"),
    ("Architektur und Ingenieurbüro", r"architekt(?:en|in|ur)?(?:büro)?\b|ingenieurbüro|statiker"),
    ("Logistik", r"spedition|logistik|\btransporte\b|transportunternehmen|umzugsunternehmen|umzüge"),
    ("Druckerei", r"druckerei|druckhaus"),
    ("Optiker", r"optiker|augenoptik"),
    ("Reinigung", r"gebäudereinigung|reinigungsservice|reinigungsfirma"),
    ("Verein", r"\w*verein\b|\be\. ?v\."),
)
_PATTERNS = [(trade, re.compile(pattern, re.IGNORECASE)) for trade, pattern in _TRADES]


def find_industry(page: SitePage) -> Finding | None:
    """The trade that the start page names first and most plainly: in its title, then its description, then headings."""
    description = page.tree.css_first('meta[name="description" i][content]')
    title = page.tree.css_first("title")
    places = [
        (clean(title.text()) if title is not None else "", 0.85),
        (clean(description.attributes.get("content") or "") if description is not None else "", 0.8),
        *((clean(node.text()), 0.7) for node in page.tree.css("h1, h2")[:6]),
    ]
    for text, confidence in places:
        hits = [(match.start(), trade) for trade, pattern in _PATTERNS if (match := pattern.search(text))]
        if hits:
            return Finding(min(hits)[1], page.content.url, text[:300], confidence)
    return None
