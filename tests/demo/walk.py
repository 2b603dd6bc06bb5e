"""What the steps of the chain share: who takes part, what was met on the way, how to look at it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.demo.client import Answer, Api, Clock, Journal, Refused, Sink, Stack, StepFailed, Visitor, until

COMPANY_ADDRESS = "info@tischlerei-brandt.example"
MONTH = timedelta(days=31)

VISITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("127.0.0.2", ("Was kostet eine Küche mit Insel?", "Wie lange ist die Lieferzeit für eine Küche?")),
    (
        "127.0.0.3",
        ("Welche Garantie geben Sie auf Möbel?", "Was kostet der Hobelkurs?", "Wie lange dauert der Hobelkurs?"),
    ),
    ("127.0.0.4", ("Bieten Sie Haustüren mit Einbruchschutz an?", "Wer ist für die Küchenplanung zuständig?")),
)
"""Who visits from where, and what they want to know; every question is answered on the sample site."""

LEADS: tuple[tuple[str, str], ...] = (
    ("127.0.0.2", "kueche.interessent@example.org"),
    ("127.0.0.3", "hobeln.interessentin@example.org"),
)
"""Visitors who leave their address."""

CALLER = "127.0.0.4"
"""The visitor who asks a named person to get in touch."""


@dataclass
class Evidence:
    """What a step showed: a title and lines for people, and the seconds it took."""

    title: str
    lines: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Walk:
    """One walk through the platform. The ids and answers it met stay readable for later steps and for tests."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.api = Api(stack)
        self.sink = Sink(stack)
        self.clock = Clock(stack.clock_offset)
        self.journal = Journal()
        self.visitors = {address: Visitor(stack, address, self.journal) for address, _ in VISITS}
        self.prospect: dict[str, Any] = {}
        self.bot: dict[str, Any] = {}
        self.answers: list[tuple[str, str, Answer]] = []
        self.leads: list[dict[str, Any]] = []
        self.analytics: dict[str, Any] = {}
        self.engagement: dict[str, Any] = {}
        self.mails: dict[str, dict[str, Any]] = {}

    async def close(self) -> None:
        """Put the clock right and close every connection."""
        try:
            self.clock.set(timedelta())
        finally:
            await self.api.close()
            for visitor in self.visitors.values():
                await visitor.close()

    async def look(self, what: str, good: Callable[[dict[str, Any]], Any], *, within: float) -> None:
        """Look at the prospect until it is as wanted. Raises `StepFailed` with its timeline."""
        path = f"/api/prospects/{self.prospect['id']}"

        async def look() -> dict[str, Any]:
            found: dict[str, Any] = await self.api.get(path)
            self.prospect = found
            return found

        def seen_good(found: dict[str, Any]) -> bool:
            return bool(good(found))

        try:
            await until(what, look, seen_good, within=within)
        except StepFailed as error:
            timeline = [entry["text"] for entry in self.prospect["timeline"]]
            raise StepFailed(f"{error} Verlauf: {timeline}") from error

    async def message(self, id: str, *states: str, within: float) -> dict[str, Any]:
        """A message once it has reached one of these states. Raises `StepFailed` when it ended in another."""
        ends = (*states, "failed", "uncertain", "skipped", "rejected")
        found = await until(
            f"Nachricht {states[0]}", lambda: self.current(id), lambda seen: seen["state"] in ends, within=within
        )
        if found["state"] not in states:
            raise StepFailed(f"Die Nachricht ist {found['state']}: {found['reason']}")
        return found

    async def approved_and_sent(self, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        """Approve a draft; the message as sent, and the mail in the sink.

        When the sender dies in between, the mail is uncertain; then it is settled as an operator would: by looking.
        """
        for _ in range(3):
            try:
                await self.api.post(f"/api/outreach/messages/{id}/approve")
            except Refused as error:
                if error.status != 409 or (await self.current(id))["state"] == "draft":
                    raise  # refused for a reason, not because an earlier try got through
            sent = await self.message(id, "dispatched", "uncertain", within=60)
            if sent["state"] == "uncertain":
                arrived = bool(await self.sink.having(sent["message_id"]))
                sent = await self.api.post(f"/api/outreach/messages/{id}/settle", {"arrived": arrived})
            if sent["state"] == "dispatched":
                return sent, await self.sink.with_id(sent["message_id"])
        raise StepFailed("Die Mail ließ sich in drei Anläufen nicht senden.")

    async def current(self, id: str) -> dict[str, Any]:
        """A message as it is now."""
        await self.look("Interessent", lambda _: True, within=5)
        found: dict[str, Any] = next(message for message in self.prospect["messages"] if message["id"] == id)
        return found

    def mail_path(self, mail: dict[str, Any]) -> str:
        """Where the mail can be read."""
        return str(mail.get("path") or f"{self.stack.sink_url}/#{mail.get('id', '')}")


def drafts(prospect: dict[str, Any], kind: str = "first_contact") -> list[dict[str, Any]]:
    """The drafts of one kind that wait for approval."""
    return [m for m in prospect.get("messages", []) if m["kind"] == kind and m["state"] == "draft"]


def configuration(bot: dict[str, Any]) -> dict[str, Any]:
    """The configuration that visitors meet."""
    found: dict[str, Any] = bot.get("published") or bot.get("draft") or bot
    return found


def totals(analytics: dict[str, Any]) -> dict[str, Any]:
    """The figures of the whole span."""
    found: dict[str, Any] = analytics["summary"]
    return found


def moment(text: str) -> datetime:
    """A time from JSON."""
    return datetime.fromisoformat(text)


def day(text: str) -> str:
    """A date as Germans write it."""
    return moment(text).astimezone().strftime("%d.%m.%Y")


def one_line(text: str) -> str:
    """A text as one line of at most 160 characters."""
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:160]} …"


def sources(answer: Answer) -> list[str]:
    """The first citations and the time to the first word."""
    shown = [
        f"   [{c.get('n', at)}] {c.get('title', '')} {c.get('url', '')}" for at, c in enumerate(answer.citations, 1)
    ]
    return [*shown[:2], f"   erstes Wort nach {answer.first_token_ms:.0f} ms"]


def masked(email: str) -> str:
    """An address that nobody can read off the screen."""
    return f"{email[:2]}…@{email.partition('@')[2]}"
