"""Every text that is asked for exists, also those whose ids are put together; and none is kept that nobody asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from wording import Catalogue

from tests.architecture.services import PACKAGES
from tests.architecture.test_rooms import home

ASKING = {"say", "sentence"}
"""Functions that take an id first."""


def catalogue(name: str) -> Catalogue:
    found: Catalogue = import_module(f"{PACKAGES[name]}.texts").CATALOGUE
    return found


def pattern(node: ast.expr) -> str | None:
    """What ids an expression can give, as a regular expression; None when its parts are not to be seen here."""
    if isinstance(node, ast.Constant):
        return re.escape(node.value) if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w.-]+" for p in node.values]
        return "".join(parts)
    if isinstance(node, ast.IfExp):
        found = [pattern(node.body), pattern(node.orelse)]
        return "|".join(f"(?:{one})" for one in found if one) or None
    return None


def asked(path: Path) -> Iterator[tuple[str, str]]:
    """Each id that a module asks for: (where, pattern). Ids that are handed on are given as literals elsewhere."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKING and node.args:
            found = pattern(node.args[0])
            if found is not None:
                yield f"{path.name}:{node.lineno}", found


def literals(path: Path) -> set[str]:
    """Every string in a module, and every f-string's fixed beginning."""
    return {
        node.value
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def modules(name: str) -> Iterator[Path]:
    """The modules that may ask for texts; those of the languages hold them."""
    for path in home(name).rglob("*.py"):
        if not re.fullmatch(r"(?:\w+_)?(?:de|en)\.py", path.name):
            yield path


@pytest.mark.parametrize("name", PACKAGES)
def test_every_text_that_is_asked_for_exists(name: str) -> None:
    ids = catalogue(name).ids
    seen = 0
    for path in modules(name):
        for where, found in asked(path):
            seen += 1
            assert any(re.fullmatch(found, id) for id in ids), f"{name} {where}: no text is called {found}"
    assert seen, f"{name} asks for no text: this test does not see how"


@pytest.mark.parametrize("name", PACKAGES)
def test_no_text_is_kept_that_nobody_asks_for(name: str) -> None:
    sources = list(modules(name))
    said = "\n".join(path.read_text() for path in (*sources, *home(name).rglob("*.html"), *home(name).rglob("*.j2")))
    patterns = [found for path in sources for _, found in asked(path)]
    fixed = {word for path in sources for word in literals(path)}
    starts = {word for word in fixed if re.search(r"[._]$", word)} | set(re.findall(r'"([\w.]+[._])" ~', said))
    dead = {
        id
        for id in catalogue(name).ids
        if not (
            id in fixed
            or any(re.fullmatch(found, id.removesuffix(".one")) for found in patterns)
            or any(id.startswith(start) for start in starts)
            or f'"{id}"' in said
            or f"'{id}'" in said
        )
    }
    assert dead == set()
