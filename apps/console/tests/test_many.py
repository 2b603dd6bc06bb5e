"""What operators paste becomes a table."""

from __future__ import annotations

import pytest
from console.prospect.many import as_table


@pytest.mark.parametrize(
    ("pasted", "rows"),
    [
        ("www.a.example\nhttps://b.example/\n", ["website", "www.a.example", "https://b.example/"]),
        ("  a.example ,\n\n b.example; \n", ["website", "a.example", "b.example"]),
        ("Website;Firma\na.example;A GmbH", ["Website;Firma", "a.example;A GmbH"]),
        ("firma\turl\nA GmbH\ta.example", ["firma\turl", "A GmbH\ta.example"]),
    ],
)
def test_addresses_and_tables(pasted: str, rows: list[str]) -> None:
    table = as_table(pasted)

    assert table is not None
    assert table.content.decode().split() == " ".join(rows).split()
    assert table.media_type == "text/csv"


@pytest.mark.parametrize("pasted", ["", "  \n\t\n"])
def test_nothing_is_no_table(pasted: str) -> None:
    assert as_table(pasted) is None
