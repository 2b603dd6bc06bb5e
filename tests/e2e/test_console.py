"""The console's pages over the stack that the chain was walked on: nothing here is simulated but the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import console
import procrastinate
import pytest
from console.api import ApiProblem
from console.front import store
from console.front.store import Kept
from console.links import PATHS
from console.session import Session, begun
from streamlit.testing.v1 import AppTest

from tests.demo.chain import evidence_of, opened
from tests.demo.client import Api, Stack, until
from tests.demo.site import served_site
from tests.e2e.own_stack import OwnStack

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(420)]
SCRIPT = Path(console.__file__).parent / "tab" / "app.py"
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(own: OwnStack, monkeypatch: pytest.MonkeyPatch) -> Visit:
    """Opens a page of the console by its address, signed in."""
    for name, value in own.configuration.console_environment().items():
        monkeypatch.setenv(name, value)
    store.opened.cache_clear()

    def opened_page(page: str, key: str = "", **params: str) -> AppTest:
        app = AppTest.from_file(str(SCRIPT), default_timeout=60)
        # the front's part, which a test without a browser has not: keep a session and give its cookie
        kept = Kept(key or own.stack.key)
        app.session_state["session"] = session_of(kept)
        app.run()
        moved(app, page, **params)
        assert not app.exception, app.exception
        return app

    return opened_page


def session_of(kept: Kept) -> Session:
    """A session that is kept; a key that was just made takes a moment to be known everywhere."""
    id, end = store.opened().begin(kept), monotonic() + 10
    while True:
        try:
            return begun(id, kept)
        except ApiProblem as problem:
            if problem.status != 401 or monotonic() > end:
                raise
            sleep(0.2)


def moved(app: AppTest, page: str, **params: str) -> AppTest:
    """Follow a link to a page in the same session."""
    # `switch_page` knows files only, and these pages are functions
    pages = app._registered_pages.items()
    app._page_hash = next(one for one, found in pages if found.get("url_pathname", "") == PATHS[page])
    app.query_params.clear()
    for name, value in params.items():
        app.query_params[name] = value
    return app.run()


async def walked(stack: Stack) -> Api:
    """The stack's API, after the chain; walked now if this file runs alone."""
    api = Api(stack)
    if not (await api.get("/api/prospects"))["items"]:
        async with served_site(stack), opened(stack) as walk:
            async for _ in evidence_of(walk):
                pass
    return api


async def recounted(own: OwnStack, api: Api) -> None:
    """Have the hourly work look at the scores again.

    The walk ends a month later; where the hour's work fell into that month, the interest had faded, rightly.
    """
    queue = procrastinate.App(
        connector=procrastinate.PsycopgConnector(conninfo=own.configuration.database_url("analytics"))
    )
    async with queue.open_async():
        await queue.configure_task("decay_engagement").defer_async()

    async def hot() -> Any:
        return (await api.get("/api/prospects", engagement_min=5))["items"]

    await until("Interesse wie heute", hot, bool, within=30)


