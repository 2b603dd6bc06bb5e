"""The console knows the APIs as their committed documents describe them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONSOLE = Path(__file__).parents[1]
ROOT = CONSOLE.parents[1]


def generate(*, repository: Path, into: Path) -> None:
    arguments = ["--documents", str(repository), "--into", str(into)]
    subprocess.run([sys.executable, str(CONSOLE / "generate.py"), *arguments], check=True)


def modules(package: Path) -> dict[str, str]:
    return {
        str(file.relative_to(package)): file.read_text()
        for folder in ("models", "calls")
        for file in (package / folder).glob("*.py")
    }


def test_types_and_calls_are_those_of_the_documents(tmp_path: Path) -> None:
    generate(repository=ROOT, into=tmp_path)
    committed = modules(CONSOLE / "src" / "console")
    for folder in ("models", "calls"):
        committed.pop(f"{folder}/__init__.py")
    assert modules(tmp_path) == committed, "run `make schemas`"
