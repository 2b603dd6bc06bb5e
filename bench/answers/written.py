"""Whether the gate shows what models write truly, holds what they write falsely, and believes them when they abstain.

The sentences stand in `sentences/<site>.yaml`, as models write them and labelled by reading the pages: `right` and
`wrong` ones to a question, and `abstaining` ones to questions that the pages do not answer. Each is judged with what
the search finds for its question, so that a sentence whose passage is not found counts as not shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import yaml
from chat_svc.answering.lookup import PASSAGES
from chat_svc.domain import prompt
from chat_svc.domain.questions import to_search
from chat_svc.domain.support import SupportGate
from knowledge import Embedder, KnowledgeIndex, Passage, merge_neighbours
from knowledge.analysis import is_english

from bench.answers.corpus import COMPANIES, Site
from bench.answers.figures import Figures, share

SENTENCES = Path(__file__).parent / "sentences"
Kind = Literal["right", "wrong", "abstaining"]
KINDS: tuple[Kind, ...] = ("right", "wrong", "abstaining")
HELD_OUT = ("aareblick", "linden", "sonnleitner")
"""Sites whose sentences were written by somebody else, and judged once before anything was mended: see docs/quality.md.

Since then the rule of abstaining was made on theirs too; the others are untouched by them.
"""


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence."""

    site: str
    question: str
    kind: Kind
    text: str


@dataclass(frozen=True)
class Judged:
    """What became of it: whether it was treated as its label asks for."""

    sentence: Sentence
    well: bool


def sentences_of(site: str) -> Iterator[Sentence]:
    """The labelled sentences about a site; none when there are none."""
    file = SENTENCES / f"{site}.yaml"
    if not file.is_file():
        return
    for entry in yaml.safe_load(file.read_text(encoding="utf-8")):
        for kind in KINDS:
            for text in entry.get(kind, ()):
                yield Sentence(site, entry["question"], kind, text)


async def judged(site: Site, index: KnowledgeIndex, embedder: Embedder) -> list[Judged]:
    """Every sentence about a site, judged."""
    found: dict[str, list[Passage]] = {}
    outcomes: list[Judged] = []
    for sentence in sentences_of(site.name):
        query = to_search(sentence.question, [], COMPANIES[site.name])
        if query not in found:
            passages = await index.search(site.bot_id, query, await embedder.embed_query(query), PASSAGES)
            found[query] = prompt.chosen(merge_neighbours(passages))
        outcomes.append(Judged(sentence, _well(sentence, query, found[query])))
    return outcomes


def _well(sentence: Sentence, query: str, passages: Sequence[Passage]) -> bool:
    gate = SupportGate(passages, query, "en" if is_english(sentence.question) else "de")
    for piece in re.findall(r"\s*\S+", sentence.text):
        gate.feed(piece)
    gate.end()
    match sentence.kind:
        case "right":
            return gate.shown > 0
        case "wrong":
            return gate.shown == 0
        case "abstaining":
            return gate.knows_nothing


def written_figures(outcomes: Sequence[Judged]) -> Figures:
    """The shares treated well, by kind."""
    names = {"right": "true sentences shown", "wrong": "false ones held back", "abstaining": "abstentions honoured"}
    return {
        names[kind]: share(one.well for one in outcomes if one.sentence.kind == kind)
        for kind in KINDS
        if any(one.sentence.kind == kind for one in outcomes)
    }
