"""Who is signed in: kept sealed in Valkey, known to every replica, ended for every tab."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import valkey
from console.front import cookies, door, pages, store
from console.front.store import Kept, Store, StoreAway
from console.settings import Settings
from local_stack.parts.small import Program
from starlette.applications import Starlette
from starlette.responses import Response

from .recorded import Recorded, page, pressed

KEY = "emp_0198c0de_good"


@pytest.fixture
def apis() -> Iterator[str]:
    """APIs that know one key."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.headers["Authorization"] == f"Bearer {KEY}"
            body = json.dumps({"items": []} if known else {"title": "Unauthorized", "status": 401}).encode()
            self.send_response(200 if known else 401)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()


@pytest.fixture
def replicas(environment: pytest.MonkeyPatch, apis: str) -> list[httpx.AsyncClient]:
    """Two consoles that share nothing but Valkey and their key, and a browser's cookies at both."""
    environment.setenv("API_URL", apis)
    jar = httpx.Cookies()
    made = []
    for _ in range(2):
        app = Starlette(routes=pages.routes())
        client = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://localhost")
        client._cookies = jar  # one browser
        made.append(client)
    return made


def fields(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(token|next)" value="([^"]*)"', page))


async def enter(client: httpx.AsyncClient, address: str = "/", key: str = KEY) -> httpx.Response:
    page = (await client.get(address)).text
    return await client.post(door.SIGN_IN, data={**fields(page), "key": key})


async def test_a_session_holds_on_every_replica_until_it_is_ended(replicas: list[httpx.AsyncClient]) -> None:
    first, second = replicas
    assert 'type="password"' in (await first.get("/bots?search=brandt")).text

    answer = await enter(first, "/bots?search=brandt")
    assert (answer.status_code, answer.headers["location"]) == (303, "/bots?search=brandt")
    (cookie,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith("empfang=")]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert KEY not in cookie
    for client in replicas:
        assert "password" not in (await client.get("/bots")).text

    id = cookies.session_id(dict(first.cookies), Settings.read())
    assert id is not None
    Store(Settings.read().valkey_url, Settings.read().secret).end(id)
    for client in (second, first):
        page = (await client.get("/bots")).text
        assert 'type="password"' in page
        assert "Sie sind abgemeldet" in page


async def test_nobody_comes_in_by_a_forged_form_or_is_led_elsewhere(replicas: list[httpx.AsyncClient]) -> None:
    client = replicas[0]
    assert (await client.post(door.SIGN_IN, data={"key": KEY, "next": "/"})).status_code == 403
    page = fields((await client.get("/")).text)
    stranger = httpx.AsyncClient(transport=client._transport, base_url="http://localhost")
    assert (await stranger.post(door.SIGN_IN, data={**page, "key": KEY})).status_code == 403

    for elsewhere in ("https://evil.example/", "//evil.example", "/unknown", "javascript:alert(1)"):
        stranger.cookies.clear()
        page = fields((await stranger.get("/")).text)
        answer = await stranger.post(door.SIGN_IN, data={**page, "next": elsewhere, "key": KEY})
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize(
    ("key", "said"),
    [("", "fehlt der Schlüssel"), ("emp_wrong", "kennt die Plattform nicht"), ("mit Leer", "kennt die")],
)
async def test_a_wrong_key_is_told_at_the_field(replicas: list[httpx.AsyncClient], key: str, said: str) -> None:
    answer = await enter(replicas[0], "/leads", key)
    assert answer.status_code == 422
    assert said in answer.text
    assert fields(answer.text)["next"] == "/leads"
    assert "empfang=" not in answer.headers.get("set-cookie", "")


async def test_the_door_speaks_english_when_asked(replicas: list[httpx.AsyncClient]) -> None:
    page = (await replicas[0].get("/bots?bot=1&language=en")).text
    assert '<html lang="en">' in page
    assert "Sign in" in page
    assert fields(page)["next"] == "/bots?bot=1"
    assert '<html lang="en">' in (await replicas[0].get("/")).text


def test_valkey_holds_neither_a_key_nor_an_id_in_the_clear(
    environment: pytest.MonkeyPatch, valkey_server: Program
) -> None:
    kept = store.opened()
    told = Kept(KEY, "en", company=True, id_token="who.they.are")
    id, ticket = kept.begin(told), kept.leave("who.they.are")
    assert kept.find(id) == told
    reader: Any = valkey.Valkey(port=valkey_server.port)  # its answers are typed for both kinds of client
    everything = b"".join(name + (reader.get(name) or b"") for name in reader.scan_iter("console:*"))
    assert KEY.encode() not in everything
    assert not any(word.encode() in everything for word in (id, ticket, "who.they.are"))
    place = store._place(id)
    assert 0 < reader.ttl(place) <= store.IDLE_SECONDS
    reader.expire(place, 100)
    assert kept.find(id, used=False) is not None
    assert reader.ttl(place) <= 100, "looking at a session is no use of it"
    assert kept.find(id) is not None
    assert reader.ttl(place) > 100
    assert Store(f"valkey://127.0.0.1:{valkey_server.port}", bytes(32)).find(id) is None, "another key opens nothing"
    kept.end(id)
    assert kept.find(id) is None
    kept.lay_by("owner", {"/company/phone": [None, "040 1"]})
    assert kept.laid_by("owner") == {"/company/phone": [None, "040 1"]}
    assert kept.laid_by("another") == {}
    assert not any(b"040 1" in (reader.get(name) or b"") for name in reader.scan_iter("console:*"))
    kept.lay_by("owner", {})
    assert list(reader.scan_iter("console:typed:*")) == []


def test_a_cookie_counts_only_with_the_consoles_signature(environment: pytest.MonkeyPatch) -> None:
    settings = Settings.read()
    assert cookies.session_id({"empfang": "made-up"}, settings) is None
    assert cookies.session_id({"empfang": "made-up.c2lnbmF0dXJl"}, settings) is None
    assert cookies.session_id({}, settings) is None
    environment.setenv("PUBLIC_URL", "https://empfang.example")
    response = Response()
    cookies.put(response, "an-id", Settings.read())
    written = response.headers["set-cookie"]
    assert written.startswith("__Host-empfang=an-id.")
    assert "Secure" in written


async def test_without_valkey_the_door_says_so(
    replicas: list[httpx.AsyncClient], environment: pytest.MonkeyPatch
) -> None:
    client = replicas[0]
    await enter(client)
    environment.setenv("VALKEY_URL", "valkey://127.0.0.1:1")
    store.opened.cache_clear()
    answer = await client.get("/")
    assert answer.status_code == 503
    assert "Plattform nicht antwortet" in answer.text
    with pytest.raises(StoreAway):
        store.opened().find("an-id")


@pytest.mark.parametrize("kept", [Kept("emp_a_key", company=True, id_token="a.b.c"), Kept("emp_a_key")])
def test_signing_out_leads_an_account_of_a_company_to_its_sign_out(recorded: Recorded, kept: Kept) -> None:
    recorded.answers["DELETE /api/sessions"] = lambda _: (204, None)
    app = pressed(page("leads", kept), "Abmelden")
    (over,) = [one.proto.body for one in app.get("html") if "data-session" in one.proto.body]
    onward = re.findall(r'data-onward="([^"]+)"', over)
    assert len(onward) == kept.company
    assert [one.method for one in recorded.changes()] == ["DELETE"] * kept.company
    if onward:
        ticket = parse_qs(urlsplit(unescape(onward[0])).query)["ticket"][0]
        assert (store.opened().left(ticket), store.opened().left(ticket)) == ("a.b.c", None)
        assert "a.b.c" not in over


def test_a_session_that_ends_by_itself_signs_nobody_out_at_their_company(recorded: Recorded) -> None:
    recorded.answers["GET /api/privacy/requests"] = lambda _: (401, {"title": "Unauthorized"})
    app = page("privacy", Kept("emp_a_key", company=True, id_token="a.b.c"))
    assert not [one for one in app.get("html") if "data-onward" in one.proto.body]
    assert [one for one in app.get("html") if "data-session" in one.proto.body]
