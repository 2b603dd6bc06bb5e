"""What is done with found passages before they are quoted: joined, cleared of repeats, cut to what answers."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.analysis import terms_of_page
from knowledge.matching import coverage, matches
from knowledge.types import Components, Passage

MAX_OVERLAP = 400
"""Longest repeated stretch, in characters, that is looked for where two chunks of a section meet."""
MIN_OVERLAP = 12
NEAR_DUPLICATE = 0.9
"""Share of common words (Jaccard) from which two passages say the same."""
STRONG = 0.5
"""Share of the question's words from which a sentence answers by itself."""
LABEL_WORDS = 4
_NO_LABEL = re.compile(r"[.!?:|]\s*$|\d")
FAVOUR = 0.5
"""What a favoured sentence gains, as a share of what the best one has."""
MAX_MERGED = 2400
"""Characters a joined passage may have."""

SENTENCE_END = re.compile(
    r"(?<=[.!?…])[\"“”»«)]*\s+(?=[\"„“»«(]*[A-ZÄÖÜ0-9])|\n+",
)
ABBREVIATION = re.compile(
    r"(?:\b(?:z\s?\.|u\s?\.|d\s?\.|i\s?\.|[A-Za-zÄÖÜäöü]|bzw|[Cc]a|inkl|exkl|zzgl|evtl|ggf|Nr|Str|Tel|Dr|Prof|Dipl|Ing|Mo|Di|Mi|Do|Fr|Sa|So"
    r"|St|Abs|Art|max|min|mind|vgl|usw|etc|geb|verh|Hr|Fr|Mr|Mrs|Ms|Co|jun|sen|Jan|Feb|Mrz|Apr|Jun|Jul|Aug|Sep|Sept|Okt|Nov|Dez|e\.g|i\.e)"
    r"|\b\d{1,2})\.$"
)
OPEN_BRACKET = re.compile(r"\([^()\n]{1,60}$")
"""Within a bracket no sentence ends: *(bis einschl. 11 Jahre)*."""


def merge_neighbours(passages: Sequence[Passage]) -> list[Passage]:
    """Join passages whose chunks stand next to each other on a page, and drop those that say the same.

    A joined passage has the id, place and score of its best part, and all of the text in reading order with the overlap
    once. The order is by score.
    """
    ranked = sorted(passages, key=lambda passage: -passage.score)
    groups: list[list[Passage]] = []
    for passage in ranked:
        home = next((group for group in groups if _belongs(passage, group)), None)
        if home is None:
            groups.append([passage])
        else:
            home.append(passage)
    return without_repeats([_joined(group) for group in groups])


def without_repeats(passages: Sequence[Passage]) -> list[Passage]:
    """The passages in their order, without those that nearly repeat an earlier one."""
    kept: list[Passage] = []
    seen: list[frozenset[str]] = []
    for passage in passages:
        words = terms_of_page(passage.chunk.text)
        if any(_overlap(words, other) >= NEAR_DUPLICATE for other in seen):
            continue
        kept.append(passage)
        seen.append(words)
    return kept


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def _belongs(passage: Passage, group: Sequence[Passage]) -> bool:
    """Whether the chunk stands right before or after one of the group, in the same section, and there is room."""
    chunk, first = passage.chunk, group[0].chunk
    same_section = (chunk.source_id, chunk.url, chunk.page, chunk.heading_path) == (
        first.source_id,
        first.url,
        first.page,
        first.heading_path,
    )
    return (
        same_section
        and any(abs(chunk.position - other.chunk.position) == 1 for other in group)
        and len(chunk.text) + sum(len(other.chunk.text) for other in group) <= MAX_MERGED
    )


def _joined(group: Sequence[Passage]) -> Passage:
    if len(group) == 1:
        return group[0]
    best = group[0]
    in_order = sorted(group, key=lambda passage: passage.chunk.position)
    text = in_order[0].chunk.text
    for passage in in_order[1:]:
        text = join_texts(text, passage.chunk.text)
    known = [passage.components.dense for passage in group if passage.components.dense is not None]
    return replace(
        best,
        chunk=replace(best.chunk, text=text, position=in_order[0].chunk.position),
        components=Components(
            dense=max(known) if known else None,
            lexical=max(passage.components.lexical for passage in group),
        ),
    )


def join_texts(first: str, second: str) -> str:
    """Two texts one after the other, with what the second repeats of the first's end written once."""
    for size in range(min(len(first), len(second), MAX_OVERLAP), MIN_OVERLAP - 1, -1):
        if first.endswith(second[:size]):
            return first + second[size:]
    return f"{first}\n{second}"


