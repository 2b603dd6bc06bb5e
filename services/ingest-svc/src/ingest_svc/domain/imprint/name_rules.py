"""What a company's name cannot be, and when two spellings name the same company."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest_svc.domain.imprint.addresses import is_address_line
from ingest_svc.domain.imprint.first_names import fold
from ingest_svc.domain.imprint.legal_forms import legal_form_of, without_legal_form

LONGEST = 90
MOST_WORDS = 11
LONGEST_WORD = 40
# Whole texts that label, lead on or greet; folded, compared without punctuation.
_LABELS = frozenset(
    line.strip()
    for line in """
    home|start|startseite|willkommen|herzlich willkommen|datenschutzerklaerung|privacy policy|cookies|kontakt
    kontaktdaten|kontaktinformationen|impressum|imprint|datenschutz|ueber uns|ueber mich|about|about us|team
    unser team|das team|leistungen|unsere leistungen|angebot|angebote|aktuelles|news|blog|galerie|bilder|preise
    preisliste|anfahrt|lage|standort|standorte|adresse|addresse|anschrift|telefon|telefax|fax|e-mail|email|mail|mobil
    oeffnungszeiten|sprechzeiten|sprechstunden|sprechstunde|buerozeiten|ordinationszeiten|geschaeftszeiten|termine
    termin|ruhetag|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|geschlossen|feiertag|deutschland
    germany|oesterreich|austria|schweiz|switzerland|italien|suedtirol|menu|menue|navigation|suche|seite|website
    webseite|homepage|index|untitled|unbenannt|referenzen|projekte|kunden|partner|karriere|jobs|stellenangebote
    ausbildung|shop|warenkorb|login|anmelden|registrieren|download|downloads|presse|faq|agb|widerruf|service
    services|produkte|philosophie|geschichte|unternehmen|firma|betrieb|verein|praxis|inhaber|inhaberin
    geschaeftsfuehrer|geschaeftsfuehrung|geschaeftsfuehrerin|vorstand|verantwortlich|verantwortlicher|anbieter
    betreiber|herausgeber|kundenservice|kundendienst|zentrale|hauptsitz|hauptgeschaeft|filiale|buero|buro
    verwaltung|geschaeftsstelle|postanschrift|hausanschrift|postfach|besucheradresse|lieferadresse|rechnungsadresse
    name|vorname|nachname|firmenname|logo|banner|header|footer|inhalt|mehr|mehr erfahren|weiterlesen|jetzt anrufen
    jetzt buchen|jetzt anfragen|angebot anfordern|kontakt aufnehmen|rufen sie uns an|schreiben sie uns
    besuchen sie uns|folgen sie uns|so finden sie uns|wir freuen uns auf sie|facebook|instagram|youtube|linkedin
    xing|whatsapp|google|google maps|twitter|tiktok|wordpress|jimdo|wix|wix com|shopify|typo3|joomla|drupal
    elementor|squarespace|webflow|ionos|strato|meine website|meine webseite|meine seite|my site|my website|website
    mysite|neue seite|neue website|react app|vite app|vite vue|vite react|vue app|next js|nuxt|angular|site title
    page title|document|titel|title|ihr logo|ihre firma|your company|company name|firmenname gmbh|musterfirma
    musterfirma gmbh|max mustermann|lorem ipsum|just another wordpress site|eine weitere wordpress website
    rechtliches|rechtliche hinweise|haftungsausschluss|disclaimer|einzelunternehmen|kleingewerbe|kleinunternehmer
    angaben|angaben gemaess|urheberrecht|copyright|bildnachweis|redaktion|umsatzsteuer|steuernummer|handelsregister
    registereintrag|register|internet|web|online|e-commerce|speisekarte|reservierung|anfrage
    termine nach vereinbarung|nach vereinbarung|navigation ueberspringen|zum inhalt|zum inhalt springen
    zur startseite|zurueck|weiter|kontaktadresse|kontaktieren sie uns|responsible|owner|address|contact|phone
    legal notice|welcome|benvenuti|bienvenue|moin|hallo|sekretariat|rezeption|empfang|werkstatt|laden|geschaeft
    angaben zum anbieter|diensteanbieter|vertretungsberechtigt|anmeldung|coming soon|wartungsmodus|bald online
    under construction|seite nicht gefunden|page not found
    """.replace("\n", "|").split("|")
    if line.strip()
)
_LABELLING = re.compile(
    r"(?:medieninhaber|diensteanbieter|dienstanbieter|anbieter|herausgeber|betreiber|inhaber|eigentuemer)(?:in|innen)?|"
    r"verantwortlich\w*|inhaltlich\w*|rechtlich\w*|gesetzlich\w*|notwendige\w*|allgemeine\w*|informationen|angaben|"
    r"hinweise?|anbieterkennzeichnung|offenlegung|informationspflicht|website|webseite|internetseite|homepage|inhalt\w*|"
    r"(?:vereins|firmen|unternehmens|gesellschafts)?-?(?:sitz|anschrift|adresse)|dieser?|der|die|des|und|fuer|von|laut|"
    r"gemaess|nach|den"
)
"""Words that label who answers for a site: whatever they are joined to, nobody is called so."""
_LABEL_BEFORE = re.compile(
    r"^(?:(?:eingetragener? )?(?:firma|firmen(?:name|wortlaut|bezeichnung)|(?:praxis|vereins|unternehmens|betriebs|"
    r"geschäfts|kanzlei|"
    r"gesellschafts|organisations|hotel|schul)-?name|name(?: (?:des|der) (?:vereins|unternehmens|firma|praxis|"
    r"gesellschaft|betreibers|"
    r"anbieters|diensteanbieters|betriebs))?|name und anschrift|ordination|kanzlei|betrieb|verein|praxis|"
    r"unternehmen|company(?: name)?|anbieter(?:in)?|"
    r"dienste?anbieter(?:in)?|"
    r"(?:website-?|(?:web)?seiten)?betreiber(?:in)?(?: der (?:website|seite|webseite|homepage))?|"
    r"herausgeber(?:in)?|träger(?:in)?|"
    r"medieninhaber(?:in)?(?:,? (?:und|&) herausgeber(?:in)?)?|verantwortlich\w*(?: im sinne \w+)?|rechtsträger|"
    r"verantwortliche (?:stelle|instanz)|"
    r"impressum|kontakt|anschrift|adresse|name/firma|firma/name|provider|publisher|operator)\s*(?:[:|]|\s[–-]\s)\s*|"
    r"firma\s+(?=[A-ZÄÖÜ])|© ?)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?i:\b(?:ist|sind|wird|werden|wurde|hat|haben|kann|können|finden|freuen|bieten|machen|erhalten|erreichen|"
    r"übernimmt|"
    r"übernehmen|sie|uns|euch|dich|dir|ich|man|welche|wenn|dass|damit|läuft|kostenlos|jetzt|hier|heute|bald|gerne?|"
    r"mehr|unverbindlich|"
    r"webmaster|arbeitet|betreut|gestaltet|erstellt|you|your|we|is|are|our)\b)|[!?…]|"
    r"[a-zäöüß]{4,}(?<!\bdent)(?<!\bhabil)(?<!\bphil)(?<!\btheol)(?<!\btechn)[.;]\s+[A-ZÄÖÜ][a-zäöü]{2,}|:\s|^(?i:wir|unsere?[rmn]?|ihre?|"
    r"dein|mein|alles|seit|mit|für|bei|von|"
    r"am|so|aus|auf|nach|alle|"
    r"zu[mr] (?:\w+seite|\w*inhalt|\w*navigation|\w*menü|\w*anfang|shop|kontakt\w*|galerie|speise\w*|karte|übersicht|"
    r"anfrage|anmeldung|login|warenkorb|buchung|team|blog|suche|impressum|datenschutz\w*|newsletter|formular|termin\w*|"
    r"reservierung|angebot\w*|leistung\w*|produkt\w*|profil|beitrag|artikel|projekt\w*|referenz\w*|rezept\w*|"
    r"gutschein\w*|nächsten|kurs\w*|video\w*|download\w*|preis\w*|ticket\w*|home\w*)|"
    r"welcome|willkommen|herzlich\w*|nächste|aktuelle|besuchen|rufen|schreiben|senden|"
    r"gegründet|"
    r"angaben|inhaber\w*|inh\.|geschäftsführ\w*|vertreten|z\.\s?hd\.|c/o|tel\w*\.?|fax\w*|e-?mail|postfach|"
    r"konto|iban|steuer-?n\w*|ust\w*|finanzamt|mitglied|eingetragen|verantwortlich\w*|handelsregister|"
    r"registergericht|bisherig\w*|ehemalig\w*|fach(?:arzt|ärztin)|(?:zahn|tier)?(?:arzt|ärztin) für|"
    r"(?:\(?nicht[- ])?rechtsfähig\w*)\b(?!-)"
)
_BELONGS = re.compile(
    r"(?:mitglied|member|angehörig|zertifiziert|empfohlen|ausgezeichnet|gefördert|unterstützt)", re.IGNORECASE
)
"""What a company belongs to or was given, though it is an entity with a legal form."""
_OFFICE = re.compile(
    r"\d\.\s?(?:stellv\w*\.?\s)?\w*(?:meister(?:in)?|vorsitz\w*|vorst(?:and|ände)|kassier\w*|(?:schrift|kassen)führ\w*|"
    r"wart(?:in)?|leiter(?:in)?|präsident(?:in)?)",
    re.IGNORECASE,
)
"""What somebody is in a club, below the name in its address."""
_SHAPE = re.compile(
    r"@|https?:|www\.|§|€|\b\d{5,}\b|\b(?:HR[AB]|UID|USt)\b|\d{2,}[ /-]\d{3,}|\.(?:de|com|at|ch|html?|php|jpe?g|"
    r"png)\b|[{}<>=_\\]"
)
_FORM_CUT = re.compile(r"\b(e\.\s?[VKU])$")
"""A legal form whose last dot went with the end of a sentence."""
_PICTURES = r"[\u2190-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0e\ufe0f\u200d\s]+"
_PICTURED = re.compile(rf"^{_PICTURES}|{_PICTURES}$")
"""Arrows, stars and emoji before and behind a name: decoration, as a dash is."""
_RIGHTS_BEFORE = re.compile(r"^copyright\b[\s:]*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{2,4})?)?\s*", re.IGNORECASE)
"""The word that leads a copyright line, with its sign and years."""
_OWNER_BEHIND = re.compile(r"(?<=\w\w)[\s,;(–-]+Inh(?:\.|aber(?:in)?)\s*:?\s.+$")
_STEMS = (
    r"arzt|aerzte?|aerztin|praxis|ordination|wahl|privat|gemeinschaft|klinisch|medizinisch|biologisch|psychologisch|"
    r"aesthetisch|ganzheitlich|professionell|modern|mobil|ambulant|digital|heilkunde|gynaekologie|landschaft|meister|berater?|anwalt|anwaelte?|kanzlei|notar|notariat|betrieb|werkstatt|technik|dienst|"
    r"leistung|service|handel|"
    r"handlung|verkauf|vermietung|verleih|reinigung|transporte?|spedition|agentur|buero|studio|salon|laden|markt|"
    r"shop|schule|verein|club|"
    r"pflege|medizin|montagen?|installation|installateur|heizung|sanitaer|elektro|elektrik|dach|dachdecker|maler|"
    r"malerei|schreiner|tischler|"
    r"zimmerer?|metall|schlosser|gaertner|garten|galabau|baecker|metzger|fleischer|friseur|coiffeur|kosmetik|"
    r"massagen?|physio|ergo|"
    r"logopaedie|zahn|zahnarzt|tier|tierarzt|steuer|rechts?|versicherung|immobilien|makler|gastro|gastronomie|"
    r"restaurant|ristorante|"
    r"gasthaus|gasthof|gast|wirt|hotel|pension|cafe|bistro|pizzeria|imbiss|doener|kebap|grill|catering|reise|reisen|"
    r"taxi|fahr|auto|kfz|reifen|umzug|"
    r"umzuege|spengler|bestattung|bestatter|foto|fotografie|fotograf|design|werbe|werbung|marketing|software|it|edv|"
    r"computer|web|coach|coaching|"
    r"training|trainer|kurs|seminar|yoga|fitness|sport|musik|bau|hochbau|tiefbau|innenausbau|trockenbau|ausbau|"
    r"estrich|fliesen|boden|"
    r"parkett|fenster|tueren|moebel|kuechen|raum|holz|stahl|maschinen|anlagen|werkzeug|ingenieur|architekt|"
    r"architektur|architekten|planung|statik|"
    r"vermessung|gutachter|gutachten|sachverstaendiger?|hausverwaltung|verwaltung|fach|facharzt|fachaerzt|haus|"
    r"hausarzt|orthopaedie|dermatologie|"
    r"kinder|frauen|herren|damen|familien?|hebamme|apotheke|optik|optiker|hoerakustik|hoergeraete|sanitaetshaus|"
    r"buch|buecher|blumen|florist|"
    r"floristik|wein|weingut|brauerei|getraenke|hof|hofladen|landwirt|landwirtschaft|imker|imkerei|schaedling|"
    r"schaedlingsbekaempfung|kammerjaeger|schluessel|not|"
    r"entruempelung|hausmeister|gebaeude|alltags?|hilfe|betreuung|tattoo|barber|nagel|lounge|wellness|spa|sauna|"
    r"ferien|wohnung|apartment|"
    r"zimmer|camping|system|systeme?|logistik|druck|druckerei|verlag|psychologie|psycho|heilpraktiker|naturheil|"
    r"osteopathie|allgemein|innere|"
    r"akupunktur|vorsorge|haut|augen|krankengymnastik|gymnastik|reha|solar|photovoltaik|energie|geschaeft|partner|"
    r"team|gruppe|group|unternehmen|company|"
    r"consulting|solutions?|systems?|media|medien|international|deutschland|germany|seo|gmbh|co|sohn|soehne|gebr|"
    r"gebrueder|inh|dipl|ing|dr|"
    r"med|dent|vet|prof|mag|kg|cie|klima|lueftung|bad|baeder|haustechnik|kaminbau|ofenbau|glas|glaserei|lack|"
    r"lackiererei|karosserie|"
    r"stein|steinmetz|uhren|schmuck|juwelier|mode|textil|naeh|schneider|schneiderei|wasch|waescherei|reitverein|"
    r"sportverein|musikverein|"
    r"schuetzenverein|turnverein|fussballclub|tennisclub|foerderverein|kunst|handwerk|therapie|therapeut|konditorei|"
    r"feinkost|party|liefer|wild|fisch|gefluegel|bio|natur|gesellschaft|betriebs|betriebsgesellschaft|verwaltungs|beteiligungs"
)
_TRADE = re.compile(rf"^(?:(?:{_STEMS})(?:s|n|en|e|er|erei|in|innen|-|{_STEMS})*|[a-z]{{4,}}erei(?:en)?)$")
"""What is made of such stems, and what ends as workshops do (`Metzgerei`, `Kunstschlosserei`)."""
_FILLERS_TEXT = """
    der die das den dem des und & fuer von vom im in am an auf bei zu zum zur mit ein eine ihr ihre ihren unser unsere
    the and for of a co + - – guenstig gute beste ihrer naehe regional deutschlandweit region umgebung stadt kreis nord
    sued ost west mitte
