"""The steps of the chain. Each does its part over HTTP, checks the effect and returns the evidence it saw."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from uuid import uuid4

from tests.demo.client import Answer, Api, Clock, Sink, Stack, StepFailed, Visitor, header, until

COMPANY_ADDRESS = "info@tischlerei-brandt.example"
MONTH = timedelta(days=31)

VISITS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("127.0.0.2", ("Was kostet eine Küche mit Insel?", "Wie lange ist die Lieferzeit für eine Küche?")),
    ("127.0.0.3", ("Welche Garantie geben Sie auf Möbel?", "Was kostet der Hobelkurs?")),
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


Step = Callable[[], Awaitable[Evidence]]


class Chain:
    """One walk through the platform. The ids and answers it met stay readable for tests."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.api = Api(stack)
        self.sink = Sink(stack)
        self.clock = Clock(stack.clock_offset)
        self.visitors = {address: Visitor(stack, address) for address, _ in VISITS}
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

    def steps(self) -> list[Step]:
        """The chain, in order."""
        return [
            self.workspace_is_ready,
            self.prospect_becomes_a_demo,
            self.bot_is_configured,
            self.consent_is_given,
            self.first_message_is_sent,
            self.visitors_ask,
            self.visitors_leave_their_address,
            self.visitor_asks_for_contact,
            self.leads_are_kept,
            self.figures_are_there,
            self.engagement_is_explained,
            self.follow_up_is_sent,
            self.demo_ends,
        ]

    async def walk(self) -> AsyncIterator[Evidence]:
        """Take every step; a failed one raises `StepFailed`."""
        for step in self.steps():
            began = monotonic()
            evidence = await step()
            evidence.seconds = monotonic() - began
            yield evidence

    # --- before anything is sent ------------------------------------------------------------------------------------

    async def workspace_is_ready(self) -> Evidence:
        """The key opens a workspace that may send mail at any time."""
        self.clock.set(timedelta())
        workspace = (await self.api.get("/api/workspaces"))["items"][0]
        window = workspace["sending_window"]
        if window["opens"] != "00:00" or window["closes"] != "24:00" or len(window["weekdays"]) < 7:
            raise StepFailed("Das Versandfenster des Arbeitsbereichs ist nicht durchgehend offen.")
        sender = workspace["sender"]
        return Evidence(
            "Arbeitsbereich bereit",
            [workspace["name"], f"Absender: {sender['company']}, {sender['street']}, {sender['city']}"],
        )

    async def prospect_becomes_a_demo(self) -> Evidence:
        """One web address in; facts, bot and a live demo out."""
        made = await self.api.call(
            "POST",
            "/api/prospects",
            json={"website": self.stack.site_url, "note": "Vorführung"},
            headers={"Idempotency-Key": str(uuid4())},
        )
        self.prospect = made.json()
        await self._prospect(
            "Vorführung aus der Internetadresse",
            lambda seen: seen["stage"] in ("demo_ready", "failed") and (seen["stage"] == "failed" or _drafts(seen)),
            within=90,
        )
        if self.prospect["stage"] == "failed":
            raise StepFailed(f"Die Vorführung kam nicht zustande: {self.prospect['timeline'][-1]['text']}")
        began = _time(self.prospect["created_at"])
        steps = [
            f"+{(_time(entry['at']) - began).total_seconds():5.1f} s  {entry['text']}"
            for entry in self.prospect["timeline"]
        ]
        return Evidence(f"{self.prospect['company_name']}: von der Adresse zur Vorführung", [*steps, *self._facts()])

    def _facts(self) -> list[str]:
        facts, lines = self.prospect["facts"], []
        for name in ("company_name", "address", "phone", "email", "register_entry", "vat_id", "industry"):
            fact = facts.get(name)
            if fact:
                path = "/" + fact["url"].split("/", 3)[-1]
                lines.append(f"{name}: {fact['value']}  ({path}: „{' '.join(fact['quote'].split())[:60]}“)")
        lines.append(f"Team: {', '.join(member['name'] for member in facts.get('team', [])[:5]) or 'nicht gefunden'}")
        return lines

    async def bot_is_configured(self) -> Evidence:
        """The bot has its name, its contact persons and its links, and its page opens."""
        self.bot = await self.api.get(f"/api/chatbots/{self.prospect['bot_id']}")
        visitor = self.visitors[VISITS[0][0]]
        page = await visitor.page(self.prospect["demo_link"])
        if page.status_code != 200:
            raise StepFailed(f"Die Seite der Vorführung antwortet mit {page.status_code}.")
        persons = _configuration(self.bot).get("contact_persons", {}).get("persons", [])
        return Evidence(
            f"Assistent „{_configuration(self.bot)['name']}“ ist {self.bot['state']}",
            [
                f"Seite: {self.prospect['demo_link']}",
                f"Ansprechpartner: {', '.join(person['name'] for person in persons) or 'keine'}",
                f"Vorführung bis {_day(self.bot['demo_ends_at'])}",
            ],
        )

    # --- lawful mail ------------------------------------------------------------------------------------------------

    async def consent_is_given(self) -> Evidence:
        """Without a basis nothing may be sent; an enquiry and a click in the company's mailbox give one."""
        path = f"/api/prospects/{self.prospect['id']}"
        await self._prospect("Interessent", lambda _: True, within=5)
        before = self.prospect["mail"]
        if before["allowed"]:
            raise StepFailed("Mail an die Firma wäre ohne Einwilligung erlaubt.")
        basis = {
            "kind": "enquiry",
            "email": COMPANY_ADDRESS,
            "occurred_at": datetime.now(UTC).isoformat(),
            "channel": "Telefon",
            "note": "Bat am Telefon um den Link zur Vorführung.",
        }
        await self.api.post(f"{path}/basis", basis)
        asked = await self.api.post(f"{path}/opt-in")
        sent = await self._message(asked["id"], "dispatched", within=30)
        mail = await self.sink.with_id(sent["message_id"])
        link = re.search(r"https?://\S+/confirm/\S+", mail["text"])
        if link is None:
            raise StepFailed("In der Bitte um Bestätigung steht kein Link.")
        visitor = self.visitors[VISITS[0][0]]
        page = await visitor.page(link[0])
        await self._prospect("Interessent", lambda _: True, within=5)
        if self.prospect["mail"]["allowed"] or page.status_code != 200:
            raise StepFailed("Schon das Öffnen des Links hat bestätigt.")
        confirmed = await visitor.press(link[0])
        if confirmed.status_code != 200:
            raise StepFailed(f"Die Bestätigung wurde mit {confirmed.status_code} beantwortet.")
        await self._prospect("Einwilligung", lambda seen: seen["mail"]["allowed"], within=10)
        return Evidence(
            "Einwilligung mit doppelter Bestätigung",
            [
                f"Vorher gesperrt: {', '.join(before['reasons'])}",
                f"Mail „{mail['subject']}“ an {COMPANY_ADDRESS}",
                "Öffnen des Links ändert nichts; der Knopf bestätigt",
                f"Jetzt erlaubt: {self.prospect['mail']['basis']}",
            ],
        )

    async def first_message_is_sent(self) -> Evidence:
        """The draft is approved, sent, and starts the 30 days that it promises."""
        draft = _drafts(self.prospect)[0]
        sent, mail = await self._approved_and_sent(draft["id"])
        self.mails["first_contact"] = mail
        printed = _day(sent["demo_ends_at"])
        for part, what in ((self.prospect["demo_link"], "der Link"), ("Keine weiteren Mails", "die Abmeldung")):
            if part not in mail["text"]:
                raise StepFailed(f"In der Mail fehlt {what}.")
        if "One-Click" not in header(mail, "List-Unsubscribe-Post"):
            raise StepFailed("Der Mail fehlt die Abmeldung mit einem Klick.")
        ends_at = _time(sent["demo_ends_at"])

        async def look() -> Any:
            return await self.api.get(f"/api/chatbots/{self.prospect['bot_id']}")

        self.bot = await until(
            "Ende der Vorführung neu gesetzt", look, lambda b: _time(b["demo_ends_at"]) == ends_at, within=20
        )
        await self._prospect("Stand „contacted“", lambda seen: seen["stage"] == "contacted", within=10)
        return Evidence(
            f"Erste Mail gesendet: „{mail['subject']}“",
            [
                f"Message-ID {sent['message_id']}",
                f"im Postfach: {self._mail_path(mail)}",
                f"Grundlage: {self.prospect['mail']['basis']}; Abmeldung mit einem Klick vorhanden",
                f"30 Tage ab jetzt, gedruckt und gesetzt: bis {printed}",
            ],
        )

    # --- visitors ---------------------------------------------------------------------------------------------------

    async def visitors_ask(self) -> Evidence:
        """Three visitors with addresses of their own ask real questions and get answers with sources."""
        bot_id, token = self.prospect["bot_id"], self.prospect["demo_link"].partition("token=")[2]
        lines = []
        for address, questions in VISITS:
            visitor = self.visitors[address]
            entered = await visitor.enter(bot_id, token)
            if entered.status_code >= 400:
                raise StepFailed(
                    f"Der Besucher {address} kommt nicht hinein: {entered.status_code} {entered.text[:300]}"
                )
            for question in questions:
                answer = await visitor.ask(bot_id, question)
                self.answers.append((address, question, answer))
                if not answer.text.strip():
                    raise StepFailed(f"Auf „{question}“ kam eine leere Antwort.")
                lines += [f"{address}  „{question}“", f"   {_line(answer.text)}", *_sources(answer)]
        if not any(answer.citations for _, _, answer in self.answers):
            raise StepFailed("Keine einzige Antwort nennt eine Quelle.")
        return Evidence(f"Drei Besucher, {len(self.answers)} Fragen", lines)

    async def visitors_leave_their_address(self) -> Evidence:
        """Visitors leave their address under exactly the text they were shown."""
        bot_id, lines = self.prospect["bot_id"], []
        for address, email in LEADS:
            prompt = self._prompt(address)
            body = {
                "email": email,
                "consent": {"given": True, "version": prompt["version"], "language": prompt.get("language", "de")},
                "purpose": "contact",
                "language": "de",
            }
            lead = await self.visitors[address].post(f"/api/chatbots/{bot_id}/capture-email", body)
            lines.append(f"{address}: {_masked(email)}, Einwilligung Fassung {prompt['version']} → Lead {lead['id']}")
        return Evidence("Zwei Besucher hinterlassen ihre Adresse", lines)

    def _prompt(self, address: str) -> dict[str, Any]:
        for visitor, _, answer in self.answers:
            if visitor == address and answer.email_prompt:
                return answer.email_prompt
        raise StepFailed(f"Dem Besucher {address} wurde das E-Mail-Formular nicht gezeigt.")

    async def visitor_asks_for_contact(self) -> Evidence:
        """A visitor asks a named person to call back."""
        person = _configuration(self.bot)["contact_persons"]["persons"][0]
        visitor, prompt = self.visitors[CALLER], self._any_prompt()
        body = {
            "person_id": person["id"],
            "name": "Test Besucher",
            "phone": "+49 89 4440123",
            "message": "Bitte um Rückruf zur Haustür.",
            "consent": {"given": True, "version": prompt["version"], "language": prompt.get("language", "de")},
        }
        lead = await visitor.post(f"/api/chatbots/{self.prospect['bot_id']}/contact-requests", body)
        for seen in self.visitors.values():
            await seen.post(f"/api/chat/{self.prospect['bot_id']}/end")
        return Evidence(f"Bitte um Rückruf an {person['name']}", [f"{CALLER} → Lead {lead['id']}", "Gespräche beendet"])

    def _any_prompt(self) -> dict[str, Any]:
        for _, _, answer in self.answers:
            if answer.email_prompt:
                return answer.email_prompt
        raise StepFailed("Das E-Mail-Formular wurde niemandem gezeigt.")

    async def leads_are_kept(self) -> Evidence:
        """The operator sees the leads, and was told of them without personal data."""
        bot_id = self.prospect["bot_id"]

        async def look() -> Any:
            return (await self.api.get("/api/admin/leads", bot_id=bot_id))["items"]

        self.leads = await until("Drei Leads", look, lambda items: len(items) >= 3, within=20)

        async def notices() -> Any:
            return [mail for mail in await self.sink.mails() if "Neuer Kontakt" in mail["subject"]]

        told = await until("Hinweis an den Betreiber", notices, bool, within=30)
        private = [email for _, email in LEADS] + ["Test Besucher", "4440123"]
        leaks = [secret for mail in told for secret in private if secret in mail["text"] + mail["subject"]]
        if leaks:
            raise StepFailed("Der Hinweis an den Betreiber enthält persönliche Angaben.")
        lines = [
            f"{lead['kind']}: Interesse {lead['estimated_interest_level']} von 10, Status {lead['status']}"
            for lead in self.leads
        ]
        return Evidence(f"{len(self.leads)} Leads, Betreiber benachrichtigt ohne persönliche Angaben", lines)

    # --- figures ----------------------------------------------------------------------------------------------------

    async def figures_are_there(self) -> Evidence:
        """The day's figures count what happened, once."""
        path = f"/api/chatbots/{self.prospect['bot_id']}/analytics"

        async def look() -> Any:
            return _totals(await self.api.get(path))

        def complete(seen: dict[str, Any]) -> bool:
            return (
                seen.get("total_conversations") == len(VISITS)
                and seen.get("emails_captured") == len(LEADS)
                and seen.get("contact_requests") == 1
            )

        self.analytics = await until("Zahlen des Tages", look, complete, within=30)
        if self.analytics.get("unique_visitors") != len(VISITS):
            raise StepFailed(f"Gezählt wurden {self.analytics.get('unique_visitors')} Besucher statt {len(VISITS)}.")
        names = (
            "total_conversations",
            "unique_visitors",
            "messages_per_conversation",
            "average_session_duration",
            "bounce_rate",
            "emails_captured",
            "contact_requests",
            "conversion_rate",
        )
        return Evidence("Zahlen des Tages", [f"{name}: {self.analytics.get(name)}" for name in names])

    async def engagement_is_explained(self) -> Evidence:
        """The score is above 7 and says what it is made of."""
        path = f"/api/chatbots/{self.prospect['bot_id']}/engagement"

        async def look() -> Any:
            return await self.api.get(path)

        self.engagement = await until("Interesse über 7", look, lambda seen: (seen.get("score") or 0) > 7, within=30)
        parts = self.engagement["contributions"]
        total = sum(part["points"] for part in parts)
        if abs(total - self.engagement["score"]) > 0.01:
            raise StepFailed(f"Die Beiträge ergeben {total}, nicht {self.engagement['score']}.")
        lines = [f"{part['name']}: {part['value']:.2f} → {part['points']:.2f} Punkte" for part in parts]
        return Evidence(f"Interesse {self.engagement['score']:.2f} von 10: Nachfassen empfohlen", lines)

    async def follow_up_is_sent(self) -> Evidence:
        """Great interest has brought a follow-up draft by itself; approved, it goes out."""
        await self._prospect("Entwurf zum Nachfassen", lambda seen: _drafts(seen, "follow_up"), within=30)
        draft = _drafts(self.prospect, "follow_up")[0]
        sent, mail = await self._approved_and_sent(draft["id"])
        self.mails["follow_up"] = mail
        points = [line for line in mail["text"].splitlines() if line.startswith("- ")]
        return Evidence(
            f"Nachgefasst: „{mail['subject']}“",
            [f"Vorlage {sent['template']}", *points, f"im Postfach: {self._mail_path(mail)}"],
        )

    async def demo_ends(self) -> Evidence:
        """A month later the demo has switched itself off, follow-ups have stopped, one last note waits."""
        bot_id = self.prospect["bot_id"]
        self.clock.set(MONTH)

        async def look() -> Any:
            return await self.api.get(f"/api/chatbots/{bot_id}")

        self.bot = await until("Ende der Vorführung", look, lambda bot: bot["state"] == "demo_expired", within=45)
        await self._prospect("Letzte Nachricht", lambda seen: seen["demo_over_at"] is not None, within=30)
        visitor = Visitor(self.stack, "127.0.0.5")
        try:
            page = await visitor.page(self.prospect["demo_link"])
            token = self.prospect["demo_link"].partition("token=")[2]
            entered = await visitor.enter(bot_id, token)
        finally:
            await visitor.close()
        if entered.status_code < 400:
            raise StepFailed("Nach dem Ende der Vorführung lässt der Assistent noch Besucher ein.")
        if self.prospect["next_follow_up_at"] is not None:
            raise StepFailed("Nach dem Ende der Vorführung ist noch ein Nachfassen geplant.")
        ended = re.search(r"(?i)[^<>]*zu Ende[^<>]*", page.text)
        return Evidence(
            "31 Tage später: Vorführung beendet",
            [
                f"Seite ({page.status_code}): {_line(ended[0]) if ended else 'siehe Link'}",
                f"Neue Besucher: {entered.status_code}",
                f"Nachfassen gestoppt: {self.prospect['follow_ups_stopped']}",
                *[f"Wartet auf Freigabe: „{message['subject']}“" for message in _drafts(self.prospect, "reminder")],
            ],
        )

    # --- what several steps need ------------------------------------------------------------------------------------

    async def _prospect(self, what: str, good: Callable[[dict[str, Any]], Any], *, within: float) -> None:
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
            raise StepFailed(f"{what}: nach {within:.0f} s noch nicht. Verlauf: {timeline}") from error

    async def _message(self, id: str, state: str, *, within: float) -> dict[str, Any]:
        async def look() -> dict[str, Any]:
            await self._prospect("Interessent", lambda _: True, within=5)
            return next(message for message in self.prospect["messages"] if message["id"] == id)

        end_states = (state, "failed", "uncertain", "skipped", "rejected")
        found = await until(f"Nachricht {state}", look, lambda seen: seen["state"] in end_states, within=within)
        if found["state"] != state:
            raise StepFailed(f"Die Nachricht ist {found['state']}: {found['reason']}")
        return found

    async def _approved_and_sent(self, id: str) -> tuple[dict[str, Any], dict[str, Any]]:
        await self.api.post(f"/api/outreach/messages/{id}/approve")
        sent = await self._message(id, "dispatched", within=30)
        return sent, await self.sink.with_id(sent["message_id"])

    def _mail_path(self, mail: dict[str, Any]) -> str:
        return str(mail.get("path") or f"{self.stack.sink_url}/#{mail.get('id', '')}")


def _drafts(prospect: dict[str, Any], kind: str = "first_contact") -> list[dict[str, Any]]:
    return [m for m in prospect.get("messages", []) if m["kind"] == kind and m["state"] == "draft"]


def _configuration(bot: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = bot.get("published") or bot.get("draft") or bot
    return found


def _totals(analytics: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = analytics.get("totals") or analytics
    return found


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _day(text: str) -> str:
    return _time(text).astimezone().strftime("%d.%m.%Y")


def _line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 160 else f"{line[:160]} …"


def _sources(answer: Answer) -> list[str]:
    shown = [
        f"   [{c.get('n', at)}] {c.get('title', '')} {c.get('url', '')}" for at, c in enumerate(answer.citations, 1)
    ]
    return [*shown[:2], f"   erstes Wort nach {answer.first_token_ms:.0f} ms"]


def _masked(email: str) -> str:
    return f"{email[:2]}…@{email.partition('@')[2]}"


@asynccontextmanager
async def opened(stack: Stack) -> AsyncIterator[Chain]:
    """A chain over a running stack; the clock is put right at the end, whatever happened."""
    chain = Chain(stack)
    try:
        yield chain
    finally:
        await asyncio.shield(chain.close())
