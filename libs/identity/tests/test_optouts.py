from __future__ import annotations

from uuid import UUID

import pytest
from identity.optouts import covering, opt_out_id, opt_out_ids

A, B = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://www.Moor.example/de/?q=1", ("moor.example",)),
        ("shop.nord.moor.example:8443", ("shop.nord.moor.example", "nord.moor.example", "moor.example")),
        ("info@post.moor.example", ("post.moor.example", "moor.example")),
        ("https://bäckerei.example./", ("xn--bckerei-5wa.example",)),
        ("http://127.0.0.1:80/x", ("127.0.0.1",)),
        ("http://[::1]:80/x", ("::1",)),
        ("localhost", ("localhost",)),
        ("https://", ()),
        ("https://a b/", ()),
    ],
)
def test_an_address_falls_under_its_host_and_the_domains_above(address: str, hosts: tuple[str, ...]) -> None:
    assert covering(address) == hosts


def test_entries_of_one_workspace_keep_no_other_from_a_host() -> None:
    assert opt_out_id("moor.example", A) in opt_out_ids("https://moor.example/", A)
    assert opt_out_id("moor.example", A) not in opt_out_ids("https://moor.example/", B)
    assert opt_out_id("moor.example", None) in opt_out_ids("https://shop.moor.example/", B)
    assert opt_out_id("shop.moor.example", None) not in opt_out_ids("https://moor.example/", B)
    assert opt_out_id("oor.example", None) not in opt_out_ids("https://moor.example/", B)
