"""A page as lines to look through: what each stands under and beside, and whether the company speaks of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from selectolax.lexbor import LexborNode

from ingest_svc.domain.clutter import Clutter
from ingest_svc.domain.page import Section
from ingest_svc.domain.reader import Reader, tab_titles

Zone = Literal["main", "header", "footer"]

# Somebody else's names, addresses and numbers that stand in imprints and on start pages.
_FOREIGN = re.compile(
    r"web-?(?:design|master|agentur|entwicklung)|(?:web)?seite von|homepage von|realisier|umsetzung|programmier|"
    r"^(?:screen|grafik|web)?-?(?:gestaltung|design|layout|konzept\w*)\b(?! von)|konzept(?:ion)?(?: und| &|,|:)|"
    r"hosting|hoster\b|provider|technische betreuung|made (?:with|by)|powered by|erstellt (?:von|mit|durch)|"
    r"versicherer|haftpflicht|versicherung(?:en|s\w*)?:|"
    r"datenschutzbeauftragt|aufsichtsbeh|(?:erlaubnis|gewerbe|genehmigungs|zulassungs)beh|verliehen (?:von|durch)|"
    r"schlichtung|schlichter|streitbeilegung|kammer\b|bildnachweis|bildrecht|bildquelle|fotos?(?: ?:| von|©)|"
    r"fotograf(?:ie|in)?\b|"
    r"illustration(?:en)?:|agentur:|werbeagentur|europäische kommission|bundesministerium|"
    r"verbraucher|\binnung|landesverband|dachverband|berufsverband|druckerei|druck:|bankverbindung|iban|"
    r"kassenärztliche|"
    r"finanzamt|gesundheitsamt|bezirkshauptmannschaft|magistrat|landratsamt|ordnungsamt|zahnärztekammer|notdienst|"
    r"bereitschaftsdienst|auftragsverarbeit|google (?:ireland|llc|inc)|meta platforms|facebook ireland|matomo|"
    r"komplementär|persönlich haftend\w+ gesellschafter|verwaltungs-?\s?gmbh|beteiligungs-?\s?gmbh|"
    r"zuständig\w* (?:stelle|behörde|amt|kammer)",
    re.IGNORECASE,
)
_TAX_OFFICE = re.compile(r"finanzamt", re.IGNORECASE)
_TAX_NUMBER = re.compile(r"\W*(?:ust|umsatzsteuer|steuer-?\s?n|vat\b|uid\b)", re.IGNORECASE)
"""What stands below a tax office and is the company's again."""
_FOREIGN_HEADING = re.compile(
    r"partner|kunden|referenz|sponsor|lieferant|förderer|unterstützer|projekte|mitgliedschaft|links\b|stellenangebot|"
    r"gewerbe(?:amt|behörde)|datenschutz|privacy|testimonial|bewertung|stimmen|rezension|presse|hersteller|marken|"
    r"verlinkt|nachbar|empfehl|netzwerk|credits|gestaltung|design\b|konzept|umsetzung|bilder|fotos|cookies|agb|"
    r"im notfall|notfälle|not(?:fall|ruf)nummern?|ärztliche\w* (?:not|bereitschafts)dienst|"
    r"sehenswürdig|ausflug|veranstaltungsort|spielplan|gegner|kollegen und|trauer|nachruf|chronik|geschichte",
    re.IGNORECASE,
)
_OWN_HEADING = re.compile(
    r"ansprechpartner|vertreten|partnerschaft|kundenservice|kundendienst|kundenkontakt|kundenbetreuung|anbieter|"
    r"impressum|"
    r"kontakt",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"(?:^|[\s_-])(?:footer|colophon|fuss|fuß|fusszeile|bottom|contentinfo)", re.IGNORECASE)