def sentences(text: str) -> list[str]:
    """Sentences and lines of a text; abbreviations, dates and ordinals do not end one."""
    found: list[str] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        piece = text[start : match.start()]
        if "\n" not in match.group() and (ABBREVIATION.search(piece) or OPEN_BRACKET.search(piece)):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    found.append(text[start:].strip())
    return [sentence for sentence in found if sentence]


def best_sentences(
    question: str, text: str, limit: int = 3, *, favoured: Callable[[str], bool] | None = None, focus: str = ""
) -> str:
    """The sentences of a passage that answer, in their order, whole; the text's beginning when none stands out.

    `favoured` ones hold the kind of thing that is asked for, such as a price; they go before others that fit as well.
    `focus` is the part of the question that counts once more.
    """
    parts = sentences(text)
    if len(parts) <= limit:
        return "\n".join(parts) if "\n" in text else " ".join(parts)
    labels = _labels_above(parts)
    whole = ["\n".join([*(parts[label] for label in above), part]) for above, part in zip(labels, parts, strict=True)]
    gains = _gains(question, whole)
    if focus:
        gains = [gain + own for gain, own in zip(gains, _gains(focus, whole), strict=True)]
    if favoured is not None:
        more = FAVOUR * max(*gains, 1.0)
        gains = [gain + more * favoured(part) for gain, part in zip(gains, parts, strict=True)]
    best = max(range(len(parts)), key=lambda place: (gains[place], -place))
    by_itself = coverage(question, parts[best]) >= STRONG or parts[0].endswith("?")  # that one has an answer of its own
    chosen = _around(best, gains, limit, strong=by_itself) if gains[best] > 0 else list(range(limit))
    if favoured is not None and not any(favoured(parts[place]) for place in chosen):
        holding = [place for place in range(len(parts)) if favoured(parts[place])]
        if holding:  # what is asked for is not left out, however little of the question stands beside it
            chosen = [*chosen[: limit - 1], max(holding, key=lambda place: (gains[place], -place))]
    chosen = [place for one in chosen for place in (*labels[one], one)]
    return _written(text, [parts[place] for place in sorted(_with_what_they_head(chosen, parts))])


def _is_label(part: str) -> bool:
    return len(part.split()) <= LABEL_WORDS and not _NO_LABEL.search(part)


def _labels_above(parts: Sequence[str]) -> list[tuple[int, ...]]:
    """For each part the places of the labels that it stands under; none for most.

    In a price list without a table each thing is a line of its own, and below it are lines with figures: what these
    are of stands above them.
    """
    found: list[tuple[int, ...]] = []
    labels: tuple[int, ...] = ()
    for place, part in enumerate(parts):
        if _is_label(part):
            labels = (*labels, place) if place and _is_label(parts[place - 1]) else (place,)
            found.append(())
            continue
        if not any(map(str.isdigit, part)):
            labels = ()
        found.append(labels)
    return found


def _gains(question: str, parts: Sequence[str]) -> list[float]:
    """How much of the question each part holds; a word counts the more the fewer parts hold it.

    In the table of one product every row names the product: what is asked of it stands in one.
    """
    found = [matches(question, part) for part in parts]
    words = range(len(found[0]))
    holding = [sum(row[word][1] > 0 for row in found) for word in words]
    rarity = [math.log1p((len(parts) - held + 0.5) / (held + 0.5)) for held in holding]
    return [sum(row[word][0] * row[word][1] * rarity[word] for word in words) for row in found]


def _with_what_they_head(chosen: Sequence[int], parts: Sequence[str]) -> list[int]:
    """The chosen parts, and behind a line that is only a label, or a question, what it stands for."""
    labels = [
        place for place in chosen if place + 1 < len(parts) and (parts[place].endswith("?") or _is_label(parts[place]))
    ]
    return list(dict.fromkeys([*chosen, *(place + 1 for place in labels)]))


def _around(best: int, gains: Sequence[float], limit: int, *, strong: bool) -> list[int]:
    """The best sentence, others nearly as good, then its neighbours.

    When even the best one holds little of the question, what is asked for stands in the heading: then the passage's
    first sentence comes before all others.
    """
    others = sorted((p for p in range(len(gains)) if p != best), key=lambda p: (-gains[p], abs(p - best)))
    order = [best, *([] if strong else [0]), *(place for place in others if gains[place] >= 0.6 * gains[best])]
    order += [place for place in (best + 1, best - 1, best + 2) if 0 <= place < len(gains)]
    return list(dict.fromkeys(order))[:limit]


def _written(text: str, chosen: Sequence[str]) -> str:
    """Sentences joined as they stood: lines stay lines."""
    written = chosen[0]
    end = text.find(written) + len(written)
    for part in chosen[1:]:
        begin = text.find(part, end)
        written += ("\n" if "\n" in text[end:begin] else " ") + part
        end = begin + len(part)
    return written
