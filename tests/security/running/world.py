"""Two workspaces on one running stack: A with every kind of object there is, B who must not meet any of them."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from contracts.base import Event, Topic
from contracts.bots import BotCreated
from contracts.chat import MessageSent
from contracts.lead import ErasureRequested, LeadCaptured
from contracts.sources import SourceFailed
from contracts.topics import BOTS, CONVERSATIONS, ERASURES, LEADS, SOURCES
from servicekit.auth.keys import SCOPES
from servicekit.clock import Clock
from servicekit.ids import new_id
from servicekit.settings import DatabaseSettings, KafkaSettings, ServiceSettings
from servicekit.testing import Bus

from tests.demo.client import Clock as StackClock
from tests.demo.client import Sink, until
from tests.demo.visiting import consent_to
from tests.demo.walk import Walk
from tests.e2e.own_stack import OwnStack
from tests.security.running.asking import Answer, Ingress, bearer, visiting

T = TypeVar("T")
SERVICES = ("config-svc", "ingest-svc", "chat-svc", "lead-svc", "analytics-svc", "outreach-svc")
LATER = timedelta(days=8)
"""So far the stack's clock runs ahead: a week must have ended before there can be a report of it."""
SECRET = "Zirbelkiefer"
"""A word in everything that A wrote; B must not read it."""
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
POISON: tuple[tuple[Topic, type[Event]], ...] = (
    (SOURCES, SourceFailed),
    (BOTS, BotCreated),
    (CONVERSATIONS, MessageSent),
    (LEADS, LeadCaptured),
    (ERASURES, ErasureRequested),
)
"""Events of which each service gets one at least that nobody can read."""


@dataclass
class Workspace:
    """A workspace: its key for everything, and ids by the names that paths give them."""

    id: str
    key: str
    bot: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    """Dead letters by service."""
    links: dict[str, str] = field(default_factory=dict)
    """Tokens of the bot's links by environment."""

    @property
    def headers(self) -> dict[str, str]:
        """Of its key's holder."""
        return bearer(self.key)


class World:
    """The stack, and who is on it."""

    def __init__(self, own: OwnStack) -> None:
        self.own = own
        self.ingress = Ingress(own.stack.base_url)
        self.a = Workspace("", own.stack.key)
        self.b = Workspace("", "")
        self.other_bot = ""
        """Of A, beside the bot that the demo was walked with."""
        self.known_letters: set[str] = set()
        """All dead letters that there should be."""
        self.consent: dict[str, Any] = {}
        """To the text that A's bot shows."""
        self.revoked = ""
        self.restricted = ""
        """A key of A for everything, but only for the other bot."""
        self.without: dict[str, str] = {}
        """Keys of A that lack one scope, by the scope."""
        self.only: dict[str, str] = {}
        """Keys of A that have one scope alone, by the scope."""
        self.platform_key = (own.configuration.state / "platform-key").read_text().strip()

    async def call(self, who: Workspace, method: str, path: str, **content: Any) -> Any:
        """What a workspace's own key gets; anything but success is an error of the test."""
        answer = await self.ingress.ask(method, path, who.headers, **content)
        assert answer.status < 300, (method, path, answer.status, answer.text[:500])
        return answer.json() if answer.content else None

    async def new_workspace(self, name: str) -> Workspace:
        """A workspace beside the others, with its key, known to every service."""
        made = await self.call(self.a, "POST", "/api/workspaces", json={"name": name})
        found = Workspace(made["id"], made["admin_key"])
        await self.known(found.key)
        return found

    async def known(self, key: str) -> None:
        """Wait until every service knows a key."""
        for service in SERVICES:
            await eventually(
                f"{service} knows the key",
                lambda path=f"/api/ops/{service}/health": self.ingress.ask("GET", path, bearer(key)),  # type: ignore[misc]
                lambda answer: answer.status != 401,
            )

    async def new_key(self, who: Workspace, *scopes: str, bots: list[str] | None = None) -> tuple[str, str]:
        """A key of a workspace: (its id, its text)."""
        body = {"name": "für die Prüfung", "scopes": list(scopes), "bots": bots}
        made = await self.call(who, "POST", f"/api/workspaces/{who.id}/api-keys", json=body)
        return made["id"], made["key"]

    async def new_bot(self, who: Workspace, name: str) -> str:
        """A bot that has read a text of its own and is published."""
        body = {
            "name": name,
            "contact_persons": {"persons": [{"name": "Rita Sommer", "email": "rita@werkstatt.example"}]},
            "data_sources": [{"kind": "text", "title": "Preise", "text": f"{name}: eine Stunde kostet 40 Euro."}],
        }
        made = await self.call(who, "POST", "/api/chatbots/create-extended", json=body)
        path = f"/api/chatbots/{made['id']}"
        await eventually("the bot", lambda: self.call(who, "GET", path), lambda bot: bot["state"] != "draft")
        await self.call(who, "POST", f"{path}/publish")
        await self.call(who, "POST", f"{path}/activate")
        for reader in ("sources", "conversations", "engagement"):
            await eventually(
                f"the bot's {reader}",
                lambda path=f"{path}/{reader}": self.ingress.ask("GET", path, who.headers),  # type: ignore[misc]
                lambda answer: answer.status == 200,
            )
        return str(made["id"])

    async def links_of(self, who: Workspace, bot: str) -> dict[str, str]:
        """The tokens of a bot's links."""
        links = (await self.call(who, "GET", f"/api/chatbots/{bot}"))["links"]
        return {name: links[name]["token"] for name in ("production", "staging", "preview")}

    async def enter(self, bot: str, token: str, **more: Any) -> str:
        """A new visitor's token."""
        path = f"/api/chat/{bot}/sessions"
        answer = await eventually(
            "the bot is live for visitors too",
            lambda: self.ingress.ask("POST", path, json={"token": token}, **more),
            lambda found: found.status != 410,
        )
        assert answer.status == 201, answer.text
        return str(answer.json()["visitor_token"])

    async def say(self, bot: str, token: str, text: str) -> Answer:
        """What a visitor is answered."""
        path = f"/api/chat/{bot}/messages"
        answer = await self.ingress.ask("POST", path, visiting(token), json={"text": text})
        assert answer.status == 200, answer.text
        return answer

    async def left_open(self, bot: str, token: str) -> str:
        """A question of a visitor that one of A's bots left open."""
        await self.say(bot, await self.enter(bot, token), "Kann ich bei Ihnen auch Fahrräder reparieren lassen?")
        path = f"/api/chatbots/{bot}/gaps"
        gaps = await eventually("the question left open", lambda: self.call(self.a, "GET", path), bool)
        return str(gaps[0]["group_id"])

    async def settled(self) -> None:
        """Wait until every source is read to its end."""
        for who, bot in ((self.a, self.a.bot), (self.a, self.other_bot), (self.b, self.b.bot)):
            await eventually(
                "the sources",
                lambda who=who, bot=bot: self.call(who, "GET", f"/api/chatbots/{bot}/sources"),  # type: ignore[misc]
                lambda page: all(source["state"] == "ready" for source in page["items"]),
                90,
            )

    def bus(self) -> Bus:
        """The stack's broker, as a service writes to it."""
        settings = ServiceSettings(
            database=DatabaseSettings(url="postgresql://unused"),
            kafka=KafkaSettings(bootstrap_servers=self.own.configuration.bootstrap),
        )
        return Bus(settings, Clock())


