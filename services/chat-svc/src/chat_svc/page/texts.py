"""What the server itself says on pages, German and English; the widget has its own catalogue."""

from __future__ import annotations

from chat_svc.domain.language import Language

DE = {
    "no_script": "Für das Gespräch braucht diese Seite JavaScript. Bitte schalten Sie es ein.",
    "title_demo_expired": "Diese Vorführung ist vorbei",
    "title_deactivated": "Dieser Assistent macht Pause",
    "title_not_live": "Noch nicht freigeschaltet",
    "title_unknown": "Diesen Link gibt es nicht",
    "title_limit": "Einen Moment bitte",
}
EN = {
    "no_script": "The conversation needs JavaScript. Please switch it on.",
    "title_demo_expired": "This demonstration is over",
    "title_deactivated": "This assistant is taking a break",
    "title_not_live": "Not available yet",
    "title_unknown": "This link does not exist",
    "title_limit": "One moment please",
}
TEXTS: dict[Language, dict[str, str]] = {"de": DE, "en": EN}
