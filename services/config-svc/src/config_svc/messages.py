"""What people read: German first, English second, by id; filled with `str.format`."""

from __future__ import annotations

from typing import Literal

DE = {
    "bot_name": "{company} Kundenservice",
    "bot_description": "Der KI-Assistent von {company} für Fragen zu Produkten und Dienstleistungen.",
    "welcome": "Guten Tag, ich bin der KI-Assistent von {company}. Wie kann ich Ihnen helfen?",
    "consent": (
        "Ich bin damit einverstanden, dass meine Angaben gespeichert und verwendet werden, um meine Anfrage zu"
        " beantworten und mich dazu zu kontaktieren. Die Einwilligung kann ich jederzeit widerrufen."
    ),
}
EN = {
    "bot_name": "{company} Kundenservice",
    "bot_description": "The AI assistant of {company} for questions about products and services.",
    "welcome": "Hello, I am the AI assistant of {company}. How can I help you?",
    "consent": (
        "I agree that my details are stored and used to answer my enquiry and to contact me about it."
        " I can withdraw this consent at any time."
    ),
}


def message(id: str, locale: Literal["de", "en"], **values: str) -> str:
    """A text of the catalogue in one language."""
    return (DE if locale == "de" else EN)[id].format(**values)
