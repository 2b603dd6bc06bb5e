"""English texts."""

from __future__ import annotations

EN = {
    "bot_name": "{company} Kundenservice",
    "bot_description": "The AI assistant of {company} for questions about products and services.",
    "welcome": "Hello, I am the AI assistant of {company}. How can I help you?",
    "first_key": "First key",
    "consent": (
        "I agree that my details are stored and used to answer my enquiry and to contact me about it."
        " I can withdraw this consent at any time."
    ),
}