"""
_FILLERS = frozenset(_FILLERS_TEXT.split())


@dataclass(frozen=True, slots=True)
class Core:
    """A name in comparable form: its words folded, without the legal form; `own` are those that only this name has."""

    words: tuple[str, ...]
    own: frozenset[str] = field(compare=False)

    @property
    def letters(self) -> str:
        """All words as one, as domains write them."""
        return "".join(self.words)


@lru_cache(maxsize=2048)
def core_of(name: str) -> Core:
    """A name in comparable form."""
    plain = fold(without_legal_form(name)).replace("’", "").replace("'", "")
    words = tuple(
        word for word in re.split(r"[^\w&+]+", plain) if word and word not in ("e", "v", "&", "und", "+", "e.v")
    )
    return Core(words, frozenset(word for word in words if not is_common(word) and len(word) > 1))


def is_common(word: str) -> bool:
    """Whether a folded word is a trade, a title or a filler: alone it names nobody."""
    return word in _FILLERS or (len(word) <= LONGEST_WORD and _TRADE.match(word) is not None)


def cleaned(text: str) -> str:
    """A candidate for a name without labels before it and decoration around it."""
    name = _PICTURED.sub("", text).strip(" \t,;:|·•*–—-»«„“\"'©®™()[]►>")
    name = _RIGHTS_BEFORE.sub("", name)
    for _ in range(2):
        name = _LABEL_BEFORE.sub("", name).strip(" ,;:|·•*–—-»«„“\"'©®™")
    name = _OWNER_BEHIND.sub("", _FORM_CUT.sub(r"\1.", name))
    opened = text.count("(") - name.count("(") if ")" in text else 0
    return f"{name})" if opened == 0 and name.count("(") > name.count(")") else name


def has_label(text: str) -> bool:
    """Whether a label of names stands before a text (`Praxisname: …`)."""
    match = _LABEL_BEFORE.match(text.strip())
    return match is not None and match[0][0] != "©"


def is_label(text: str) -> bool:
    """Whether a text is a label of names with nothing behind it (`Firmenname:`)."""
    plain = text.strip().rstrip(":") + ":"
    return _LABEL_BEFORE.fullmatch(plain) is not None and not re.match(
        r"impressum|kontakt|anschrift|adresse|©|verein:|praxis:|betrieb:|kanzlei:", plain, re.IGNORECASE
    )


def cannot_name(name: str, towns: frozenset[str] = frozenset()) -> bool:
    """Whether a text cannot be a company's name: a label, button, sentence, address, number, or a trade alone.

    `towns`: folded names of places; a trade and a place name nobody either.
    """
    if not 2 < len(name) <= LONGEST or len(name.split()) > MOST_WORDS or not re.search(r"[^\W\d_]{2}", name):
        return True
    plain = " ".join(re.split(r"[^\w-]+", fold(name))).strip(" -")
    if plain in _LABELS or plain in towns or _SHAPE.search(name) or is_address_line(name):
        return True
    if all(map(_LABELLING.fullmatch, plain.split())):
        return True
    formed = legal_form_of(name) is not None
    if _BELONGS.match(name) or _OFFICE.fullmatch(name):
        return True
    if (_SENTENCE.search(name) and not (formed and len(name.split()) < 8)) or name[-1] in ":;,":
        return True
    abbreviated = formed or re.search(r"\b(?:[A-Z]\.|Co|St|jun|sen|Inh|Nachf)\.$", name)
    return name[-1] == "." and not abbreviated


def akin(one: str, other: str) -> bool:
    """Whether two names may be one company's: they share a word of their own, or any if there is none."""
    mine, theirs = core_of(one), core_of(other)
    if mine.own and theirs.own:
        return bool(mine.own & theirs.own)
    return bool((set(mine.words) & set(theirs.words)) - _FILLERS)
