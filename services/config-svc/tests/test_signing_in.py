"""From the console's door to the company's sign-in and back, with a real provider, config-svc, Valkey and keys."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
import uvicorn
from console.front import company, cookies, door, leaving, pages, store
from console.settings import Settings
from local_stack.parts import free_port
from local_stack.parts.small import Program
from servicekit.testing import eventually
from starlette.applications import Starlette

from tests.fakes import openid
from tests.fakes.openid import CLIENT_ID, CLIENT_SECRET, Claims, Person, Provider

pytestmark = pytest.mark.integration
CONSOLE = "http://localhost"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with openid.serving() as found:
        found.returns = (CONSOLE + leaving.RETURN,)
        yield found


@pytest.fixture
def settings_overrides(settings_overrides: dict[str, Any], provider: Provider) -> dict[str, Any]:
    return {**settings_overrides, "oidc": {"issuer": provider.issuer, "client_id": CLIENT_ID}}


@pytest_asyncio.fixture
async def browser(
    service: Any, kit: Any, running: Any, provider: Provider, valkey_server: Program, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at a console that asks config-svc's API over a socket."""
    port = free_port()
    api = uvicorn.Server(uvicorn.Config(service.api(kit), port=port, log_config=None, lifespan="off"))
    serving = asyncio.create_task(api.serve())
    for name, value in {
        "API_URL": f"http://127.0.0.1:{port}",
        "PUBLIC_URL": CONSOLE,
        "CONSOLE_KEY": base64.b64encode(bytes(range(32))).decode(),
        "VALKEY_URL": f"valkey://127.0.0.1:{valkey_server.port}",
        "OIDC_ISSUER": provider.issuer,
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    store.opened.cache_clear()
    console = httpx.ASGITransport(app=Starlette(routes=pages.routes()))
    async with httpx.AsyncClient(transport=console, base_url=CONSOLE) as opened:
        yield opened
    api.should_exit = True
    await serving
    store.opened.cache_clear()


@pytest.fixture
def invite(client: httpx.AsyncClient, api_key: Any, workspace_id: UUID) -> Callable[..., Any]:
    async def made(email: str = "erika.muster@kanzlei.example", **more: Any) -> tuple[str, dict[str, str]]:
        admin = await api_key()
        url = f"/api/workspaces/{workspace_id}/members"
        answer = await client.post(url, json={"email": email, "name": "Erika Muster", **more}, headers=admin)
        assert answer.status_code == 201, answer.text
        return f"{url}/{answer.json()['id']}", admin

    return made


async def at_provider(browser: httpx.AsyncClient, onward: str = "/leads?status=new") -> str:
    """From the door to the provider: where the provider sends the browser back to."""
    page = await browser.get(onward)
    assert "Mit Firmenkonto anmelden" in page.text
    left = await browser.get(f"{door.COMPANY}?{urlencode({'next': onward})}")
    assert left.status_code == 303
    async with httpx.AsyncClient() as outside:
        answer = await outside.get(left.headers["location"])
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"]).removeprefix(CONSOLE)


def key_in(browser: httpx.AsyncClient) -> str | None:
    """The API key of the session that the browser has."""
    id = cookies.session_id(dict(browser.cookies), Settings.read())
    found = store.opened().find(id) if id else None
    return found.key if found else None


async def test_a_member_comes_in_and_is_out_when_removed(
    browser: httpx.AsyncClient, invite: Any, client: httpx.AsyncClient, provider: Provider
) -> None:
    member, admin = await invite()
    back = await browser.get(await at_provider(browser))
    assert (back.status_code, back.headers["location"]) == (303, "/leads?status=new")
    assert "Mit Firmenkonto" not in (await browser.get("/leads")).text
    key = key_in(browser)
    assert key is not None and key not in str(back.headers)
    headers = {"Authorization": f"Bearer {key}"}

    async def status() -> int:
        return (await client.get("/api/chatbots", headers=headers)).status_code

    await eventually(status, until=lambda found: found == 200)
    assert (await client.delete(member, headers=admin)).status_code == 200
    await eventually(status, until=lambda found: found == 401, timeout=5)
    again = await browser.get(await at_provider_signed_in(browser))
    assert again.status_code == 403
    assert provider.refused == []


async def at_provider_signed_in(browser: httpx.AsyncClient) -> str:
    browser.cookies.clear()
    return await at_provider(browser)


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"nonce": "a-nonce-of-somebody-else"}, 502),
        ({"aud": "another-client"}, 502),
        ({"exp": 1_700_000_000}, 502),
        ({"email_verified": False}, 403),
        ({"email": "fremd@kanzlei.example"}, 403),
    ],
)
async def test_a_wrong_token_ends_at_the_door_with_words(
    browser: httpx.AsyncClient, invite: Any, provider: Provider, claims: Claims, status: int
) -> None:
    await invite()
    provider.twist = lambda said: {**said, **claims}
    answer = await browser.get(await at_provider(browser))
    said = {502: "passt nicht zu dieser Anmeldung", 403: "Adresse"}[status]
    assert (answer.status_code, said in answer.text) == (status, True)
    if "email" in claims:
        assert "Bitten Sie jemanden, der Ihren Arbeitsbereich verwaltet" in answer.text
    assert key_in(browser) is None
    assert 'name="next" value="/leads?status=new"' in answer.text, "it goes on where it began"


