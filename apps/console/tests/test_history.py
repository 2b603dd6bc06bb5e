"""Going back to an earlier version of a bot's draft."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from .recorded import Asked, Recorded, answer, page, pressed, words


def test_an_earlier_version_is_compared_and_restored_under_the_version_that_was_seen(recorded: Recorded) -> None:
    bot: dict[str, Any] = answer("bot")
    then = deepcopy(bot["draft"])
    then["company"]["phone_national"] = None
    then["company"]["address"]["city"] = "Wedel"
    then["email_capture"]["consent_text"] = {"de": "Damals."}
    listed = {
        "version": 3,
        "until": "2026-11-20T09:00:00Z",
        "changes": ["/company/address/city", "/consents/de/text", "/consents/de/privacy_url"],
    }
    path = f"/api/chatbots/{bot['id']}"

    def restored(request: Asked) -> tuple[int, Any]:
        bot["draft"], bot["version"] = then, bot["version"] + 1
        return 200, bot

    recorded.answers |= {
        f"GET {path}": lambda _: (200, bot),
        f"GET {path}/versions": [listed],
        f"GET {path}/versions/3": {**listed, "draft": then},
        f"GET {path}/audit": answer("audit"),
        f"POST {path}/versions/3/restore": restored,
    }
    seen = bot["version"]
    app = page("bots", bot=bot["id"], tab="history", version="3")
    assert all(part in words(app) for part in ("Wedel", "Hamburg", "Damals.", "Ort"))
    assert any(
        "bis 20.11.2026, 10:00: anders sind Ort, Text der Einwilligung" in one for one in app.selectbox[0].options
    )

    pressed(app, "Diese Fassung wiederherstellen")
    (change,) = recorded.changes()
    assert (change.path, change.version) == (f"{path}/versions/3/restore", seen)
    assert "version" not in app.query_params


def test_what_happened_is_told_in_words(recorded: Recorded) -> None:
    bot = answer("bot")
    path = f"GET /api/chatbots/{bot['id']}"
    entries = [
        {**answer("audit")["items"][0], "action": action} for action in ("token rotated", "contact person added")
    ]
    recorded.answers |= {path: bot, f"{path}/versions": [], f"{path}/audit": {"items": entries, "next": None}}
    told = list(page("bots", bot=bot["id"], tab="history").dataframe[0].value["Was"])
    assert told == ["Links erneuert", "Kontaktperson aufgenommen"]