_HEADER = re.compile(
    r"(?:^|[\s_-])(?:header|kopf|kopfzeile|top-?bar|topline|masthead|banner|branding|navbar)(?:$|[\s_-])", re.IGNORECASE
)
_TRADES = (
    *("foto", "fotograf", "webdesign", "web-design", "webagentur", "werbeagentur", "agentur", "design", "gestaltung"),
    *("druckerei", "druck", "konzept", "programmier", "hosting", "illustration", "versicher", "presse", "marken"),
)
"""What others do for most companies, and some for themselves: photographers, agencies, printers, brokers."""
LONGEST_LINE, MOST_LINES = 1_000, 4_000
"""Characters of a line and lines of a page that are looked through."""
_LABEL_LENGTH = 60
_TITLE_WORDS, _HEADING_WORDS = 3, 7
"""Words of a page's first heading, and of others, that name what stands under them; a longer one is a slogan."""
Trades = frozenset[str]
_PARAGRAPHS = frozenset(
    {"p", "div", "td", "th", "li", "address", "section", "article", "tr", "dd", "dt", "figcaption", "center"}
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page.

    `headings` are those above it, the nearest last; lines of one `paragraph` stand together; `own` is False where
    somebody else is the subject; `title` says that the line is a heading itself.
    """

    text: str
    headings: tuple[str, ...] = ()
    own: bool = True
    paragraph: int = 0
    zone: Zone = "main"
    title: bool = False

    @property
    def heading(self) -> str:
        """The nearest heading above."""
        return self.headings[-1] if self.headings else ""


class _LineReader(Reader):
    """Reads a page as knowledge is read, and notes of every line where it stands."""

    def __init__(self, clutter: Clutter, tabs: dict[str, str]) -> None:
        super().__init__(clutter, tabs)
        self.noted: list[Line] = []
        self._paragraph = 0
        self._zone: Zone = "main"
        self._leaving = False

    def _block(self, node: LexborNode, tag: str, depth: int) -> None:
        zone = _zone(node, tag)
        if zone is not None and zone != self._zone:
            self._apart(node, tag, depth, zone)
            return
        self._break()
        if tag in _PARAGRAPHS:
            self._paragraph += 1
        super()._block(node, tag, depth)
        if tag in _PARAGRAPHS:
            self._break()
            self._paragraph += 1

    def _apart(self, node: LexborNode, tag: str, depth: int, zone: Zone) -> None:
        """Read header or footer: the content's headings do not speak for it, nor its own for the content."""
        self._close()
        self._paragraph += 1
        before, self._zone = self._zone, zone
        path, self._path = self._path, []
        self._block(node, tag, depth)
        self._close()
        self._leave(0)
        self._zone, self._path = before, path

    def _leave(self, level: float) -> None:
        self._leaving = True
        super()._leave(level)
        self._leaving = False

    def _line(self, text: str) -> None:
        before = len(self._lines)
        super()._line(text)
        if len(self._lines) > before:
            if len(self.noted) >= MOST_LINES:
                return
            path = tuple(heading.text for heading in self._path)
            self.noted.append(Line(text[:LONGEST_LINE], path, True, self._paragraph, self._zone, self._leaving))


def trades_in(name: str) -> frozenset[str]:
    """The trades in what a site calls itself: what is otherwise about others is about itself there."""
    return frozenset(trade for trade in _TRADES if trade in name.lower())


def lines_of(body: LexborNode, trades: Trades = frozenset()) -> tuple[Line, ...]:
    """The lines of a page, its frame among them, in reading order; `trades`: those of the company itself."""
    reader = _LineReader(Clutter(body, keep_frame=True, generous=True), tab_titles(body))
    reader.read(body)
    reader.sections()
    return tuple(_told_apart(reader.noted, trades))


def lines_of_sections(sections: Sequence[Section], trades: Trades = frozenset()) -> tuple[Line, ...]:
    """The lines of a document that is no HTML."""
    found = [
        Line(text.removeprefix("- ")[:LONGEST_LINE], section.headings, True, number)
        for number, section in enumerate(sections)
        for text in section.text.splitlines()[:MOST_LINES]
    ]
    return tuple(_told_apart(found, trades))


def is_foreign(text: str, trades: Trades = frozenset()) -> bool:
    """Whether a text names a trade that only others do for a company: its web agency, insurer, authority."""
    return _names_others(_FOREIGN, text, trades)


def is_foreign_heading(text: str, trades: Trades = frozenset()) -> bool:
    """Whether what stands under a heading is about others: customers, partners, sponsors."""
    others = _names_others(_FOREIGN_HEADING, text, trades) or _names_others(_FOREIGN, text, trades)
    return others and not _OWN_HEADING.search(text)


def _names_others(pattern: re.Pattern[str], text: str, trades: Trades) -> bool:
    if not trades:
        return pattern.search(text) is not None
    return any(not any(trade in match[0].lower() for trade in trades) for match in pattern.finditer(text))


def with_headings(lines: Iterable[Line], trades: Trades = frozenset()) -> Iterator[Line]:
    """The lines with every heading as a line of its own before the first that stands under it."""
    above: tuple[str, ...] = ()
    for line in lines:
        kept = 0
        while kept < min(len(above), len(line.headings)) and above[kept] == line.headings[kept]:
            kept += 1
        for depth in range(kept, len(line.headings)):
            path = line.headings[:depth]
            own = line.own and not is_foreign(line.headings[depth], trades)
            yield Line(line.headings[depth], path, own, line.paragraph, line.zone, True)
        above = line.headings
        yield line


def opens(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the first one under its headings."""
    return at == 0 or lines[at - 1].headings != lines[at].headings


def stands_under_others(line: Line, trades: Trades = frozenset()) -> bool:
    """Whether a heading above a line says that what stands there is about others."""
    return any(
        len(heading.split()) <= (_HEADING_WORDS if depth else _TITLE_WORDS) and is_foreign_heading(heading, trades)
        for depth, heading in enumerate(line.headings)
    )


def _told_apart(lines: Iterable[Line], trades: Trades) -> Iterable[Line]:
    """Mark what is about others: under their heading, or from the line that names their trade to its paragraph's end.

    A label alone in its paragraph speaks for the next one.
    """
    foreign_until, of_tax_office = -1, False
    listed = list(lines)
    for at, line in enumerate(listed):
        if of_tax_office and _TAX_NUMBER.match(line.text):
            foreign_until = -1
        foreign = stands_under_others(line, trades) or line.paragraph <= foreign_until
        if is_foreign(line.text, trades):
            foreign, of_tax_office = True, _TAX_OFFICE.search(line.text) is not None
            last = at + 1 == len(listed) or listed[at + 1].paragraph != line.paragraph
            alone = last and len(line.text) <= _LABEL_LENGTH and line.text.rstrip().endswith(":")
            foreign_until = max(foreign_until, line.paragraph + (2 if alone else 0))
        yield Line(line.text, line.headings, not foreign, line.paragraph, line.zone, line.title)


def _zone(node: LexborNode, tag: str) -> Zone | None:
    if tag in ("footer", "header"):
        return _in_article(node) or ("footer" if tag == "footer" else "header")
    attributes = node.attributes
    if not attributes or tag in ("body", "main"):
        return None
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''} {attributes.get('role') or ''}"
    if _FOOTER.search(names):
        return "footer"
    return "header" if _HEADER.search(names) and node.css_first("main, h2, article") is None else None


def _in_article(node: LexborNode) -> Zone | None:
    return "main" if node.parent is not None and node.parent.tag in ("article", "section", "li") else None
