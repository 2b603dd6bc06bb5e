"""Every page of the console that a stack with a bot has, with its parts and with one of everything opened."""

from __future__ import annotations

from datetime import date

import httpx
from console.analysis import PARTS
from console.bot.detail import TABS as BOT
from console.bot.steps import STEPS
from console.links import PATHS
from console.pages.operations import TABS as OPERATIONS
from console.pages.settings import TABS as SETTINGS
from console.prospect.detail import TABS as PROSPECT

from tests.demo.client import Stack

CONSENT = {"accepted": True, "number": 1, "language": "de"}


def places(stack: Stack) -> dict[str, str]:
    """The addresses by name. A lead with tasks is made; a bot and a prospect must be there."""
    with httpx.Client(base_url=stack.base_url, headers={"Authorization": f"Bearer {stack.key}"}) as api:
        bot = api.get("/api/chatbots").raise_for_status().json()["items"][-1]["id"]
        prospect = api.get("/api/prospects").raise_for_status().json()["items"][0]["id"]
        lead = _lead(api, bot)
        talks = api.get(f"/api/chatbots/{bot}/conversations").raise_for_status().json()["items"]
    found = {name: f"/{path}" for name, path in PATHS.items()}
    found |= {"new bot": "/bots?new=1"}
    found |= {f"bot {tab}": f"/bots?bot={bot}&tab={tab}" for tab in BOT}
    found |= {f"bot settings {step}": f"/bots?bot={bot}&tab=settings&step={step}" for step in STEPS}
    found |= {f"analytics {part}": f"/analytics?bot={bot}&of={part}" for part in PARTS}
    found |= {f"prospect {tab}": f"/prospects?prospect={prospect}&tab={tab}" for tab in PROSPECT}
    found |= {f"operations {tab}": f"/operations?tab={tab}" for tab in OPERATIONS}
    found |= {f"settings {tab}": f"/settings?tab={tab}" for tab in SETTINGS}
    found |= {
        "conversation": f"/bots?bot={bot}&tab=conversations&conversation={talks[0]['id']}",
        "prospects' board": "/prospects?view=board",
        "leads' board": "/leads?view=board",
        "lead": f"/leads?lead={lead}",
        "privacy of a lead": f"/privacy?lead={lead}",
        "template": f"/templates?template=first_contact&language=de&prospect={prospect}",
    }
    return found


def _lead(api: httpx.Client, bot: str) -> str:
    captured = api.post(
        f"/api/chatbots/{bot}/capture-email",
        json={"email": "rolf.winter@example.org", "consent": CONSENT, "purpose": "information", "context": "initial"},
    )
    id = str(captured.raise_for_status().json()["id"])
    today = date.today().isoformat()  # noqa: DTZ011 any day does
    for text in ("Zurückrufen", "Angebot schicken"):
        api.post(f"/api/admin/leads/{id}/tasks", json={"text": text, "due": today}).raise_for_status()
    return id
