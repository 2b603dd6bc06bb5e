"""The words of German opening hours: a text as tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto


class Kind(Enum):
    """What a token is to the grammar. `OTHER` is everything that the vocabulary does not hold."""

    DAY = auto()
    DAYS = auto()
    HOLIDAY = auto()
    TIME = auto()
    ALL_DAY = auto()
    TO = auto()
    DASH = auto()
    FROM = auto()
    BETWEEN = auto()
    AND = auto()
    OR = auto()
    COMMA = auto()
    COLON = auto()
    STOP = auto()
    LINE = auto()
    BRACKET = auto()
    CLOSED = auto()
    PAUSE = auto()
    PART = auto()
    APPOINTMENT = auto()
    ONLY = auto()
    EXCEPT = auto()
    DATED = auto()
    ASIDE = auto()
    LABEL = auto()
    FILLER = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text. `days` are weekday numbers, `minute` is a time of day, `part` a part of the day."""

    kind: Kind
    start: int
    end: int
    text: str
    days: tuple[int, ...] = ()
    minute: int = 0


_DAY_NAMES = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag")
_ABBREVIATIONS = ("mo", "di", "mi", "do", "fr", "sa", "so")
_ENGLISH = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
"""Days as templates of German pages leave them; hours with a.m. and p.m. are not understood."""
_DAY_BEGINNINGS = {
    name: day
    for names in (_ABBREVIATIONS, ("mo", "tu", "we", "th", "fr", "sa", "su"))
    for day, name in enumerate(names)
}
_WEEK = tuple(range(7))
_WORKDAYS = (0, 1, 2, 3, 4)
_GROUPS = {"t": _WEEK, "j": _WEEK, "a": _WEEK, "7": _WEEK, "w": _WORKDAYS, "u": _WORKDAYS, "i": _WORKDAYS}

# A word ends before anything but a lower-case letter, so that `12:00 UhrSa` is read as it was laid out, and `MODE` not
# as Monday.
_END = r"(?-i:(?![a-zäöüß]))(?-i:(?<![A-ZÄÖÜ])|(?![A-ZÄÖÜ]))"
_MONTH = (
    r"(?:januar|jänner|februar|feber|märz|april|mai|juni|juli|august|september|oktober|november|dezember"
    r"|(?:jan|feb|mrz|apr|jun|jul|aug|sept?|okt|nov|dez)\.?)"
)
_HOUR = r"(?P<hour>2[0-4]|[01]?\d)"
_RAISED = {"⁰⁰": "00", "¹⁵": "15", "³⁰": "30", "⁴⁵": "45", "°°": "00", "ºº": "00"}

