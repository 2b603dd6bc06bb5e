"""`python -m bench.research.names`: learns what speaks for a name, and says how well that does on samples left out.

The table beside this (`names.tsv`) holds no names: of every name that a labelled site spells, only its features
(`ingest_svc.domain.imprint.name_scores`), and whether it is the company's. Its samples are the authored sites and real
ones, in the order in which they were found and labelled. Rows of authored sites are read anew with `--authored`; those
of real sites, whose pages are kept nowhere, were made by the same function.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np
from ingest_svc.domain.imprint import company_name, identity
from ingest_svc.domain.imprint.name_groups import Group, weighed
from ingest_svc.domain.imprint.name_scores import FEATURES
from numpy.typing import NDArray

from bench.research.sites import Site, sites

TABLE = Path(__file__).parent / "names.tsv"
AUTHORED = "authored"
RIDGE = 2.0
"""Weight of the squared weights; without it rare features would get large ones."""
STEPS, PACE = 600, 0.05
Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Choice:
    """The names of one site: a row of features each, how many are alike, and which are right."""

    sample: str
    features: Vector
    count: Vector
    right: NDArray[np.bool_]


def read_table(file: Path = TABLE) -> list[Choice]:
    """The labelled sites of the table; those of which no name is right teach nothing and count as wrong."""
    rows: dict[tuple[str, str], list[tuple[int, int, list[int]]]] = {}
    for line in file.read_text().splitlines():
        if not line.startswith("#"):
            sample, site, right, count, digits = line.split("\t")
            rows.setdefault((sample, site), []).append((int(right), int(count), [int(one) for one in digits]))
    return [
        Choice(
            sample,
            np.array([one[2] for one in listed], dtype=float),
            np.array([one[1] for one in listed], dtype=float),
            np.array([one[0] for one in listed], dtype=bool),
        )
        for (sample, _), listed in rows.items()
    ]


def learn(choices: Iterable[Choice]) -> Vector:
    """The weights under which the right names are likeliest, by gradient ascent (Adam, Kingma and Ba 2015)."""
    told = [one for one in choices if one.right.any()]
    shape = (len(told), max(len(one.count) for one in told))
    features = np.zeros((*shape, len(FEATURES)))
    prior, right = np.full(shape, -np.inf), np.full(shape, -np.inf)
    for at, one in enumerate(told):
        features[at, : len(one.count)] = one.features
        prior[at, : len(one.count)] = np.log(one.count)
        right[at, : len(one.count)] = np.where(one.right, np.log(one.count), -np.inf)
    weights, mean, spread = np.zeros((3, len(FEATURES)))
    for step in range(1, STEPS + 1):
        scores = features @ weights
        pull = _shares(scores + right) - _shares(scores + prior)
        slope = (np.einsum("snf,sn->f", features, pull) - RIDGE * weights) / len(told)
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        weights += PACE * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.99**step)) + 1e-8)
    return weights


def _shares(scores: Vector) -> Vector:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    shares: Vector = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def chosen_right(choices: Sequence[Choice], weights: Vector) -> int:
    """On how many sites the name with the best score is right."""
    return sum(bool(one.right[int(np.argmax(one.features @ weights))]) for one in choices)


def left_out(choices: Sequence[Choice]) -> dict[str, tuple[int, int]]:
    """By sample, with weights learned on the others: how often the first name is right, and of how many sites."""
    samples = dict.fromkeys(one.sample for one in choices)
    return {
        sample: (chosen_right(inside, learn(one for one in choices if one.sample != sample)), len(inside))
        for sample in samples
        if (inside := [one for one in choices if one.sample == sample])
    }


def rows_of(sample: str, site: str, groups: Sequence[Group], names: Iterable[str]) -> list[str]:
    """The table's lines of one site. `names`: spellings that are right, legal names among them."""
    accepted = {_plain(name) for name in names}
    counted = Counter(
        (
            _plain(company_name.best_spelling(group).text) in accepted,
            "".join(str(int(group.features[feature])) for feature in FEATURES),
        )
        for group in groups
    )
    return [f"{sample}\t{site}\t{int(right)}\t{count}\t{digits}" for (right, digits), count in counted.items()]


def _plain(name: str) -> str:
    text = unicodedata.normalize("NFC", name).replace("\u00ad", "")
    return re.sub(r"[\s\u2010-\u2015|,-]+", " ", text).strip().casefold()


def authored_rows() -> list[str]:
    """The lines of the authored sites that have a name, as a research meets them."""
    from bench.research.__main__ import researched  # its import starts what reads pages

    met: list[list[Group]] = []

    def spy(candidates: Iterable[Any], *, hosts: Sequence[str], towns: frozenset[str]) -> company_name.Names:
        listed = list(candidates)
        met.append(weighed(listed, hosts, towns))
        return company_name.find_names(listed, hosts=hosts, towns=towns)

    lines: list[str] = []
    with patch.object(identity, "find_names", spy):
        for number, site in enumerate(sites(), 1):
            met.clear()
            if names := _labelled(site):
                asyncio.run(researched([site]))
                lines += rows_of(AUTHORED, str(number), met[0] if met else [], names)
    return lines


def _labelled(site: Site) -> list[str]:
    found = [site.gold.get("company_name"), site.gold.get("legal_name")]
    return [name for one in found if one for name in (one if isinstance(one, list) else [one])]


def main() -> None:
    """Learn, and print the weights and how well they choose where they were not learned."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--authored", action="store_true", help="read the authored sites anew into the table")
    if parser.parse_args().authored:
        kept = [line for line in TABLE.read_text().splitlines() if not line.startswith(f"{AUTHORED}\t")]
        TABLE.write_text("\n".join([*kept, *authored_rows()]) + "\n")
    choices = read_table()
    for feature, weight in zip(FEATURES, learn(choices), strict=True):
        print(f'    "{feature}": {weight:.2f},')
    for sample, (right, count) in left_out(choices).items():
        print(f"{sample}: {right} of {count} right with weights learned on the others")


if __name__ == "__main__":
    main()
