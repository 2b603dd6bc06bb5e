"""The documents that lead through the house name files and functions that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
GUIDES = ("architecture.md", "recipes.md")
_NAMED = re.compile(r"`((?:apps|libs|services|deploy|tests|bench|docs)/[^`]*?)(?:: (\w+))?`")


def named(guide: str) -> list[tuple[str, str]]:
    """(path, name in it or nothing) of everything that a guide names."""
    return [(path, name) for path, name in _NAMED.findall((ROOT / "docs" / guide).read_text()) if "<" not in path]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_exists(guide: str) -> None:
    found = named(guide)
    assert len(found) > 15, "this test does not see what the guide names"
    missing = [path for path, _ in found if not any(ROOT.glob(path))]
    assert missing == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_function_that_a_guide_names_is_where_it_says(guide: str) -> None:
    wrong = [
        f"{path}: {name}"
        for path, name in named(guide)
        if name and not re.search(rf"(?:def|class) {name}\b|^{name}\b", (ROOT / path).read_text(), re.MULTILINE)
    ]
    assert wrong == []


def test_the_floor_plan_fits_on_a_page_or_two() -> None:
    assert len((ROOT / "docs" / "architecture.md").read_text().splitlines()) < 130
