"""The sentences of a report, worded."""

from __future__ import annotations

from analytics_svc.domain.report import Sentence
from analytics_svc.messages import text
from analytics_svc.messages.numbers import counted, share, weekday

_COUNTED = ("conversations", "leads", "emails", "requests", "unanswered")


def say(sentence: Sentence, language: str) -> str:
    """One sentence, with numbers and names as the language writes them."""
    values = dict(sentence.values)
    shown: dict[str, object] = {
        name: counted(name, value, language) if name in _COUNTED and isinstance(value, int) else value
        for name, value in values.items()
    }
    if isinstance(change := values.get("change"), float):
        shown["change"] = share(change, language, 0)
    if isinstance(day := values.get("weekday"), int):
        named = weekday(day, language)
        shown["weekday"] = named.lower() if language == "de" and sentence.id == "peak_month" else named
    if isinstance(hour := values.get("hour"), int):
        shown["next_hour"] = hour + 1
    if "kind" in values:
        shown["before"] = text(f"before_{values['kind']}", language)
    parts = [shown[name] for name in ("emails", "requests") if values.get(name)]
    shown["parts"] = text("and", language).join(str(part) for part in parts)
    return text(f"say_{sentence.id}", language, **shown)
