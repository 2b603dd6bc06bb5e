"""Filters that a workspace keeps: for who may read the list, by name, and without what people were searched by."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from config_svc.domain import filters as limits

pytestmark = pytest.mark.integration
NEW = {"list": "leads", "name": "Neue Anfragen", "values": {"status": "new", "kind": "contact_request"}}


@pytest_asyncio.fixture
async def reader(api_key: Any) -> dict[str, str]:
    found: dict[str, str] = await api_key("leads:read")
    return found


@pytest.fixture
def url() -> str:
    return "/api/saved-filters"


async def test_a_filter_is_kept_listed_and_forgotten(
    client: httpx.AsyncClient, reader: dict[str, str], url: str, api_key: Any
) -> None:
    again = {**reader, "Idempotency-Key": "k"}
    made = await client.post(url, json=NEW, headers=again)
    assert made.status_code == 201, made.text
    assert (await client.post(url, json=NEW, headers=again)).json()["id"] == made.json()["id"]
    twice = await client.post(url, json={**NEW, "name": "neue anfragen"}, headers=reader)
    assert (twice.status_code, twice.json()["type"].rpartition("/")[2]) == (409, "known-filter")
    await client.post(url, json={**NEW, "name": "Alte"}, headers=await api_key("leads:read"))
    listed = (await client.get(f"{url}?list=leads", headers=reader)).json()["items"]
    assert [(one["name"], one["values"]) for one in listed] == [("Alte", NEW["values"]), (NEW["name"], NEW["values"])]
    other = await client.get(f"{url}?list=bots", headers=await api_key("bots:read"))
    assert other.json()["items"] == []
    assert (await client.delete(f"{url}/{made.json()['id']}", headers=reader)).status_code == 204
    assert (await client.delete(f"{url}/{made.json()['id']}", headers=reader)).status_code == 404


async def test_who_may_not_read_a_list_has_none_of_its_filters(
    client: httpx.AsyncClient, reader: dict[str, str], url: str, api_key: Any, make_workspace: Any
) -> None:
    id = (await client.post(url, json=NEW, headers=reader)).json()["id"]
    bots = await api_key("bots:read")
    assert (await client.get(f"{url}?list=leads", headers=bots)).status_code == 403
    assert (await client.post(url, json=NEW, headers=bots)).status_code == 403
    assert (await client.delete(f"{url}/{id}", headers=bots)).status_code == 403
    stranger = await api_key(workspace_id=await make_workspace())
    assert (await client.get(f"{url}?list=leads", headers=stranger)).json()["items"] == []
    assert (await client.delete(f"{url}/{id}", headers=stranger)).status_code == 404
    restricted = await api_key("leads:read", bots=(UUID(int=3),))
    assert (await client.get(f"{url}?list=leads", headers=restricted)).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"values": {"text": "erika@kanzlei.example"}},
        {"values": {"lead": "x"}},
        {"values": {}},
        {"list": "messages"},
        {"name": " "},
        {"list": "bots"},
    ],
)
async def test_what_is_no_filter_of_the_list_is_refused(
    client: httpx.AsyncClient, api_key: Any, url: str, wrong: dict[str, Any]
) -> None:
    assert (await client.post(url, json={**NEW, **wrong}, headers=await api_key())).status_code == 422


async def test_a_list_has_so_many_filters_at_most(
    client: httpx.AsyncClient, reader: dict[str, str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config_svc.service.filters.MOST", 2)
    assert limits.MOST == 50
    statuses = [(await client.post(url, json={**NEW, "name": f"F{n}"}, headers=reader)).status_code for n in range(3)]
    assert statuses == [201, 201, 409]
