"""From a web address to the first lawful mail."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.demo.client import StepFailed, header, until
from tests.demo.walk import COMPANY_ADDRESS, VISITS, Evidence, Walk, configuration, day, drafts, moment


async def workspace_is_ready(walk: Walk) -> Evidence:
    """The key opens a workspace that may send mail at any time."""
    walk.clock.set(timedelta())
    workspace = (await walk.api.get("/api/workspaces"))["items"][0]
    window = workspace["sending_window"]
    if window["opens"] != "00:00" or window["closes"] != "24:00" or len(window["weekdays"]) < 7:
        raise StepFailed("Das Versandfenster des Arbeitsbereichs ist nicht durchgehend offen.")
    sender = workspace["sender"]
    return Evidence(
        "Arbeitsbereich bereit",
        [workspace["name"], f"Absender: {sender['company']}, {sender['street']}, {sender['city']}"],
    )


async def prospect_becomes_a_demo(walk: Walk) -> Evidence:
    """One web address in; facts, bot and a live demo out."""
    walk.prospect = await walk.api.post("/api/prospects", {"website": walk.stack.site_url, "note": "Vorführung"})
    await walk.look(
        "Vorführung aus der Internetadresse",
        lambda seen: seen["stage"] in ("demo_ready", "failed") and (seen["stage"] == "failed" or drafts(seen)),
        within=90,
    )
    if walk.prospect["stage"] == "failed":
        raise StepFailed(f"Die Vorführung kam nicht zustande: {walk.prospect['timeline'][-1]['text']}")
    began = moment(walk.prospect["created_at"])
    steps = [
        f"+{(moment(entry['at']) - began).total_seconds():5.1f} s  {entry['text']}"
        for entry in walk.prospect["timeline"]
    ]
    return Evidence(f"{walk.prospect['company_name']}: von der Adresse zur Vorführung", [*steps, *_facts(walk)])


def _facts(walk: Walk) -> list[str]:
    facts, lines = walk.prospect["facts"], []
    for name in ("company_name", "address", "phone", "email", "register_entry", "vat_id", "industry"):
        fact = facts.get(name)
        if fact:
            path = "/" + fact["url"].split("/", 3)[-1]
            lines.append(f"{name}: {fact['value']}  ({path}: „{' '.join(fact['quote'].split())[:60]}“)")
    lines.append(f"Team: {', '.join(member['name'] for member in facts.get('team', [])[:5]) or 'nicht gefunden'}")
    return lines


async def bot_is_configured(walk: Walk) -> Evidence:
    """The bot has its name, its contact persons and its links, and its page opens."""
    walk.bot = await walk.api.get(f"/api/chatbots/{walk.prospect['bot_id']}")
    visitor = walk.visitors[VISITS[0][0]]
    page = await visitor.page(walk.prospect["demo_link"])
    if page.status_code != 200:
        raise StepFailed(f"Die Seite der Vorführung antwortet mit {page.status_code}.")
    persons = configuration(walk.bot).get("contact_persons", {}).get("persons", [])
    return Evidence(
        f"Assistent „{configuration(walk.bot)['name']}“ ist {walk.bot['state']}",
        [
            f"Seite: {walk.prospect['demo_link']}",
            f"Ansprechpartner: {', '.join(person['name'] for person in persons) or 'keine'}",
            f"Vorführung bis {day(walk.bot['demo_ends_at'])}",
        ],
    )


async def consent_is_given(walk: Walk) -> Evidence:
    """Without a basis nothing may be sent; an enquiry and a click in the company's mailbox give one."""
    path = f"/api/prospects/{walk.prospect['id']}"
    await walk.look("Interessent", lambda _: True, within=5)
    before = walk.prospect["mail"]
    if before["allowed"]:
        raise StepFailed("Mail an die Firma wäre ohne Einwilligung erlaubt.")
    basis = {
        "kind": "enquiry",
        "email": COMPANY_ADDRESS,
        "occurred_at": datetime.now(UTC).isoformat(),
        "channel": "Telefon",
        "note": "Bat am Telefon um den Link zur Vorführung.",
    }
    await walk.api.post(f"{path}/basis", basis)
    asked = await walk.api.post(f"{path}/opt-in")
    sent = await walk.message(asked["id"], "dispatched", "uncertain", within=60)
    mail = await walk.sink.with_id(sent["message_id"])
    link = re.search(r"https?://\S+/confirm/\S+", mail["text"])
    if link is None:
        raise StepFailed("In der Bitte um Bestätigung steht kein Link.")
    visitor = walk.visitors[VISITS[0][0]]
    page = await visitor.page(link[0])
    await walk.look("Interessent", lambda _: True, within=5)
    if walk.prospect["mail"]["allowed"] or page.status_code != 200:
        raise StepFailed("Schon das Öffnen des Links hat bestätigt.")
    confirmed = await visitor.press(link[0])
    if confirmed.status_code != 200:
        raise StepFailed(f"Die Bestätigung wurde mit {confirmed.status_code} beantwortet.")
    await walk.look("Einwilligung", lambda seen: seen["mail"]["allowed"], within=10)
    return Evidence(
        "Einwilligung mit doppelter Bestätigung",
        [
            f"Vorher gesperrt: {', '.join(before['reasons'])}",
            f"Mail „{mail['subject']}“ an {COMPANY_ADDRESS}",
            "Öffnen des Links ändert nichts; der Knopf bestätigt",
            f"Jetzt erlaubt: {walk.prospect['mail']['basis']}",
        ],
    )


async def first_message_is_sent(walk: Walk) -> Evidence:
    """The draft is approved, sent, and starts the 30 days that it promises."""
    draft = drafts(walk.prospect)[0]
    sent, mail = await walk.approved_and_sent(draft["id"])
    walk.mails["first_contact"] = mail
    printed = day(sent["demo_ends_at"])
    for part, what in ((walk.prospect["demo_link"], "der Link"), ("Keine weiteren Mails", "die Abmeldung")):
        if part not in mail["text"]:
            raise StepFailed(f"In der Mail fehlt {what}.")
    if "One-Click" not in header(mail, "List-Unsubscribe-Post"):
        raise StepFailed("Der Mail fehlt die Abmeldung mit einem Klick.")
    ends_at = moment(sent["demo_ends_at"])

    async def look() -> Any:
        return await walk.api.get(f"/api/chatbots/{walk.prospect['bot_id']}")

    walk.bot = await until(
        "Ende der Vorführung neu gesetzt", look, lambda b: moment(b["demo_ends_at"]) == ends_at, within=20
    )
    await walk.look("Stand „contacted“", lambda seen: seen["stage"] == "contacted", within=10)
    return Evidence(
        f"Erste Mail gesendet: „{mail['subject']}“",
        [
            f"Message-ID {sent['message_id']}",
            f"im Postfach: {walk.mail_path(mail)}",
            f"Grundlage: {walk.prospect['mail']['basis']}; Abmeldung mit einem Klick vorhanden",
            f"30 Tage ab jetzt, gedruckt und gesetzt: bis {printed}",
        ],
    )