async def test_an_unsigned_token_opens_nothing(browser: httpx.AsyncClient, invite: Any, provider: Provider) -> None:
    await invite()
    provider.algorithm = "none"
    assert (await browser.get(await at_provider(browser))).status_code == 502
    assert key_in(browser) is None


async def test_an_answer_counts_once_and_in_the_browser_that_asked(
    browser: httpx.AsyncClient, invite: Any, provider: Provider
) -> None:
    await invite()
    answer = await at_provider(browser)
    cookie = browser.cookies[company.COOKIE]
    browser.cookies.clear()
    stolen = await browser.get(answer)
    assert (stolen.status_code, key_in(browser)) == (403, None), "somebody else's browser"
    assert "veraltet" in stolen.text
    browser.cookies.set(company.COOKIE, cookie)
    assert (await browser.get(answer)).status_code == 303
    browser.cookies.clear()
    browser.cookies.set(company.COOKIE, cookie)
    replayed = await browser.get(answer)
    assert (replayed.status_code, key_in(browser)) == (403, None)
    made_up = await browser.get(f"{company.RETURN}?code=x&state=")
    assert made_up.status_code == 403


async def test_what_the_provider_refuses_is_said(browser: httpx.AsyncClient, invite: Any, provider: Provider) -> None:
    await invite()
    state = parse_qs(urlsplit(await at_provider(browser)).query)["state"][0]
    refused = await browser.get(f"{company.RETURN}?error=access_denied&state={state}")
    assert (refused.status_code, "abgebrochen" in refused.text) == (403, True)
    state = parse_qs(urlsplit(await at_provider(browser)).query)["state"][0]
    mixed = await browser.get(f"{company.RETURN}?code=x&iss=https://evil.example&state={state}")
    assert mixed.status_code == 403, "an answer of another provider"
    back = await at_provider(browser)
    provider.codes.clear()
    assert (await browser.get(back)).status_code == 503
    assert provider.refused == ["code"]


async def test_the_code_is_worth_nothing_without_the_verifier(
    browser: httpx.AsyncClient, invite: Any, provider: Provider
) -> None:
    await invite()
    back = await at_provider(browser)
    for asked in provider.codes.values():
        asked["code_challenge"] = "made-by-somebody-else"
    assert (await browser.get(back)).status_code == 503
    assert provider.refused == ["PKCE"]


async def test_of_several_workspaces_one_is_chosen(
    browser: httpx.AsyncClient, invite: Any, client: httpx.AsyncClient, api_key: Any, make_workspace: Any
) -> None:
    await invite()
    second = await make_workspace(name="Zweite <GmbH>")
    given = {"email": "erika.muster@kanzlei.example", "name": "Erika"}
    admin = await api_key(workspace_id=second)
    await client.post(f"/api/workspaces/{second}/members", json=given, headers=admin)
    page = await browser.get(await at_provider(browser))
    assert "Zweite &lt;GmbH&gt;" in page.text
    assert key_in(browser) is None
    left = await browser.get(f"{door.COMPANY}?{urlencode({'next': '/bots', 'workspace': str(second)})}")
    async with httpx.AsyncClient() as outside:
        back = (await outside.get(left.headers["location"])).headers["location"]
    assert (await browser.get(back.removeprefix(CONSOLE))).headers["location"] == "/bots"
    assert key_in(browser) is not None


