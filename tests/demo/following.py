"""What comes of the visits: figures, interest, a follow-up, and the end of the demo."""

from __future__ import annotations

import re
from typing import Any

import httpx

from tests.demo.client import StepFailed, Visitor, until
from tests.demo.walk import LEADS, MONTH, VISITS, Evidence, Walk, drafts, one_line, totals


async def figures_are_there(walk: Walk) -> Evidence:
    """The day's figures count what happened, once."""
    path = f"/api/chatbots/{walk.prospect['bot_id']}/analytics"

    async def look() -> Any:
        return totals(await walk.api.get(path))

    def complete(seen: dict[str, Any]) -> bool:
        return (
            seen.get("total_conversations") == len(VISITS)
            and seen.get("emails_captured") == len(LEADS)
            and seen.get("contact_requests") == 1
        )

    walk.analytics = await until("Zahlen des Tages", look, complete, within=30)
    if walk.analytics.get("unique_visitors") != len(VISITS):
        raise StepFailed(f"Gezählt wurden {walk.analytics.get('unique_visitors')} Besucher statt {len(VISITS)}.")
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
    return Evidence("Zahlen des Tages", [f"{name}: {walk.analytics.get(name)}" for name in names])


async def engagement_is_explained(walk: Walk) -> Evidence:
    """The score is above 7 and says what it is made of."""
    path = f"/api/chatbots/{walk.prospect['bot_id']}/engagement"

    async def look() -> Any:
        return await walk.api.get(path)

    walk.engagement = await until("Interesse über 7", look, lambda seen: (seen.get("score") or 0) > 7, within=30)
    parts = walk.engagement["contributions"]
    total = sum(part["points"] for part in parts)
    if abs(total - walk.engagement["score"]) > 0.01:
        raise StepFailed(f"Die Beiträge ergeben {total}, nicht {walk.engagement['score']}.")
    lines = [f"{part['name']}: {part['value']:.2f} → {part['points']:.2f} Punkte" for part in parts]
    return Evidence(f"Interesse {walk.engagement['score']:.2f} von 10: Nachfassen empfohlen", lines)


async def follow_up_is_sent(walk: Walk) -> Evidence:
    """Great interest has brought a follow-up draft by itself; approved, it goes out."""
    await walk.look("Entwurf zum Nachfassen", lambda seen: drafts(seen, "follow_up"), within=30)
    draft = drafts(walk.prospect, "follow_up")[0]
    sent, mail = await walk.approved_and_sent(draft["id"])
    walk.mails["follow_up"] = mail
    points = [line for line in mail["text"].splitlines() if line.startswith("- ")]
    return Evidence(
        f"Nachgefasst: „{mail['subject']}“",
        [f"Vorlage {sent['template']}", *points, f"im Postfach: {walk.mail_path(mail)}"],
    )


async def demo_ends(walk: Walk) -> Evidence:
    """A month later the demo has switched itself off, follow-ups have stopped, one last note waits."""
    bot_id = walk.prospect["bot_id"]
    walk.clock.set(MONTH)

    async def look() -> Any:
        return await walk.api.get(f"/api/chatbots/{bot_id}")

    walk.bot = await until("Ende der Vorführung", look, lambda bot: bot["state"] == "demo_expired", within=45)
    await walk.look("Letzte Nachricht", lambda seen: seen["demo_over_at"] is not None, within=30)
    token = walk.prospect["demo_link"].partition("token=")[2]
    visitor = Visitor(walk.stack, "127.0.0.5", walk.journal)

    async def knock() -> tuple[httpx.Response, httpx.Response]:
        return await visitor.enter(bot_id, token), await visitor.page(walk.prospect["demo_link"])

    try:
        entered, page = await until(
            "Neue Besucher werden abgewiesen", knock, lambda seen: all(a.status_code >= 400 for a in seen), within=20
        )
    finally:
        await visitor.close()
    if walk.prospect["next_follow_up_at"] is not None:
        raise StepFailed("Nach dem Ende der Vorführung ist noch ein Nachfassen geplant.")
    ended = re.search(r"[^<>]*zu Ende[^<>]*", page.text)
    if ended is None:
        raise StepFailed(f"Die Seite ({page.status_code}) sagt nicht, dass die Vorführung zu Ende ist.")
    return Evidence(
        "31 Tage später: Vorführung beendet",
        [
            f"Seite ({page.status_code}): {one_line(ended[0])}",
            f"Neue Besucher: {entered.status_code}",
            f"Nachfassen gestoppt: {walk.prospect['follow_ups_stopped']}",
            *[f"Wartet auf Freigabe: „{message['subject']}“" for message in drafts(walk.prospect, "reminder")],
        ],
    )