_VOCABULARY: tuple[tuple[Kind, str], ...] = (
    (
        Kind.DATED,
        rf"\d{{1,2}}\.\s?(?:0?[1-9]|1[0-2])\.(?:\s?(?:19|20)?\d\d(?!\d|[.:]\d))?|\d{{1,2}}\.\s*{_MONTH}{_END}"
        rf"|{_MONTH}{_END}|\d{{4}}-\d\d-\d\d|(?<![\d.:])(?:19|20)\d\d(?!\d)"
        r"|(?:\w*(?:ferien|urlaub|saison)|sommer|winter|frühling|frühjahr|herbst|weihnacht|oster|pfingst|silvester"
        r"|neujahr|heilig(?:er |en )?abend|heiligabend|advent|karneval|fasching|fastnacht|karfreitag|rosenmontag)"
        rf"[^\W\d_]*{_END}",
    ),
    (Kind.ALL_DAY, rf"24\s*(?:stunden|std\.?){_END}(?: am tag| täglich)?|24\s*/\s*7(?!\d)|rund um die uhr{_END}"),
    (
        Kind.DAYS,
        rf"(?:täglich|taglich|taeglich|tgl\.|tgl|jeden tag|alle tage|7 tage (?:die|in der|pro) woche"
        rf"|(?:an )?(?:allen )?(?:werktags|werktagen|werktage|werktäglich)|wochentags"
        rf"|unter der woche|in der woche|wochenendes?|wochenenden){_END}",
    ),
    (
        Kind.OTHER,  # the first Saturday of a month, but not the hour of *Samstag 5-9. Sonntag geschlossen*
        r"(?<![-–\d])(?<![-–] )(?<!bis )\d\."
        rf"(?=\s*(?:(?:und|u\.|&|,|/)\s*\d\.\s*)?(?:{'|'.join(_DAY_NAMES)}|{'|'.join(_ABBREVIATIONS)}))",
    ),
    (Kind.DAY, rf"sonn-?\s*(?:und|u\.|&|\+|/)\s*feiertag[^\W\d_]*{_END}"),
    (
        Kind.DAY,
        rf"(?:{_ENGLISH}){_END}\.?|(?:{'|'.join(_DAY_NAMES)}|sonnabend)s?(?:(?=(?:vor|nach)?mittag|abend|morgen)|{_END})"
        rf"|(?:{'|'.join(_ABBREVIATIONS)}){_END}\.?",
    ),
    (Kind.HOLIDAY, rf"(?:gesetzlichen?\s+)?(?:(?:feier|brücken)tag[^\W\d_]*|feiert\.|ftg?){_END}\.?"),
    (
        Kind.TIME,
        rf"{_HOUR}(?:\s?[:.]\s?(?P<minute>[0-5]\d)(?=\D|$|\d{{1,2}}\s?[:.]\d\d)|(?P<raised>{'|'.join(_RAISED)})"
        rf"|\s?h\s?(?P<after>[0-5]\d)(?!\d)|(?!\d|[:.,]\d))(?:\s*(?:uhr|h){_END})?",
    ),
    (Kind.EXCEPT, rf"(?:außer|ausser|ausgenommen|mit ausnahme (?:von|der|des)){_END}"),
    (Kind.TO, rf"bis(?: einschl(?:ießlich|\.)?)?{_END}"),
    (Kind.FROM, rf"ab{_END}"),
    (Kind.BETWEEN, rf"zwischen{_END}"),
    (
        Kind.APPOINTMENT,
        r"(?:(?:weitere|andere|zusätzliche|individuelle|besondere)?\s*(?:termine?|beratungen|besuche?)(?:\s+(?:auch|gern|gerne"
        r"|sind|außerhalb|ausserhalb|der|dieser|unserer|\w+zeiten))+\s+|(?:weitere|andere|zusätzliche)\s+(?:termine?|zeiten)\s+)?"
        r"(?:nach|auf|mit|per)\s+(?:(?:vorherige[rn]?|telefonische[rn]?|tel\.|individuelle[rn]?|persönliche[rn]?)\s+)*"
        r"(?:vereinbarung|absprache|terminvereinbarung|terminabsprache|anfrage|anmeldung|voranmeldung|termin"
        rf"|bestellung|anruf|wunsch){_END}|n\.\s?(?:v\.|(?:vereinbarung|absprache|anmeldung){_END})",
    ),
    (Kind.AND, rf"(?:und|u|sowie|als auch|wie auch|plus){_END}\.?|[&+/|·•]"),
    (Kind.OR, rf"(?:oder|bzw|beziehungsweise){_END}\.?"),
    (Kind.ONLY, rf"nur{_END}"),
    (
        Kind.CLOSED,
        r"(?:ist\s+)?(?:ganztägig\s+|ganztags\s+)?(?:geschlossen|geschl\.|ruhetage?|closed|zu"
        rf"|keine? (?:sprechstunden?|sprechzeiten?|öffnung|ordination)){_END}",
    ),
    (Kind.PAUSE, rf"(?:mittagspause|pause|mittagsruhe){_END}"),
    (Kind.PART, rf"(?:vormittag|nachmittag|mittag|abend|morgen)s?{_END}|(?:vorm|nachm){_END}\.?"),
    (
        Kind.ASIDE,
        r"(?:(?:warme\s+)?küchen?(?:zeiten)?|warme speisen|mensa|kantine|kasse|kassenschluss|(?:letzter\s+)?einlass"
        r"|telefon[^\W\d_]*|tel\.?|hotline|rufbereitschaft|bereitschaft(?:sdienst)?|not(?:dienst|fall|ruf)[^\W\d_]*"
        r"|(?:an|aus)?lieferung[^\W\d_]*|lieferzeiten|lieferservice|abhol[^\W\d_]*|warenannahme|frühstück[^\W\d_]*"
        rf"|mittagstisch|brunch|parkhaus|probe[^\W\d_]*|kurse?|training[^\W\d_]*){_END}",
    ),
    (
        Kind.LABEL,
        r"(?:(?:öffnungs|oeffnungs|geschäfts|sprech|büro|ordinations|laden|betriebs|service|praxis|schalter|besuchs"
        r"|verkaufs)[- ]?(?:zeit(?:en)?|stunden?)|büro|laden|ladengeschäft|geschäft|werkstatt|praxis|lager|verkauf"
        r"|verwaltung|zentrale|filiale|hofladen|showroom|ausstellung|werk|restaurant|café|cafe|gasthaus|gaststube"
        rf"|biergarten|bar|hotel|rezeption|annahme|ordination|studio|salon|bibliothek|museum|apotheke){_END}",
    ),
    (
        Kind.FILLER,
        r"(?:von|uhr|h|geöffnet|offen|auf|durchgehend|durchgängig|jeweils|immer|auch|am|an|im|in|der|die|das|den|dem"
        r"|wir|sie|uns|unser|unsere|unseren|euch|ihnen|haben|hat|sind|ist|für|da|erreichen|erreichbar|erreichbarkeit"
        r"|kein ruhetag|jede[nr]?|zusätzlich"
        rf"|zeiten|uhrzeit|zeit|tage?|wochentage?|langer|dann|wieder|sogar|open|von|day|hours){_END}",
    ),
    (Kind.BRACKET, r"[()\[\]]"),
    (Kind.DASH, r"[-–—‐‑−~]+"),
    (Kind.COMMA, r","),
    (Kind.COLON, r":"),
    (Kind.STOP, r"[.;!]+"),
    (Kind.LINE, r"[\n\r\u2028]+\s*"),
    (Kind.OTHER, r"\d[\d.,:]*|(?-i:[^\W\d_][a-zäöüß]{0,3}\.|[^\W\d_][a-zäöüß]*|[^\W\d_]+)|\S"),
)
_TOKEN = re.compile("|".join(f"(?P<{kind.name}{n}>{words})" for n, (kind, words) in enumerate(_VOCABULARY)), re.I)
_BLANK = re.compile(r"[^\S\n\r\u2028]+")


