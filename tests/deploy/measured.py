"""The metrics the code really exposes, read from its source, and those an expression asks for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SUFFIXES = {
    "Counter": ("",),
    "Gauge": ("",),
    "Measure": ("",),
    "Histogram": ("_bucket", "_sum", "_count"),
    "Summary": ("_sum", "_count"),
}
OF_PROCESSES = {"process_resident_memory_bytes", "process_cpu_seconds_total", "process_open_fds"}
"""prometheus-client exposes these by itself."""
OF_PROMETHEUS = {"up"}
OF_SCRAPES = {"job", "instance", "process", "namespace", "pod", "le"}
"""Labels that a scrape or a histogram adds."""

_WORDS = {
    *("sum", "min", "max", "avg", "count", "rate", "increase", "histogram_quantile", "absent", "vector", "by"),
    *("without", "and", "or", "unless", "on", "ignoring", "offset", "label_values"),
}


def exposed() -> dict[str, set[str]]:
    """Labels by the names of all series that services expose."""
    found: dict[str, set[str]] = {name: set() for name in OF_PROCESSES | OF_PROMETHEUS}
    for folder in (*ROOT.glob("libs/*/src"), *ROOT.glob("services/*/src")):
        for path in folder.rglob("*.py"):
            if "prometheus_client" in (source := path.read_text()) or "Measure(" in source:
                for name, labels in _defined(path):
                    found[name] = labels
    return found


def _defined(path: Path) -> Iterator[tuple[str, set[str]]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SUFFIXES):
            continue
        if not (node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)):
            continue
        given = (*node.args, *(k.value for k in node.keywords))
        lists = [part for part in given if isinstance(part, ast.List | ast.Tuple)]
        labels = {item.value for part in lists for item in part.elts if isinstance(item, ast.Constant)}
        for suffix in SUFFIXES[node.func.id]:
            yield node.args[0].value + suffix, {label for label in labels if isinstance(label, str)}


def asked(expression: str) -> dict[str, set[str]]:
    """The labels an expression selects or groups by, for each series in it."""
    bare = re.sub(r'"[^"]*"', '""', expression)
    groups = {label for found in re.findall(r"\b(?:by|without)\s*\(([^)]*)\)", bare) for label in _names(found)}
    selected: dict[str, set[str]] = {}
    for name, selector in re.findall(r"([a-zA-Z_:][\w:]*)\s*\{([^}]*)\}", bare):
        selected.setdefault(name, set()).update(_names(selector))
    rest = re.sub(r"\{[^}]*\}|\[[^\]]*\]|\b(?:by|without)\s*\([^)]*\)", " ", bare)
    rest = re.sub(r"\boffset\s+\w+", " ", rest)
    names = {word for word in re.findall(r"(?<![\w.])[a-zA-Z_:][\w:]*", rest) if word not in _WORDS}
    return {name: selected.get(name, set()) | groups for name in names | selected.keys()}


def _names(text: str) -> set[str]:
    return set(re.findall(r"[a-zA-Z_]\w*", text.replace('""', "")))


def unknown(expression: str) -> list[str]:
    """What an expression asks for that nothing exposes; empty when all is well."""
    there = exposed()
    troubles = []
    for name, labels in asked(expression).items():
        if name not in there:
            troubles.append(name)
        else:
            troubles += [f"{name}{{{label}}}" for label in sorted(labels - there[name] - OF_SCRAPES)]
    return troubles