def words(app: AppTest) -> str:
    """All that is written on the page."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.info, app.warning, app.error, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def pressed(app: AppTest, label: str) -> AppTest:
    """Press a button and the one that asks whether one is sure."""
    next(button for button in app.button if button.label == label).click().run()
    sure = next((button for button in app.button if button.label == f"Ja: {label}"), None)
    return sure.click().run() if sure is not None else app


async def test_every_page_opens_and_says_something(own: OwnStack, visit: Visit) -> None:
    await recounted(own, await walked(own.stack))
    app = visit("start")
    start = words(app)
    assert "Tischlerei Brandt GmbH" in start
    assert "Entwurf" in start
    for page in PATHS:
        moved(app, page)
        assert not app.exception, (page, app.exception)
        assert app.title, page
        assert not app.error, (page, [error.value for error in app.error])


async def test_links_of_notices_lead_to_what_they_promise(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    lead = (await api.get("/api/admin/leads", kind="email"))["items"][0]
    prospect = (await api.get("/api/prospects"))["items"][0]

    app = visit("leads", lead=lead["id"])
    shown = words(app)
    assert lead["consent"]["text"][:40] in shown.replace("\\", "")
    found = words(moved(app, "prospects", prospect=prospect["id"]))
    assert "Vorführung ist freigeschaltet" in found
    found = words(moved(app, "prospects", prospect=prospect["id"], tab="facts"))
    assert "Jana Brandt · Geschäftsführerin" in found
    figures = words(moved(app, "analytics", bot=prospect["bot_id"], of="course"))
    assert "Aus 3 Besuchen wurden 3 Gespräche und 3 Kontakte" in figures
    assert "Jetzt nachfassen" in words(moved(app, "analytics", bot=prospect["bot_id"], of="engagement"))


async def test_a_session_that_is_over_shows_nothing_any_more(stack: Stack, visit: Visit) -> None:
    await walked(stack)
    app = visit("leads")
    store.opened().end(app.session_state["session"].id)
    app.run()
    assert not app.title
    assert "session" not in app.session_state


async def test_a_narrow_key_is_told_what_it_lacks(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    workspace = (await api.get("/api/workspaces"))["items"][0]["id"]
    narrow = await api.post(f"/api/workspaces/{workspace}/api-keys", {"name": "narrow", "scopes": ["bots:read"]})
    refused = words(visit("leads", key=narrow["key"]))
    assert "Ihr Schlüssel erlaubt das nicht" in refused
    assert "leads:read" in refused.replace("\\", "")


async def test_a_status_that_is_set_here_is_set(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    lead = (await api.get("/api/admin/leads", status="new"))["items"][0]
    app = visit("leads", lead=lead["id"])
    app.selectbox[0].set_value("qualified")
    app.text_area[0].set_value("Ruft Montag zurück")
    next(button for button in app.button if button.label == "Speichern").click().run()
    assert "Gespeichert." in words(app)
    after = await api.get(f"/api/admin/leads/{lead['id']}")
    assert (after["status"], after["notes"]) == ("qualified", "Ruft Montag zurück")


async def test_a_draft_is_edited_and_released(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    drafts = (await api.get("/api/outreach/messages", state="draft"))["items"]
    app = visit("outreach")
    pressed(app, "Bearbeiten").text_input[0].set_value("Ein anderer Betreff").run()
    assert "Ein anderer Betreff" in words(app)
    app = pressed(app, "Freigeben")
    released: list[dict[str, Any]] = [
        message
        for message in (await api.get("/api/outreach/messages"))["items"]
        if message["id"] == drafts[0]["id"] and message["state"] != "draft"
    ]
    assert [message["subject"] for message in released] == ["Ein anderer Betreff"], words(app)


async def test_a_prospect_with_an_address_that_is_none_is_told_at_the_field(stack: Stack, visit: Visit) -> None:
    await walked(stack)
    app = visit("prospects")
    app.text_input[0].set_value("keine adresse")
    next(button for button in app.button if button.label == "Aufnehmen").click().run()
    assert "Das ist keine Internetadresse" in words(app)


async def test_many_companies_are_taken_in_at_once(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    known = (await api.get("/api/prospects"))["items"][-1]
    app = visit("prospects")
    app.text_area[1].set_value(f"schlosserei-neu.invalid\n{known['website']}\nkeine adresse")
    next(button for button in app.button if button.label == "Alle aufnehmen").click().run()

    assert "Aufgenommen: 1. Schon vorhanden: 1. Nicht aufgenommen: 1." in words(app)
    assert not app.exception
    websites = [one["website"] for one in (await api.get("/api/prospects"))["items"]]
    assert websites.count(known["website"]) == 1
    assert any("schlosserei-neu.invalid" in website for website in websites)


async def test_another_workspace_sees_nothing_of_this_one(stack: Stack, visit: Visit) -> None:
    api = await walked(stack)
    lead = (await api.get("/api/admin/leads"))["items"][0]
    prospect = next(one for one in (await api.get("/api/prospects"))["items"] if one["bot_id"] is not None)
    other = (await api.post("/api/workspaces", {"name": "Andere Agentur"}))["admin_key"]

    app = visit("start", key=other)
    for page in ("start", "leads", "prospects", "sent", "bots"):
        assert "Brandt" not in words(moved(app, page)), page
    for page, name, id in (
        ("leads", "lead", lead["id"]),
        ("prospects", "prospect", prospect["id"]),
        ("analytics", "bot", prospect["bot_id"]),
        ("bots", "bot", prospect["bot_id"]),
    ):
        shown = words(moved(app, page, **{name: id}))
        assert "Das gibt es nicht" in shown, page
        assert "Brandt" not in shown, page