def tokens(text: str) -> Iterator[Token]:
    """The text's tokens in order; white space is none, except for ends of lines."""
    previous: Kind | None = None
    position = 0
    while position < len(text):
        if blank := _BLANK.match(text, position):
            position = blank.end()
        elif match := _TOKEN.match(text, position):
            position = match.end()
            token = _token(Kind[(match.lastgroup or "").rstrip("0123456789")], match)
            if token.text == "so" and previous not in {Kind.DASH, Kind.TO, Kind.AND}:  # the adverb, not Sunday
                token = replace(token, kind=Kind.FILLER)
            previous = token.kind
            yield token
        else:  # a separator that is no white space to \S and no line's end here
            position += 1


def _token(kind: Kind, match: re.Match[str]) -> Token:
    name = match.group().lower()
    days: tuple[int, ...] = ()
    minute = 0
    if kind is Kind.DAY:
        name = "samstag" if name.startswith("sonnabend") else name
        days = (_DAY_BEGINNINGS[name[:2]],)
    elif kind is Kind.DAYS:
        days = (5, 6) if name.startswith("wochenende") else _WORKDAYS if "werk" in name else _GROUPS[name[0]]
    elif kind is Kind.TIME:
        past = match["minute"] or match["after"] or _RAISED.get(match["raised"] or "") or "0"
        minute = int(match["hour"]) * 60 + int(past)
        if minute > 24 * 60:
            kind = Kind.OTHER
    return Token(kind, match.start(), match.end(), match.group(), days, minute)
