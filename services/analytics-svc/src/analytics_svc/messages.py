"""What analytics-svc says to people: German first, English second."""

from __future__ import annotations

_DE = {
    "reason_emails": "Besucher haben ihre E-Mail-Adresse hinterlassen ({value} in den letzten Tagen).",
    "reason_contact_requests": "Besucher haben um Kontakt gebeten ({value} in den letzten Tagen).",
    "reason_conversations": "Es gab viele Gespräche ({value} in den letzten Tagen).",
    "reason_messages_per_conversation": "Die Gespräche gehen in die Tiefe ({value} Nachrichten im Mittel).",
    "reason_minutes_per_session": "Besucher bleiben lange ({value} Minuten im Mittel).",
    "peak_time": "Die meisten Fragen kommen gegen {hour} Uhr.",
    "leads": "Besucher haben Kontaktdaten hinterlassen.",
}
_EN = {
    "reason_emails": "Visitors left their e-mail address ({value} in recent days).",
    "reason_contact_requests": "Visitors asked to be contacted ({value} in recent days).",
    "reason_conversations": "There were many conversations ({value} in recent days).",
    "reason_messages_per_conversation": "Conversations go deep ({value} messages on average).",
    "reason_minutes_per_session": "Visitors stay long ({value} minutes on average).",
    "peak_time": "Most questions come around {hour}:00.",
    "leads": "Visitors left contact details.",
}


def text(message: str, /, language: str = "de", **values: object) -> str:
    """A message of the catalogue, filled in."""
    return (_EN if language == "en" else _DE)[message].format(**values)
