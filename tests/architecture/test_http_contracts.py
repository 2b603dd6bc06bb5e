"""The committed OpenAPI documents are what the services serve, and say how errors are answered."""

from __future__ import annotations

from typing import Any

import pytest
from contracts.topics import SERVICES
from servicekit.http.compatibility import METHODS, breaking_changes
from servicekit.http.contract import committed, document

from tests.architecture.services import service


@pytest.fixture(scope="module")
def documents() -> dict[str, dict[str, Any]]:
    return {name: document(service(name)) for name in SERVICES}


@pytest.mark.parametrize("name", SERVICES)
def test_the_committed_document_is_what_is_served(name: str, documents: dict[str, dict[str, Any]]) -> None:
    before = committed(service(name))
    assert before is not None, "run `make schemas`"
    assert breaking_changes(before, documents[name]) == [], "callers break: keep the old form, or agree the change"
    assert before == documents[name], "run `make schemas`"


@pytest.mark.parametrize("name", SERVICES)
def test_every_operation_says_what_it_is_called_and_how_it_fails(
    name: str, documents: dict[str, dict[str, Any]]
) -> None:
    seen: set[str] = set()
    for path, item in documents[name]["paths"].items():
        for method, operation in item.items():
            if method not in METHODS:
                continue
            where = f"{method.upper()} {path}"
            assert operation.get("summary") or operation.get("description"), where
            assert operation["operationId"] not in seen, where
            seen.add(operation["operationId"])
            assert set(operation["responses"]["default"]["content"]) == {"application/problem+json"}, where
            assert "422" not in operation["responses"], where
    assert len(seen) > 5
