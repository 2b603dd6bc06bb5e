"""The six services have the same rooms, so that whoever knows one finds the way in all of them."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.services import PACKAGES

ROOT = Path(__file__).parents[2]
ROOMS = {
    "__init__.py": "",
    "__main__.py": "what the service serves, replicates, consumes and runs",
    "app.py": "the application, and what `init` makes once",
    "settings.py": "settings, read from the environment",
    "consumers.py": "reactions to events",
    "jobs.py": "work outside requests, and what is asked for at each scrape",
    "models.py": "the tables",
    "py.typed": "",
    "api": "endpoints; requests and answers in api/schemas",
    "service": "use cases",
    "repository": "the unit of work and all SQL",
    "domain": "values and pure functions",
    "adapters": "everything that talks to the outside; adapters/resources.py opens it",
    "texts": "what people read, texts/de.py and texts/en.py",
}
OWN = {"analytics-svc": {"agents": "the stream processor"}, "chat-svc": {"answering": "how an answer is made"}}
"""Rooms that one service has beside the others'."""
INSIDE = ("api/__init__.py", "api/context.py", "adapters/resources.py", "texts/__init__.py", "repository/__init__.py")
TOO_VAGUE = {"utils.py", "helpers.py", "common.py", "manager.py", "misc.py"}


def home(name: str) -> Path:
    return ROOT / "services" / name / "src" / PACKAGES[name]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_service_has_these_rooms_and_no_others(name: str) -> None:
    found = {path.name for path in home(name).iterdir() if path.name != "__pycache__"}
    expected = ROOMS | OWN.get(name, {})
    missing = {f"{room}: {expected[room]}" for room in expected.keys() - found}
    assert not missing, f"{name} lacks rooms: {missing}"
    unlayered = found - expected.keys()
    rooms = "; ".join(f"{room} ({what})" for room, what in expected.items() if what)
    assert not unlayered, f"{sorted(unlayered)} of {name} belong into one of: {rooms}"


@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.parametrize("inside", INSIDE)
def test_what_every_service_has_lies_in_the_same_place(name: str, inside: str) -> None:
    assert (home(name) / inside).is_file(), f"{name}: {inside}"


@pytest.mark.parametrize("name", PACKAGES)
def test_requests_and_answers_are_in_schemas(name: str) -> None:
    schemas = home(name) / "api" / "schemas"
    assert schemas.is_dir() or schemas.with_suffix(".py").is_file()


@pytest.mark.parametrize("name", PACKAGES)
def test_both_languages_lie_side_by_side(name: str) -> None:
    german = sorted(path.name.replace("de", "_") for path in (home(name) / "texts").glob("*de.py"))
    english = sorted(path.name.replace("en", "_") for path in (home(name) / "texts").glob("*en.py"))
    assert german
    assert german == english


@pytest.mark.parametrize("name", PACKAGES)
def test_no_module_has_a_name_that_says_nothing(name: str) -> None:
    assert {path.name for path in home(name).rglob("*.py")} & TOO_VAGUE == set()


def handlers(name: str) -> dict[str, str]:
    """The reactions of a service: the event's name to the handler's."""
    found: dict[str, str] = {}
    for node in ast.parse((home(name) / "consumers.py").read_text()).body:
        if isinstance(node, ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call):
                    found |= {event.id: node.name for event in decorator.args if isinstance(event, ast.Name)}
    return found


@pytest.mark.parametrize(
    ("event", "called"),
    [("BotDeleted", "forget_bot"), ("WorkspaceDeleted", "forget_workspace"), ("ErasureRequested", "erase")],
)
def test_the_same_reaction_has_the_same_name(event: str, called: str) -> None:
    names = {name: handlers(name)[event] for name in PACKAGES if event in handlers(name)}
    assert len(names) >= 4
    assert set(names.values()) == {called}, names
