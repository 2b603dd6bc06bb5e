"""How much speaks for a name among all that a site spells: a sum of weights that were learned, not made.

Each name of a site is described by few features; the weights are those under which the right one is likeliest
(conditional logistic regression, McFadden 1974: a name's share is `exp` of its sum among those of its site). They were
learned by `bench.research.names` on its table of labelled sites, which says how, and how well they do on samples that
were left out. A feature stays if the likelihood of samples left out falls without it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

from ingest_svc.domain.imprint.name_sources import Source

Feature = Literal[
    "entity",
    "block",
    "structured",
    "copyright",
    "titles",
    "title",
    "host",
    "places",
    "one kind",
    "topic",
    "no word of its own",
    "person",
    "legal form",
    "one word",
    "many words",
]
FEATURES: tuple[Feature, ...] = get_args(Feature)
WEIGHTS: dict[Feature, float] = {
    # the name stands, in these words, ...
    "entity": 1.11,  # with a legal form in the imprint
    "block": 1.31,  # above the street of an address
    "structured": 0.90,  # in the data for machines
    "copyright": 0.82,  # behind a ©
    "titles": 1.28,  # in the titles of several pages
    "title": 0.57,  # in the start page's title
    # what else bears it out
    "host": 0.67,  # the domain or the mailbox is made of it
    "places": 0.94,  # sorts of places that say it or a name akin, the host among them, six at most
    "one kind": -1.38,  # one kind of place alone says it
    "topic": -0.75,  # titles and headings alone say it or a name akin: what a page is about, too
    # what it is made of
    "no word of its own": -0.52,  # a trade, or one with its town
    "person": -0.75,  # a person's or a couple's name
    "legal form": 1.38,  # somewhere it has one
    "one word": -1.22,
    "many words": -0.76,  # five or more
}
STRONG: frozenset[Source] = frozenset(
    {"label", "block", "footer", "structured", "site_name", "header", "copyright", "titles", "welcome"}
)
"""Places that name the company and not the page's subject."""
_SAID: tuple[Feature, ...] = ("entity", "block", "structured", "copyright", "titles", "title")
_MOST_PLACES = 6
_MANY_WORDS = 5


def described(
    sources: Collection[str],
    *,
    kinds: int,
    places: frozenset[str],
    words: int,
    host: bool,
    own: bool,
    person: bool,
    formed: bool,
) -> dict[Feature, float]:
    """The features of a name.

    `sources`: where it stands in these words, of `kinds` kinds; `places`: of how many sorts are the places that say it
    or one akin; `own`: whether a word is no trade, title or filler; `formed`: whether it has a legal form somewhere.
    """
    values: dict[Feature, float] = {
        "host": host,
        "places": min(len(places), _MOST_PLACES),
        "one kind": kinds == 1,
        "topic": not places & (STRONG | {"entity", "host"}),
        "no word of its own": not own,
        "person": person,
        "legal form": formed,
        "one word": words == 1,
        "many words": words >= _MANY_WORDS,
    }
    return {**{source: float(source in sources) for source in _SAID}, **values}


def score(features: dict[Feature, float]) -> float:
    """What speaks for a name, in logits: of two names of a site, the one with one more is `e` times as likely."""
    return sum(WEIGHTS[name] * value for name, value in features.items())
