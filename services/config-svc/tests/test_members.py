"""Members: invited, signed in by their company's word, changed and removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from config_svc.domain.actors import Actor
from config_svc.domain.roles import SCOPES
from config_svc.models import ApiKey, Member
from config_svc.service import members
from contracts.envelope import decode
from contracts.workspaces import MemberInvited, MemberSaved
from servicekit.auth.keys import parse_key
from servicekit.testing import eventually
from sqlalchemy import select, text

from tests.fakes import openid
from tests.fakes.openid import CLIENT_ID, Person, Provider

pytestmark = pytest.mark.integration
NONCE = "a-nonce-of-the-console"


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    with openid.serving() as provider:
        yield provider


@pytest.fixture
def provider(server: Provider) -> Provider:
    fresh = Provider()
    server.person, server.twist = fresh.person, fresh.twist
    server.algorithm, server.signs_with = fresh.algorithm, None
    return server


@pytest.fixture
def settings_overrides(settings_overrides: dict[str, Any], provider: Provider) -> dict[str, Any]:
    return {**settings_overrides, "oidc": {"issuer": provider.issuer, "client_id": CLIENT_ID}}


@pytest_asyncio.fixture
async def admin(api_key: Any) -> dict[str, str]:
    found: dict[str, str] = await api_key()
    return found


@pytest.fixture
def url(workspace_id: UUID) -> str:
    return f"/api/workspaces/{workspace_id}/members"


async def invited(client: httpx.AsyncClient, url: str, admin: dict[str, str], **more: Any) -> dict[str, Any]:
    given = {"email": "Erika.Muster@Kanzlei.example", "name": "Erika Muster", **more}
    answer = await client.post(url, json=given, headers=admin)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sign_in(client: httpx.AsyncClient, provider: Provider, **more: Any) -> httpx.Response:
    given = {"id_token": provider.id_token(NONCE), "nonce": NONCE, **more}
    return await client.post("/api/sessions", json=given)


def bearer(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}


async def test_an_invited_account_signs_in_for_half_a_day_with_its_rights(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, running: Any
) -> None:
    member = await invited(client, url, admin, role="viewer")
    assert (member["state"], member["last_seen_at"]) == ("invited", None)
    headers = bearer(await sign_in(client, provider))

    async def status() -> int:
        return (await client.get("/api/chatbots", headers=headers)).status_code

    await eventually(status, until=lambda found: found == 200)
    assert (await client.get(url, headers=headers)).status_code == 403
    who = (await client.get("/api/sessions", headers=headers)).json()
    assert (who["member"]["name"], who["workspace"]["name"]) == ("Erika Muster", "Agentur Lindner")
    assert (who["workspace"]["time_zone"], who["bots"]) == ("Europe/Berlin", None)
    assert who["scopes"] == sorted(SCOPES["viewer"])
    assert (await client.get("/api/sessions", headers=admin)).json()["member"] is None
    (listed,) = (await client.get(url, headers=admin)).json()["items"]
    assert (listed["state"], listed["email"]) == ("active", "Erika.Muster@kanzlei.example")
    assert listed["last_seen_at"] is not None
    keys = (await client.get(url.replace("members", "api-keys"), headers=admin)).json()["items"]
    assert keys == [], "sign-ins are no keys that somebody made"

    assert (await client.delete("/api/sessions", headers=headers)).status_code == 204
    await eventually(status, until=lambda found: found == 401)
    assert (await client.delete("/api/sessions", headers=admin)).status_code == 403, "a key is no sign-in"


async def test_other_services_hear_of_members_and_of_nothing_about_them(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], kit: Any
) -> None:
    async def heard() -> list[tuple[str, int, bool]]:
        async with kit.transaction() as unit:
            rows = await unit.session.execute(
                text("SELECT value FROM outbox WHERE type LIKE '%.MemberSaved.%' ORDER BY id")
            )
            values = [bytes(row.value) for row in rows]
        assert not any(b"Muster" in value for value in values), "whom to mail stands in another event"
        events = [decode(value).event for value in values]
        told = [one.member for one in events if isinstance(one, MemberSaved)]
        return [(str(one.id), one.version, one.here) for one in told]

    first = await invited(client, url, admin)
    second = await invited(client, url, admin, email="max@kanzlei.example")
    await client.delete(f"{url}/{first['id']}", headers=admin)
    told = [(first["id"], 1, True), (second["id"], 1, True), (first["id"], 2, False)]
    assert await heard() == told

    async with kit.transaction() as unit:
        await unit.session.execute(text("UPDATE members SET announced = false WHERE id = :id"), {"id": second["id"]})
    for _ in range(2):
        async with kit.transaction() as unit:
            await members.announce(unit)
    assert await heard() == [*told, (second["id"], 1, True)], "those of before are told of once"


async def test_a_member_is_mailed_once_and_the_list_says_what_became_of_it(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], kit: Any, workspace_id: UUID
) -> None:
    same = admin | {"Idempotency-Key": "once"}
    first, second = await invited(client, url, same), await invited(client, url, same)
    assert (first["invitation"], second["id"]) == ("waiting", first["id"])
    async with kit.transaction() as unit:
        kind = "empfang.config.MemberInvited.v1"
        rows = await unit.session.execute(text("SELECT value FROM outbox WHERE type = :kind"), {"kind": kind})
        (event,) = [decode(bytes(row.value)).event for row in rows]
        assert isinstance(event, MemberInvited)
        assert (str(event.member_id), event.name, event.email) == (first["id"], "Erika Muster", first["email"])
        await members.invitation_settled(unit, UUID(first["id"]), workspace_id, "failed", 1)
    (listed,) = (await client.get(url, headers=admin)).json()["items"]
    assert (listed["invitation"], listed["version"]) == ("failed", first["version"])


async def mailed(kit: Any) -> list[tuple[str, int]]:
    """Whom outreach-svc is to mail, and the how manieth time."""
    async with kit.transaction() as unit:
        kind = "empfang.config.MemberInvited.v1"
        query = text("SELECT value FROM outbox WHERE type = :kind ORDER BY id")
        events = [decode(bytes(row.value)).event for row in await unit.session.execute(query, {"kind": kind})]
    return [(str(one.member_id), one.number) for one in events if isinstance(one, MemberInvited)]


async def test_an_invitation_is_sent_again_until_somebody_came(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], kit: Any, workspace_id: UUID, provider: Provider
) -> None:
    first = await invited(client, url, admin)
    id, again = UUID(first["id"]), f"{url}/{first['id']}/invitations"
    async with kit.transaction() as unit:
        await members.invitation_settled(unit, id, workspace_id, "failed", 1)
    same = admin | {"Idempotency-Key": "again"}
    for _ in range(2):
        answer = await client.post(again, headers=same)
        assert answer.status_code == 202, answer.text
        assert (answer.json()["invitation"], answer.headers["ETag"]) == ("waiting", '"2"')
    assert await mailed(kit) == [(first["id"], 1), (first["id"], 2)]
    async with kit.transaction() as unit:
        await members.invitation_settled(unit, id, workspace_id, "uncertain", 1)  # news of the first that come late
    assert (await client.get(url, headers=admin)).json()["items"][0]["invitation"] == "waiting"
    async with kit.transaction() as unit:
        await members.invitation_settled(unit, id, workspace_id, "sent", 2)
    assert (await client.get(url, headers=admin)).json()["items"][0]["invitation"] == "sent"

    await sign_in(client, provider)
    late = await client.post(again, headers=admin)
    assert (late.status_code, late.json()["type"].rpartition("/")[2]) == (409, "member-joined")
    assert len(await mailed(kit)) == 2


async def test_who_is_invited_again_is_still_a_member_of_this_workspace_and_not_pestered(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], kit: Any, api_key: Any, make_workspace: Any
) -> None:
    first = await invited(client, url, admin)
    again = f"{url}/{first['id']}/invitations"
    assert (await client.post(again, headers=await api_key("bots:write"))).status_code == 403
    second = await make_workspace()
    other = await api_key(workspace_id=second)
    for path in (again, f"/api/workspaces/{second}/members/{first['id']}/invitations"):
        for _ in range(4):
            assert (await client.post(path, headers=other)).status_code in (404, 429)
    answers = [(await client.post(again, headers=admin)).status_code for _ in range(4)]
    assert answers == [202, 202, 202, 429]
    await client.delete(f"{url}/{first['id']}", headers=admin)
    assert (await client.post(f"{url}/{UUID(int=1)}/invitations", headers=admin)).status_code == 404
    assert len(await mailed(kit)) == 4


async def test_nobody_is_mailed_where_there_is_no_sign_in(kit: Any, workspace_id: UUID) -> None:
    actor, erika = Actor("key", "test"), "erika@kanzlei.example"
    async with kit.transaction() as unit:
        first = await members.invite(
            unit, workspace_id, email=erika, name="Erika", role="editor", bots=None, actor=actor
        )
        with pytest.raises(members.NoInvitations):
            await members.invite_again(unit, first, actor, mailed=False)
        assert first.invitation is None
        await members.invite_again(unit, first, actor, mailed=True)  # it was set up meanwhile
        assert first.invitation == "waiting"
    assert await mailed(kit) == [(str(first.id), 1)]


async def test_one_workspace_cannot_flood_strangers_with_invitations(
    client: httpx.AsyncClient, url: str, admin: dict[str, str]
) -> None:
    answers = [
        await client.post(url, json={"email": f"m{number}@kanzlei.example", "name": "M"}, headers=admin)
        for number in range(61)
    ]
    assert [one.status_code for one in answers] == [201] * 60 + [429]


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another-nonce-of-somebody"},
        {"nonce": None},
        {"aud": "another-client"},
        {"aud": [CLIENT_ID, "another-client"]},
        {"aud": [CLIENT_ID, "another-client"], "azp": "another-client"},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"iat": 1_700_000_000},
        {"sub": None},
    ],
)
async def test_a_token_that_is_not_for_this_sign_in_opens_nothing(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, claims: dict[str, Any]
) -> None:
    await invited(client, url, admin)
    provider.twist = lambda said: {name: value for name, value in {**said, **claims}.items() if value is not None}
    answer = await sign_in(client, provider)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (401, "not-trusted"), answer.text
    provider.twist = lambda said: said
    assert (await sign_in(client, provider)).status_code == 201, "the same token, unchanged, does"


async def test_a_signature_counts_only_by_a_key_of_the_issuer(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider
) -> None:
    await invited(client, url, admin)
    provider.algorithm = "none"
    assert (await sign_in(client, provider)).status_code == 401
    provider.algorithm, provider.signs_with = "RS256", Provider().key
    assert (await sign_in(client, provider)).status_code == 401
    provider.signs_with = None
    # signed with the public key as if it were a shared secret
    header, payload, _ = provider.id_token(NONCE).split(".")
    for broken in (f"{header}.{payload}.", "x", f"{header}.{payload}.AAAA"):
        answer = await client.post("/api/sessions", json={"id_token": broken, "nonce": NONCE})
        assert answer.status_code == 401, broken
    asked = provider.asked.count("/jwks")
    provider.key_id = "made-up"
    try:
        assert (await sign_in(client, provider)).status_code == 401
    finally:
        provider.key_id = "k1"
    assert provider.asked.count("/jwks") == asked, "an invented key makes nobody ask again at once"


async def test_who_was_not_invited_or_is_not_verified_stays_outside(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, caplog: pytest.LogCaptureFixture
) -> None:
    await invited(client, url, admin)
    provider.person = Person("u-2", "jemand@kanzlei.example")
    answer = await sign_in(client, provider)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "unknown-member")
    provider.person = Person("u-1", "erika.muster@kanzlei.example", email_verified=False)
    answer = await sign_in(client, provider)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "unverified-email")
    provider.person = replace(provider.person, email_verified="true")  # a word is no truth
    assert (await sign_in(client, provider)).status_code == 403
    assert "kanzlei" not in caplog.text


async def test_a_token_is_taken_once_and_an_address_given_anew_opens_nothing(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider
) -> None:
    await invited(client, url, admin)
    given = {"id_token": provider.id_token(NONCE), "nonce": NONCE}
    assert (await client.post("/api/sessions", json=given)).status_code == 201
    assert (await client.post("/api/sessions", json=given)).status_code == 401
    provider.person = Person("u-9", "erika.muster@kanzlei.example")
    answer = await client.post("/api/sessions", json={"id_token": provider.id_token(NONCE), "nonce": NONCE})
    assert answer.status_code == 403, "another account of the same address"
    provider.person = Person("u-1", "erika.neumann@kanzlei.example")
    other = "another-nonce-of-the-console"
    answer = await client.post("/api/sessions", json={"id_token": provider.id_token(other), "nonce": other})
    assert answer.status_code == 201, "the same account under a new address"
    await invited(client, url, admin, email="erika.neumann@kanzlei.example", name="A. nochmal eingeladen")
    third = "a-third-nonce-of-the-console"
    answer = await client.post("/api/sessions", json={"id_token": provider.id_token(third), "nonce": third})
    assert answer.status_code == 201, "who is a member already stays who they are"
    states = {one["name"]: one["state"] for one in (await client.get(url, headers=admin)).json()["items"]}
    assert states == {"Erika Muster": "active", "A. nochmal eingeladen": "invited"}


async def test_rights_change_at_once_and_end_within_seconds(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, running: Any, body: dict[str, Any]
) -> None:
    member = await invited(client, url, admin, role="editor")
    headers = bearer(await sign_in(client, provider))
    made = (await client.post("/api/chatbots/create-extended", json=body, headers=admin)).json()

    async def seen() -> tuple[int, int]:
        answer = await client.get("/api/chatbots", headers=headers)
        changed = await client.patch(f"/api/chatbots/{made['id']}", json={"description": "x"}, headers=headers)
        return answer.status_code, changed.status_code

    await eventually(seen, until=lambda found: found == (200, 200))
    audit = (await client.get(f"/api/chatbots/{made['id']}/audit", headers=admin)).json()["items"][0]
    assert (audit["actor_kind"], audit["actor_id"]) == ("member", member["id"])
    patch = {"role": "viewer", "bots": [made["id"]]}
    stale = await client.patch(f"{url}/{member['id']}", json=patch, headers={**admin, "If-Match": '"7"'})
    assert stale.status_code == 412
    changed = await client.patch(f"{url}/{member['id']}", json=patch, headers=admin)
    assert (changed.json()["role"], changed.json()["bots"]) == ("viewer", [made["id"]])
    await eventually(seen, until=lambda found: found == (200, 403))

    removed = await client.delete(f"{url}/{member['id']}", headers=admin)
    assert (removed.json()["state"], removed.json()["email"]) == ("removed", None)
    await eventually(seen, until=lambda found: found == (401, 401))
    assert (await sign_in(client, provider)).status_code == 403
    assert (await client.get(url, headers=admin)).json()["items"] == []
    again = await invited(client, url, admin)
    assert again["id"] != member["id"]


async def test_the_last_administrator_stays(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, kit: Any
) -> None:
    first = await invited(client, url, admin, role="admin")
    mistaken = await invited(client, url, admin, role="admin", email="vertippt@kanzlei.example")
    await sign_in(client, provider)
    one = f"{url}/{first['id']}"
    for answer in (
        await client.delete(one, headers=admin),
        await client.patch(one, json={"role": "viewer"}, headers=admin),
    ):
        assert answer.status_code == 409, "who never signed in is nobody to rely on"
    assert (await client.patch(one, json={"name": "Erika M."}, headers=admin)).status_code == 200
    assert (await client.delete(f"{url}/{mistaken['id']}", headers=admin)).status_code == 200
    await invited(client, url, admin, role="admin", email="jan@kanzlei.example")
    provider.person = Person("u-3", "jan@kanzlei.example")
    assert (await sign_in(client, provider)).status_code == 201
    assert (await client.delete(one, headers=admin)).status_code == 200


async def test_what_no_invitation_may_say(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], api_key: Any, make_workspace: Any
) -> None:
    await invited(client, url, admin)
    given = {"email": "erika.muster@KANZLEI.example", "name": "Noch einmal"}
    assert (await client.post(url, json=given, headers=admin)).status_code == 409
    unknown = {"email": "a@kanzlei.example", "name": "A", "bots": [str(UUID(int=7))]}
    assert (await client.post(url, json=unknown, headers=admin)).status_code == 404
    assert (await client.post(url, json={**unknown, "role": "admin"}, headers=admin)).status_code == 422
    assert (await client.post(url, json={**unknown, "role": "root"}, headers=admin)).status_code == 422
    assert (await client.get(url, headers=await api_key("bots:read"))).status_code == 403
    other = await api_key(workspace_id=await make_workspace())
    assert (await client.get(url, headers=other)).status_code == 404
    assert (await client.post(url, json=given, headers=other)).status_code == 404


async def test_a_member_of_several_workspaces_names_one(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, make_workspace: Any, api_key: Any
) -> None:
    await invited(client, url, admin)
    second = await make_workspace(name="Zweite GmbH")
    await invited(client, f"/api/workspaces/{second}/members", await api_key(workspace_id=second))
    answer = (await sign_in(client, provider)).json()
    assert (answer["key"], answer["expires_at"]) == (None, None)
    assert {one["name"] for one in answer["workspaces"]} == {"Agentur Lindner", "Zweite GmbH"}
    chosen = await sign_in(client, provider, workspace_id=str(second))
    assert chosen.json()["key"] is not None
    elsewhere = await sign_in(client, provider, workspace_id=str(UUID(int=3)))
    assert elsewhere.status_code == 403


async def test_events_and_keys_name_members_by_id_and_old_sign_ins_are_forgotten(
    client: httpx.AsyncClient, url: str, admin: dict[str, str], provider: Provider, kit: Any
) -> None:
    member = await invited(client, url, admin)
    answer = await sign_in(client, provider)
    id, secret = parse_key(answer.json()["key"])
    async with kit.transaction() as unit:
        key = await unit.session.get_one(ApiKey, id)
        assert (key.name, str(key.member_id)) == (f"member:{member['id']}", member["id"])
        assert abs(key.expires_at - key.created_at - members.LASTS) < timedelta(seconds=1)
        assert not await members.sweep(unit)
        told = text("SELECT value FROM outbox WHERE value IS NOT NULL AND type NOT LIKE '%.MemberInvited.%'")
        values = (await unit.session.execute(told)).scalars().all()  # but for the event that is there to name them
        said = b"".join(bytes(value) for value in values).lower()
        assert all(word not in said for word in (b"kanzlei", b"muster", b"u-1", secret.lower().encode()))
        key.expires_at -= members.LASTS + members.KEPT
    async with kit.transaction() as unit:
        assert await members.sweep(unit) == 1
    async with kit.transaction() as unit:
        assert (await unit.session.execute(select(ApiKey.id).where(ApiKey.id == id))).first() is None
        last = (await unit.session.execute(text("SELECT key, value FROM outbox ORDER BY id DESC LIMIT 1"))).one()
        assert (last.key, last.value) == (str(id), None)
        assert (await unit.session.execute(select(Member.state))).scalar_one() == "active"


async def test_without_an_issuer_there_is_no_sign_in(client: httpx.AsyncClient, kit: Any) -> None:
    kit.resources.openid._settings = type(kit.settings.oidc)()
    answer = await client.post("/api/sessions", json={"id_token": "x", "nonce": NONCE})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (404, "no-sign-in")


async def test_an_issuer_that_is_away_is_said(
    client: httpx.AsyncClient, kit: Any, url: str, admin: dict[str, str], provider: Provider
) -> None:
    kit.resources.openid._settings = kit.settings.oidc.model_copy(update={"issuer": "http://127.0.0.1:1"})
    assert (await sign_in(client, provider)).status_code == 503
