"""One analysis of words for indexing, search and judging: tokens, stems, compound parts.

German stems come from the Snowball stemmer (version 3 reads ae/oe/ue as umlauts and folds ß), so that *Küche*,
*Kueche* and *Kuche* share a stem. The same stemmer serves English words: both sides are treated alike.
"""

import re
import threading
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

import snowballstemmer  # type: ignore[import-untyped]  # the package has no annotations

from knowledge.stopwords import ENGLISH, GERMAN, STOPWORDS

TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+", re.UNICODE)
MIN_PART = 4
"""Shortest part of a compound; shorter ones (*tür*, *bau*) are only known as listed heads."""
SHORT_PARTS = frozenset({"tür", "tor", "bau", "hof", "weg", "öl", "bad", "mail", "holz", "haus", "büro", "glas"})
"""Words that are parts of compounds though they are short."""
MAX_WORD = 48
"""Letters of a word that are looked at; longer ones are no words but data."""
_HEADS = """
    straße platz weg zeit preis kosten termin angebot planung montage beratung garantie gewährleistung reparatur
    pflege lieferung service nummer adresse formular liste schutz treppe tür fenster möbel schrank küche boden tisch
    betrieb meister ausbildung stelle anfahrt versand zahlung rechnung reinigung wartung kurs gutschein
"""
LINKING = ("", "s", "es", "n", "en", "er", "e")
"""Linking elements between the parts of a German compound; also what the first part may lose."""

_stemmer = threading.local()


def tokens(text: str) -> list[str]:
    """Words and numbers in lower case, in order; combining characters composed, soft hyphens removed."""
    normal = unicodedata.normalize("NFKC", text).replace("\u00ad", "").replace("\u200b", "")
    return [word[:MAX_WORD] for word in TOKEN.findall(normal.lower())]


@lru_cache(maxsize=1_000)
def tokens_of_page(text: str) -> tuple[str, ...]:
    """Like `tokens`, of a text of pages, never of a visitor: kept, since passages are found again and again."""
    return tuple(tokens(text))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word; numbers are their own stem."""
    if word[0].isdigit():
        return word
    stemmer = getattr(_stemmer, "german", None)
    if stemmer is None:
        stemmer = _stemmer.german = snowballstemmer.stemmer("german")
    return str(stemmer.stemWord(word))


@lru_cache(maxsize=100_000)
def light(word: str) -> str:
    """A cheap stem for looking up compound parts: umlauts folded, one inflectional ending off."""
    folded = word.translate(_FOLD).replace("ae", "a").replace("oe", "o").replace("ue", "u")
    for ending in ("en", "er", "es", "em", "e", "n", "s"):
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            return folded[: -len(ending)]
    return folded


_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
COMMON_HEADS = frozenset(light(word) for word in _HEADS.split())
"""Heads of compounds known everywhere, whether or not a site uses them on their own."""


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order; all words when none does."""
    words = tokens(text)
    return [word for word in words if word not in STOPWORDS and (len(word) > 1 or word.isdigit())] or words


def content_terms(text: str) -> list[str]:
    """Stems of the words that carry meaning, each once, in order."""
    return list(dict.fromkeys(stem(word) for word in content_words(text)))


@lru_cache(maxsize=1_000)
def terms_of_page(text: str) -> frozenset[str]:
    """Like `content_terms`, of a text of pages, never of a visitor."""
    return frozenset(content_terms(text))


_PREFIXES = (
    "ab|an|auf|aus|bei|ein|fest|frei|her|heraus|raus|hin|los|mit|nach|um|vor|vorbei|weg|weiter|zu|zurück|zusammen"
)
_SEPARATED = re.compile(rf"\s({_PREFIXES})\s*(?=[?.!,;]|$)", re.IGNORECASE)
_VERB = re.compile(r"(?<!\w)([a-zäöüß]{2,}?)(?:en|et|st|t|e)(?!\w)", re.IGNORECASE)
_NO_VERBS = frozenset(
    {"weit", "oft", "lange", "heute", "erst", "gleich", "meist", "alte", "neue", "dort", "jetzt", "spät", "alleine"}
)
_CLAUSE_END = re.compile(r"[.?!,;:]")


def rejoined_verbs(text: str) -> list[str]:
    """Verbs whose prefix stands at the end of their clause, in one word: *bildet ihr aus?* asks about *ausbilden*."""
    found: list[str] = []
    for prefix in _SEPARATED.finditer(text):
        clause = _CLAUSE_END.split(text[: prefix.start()])[-1]
        verbs = [verb for verb in _VERB.finditer(clause) if verb.group().lower() not in STOPWORDS | _NO_VERBS]
        if verbs and len(verbs[0].group(1)) >= 3:
            found.append(f"{prefix.group(1)}{verbs[0].group(1)}en".lower())
    return found


def is_english(question: str) -> bool:
    """Whether a question has more function words of English than of German."""
    words = tokens(question)
    return sum(word in ENGLISH for word in words) > sum(word in GERMAN for word in words)


def splits(word: str) -> Iterator[tuple[str, str]]:
    """Every way to cut a word into a first and a last part that could both be words."""
    for cut in range(3, min(len(word), MAX_WORD) - 2):
        first, last = word[:cut], word[cut:]
        if (len(first) >= MIN_PART or first in SHORT_PARTS) and (len(last) >= MIN_PART or last in SHORT_PARTS):
            yield first, last


def compound_parts(word: str, known: Collection[str]) -> list[str]:
    """Stems of the parts of a compound whose parts are known.

    `known` holds `light` stems of words that occur on their own. Both parts known is a split; a known last part
    (the head, which says what the thing is) is enough when the rest is long enough to be a word.
    """
    if len(word) < 7 or not word.isalpha():
        return []
    heads: list[str] = []
    for first, last in splits(word):
        bare_last = light(last)
        if bare_last not in known and bare_last not in COMMON_HEADS and last not in SHORT_PARTS:
            continue
        for link in LINKING:
            if first.endswith(link) and light(first[: len(first) - len(link)]) in known:
                bare = first[: len(first) - len(link)]
                if len(bare) >= 3:
                    return list(dict.fromkeys((stem(bare), stem(last))))
        heads.append(stem(last))
    return heads[:1]


@lru_cache(maxsize=512)
def word_stems(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The stems of a text's words, and the cheap stems of those that are no numbers."""
    words = set(tokens(text))
    return frozenset(map(stem, words)), frozenset(light(word) for word in words if word.isalpha())
