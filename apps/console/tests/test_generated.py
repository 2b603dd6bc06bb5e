"""The console knows the APIs as their committed documents describe them; the type checker holds its pages to that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

CONSOLE = Path(__file__).parents[1]
ROOT = CONSOLE.parents[1]
LEADS = Path("services/lead-svc/openapi.json")


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


# What is renamed in a copy of a document, and what the type checker then says of the page that uses it.
RENAMED = {
    '"topics_discussed"': ('"topics"', 'TypedDict "LeadOut" has no key "topics_discussed"'),
    '"qualified"': ('"promising"', 'Argument "status" to "list_leads" has incompatible type'),
    '"interest_min"': ('"least_interest"', 'Extra argument "interest_min" from **args for "list_leads"'),
    '"getLead"': ('"readLead"', 'Module has no attribute "get_lead"'),
}


def test_pages_that_use_what_an_api_no_longer_has_are_refused(tmp_path: Path) -> None:
    shutil.copytree(CONSOLE / "src" / "console", tmp_path / "console")
    document = (ROOT / LEADS).read_text()
    for written, (renamed, _) in RENAMED.items():
        assert written in document
        document = document.replace(written, renamed)
    (tmp_path / LEADS).parent.mkdir(parents=True)
    (tmp_path / LEADS).write_text(document)
    generate(repository=tmp_path, into=tmp_path / "console")
    pages = (*(tmp_path / "console" / "pages").glob("leads.py"), *(tmp_path / "console" / "lead").glob("*.py"))
    checked = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml")),
            *("--cache-dir", str(ROOT / ".mypy_cache")),  # libraries were read by `make types`
            *(str(page.relative_to(tmp_path)) for page in pages),
        ],
        cwd=tmp_path,
        env=os.environ | {"MYPYPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert {complaint for _, complaint in RENAMED.values() if complaint not in checked.stdout} == set(), checked.stdout
