"""The sentences of a report, worded."""

from __future__ import annotations

from wording import share, weekday

from analytics_svc.adapters.rendering.numbers import counted
from analytics_svc.domain.report import Report, Sentence, headlines
from analytics_svc.texts import say

_COUNTED = ("conversations", "leads", "emails", "requests", "unanswered")


def plain(report: Report) -> str:
    """The most important of a report as text, a line each."""
    return "".join(f"- {sentence(one, report.language)}\n" for one in headlines(report))


def sentence(one: Sentence, language: str) -> str:
    """One sentence, with numbers and names as the language writes them."""
    values = dict(one.values)
    shown: dict[str, object] = {
        name: counted(name, value, language) if name in _COUNTED and isinstance(value, int) else value
        for name, value in values.items()
    }
    if isinstance(change := values.get("change"), float):
        shown["change"] = share(change, language, 0)
    if isinstance(day := values.get("weekday"), int):
        named = weekday(day, language)
        shown["weekday"] = named.lower() if language == "de" and one.id == "peak_month" else named
    if isinstance(hour := values.get("hour"), int):
        shown["next_hour"] = hour + 1
    if "kind" in values:
        shown["before"] = say(f"before_{values['kind']}", language)
    parts = [shown[name] for name in ("emails", "requests") if values.get(name)]
    shown["parts"] = say("and", language).join(str(part) for part in parts)
    return say(f"say_{one.id}", language, **shown)
