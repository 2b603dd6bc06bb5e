"""A page of the console is reached: it has an address, a title and a way through the ingress."""

from __future__ import annotations

import ast
from importlib.util import find_spec
from pathlib import Path

import pytest
from console import links
from console.texts import CATALOGUE
from local_stack.paths import CONSOLE_PAGES


def registered() -> list[str]:
    """The names in `GROUPS` of the console's script, which runs when it is imported and is therefore read only."""
    found = find_spec("console.tab.app")
    assert found is not None and found.origin is not None
    for node in ast.parse(Path(found.origin).read_text()).body:
        if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Dict):
            groups = [group for group in node.value.values if isinstance(group, ast.Dict)]
            names = [key.value for group in groups for key in group.keys if isinstance(key, ast.Constant)]
            if "start" in names:
                return sorted(map(str, names))
    raise AssertionError("apps/console/src/console/tab/app.py declares no GROUPS of pages")


PAGES = registered()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_reached(name: str) -> None:
    assert name in links.PATHS, f"apps/console/src/console/links.py names no path of {name}"
    assert CATALOGUE.knows(f"page.{name}"), f"the console's texts lack page.{name}"
    path = links.PATHS[name]
    assert not path or path in CONSOLE_PAGES, f"deploy/local/src/local_stack/paths.py: CONSOLE_PAGES lacks {path}"


def test_no_path_leads_nowhere() -> None:
    assert set(links.PATHS) == set(PAGES)
    assert set(CONSOLE_PAGES) == {path for path in links.PATHS.values() if path}