async def test_nobody_is_led_elsewhere_and_without_a_provider_the_door_names_none(
    browser: httpx.AsyncClient, invite: Any, monkeypatch: pytest.MonkeyPatch, provider: Provider
) -> None:
    await invite()
    left = await browser.get(f"{door.COMPANY}?next=https://evil.example/")
    async with httpx.AsyncClient() as outside:
        back = (await outside.get(left.headers["location"])).headers["location"]
    assert (await browser.get(back.removeprefix(CONSOLE))).headers["location"] == "/"
    monkeypatch.delenv("OIDC_ISSUER")
    browser.cookies.clear()
    assert "Firmenkonto" not in (await browser.get("/")).text
    assert (await browser.get(door.COMPANY)).status_code == 200
    monkeypatch.setenv("OIDC_ISSUER", "http://127.0.0.1:1")
    away = await browser.get(door.COMPANY)
    assert (away.status_code, "gerade nicht möglich" in away.text) == (503, True)
    assert isinstance(provider.person, Person)


async def signed_out(browser: httpx.AsyncClient) -> str:
    """The session of the browser is over; the address that its tab then goes to."""
    id = cookies.session_id(dict(browser.cookies), Settings.read())
    assert id is not None
    kept = store.opened().find(id)
    assert kept is not None
    assert kept.id_token is not None
    store.opened().end(id)
    return f"{leaving.address(store.opened().leave(kept.id_token))}&{urlencode({'next': '/leads?status=new'})}"


async def test_who_signs_out_is_signed_out_at_the_provider_too(
    browser: httpx.AsyncClient, invite: Any, provider: Provider
) -> None:
    await invite()
    await browser.get(await at_provider(browser))
    address = await signed_out(browser)
    left = await browser.get(address)
    assert (left.status_code, left.headers["cache-control"]) == (303, "no-store")
    assert left.headers["location"].startswith(f"{provider.issuer}/end?realm=kanzlei&")
    async with httpx.AsyncClient() as outside:
        back = str((await outside.get(left.headers["location"])).headers["location"])
    assert (provider.ended, provider.refused) == (["u-1"], [])
    page = await browser.get(back.removeprefix(CONSOLE))
    assert (page.status_code, "auch bei Ihrem Firmenkonto" in page.text) == (200, True)
    assert "Schlüssel gilt nicht mehr" not in (await browser.get("/leads")).text

    again = await browser.get(address)
    assert (again.status_code, again.headers["location"]) == (303, "/leads?status=new"), "a ticket is used once"
    replayed = await browser.get(back.removeprefix(CONSOLE))
    assert (replayed.status_code, replayed.headers["location"]) == (303, "/")


async def test_nobody_is_signed_out_by_a_link_of_somebody_else(
    browser: httpx.AsyncClient, invite: Any, provider: Provider
) -> None:
    await invite()
    await browser.get(await at_provider(browser))
    for address in (
        f"{leaving.SIGN_OUT}?next=/leads",
        f"{leaving.address('made-up')}&next=/leads",
        f"{leaving.RETURN}?state=made-up",
        f"{leaving.RETURN}?state=",
    ):
        answer = await browser.get(address)
        assert (answer.status_code, answer.headers["location"] in ("/", "/leads")) == (303, True)
    elsewhere = await browser.get(f"{leaving.address('made-up')}&next=https://evil.example/")
    assert elsewhere.headers["location"] == "/"
    assert (provider.ended, key_in(browser) is not None) == ([], True)


async def test_a_provider_that_ends_no_sessions_is_left_alone(
    browser: httpx.AsyncClient, invite: Any, provider: Provider
) -> None:
    provider.ends_sessions = False
    await invite()
    await browser.get(await at_provider(browser))
    left = await browser.get(await signed_out(browser))
    assert (left.status_code, left.headers["location"]) == (303, "/leads?status=new")
    door_again = await browser.get("/leads?status=new")
    assert "Sie sind abgemeldet" in door_again.text
    assert provider.ended == []


async def test_a_provider_that_is_away_keeps_nobody_inside(
    browser: httpx.AsyncClient, invite: Any, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invite()
    await browser.get(await at_provider(browser))
    address = await signed_out(browser)
    monkeypatch.setenv("OIDC_ISSUER", "http://127.0.0.1:1")
    left = await browser.get(address)
    assert (left.status_code, "bei Ihrem Firmenkonto nicht" in left.text) == (503, True)
    assert key_in(browser) is None