async def eventually(what: str, look: Callable[[], Awaitable[T]], good: Callable[[T], bool], within: float = 20) -> T:
    """What is seen once it is good. Raises `StepFailed`."""
    return await until(what, look, good, within=within)


async def furnished(world: World, walk: Walk) -> None:
    """Give A, after the walk, what the walk did not make, and B a bot and a visitor."""
    StackClock(world.own.stack.clock_offset).set(LATER)
    a, call = world.a, world.call
    a.id = (await call(a, "GET", "/api/workspaces"))["items"][0]["id"]
    a.bot = walk.prospect["bot_id"]
    a.links = await world.links_of(a, a.bot)
    a.ids |= {"workspace_id": a.id, "chatbot_id": a.bot, "bot": a.bot, "prospect_id": walk.prospect["id"]}
    world.consent = consent_to(next(answer.email_prompt for *_, answer in walk.answers if answer.email_prompt))
    path = f"/api/chatbots/{a.bot}"
    a.ids["source_id"] = (await call(a, "GET", f"{path}/sources"))["items"][0]["id"]
    a.ids["conversation_id"] = (await call(a, "GET", f"{path}/conversations"))["items"][0]["id"]
    await call(a, "PATCH", path, json={"description": f"Die {SECRET}."})
    a.ids["version"] = str((await call(a, "GET", f"{path}/versions"))[0]["version"])
    a.ids["person_id"] = (await call(a, "GET", f"{path}/contact-persons"))[0]["id"]
    a.ids["group_id"] = await world.left_open(a.bot, a.links["production"])
    a.ids["lead_id"] = walk.leads[0]["id"]
    await call(a, "PATCH", f"/api/admin/leads/{a.ids['lead_id']}", json={"notes": SECRET})
    task = {"text": SECRET, "due": "2026-12-01"}
    a.ids["task_id"] = (await call(a, "POST", f"/api/admin/leads/{a.ids['lead_id']}/tasks", json=task))["id"]
    await call(a, "POST", f"{path}/sources", json={"kind": "text", "title": SECRET, "text": f"Holz der {SECRET}."})
    a.ids["key_id"], _ = await world.new_key(a, "bots:read")
    wanted = {"list": "leads", "name": SECRET, "values": {"status": "new"}}
    a.ids["filter_id"] = (await call(a, "POST", "/api/saved-filters", json=wanted))["id"]
    guest = {"email": "gast@werkstatt.example", "name": SECRET}
    a.ids["member_id"] = (await call(a, "POST", f"/api/workspaces/{a.id}/members", json=guest))["id"]
    a.ids["message_id"] = next(m["id"] for m in walk.prospect["messages"] if m["kind"] == "follow_up")
    picture = (await call(a, "PUT", f"{path}/logo", content=PIXEL))["draft"]["branding"]["logo_url"]
    a.ids["shelf"], a.ids["picture"] = picture.rsplit("/", 2)[1:]
    await call(
        a,
        "PUT",
        "/api/outreach/templates/first_contact",
        json={"subject": SECRET, "body": f"{SECRET} {{{{ demo_link }}}}"},
    )
    await call(a, "POST", "/api/outreach/suppressions", json={"emails": ["gesperrt@werkstatt.example"]})
    await call(a, "POST", "/api/ops/outreach-svc/opt-outs", json={"host": "ruhe.example"})
    asked = await call(a, "POST", "/api/privacy/requests", json={"kind": "export", "lead_id": a.ids["lead_id"]})
    a.ids["request_id"] = asked["id"]
    a.ids["report_id"] = await _reports(world)
    await _mailed_tokens(world)
    await _dead_letters(world)
    world.other_bot = await world.new_bot(a, "Zweiter Assistent")
    await _keys(world)
    world.b = await world.new_workspace("Fremde GmbH")
    world.b.bot = await world.new_bot(world.b, "Fremder Assistent")
    world.b.links = await world.links_of(world.b, world.b.bot)
    await world.enter(world.b.bot, world.b.links["production"])  # the day's salt is made for its first visitor


