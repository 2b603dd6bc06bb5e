"""Findings against labels: what is right, wrong and missing by field, and how right a confidence is."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest_svc.domain.imprint import Facts

from bench.research.sites import Site

FLOORS = Path(__file__).parent / "floors.json"
SCALARS = {
    "company_name": "company_name", "legal_name": "legal_name", "legal_form": "legal_form", "address": "address",
    "phone": "phone", "email": "email", "register": "register_entry", "vat": "vat_id",
}  # fmt: skip
CORE = ("company_name", "legal_form", "address", "country", "phone", "email", "register", "vat")
UNLABELLED_UNLESS_NAMED = ("legal_name", "logo", "color", "social", "state")
BINS = (0.9, 0.8, 0.7, 0.0)
MAY_FALL = 0.005
Counts = dict[str, "Count"]


@dataclass
class Count:
    """Findings of one field."""

    right: int = 0
    wrong: int = 0
    missing: int = 0

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 1 when nothing was found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of what should be found that was."""
        return self.right / (self.right + self.missing) if self.right + self.missing else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass
class Score:
    """The counts of some sites by field, every error in words, and findings by confidence."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[str] = field(default_factory=list)
    confidences: list[tuple[str, float, bool]] = field(default_factory=list)

    def add(self, site: Site, found: Facts | str, base: str) -> None:
        """Count one site: its facts, or the reason for which there are none."""
        gold = site.gold
        state = found if isinstance(found, str) else found.notice
        if gold.get("state") or state:
            self._single(site, "state", state, gold.get("state"))
        facts = Facts() if isinstance(found, str) else found
        for name, attribute in SCALARS.items():
            finding = getattr(facts, attribute)
            self._single(
                site, name, finding.value if finding else None, gold.get(name), finding.confidence if finding else None
            )
        address = facts.postal_address
        self._single(site, "country", (address.country or None) if address else None, gold.get("country"))
        self._several(
            site, "directors", {one.value for one in facts.managing_directors}, set(gold.get("directors") or ())
        )
        for director in facts.managing_directors:
            self.confidences.append(("directors", director.confidence, director.value in (gold.get("directors") or ())))
        team = {one.name: one.position for one in facts.team}
        self._several(site, "team", set(team), set(gold.get("team") or ()))
        for name in set(team) & set(gold.get("team") or ()):
            wanted = gold["team"][name]
            self._single(site, "position", team[name] if wanted.lower() not in team[name].lower() else wanted, wanted)
        week = {day[:2]: [f"{one.opens}-{one.closes}" for one in spans] for day, spans in facts.weekly_hours.items()}
        self._single(site, "hours", week or None, gold.get("hours"))
        if "social" in gold:
            self._several(site, "social", set(facts.social), set(gold["social"]))
        logo = facts.logo.value.replace(base, "/") if facts.logo else None
        self._single(site, "logo", logo, gold.get("logo"), labelled="logo" in gold)
        self._single(
            site,
            "color",
            facts.primary_color.value if facts.primary_color else None,
            gold.get("color"),
            labelled="color" in gold,
        )

    def _single(
        self,
        site: Site,
        name: str,
        found: Any,
        wanted: Any,
        confidence: float | None = None,
        *,
        labelled: bool | None = None,
    ) -> None:
        if not (name in site.gold or name not in UNLABELLED_UNLESS_NAMED if labelled is None else labelled):
            return
        accepted = wanted if isinstance(wanted, list) else [wanted]
        right = found in accepted
        count = self.counts[name]
        if found is not None:
            count.right += right
            count.wrong += not right
            if confidence is not None:
                self.confidences.append((name, confidence, right))
        if not right and wanted is not None:
            count.missing += 1
        if not right:
            self.errors.append(f"{site.name}.{name}: {found!r}, not {wanted!r}")

    def _several(self, site: Site, name: str, found: set[str], wanted: set[str]) -> None:
        count = self.counts[name]
        count.right += len(found & wanted)
        count.wrong += len(found - wanted)
        count.missing += len(wanted - found)
        self.errors += [f"{site.name}.{name}: {one!r} is none" for one in sorted(found - wanted)]
        self.errors += [f"{site.name}.{name}: {one!r} is missing" for one in sorted(wanted - found)]

    def figures(self) -> dict[str, dict[str, float]]:
        """Precision and recall by field, and over the core fields."""
        core = Count()
        for name in CORE:
            core.right += self.counts[name].right
            core.wrong += self.counts[name].wrong
            core.missing += self.counts[name].missing
        listed = {**dict(sorted(self.counts.items())), "core": core}
        return {
            name: {"precision": round(one.precision, 3), "recall": round(one.recall, 3), "F1": round(one.f1, 3)}
            for name, one in listed.items()
        }

    def calibration(self, names: Iterable[str]) -> list[tuple[float, int, float]]:
        """By lowest confidence: how many findings, and the share that is right."""
        wanted, rows = set(names), []
        upper = 1.01
        for lower in BINS:
            inside = [right for name, value, right in self.confidences if name in wanted and lower <= value < upper]
            rows.append((lower, len(inside), sum(inside) / len(inside) if inside else 1.0))
            upper = lower
        return rows


def losses(found: dict[str, dict[str, dict[str, float]]]) -> list[str]:
    """Figures that fell below their floors, as sentences."""
    if not FLOORS.is_file():
        return []
    floors = json.loads(FLOORS.read_text())
    return [
        f"{group}: {kind} of {name} was {floor:.3f} and is {found[group][name][kind]:.3f}"
        for group in found
        for name, row in floors.get(group, {}).items()
        for kind, floor in row.items()
        if name not in found[group] or found[group][name][kind] < floor - MAY_FALL
    ]


def commit(found: dict[str, dict[str, dict[str, float]]]) -> None:
    """Make these the floors."""
    known = json.loads(FLOORS.read_text()) if FLOORS.is_file() else {}
    FLOORS.write_text(json.dumps(known | found, indent=2, ensure_ascii=False) + "\n")
