"""A figure is explained where people look it up."""

from __future__ import annotations

import re
from pathlib import Path

from analytics_svc.domain.figures import SHOWN

EXPLAINED = Path(__file__).parents[2] / "docs/analytics.md"


def test_every_figure_is_explained() -> None:
    heads = re.findall(r"^\|(.+?)\|", EXPLAINED.read_text(), re.MULTILINE)
    found = {name for head in heads for name in re.findall(r"`(\w+)`", head)}
    missing = [shown.name for shown in SHOWN if shown.name not in found]
    assert not missing, f"docs/analytics.md: the table of figures lacks {', '.join(missing)}"
