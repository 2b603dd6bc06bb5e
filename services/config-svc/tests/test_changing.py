"""Changes, versions, states, people and pictures through the API."""

from __future__ import annotations

import asyncio
import io
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
from config_svc.service import demo
from PIL import Image, PngImagePlugin

pytestmark = pytest.mark.integration
SECRET = "camera owner Erika"


@pytest_asyncio.fixture
async def headers(api_key: Any) -> dict[str, str]:
    found: dict[str, str] = await api_key()
    return found


@pytest_asyncio.fixture
async def bot(client: httpx.AsyncClient, headers: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post("/api/chatbots/create-extended", json=body, headers=headers)
    found: dict[str, Any] = answer.json()
    return found


async def make_ready(kit: Any, bot_id: str) -> None:
    async with kit.transaction() as unit:
        await demo.source_searchable(unit, UUID(bot_id), linker=kit.resources.linker)


def png(size: tuple[int, int] = (64, 32)) -> bytes:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", SECRET)
    target = io.BytesIO()
    Image.new("RGBA", size, "#1f4e7980").save(target, "PNG", pnginfo=info)
    return target.getvalue()


def jpg() -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = SECRET
    Image.new("RGB", (3000, 1500), "#1f4e79").save(target, "JPEG", exif=exif)
    return target.getvalue()


async def test_a_patch_changes_only_what_it_names(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any]
) -> None:
    url = f"/api/chatbots/{bot['id']}"
    patch = {"branding": {"primary_color": "#ffff00"}, "company": {"phone": None}, "description": "Neu"}
    answer = await client.patch(url, json=patch, headers={**headers, "If-Match": '"1"'})

    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert changed["version"] == 2
    assert answer.headers["etag"] == '"2"'
    assert changed["draft"]["branding"]["secondary_color"] == "#4b5563"
    assert changed["draft"]["company"]["phone"] is None
    assert changed["draft"]["email_capture"]["consent_text"] == {"de": "Ich stimme zu."}
    assert len(changed["draft"]["contact_persons"]["persons"]) == 2
    assert [warning["pointer"] for warning in changed["warnings"]] == ["/branding/primary_color"]
    audit = (await client.get(f"{url}/audit", headers=headers)).json()["items"]
    assert audit[0]["action"] == "changed"
    assert audit[0]["actor_name"] == "test"
    assert audit[0]["changes"] == ["/branding/primary_color", "/company/phone", "/description"]
    assert audit[1]["action"] == "created"

    refused = await client.patch(url, json={"company": {"email": "x"}}, headers=headers)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/company/email"
    same = await client.patch(url, json=patch, headers=headers)
    assert same.json()["version"] == 2, "a change of nothing is no new version"


async def test_of_two_writers_who_read_the_same_one_is_told(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any]
) -> None:
    answers = await asyncio.gather(
        *(
            client.patch(
                f"/api/chatbots/{bot['id']}", json={"description": f"{n}"}, headers={**headers, "If-Match": '"1"'}
            )
            for n in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


async def test_a_bot_goes_live_and_off_again(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any], kit: Any
) -> None:
    url = f"/api/chatbots/{bot['id']}"
    assert (await client.post(f"{url}/activate", headers=headers)).status_code == 409
    published = (await client.post(f"{url}/publish", headers=headers)).json()
    assert published["published"]["name"] == bot["name"]
    assert published["unpublished_changes"] is False
    assert [(text["language"], text["number"]) for text in published["consent_texts"]] == [("de", 1)]
    assert (await client.post(f"{url}/activate", headers=headers)).status_code == 409, "no source yet"
    await make_ready(kit, bot["id"])
    assert (await client.post(f"{url}/activate", headers=headers)).json()["state"] == "live"
    assert (await client.post(f"{url}/activate", headers=headers)).status_code == 409
    assert (await client.post(f"{url}/deactivate", headers=headers)).json()["state"] == "deactivated"
    assert (await client.post(f"{url}/demo/extend", headers=headers)).status_code == 409, "no demo"

    new_text = {"email_capture": {"consent_text": {"de": "Ich stimme ganz zu.", "en": "I agree."}}}
    await client.patch(url, json=new_text, headers=headers)
    again = (await client.post(f"{url}/publish", headers=headers)).json()
    numbers = [(text["language"], text["number"]) for text in again["consent_texts"]]
    assert numbers == [("de", 1), ("de", 2), ("en", 1)]
    rotated = (await client.post(f"{url}/rotate-token", headers=headers)).json()
    assert rotated["links"]["version"] == 2
    assert rotated["links"]["production"]["token"] != bot["links"]["production"]["token"]

    assert (await client.delete(url, headers=headers)).status_code == 204
    assert (await client.get(url, headers=headers)).status_code == 404


async def test_at_most_five_people_in_an_order_of_ones_own(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any]
) -> None:
    url = f"/api/chatbots/{bot['id']}/contact-persons"
    once = {**headers, "Idempotency-Key": "p3"}
    person = {"name": "Nr. 3", "email": "c@brandt.example", "phone": "089 1234567"}
    ids = {(await client.post(url, json=person, headers=once)).json()["id"] for _ in range(2)}
    assert len(ids) == 1
    for number in (4, 5):
        await client.post(url, json={"name": f"Nr. {number}", "email": "d@brandt.example"}, headers=headers)
    sixth = await client.post(url, json={"name": "Nr. 6", "email": "e@brandt.example"}, headers=headers)
    assert sixth.status_code == 422
    assert sixth.json()["errors"][0]["pointer"] == "/contact_persons"

    order = [person["id"] for person in reversed((await client.get(url, headers=headers)).json())]
    ordered = await client.put(f"{url}/order", json={"person_ids": order}, headers=headers)
    assert [person["id"] for person in ordered.json()] == order
    assert (await client.put(f"{url}/order", json={"person_ids": order[1:]}, headers=headers)).status_code == 422
    patched = await client.patch(f"{url}/{order[0]}", json={"phone": None, "position": "Verkauf"}, headers=headers)
    assert patched.json()["position"] == "Verkauf"
    assert (await client.patch(f"{url}/{order[0]}", json={"email": None}, headers=headers)).status_code == 422
    assert (await client.delete(f"{url}/{order[0]}", headers=headers)).status_code == 204
    left = (await client.get(url, headers=headers)).json()
    assert [person["display_order"] for person in left] == [0, 1, 2, 3]
    assert (await client.patch(f"{url}/{uuid4()}", json={}, headers=headers)).status_code == 404


