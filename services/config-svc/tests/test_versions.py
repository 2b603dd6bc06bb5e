"""Going back to an earlier draft, and back again."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import pytest_asyncio
from config_svc.domain import limits

pytestmark = pytest.mark.integration


@pytest_asyncio.fixture
async def headers(api_key: Any) -> dict[str, str]:
    found: dict[str, str] = await api_key()
    return found


@pytest_asyncio.fixture
async def url(client: httpx.AsyncClient, headers: dict[str, str], body: dict[str, Any]) -> str:
    made = await client.post("/api/chatbots/create-extended", json=body, headers=headers)
    return f"/api/chatbots/{made.json()['id']}"


async def test_a_draft_is_restored_as_a_new_version_and_that_can_be_undone(
    client: httpx.AsyncClient, headers: dict[str, str], url: str
) -> None:
    first = (await client.get(url, headers=headers)).json()["draft"]
    patch = {"company": {"phone": "089 999"}, "email_capture": {"consent_text": "Anders."}}
    changed = (await client.patch(url, json=patch, headers=headers)).json()["draft"]
    person = first["contact_persons"]["persons"][0]["id"]
    await client.delete(f"{url}/contact-persons/{person}", headers=headers)

    (kept,) = (await client.get(f"{url}/versions", headers=headers)).json()
    assert (kept["version"], kept["changes"]) == (1, ["/company/phone", "/consents/de/text"])
    shown = (await client.get(f"{url}/versions/1", headers=headers)).json()["draft"]
    assert (shown["company"], shown["email_capture"]) == (first["company"], first["email_capture"])
    assert shown["contact_persons"]["persons"] == []

    stale = await client.post(f"{url}/versions/1/restore", headers={**headers, "If-Match": '"2"'})
    assert stale.status_code == 412
    restored = await client.post(f"{url}/versions/1/restore", headers={**headers, "If-Match": '"3"'})
    assert restored.status_code == 200, restored.text
    assert (restored.json()["version"], restored.headers["etag"]) == (4, '"4"')
    draft = restored.json()["draft"]
    assert (draft["company"], draft["email_capture"]) == (first["company"], first["email_capture"])
    assert person not in {one["id"] for one in draft["contact_persons"]["persons"]}, "who was removed stays away"
    audit = (await client.get(f"{url}/audit", headers=headers)).json()["items"][0]
    assert (audit["action"], audit["changes"]) == ("restored", ["/company/phone", "/consents/de/text"])

    undone = await client.post(f"{url}/versions/3/restore", headers={**headers, "If-Match": '"4"'})
    assert undone.json()["draft"]["company"] == changed["company"]
    missing = await client.post(f"{url}/versions/77/restore", headers=headers)
    assert missing.status_code == 404


async def test_only_the_newest_drafts_are_kept(
    client: httpx.AsyncClient, headers: dict[str, str], url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "EARLIER_DRAFTS", 3)
    for number in range(5):
        await client.patch(url, json={"description": f"Fassung {number}"}, headers=headers)
    found = (await client.get(f"{url}/versions", headers=headers)).json()
    assert [one["version"] for one in found] == [5, 4, 3]


async def test_an_earlier_draft_of_another_workspace_is_not_there(
    client: httpx.AsyncClient, headers: dict[str, str], url: str, make_workspace: Any, api_key: Any
) -> None:
    await client.patch(url, json={"description": "Neu"}, headers=headers)
    other = await api_key(workspace_id=await make_workspace())
    for method, path in (("GET", "versions"), ("GET", "versions/1"), ("POST", "versions/1/restore")):
        assert (await client.request(method, f"{url}/{path}", headers=other)).status_code == 404