async def _keys(world: World) -> None:
    """Keys that may do less than everything."""
    id, world.revoked = await world.new_key(world.a, *SCOPES)
    _, world.restricted = await world.new_key(world.a, *SCOPES, bots=[world.other_bot])
    for scope in SCOPES:
        _, world.without[scope] = await world.new_key(world.a, *({*SCOPES} - {scope, "workspace:admin"}))
        _, world.only[scope] = await world.new_key(world.a, scope)
    keys = (world.revoked, world.restricted, *world.without.values(), *world.only.values())
    await asyncio.gather(*(world.known(key) for key in keys))
    await world.call(world.a, "DELETE", f"/api/workspaces/{world.a.id}/api-keys/{id}")
    for service in SERVICES:
        path = f"/api/ops/{service}/health"
        await eventually(
            f"{service} knows that the key is revoked",
            lambda path=path: world.ingress.ask("GET", path, bearer(world.revoked)),  # type: ignore[misc]
            lambda answer: answer.status == 401,
        )


async def _reports(world: World) -> str:
    """The id of a report of this week; if the month is over by the stack's clock, its report would else come later."""
    today = datetime.now(ZoneInfo("Europe/Berlin")).date()
    world.a.ids["monday"] = str(today - timedelta(days=today.weekday()))
    if (today + LATER).month != today.month:
        await _report(world, "month", str(today.replace(day=1)))
    return await _report(world, "week", world.a.ids["monday"])


async def _report(world: World, period: str, first_day: str) -> str:
    path, body = "/api/admin/reports", {"period": period, "first_day": first_day}
    asked = await eventually(
        f"the {period} is over",
        lambda: world.ingress.ask("POST", path, world.a.headers, json=body),
        lambda a: a.status < 300,
    )
    id = asked.json()["id"]
    await eventually(
        "report", lambda: world.call(world.a, "GET", f"{path}/{id}"), lambda found: found["state"] == "ready", 40
    )
    return str(id)


async def _mailed_tokens(world: World) -> None:
    """Links as they were mailed: to stop mails, and to confirm an enquiry."""
    text = "\n".join(mail["text"] for mail in await Sink(world.own.stack).mails())
    for page in ("unsubscribe", "confirm"):
        found = re.search(rf"/{page}/(\S+)", text)
        assert found, page
        world.a.ids[page] = found[1].rstrip(".>)")


async def _dead_letters(world: World) -> None:
    """Of each service one dead letter, made as they come about: by an event that cannot be read."""
    async with world.bus() as bus:
        for topic, event in POISON:
            broken = {
                "specversion": "1.0",
                "id": str(new_id()),
                "source": f"/{topic.owner}",
                "type": event.TYPE,
                "subject": "x",
                "time": datetime.now(UTC).isoformat(),
                "tenantid": world.a.id,
                "sequence": 1,
                "data": {"bot_id": SECRET},
            }
            await bus.publish_raw(topic, str(new_id()), json.dumps(broken).encode(), type=event.TYPE)
    for service in SERVICES:
        path = f"/api/ops/{service}/dead-letters"
        found = await eventually(
            f"a dead letter of {service}",
            lambda path=path: world.call(world.a, "GET", path),  # type: ignore[misc]
            lambda page: any(letter["state"] == "dead" for letter in page["items"]),
        )
        world.known_letters |= {one["id"] for one in found["items"]}
        world.a.letters[service] = next(one["id"] for one in found["items"] if one["state"] == "dead")