@pytest.mark.parametrize(("content", "kind"), [(png(), "image/png"), (jpg(), "image/jpeg")])
async def test_pictures_are_encoded_anew_and_served(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any], content: bytes, kind: str
) -> None:
    answer = await client.put(f"/api/chatbots/{bot['id']}/logo", content=content, headers=headers)
    assert answer.status_code == 200, answer.text
    served = await client.get(answer.json()["draft"]["branding"]["logo_url"])
    assert served.status_code == 200
    assert served.headers["content-type"] == kind
    assert served.headers["x-content-type-options"] == "nosniff"
    assert "immutable" in served.headers["cache-control"]
    assert SECRET.encode() not in served.content
    assert max(Image.open(io.BytesIO(served.content)).size) <= 1024
    kept = await client.patch(f"/api/chatbots/{bot['id']}", json={"description": "x"}, headers=headers)
    assert kept.json()["draft"]["branding"]["logo_key"] is not None

    person = bot["draft"]["contact_persons"]["persons"][0]["id"]
    portrait = await client.put(
        f"/api/chatbots/{bot['id']}/contact-persons/{person}/image", content=content, headers=headers
    )
    served = await client.get(portrait.json()["image_url"])
    assert served.headers["cache-control"] == "public, max-age=3600"


async def test_only_pictures_are_public(client: httpx.AsyncClient, tmp_path: Any) -> None:
    secret = tmp_path / "objects" / "reports" / "x.png"
    secret.parent.mkdir(parents=True, exist_ok=True)
    secret.write_bytes(b"private")
    for path in ("/media/reports/x.png", "/media/logos/../../reports/x.png", "/media/logos/%2e%2e%2fx.png"):
        assert (await client.get(path)).status_code in (404, 422), path


async def test_lists_filter_search_and_page(
    client: httpx.AsyncClient, headers: dict[str, str], kit: Any, api_key: Any
) -> None:
    made = [
        (await client.post("/api/chatbots/create-extended", json={"name": name}, headers=headers)).json()["id"]
        for name in ("Anna 100%", "Berta", "Cäsar")
    ]
    await make_ready(kit, made[1])

    async def names(query: str, key: dict[str, str] = headers) -> list[str]:
        answer = await client.get(f"/api/chatbots?{query}", headers=key)
        return [item["name"] for item in answer.json()["items"]]

    assert await names("") == ["Cäsar", "Berta", "Anna 100%"]
    assert await names("search=0%25") == ["Anna 100%"]
    assert await names("search=ERT") == ["Berta"]
    assert await names("state=ready") == ["Berta"]
    first = (await client.get("/api/chatbots?limit=2", headers=headers)).json()
    assert await names(f"limit=2&cursor={first['next']}") == ["Anna 100%"]
    assert (await client.get("/api/chatbots?cursor=e30", headers=headers)).status_code == 422
    restricted = await api_key("bots:read", bots=(UUID(made[0]),))
    assert await names("", restricted) == ["Anna 100%"]
    assert (await client.get(f"/api/chatbots/{made[1]}", headers=restricted)).status_code == 404


@pytest.mark.parametrize(
    ("at", "is_open", "reason"),
    [
        ("2026-11-23T09:00:00+01:00", True, "regular"),
        ("2026-11-23T12:30:00+01:00", False, "regular"),
        ("2026-11-28T01:30:00+01:00", True, "closed"),
        ("2026-12-24T09:00:00+01:00", False, "special"),
        ("2027-01-06T09:00:00+01:00", False, "holiday"),
    ],
)
async def test_the_opening_status_follows_lunch_night_and_holidays(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any], at: str, is_open: bool, reason: str
) -> None:
    answer = await client.get(f"/api/chatbots/{bot['id']}/opening-status", params={"at": at}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["open"], answer.json()["reason"]) == (is_open, reason)
    assert answer.json()["text"]["de"]


async def test_a_moment_needs_an_offset_and_a_sensible_year(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any]
) -> None:
    for at in ("2026-11-23T09:00:00", "9999-12-31T23:00:00Z", "soon"):
        answer = await client.get(f"/api/chatbots/{bot['id']}/opening-status", params={"at": at}, headers=headers)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == "query/at"


async def test_the_draft_of_a_published_bot_is_asked_for_its_own_hours(
    client: httpx.AsyncClient, headers: dict[str, str], bot: dict[str, Any]
) -> None:
    address = f"/api/chatbots/{bot['id']}"
    assert (await client.post(f"{address}/publish", headers=headers)).status_code == 200
    closed = {"opening_hours": {"weekly": {"monday": None}}}
    assert (await client.patch(address, json=closed, headers=headers)).status_code == 200
    monday = {"at": "2026-11-23T09:00:00+01:00"}
    published = await client.get(f"{address}/opening-status", params=monday, headers=headers)
    draft = await client.get(f"{address}/opening-status", params={**monday, "draft": "true"}, headers=headers)
    assert (published.json()["open"], draft.json()["open"]) == (True, False)
