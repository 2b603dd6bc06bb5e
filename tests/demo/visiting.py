"""Visitors: their questions, their addresses, their wish to be called."""

from __future__ import annotations

from typing import Any

from tests.demo.client import StepFailed, until
from tests.demo.walk import CALLER, LEADS, VISITS, Evidence, Walk, configuration, masked, one_line, sources


async def visitors_ask(walk: Walk) -> Evidence:
    """Three visitors with addresses of their own ask real questions and get answers with sources."""
    bot_id, token = walk.prospect["bot_id"], walk.prospect["demo_link"].partition("token=")[2]
    lines = []
    for address, questions in VISITS:
        visitor = walk.visitors[address]
        entered = await visitor.enter(bot_id, token)
        if entered.status_code >= 400:
            raise StepFailed(f"Der Besucher {address} kommt nicht hinein: {entered.status_code} {entered.text[:300]}")
        for question in questions:
            answer = await visitor.ask(bot_id, question)
            walk.answers.append((address, question, answer))
            if not answer.text.strip():
                raise StepFailed(f"Auf „{question}“ kam eine leere Antwort.")
            lines += [f"{address}  „{question}“", f"   {one_line(answer.text)}", *sources(answer)]
    if not any(answer.citations for _, _, answer in walk.answers):
        raise StepFailed("Keine einzige Antwort nennt eine Quelle.")
    return Evidence(f"Drei Besucher, {len(walk.answers)} Fragen", lines)


async def visitors_leave_their_address(walk: Walk) -> Evidence:
    """Visitors leave their address under exactly the text they were shown."""
    bot_id, lines = walk.prospect["bot_id"], []
    for address, email in LEADS:
        prompt = _prompt(walk, address)
        body = {
            "email": email,
            "consent": consent_to(prompt),
            "purpose": "contact",
            "context": prompt["trigger"],
        }
        lead = await walk.visitors[address].post(f"/api/chatbots/{bot_id}/capture-email", body)
        walk.journal.leads["email"] += 1
        lines.append(f"{address}: {masked(email)}, Einwilligung Fassung {prompt['version']} → Lead {lead['id']}")
    return Evidence("Zwei Besucher hinterlassen ihre Adresse", lines)


def _prompt(walk: Walk, address: str) -> dict[str, Any]:
    for visitor, _, answer in walk.answers:
        if visitor == address and answer.email_prompt:
            return answer.email_prompt
    raise StepFailed(f"Dem Besucher {address} wurde das E-Mail-Formular nicht gezeigt.")


async def visitor_asks_for_contact(walk: Walk) -> Evidence:
    """A visitor asks a named person to call back."""
    person = configuration(walk.bot)["contact_persons"]["persons"][0]
    visitor, prompt = walk.visitors[CALLER], _any_prompt(walk)
    body = {
        "person_id": person["id"],
        "name": "Test Besucher",
        "phone": "+49 89 4440123",
        "message": "Bitte um Rückruf zur Haustür.",
        "consent": consent_to(prompt),
    }
    lead = await visitor.post(f"/api/chatbots/{walk.prospect['bot_id']}/contact-requests", body)
    walk.journal.leads["contact_request"] += 1
    for seen in walk.visitors.values():
        await seen.post(f"/api/chat/{walk.prospect['bot_id']}/end")
        walk.journal.ended.add(seen.address)
    return Evidence(f"Bitte um Rückruf an {person['name']}", [f"{CALLER} → Lead {lead['id']}", "Gespräche beendet"])


def _any_prompt(walk: Walk) -> dict[str, Any]:
    for _, _, answer in walk.answers:
        if answer.email_prompt:
            return answer.email_prompt
    raise StepFailed("Das E-Mail-Formular wurde niemandem gezeigt.")


async def leads_are_kept(walk: Walk) -> Evidence:
    """The operator sees the leads, and was told of them without personal data."""
    bot_id = walk.prospect["bot_id"]

    async def look() -> Any:
        return (await walk.api.get("/api/admin/leads", chatbot_id=bot_id))["items"]

    walk.leads = await until("Drei Leads", look, lambda items: len(items) >= 3, within=20)

    async def notices() -> Any:
        return [mail for mail in await walk.sink.mails() if "Neuer Kontakt" in mail["subject"]]

    told = await until("Hinweis an den Betreiber", notices, bool, within=30)
    private = [email for _, email in LEADS] + ["Test Besucher", "4440123"]
    leaks = [secret for mail in told for secret in private if secret in mail["text"] + mail["subject"]]
    if leaks:
        raise StepFailed("Der Hinweis an den Betreiber enthält persönliche Angaben.")
    lines = [
        f"{lead['kind']}: Interesse {lead['estimated_interest_level']} von 10, Status {lead['status']}"
        for lead in walk.leads
    ]
    return Evidence(f"{len(walk.leads)} Leads, Betreiber benachrichtigt ohne persönliche Angaben", lines)


def consent_to(prompt: dict[str, Any]) -> dict[str, Any]:
    """Consent to exactly the text that was shown."""
    return {"accepted": True, "number": prompt["version"], "language": prompt["language"]}
