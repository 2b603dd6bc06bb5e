"""German texts."""

from __future__ import annotations

DE = {
    "bot_name": "{company} Kundenservice",
    "bot_description": "Der KI-Assistent von {company} für Fragen zu Produkten und Dienstleistungen.",
    "welcome": "Guten Tag, ich bin der KI-Assistent von {company}. Wie kann ich Ihnen helfen?",
    "first_key": "Erster Schlüssel",
    "consent": (
        "Ich bin damit einverstanden, dass meine Angaben gespeichert und verwendet werden, um meine Anfrage zu"
        " beantworten und mich dazu zu kontaktieren. Die Einwilligung kann ich jederzeit widerrufen."
    ),
}
