"""What needs no document: greetings, thanks, "are you human", and questions about opening hours."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["greeting", "thanks", "bye", "human", "wellbeing", "capabilities", "wordless"]

_GREETING = (
    r"(?:hallo|hi|hey|moin(?: moin)?|servus|grüß (?:gott|sie|dich)|grüezi|guten (?:tag|morgen|abend)|tag|mahlzeit"
    r"|hello|good (?:morning|afternoon|evening|day))"
)
_FILLER = r"(?:\s+(?:zusammen|liebes team|there|ihr|da|again|nochmal))?"
_LEADING = re.compile(rf"^\s*{_GREETING}{_FILLER}\s*[,.!:–-]+\s*(?=\S)", re.IGNORECASE)
_WHOLE: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("greeting", re.compile(rf"{_GREETING}{_FILLER}", re.IGNORECASE)),
    (
        "thanks",
        re.compile(
            r"(?:(?:ok(?:ay)?|super|gut|prima|perfekt|alles klar|great|fine)[ ,.!]*)?(?:vielen |herzlichen |besten )?"
            r"(?:danke?(?: schön| sehr| ihnen| dir)?|dankeschön|dank|merci|thanks?(?: you)?(?: very much| a lot)?)"
            r"(?: für .{1,40}| for .{1,40})?|ok(?:ay)?|super|prima|perfekt|alles klar|great",
            re.IGNORECASE,
        ),
    ),
    (
        "bye",
        re.compile(
            r"(?:auf wiedersehen|tschüss?|ciao|bis (?:bald|dann|später)|schönen tag(?: noch)?|good ?bye|bye(?: bye)?"
            r"|see you(?: later)?|have a nice day)",
            re.IGNORECASE,
        ),
    ),
    (
        "wellbeing",
        re.compile(r"(?:wie geht(?:'?s| es)(?: (?:ihnen|dir|euch))?|how are you(?: doing)?)", re.IGNORECASE),
    ),
    (
        "capabilities",
        re.compile(
            r"(?:was (?:können sie|kannst du)(?: (?:alles|für mich tun))*|wobei können sie (?:mir )?helfen"
            r"|(?:hilfe|help)|what can you do(?: for me)?|how can you help(?: me)?)",
            re.IGNORECASE,
        ),
    ),
)
_HUMAN = re.compile(
    r"\b(?:sind sie|bist du|sind das|ist das|seid ihr|ist hier|spreche ich|rede ich|chatte ich|schreibe ich)\b"
    r"(?:(?!\b(?:für|bei|in)\b).){0,40}?"
    r"\b(?:menschen?|mensch(?:lich)?|echte[rn]?(?: person)?|person|bot|chatbot|roboter|ki"
    r"|k\.i\.|ai|maschine|computer)\b"
    r"|\bwer (?:sind sie|bist du)\b"
    r"|\b(?:are you|am i (?:talking|chatting|speaking|writing) (?:to|with)|is this)\b"
    r"[^?.!]{0,30}\b(?:human|real|person|bot|chatbot|robot|ai|machine|computer)\b"
    r"|\bwho are you\b",
    re.IGNORECASE,
)
_HOURS = re.compile(
    r"öffnungszeit|oeffnungszeit|geschäftszeit|sprechzeit|(?:wann|heute|morgen|jetzt|gerade|noch|sonntags?|samstags?|"
    r"feiertags?|wie lange)\b.*\b(?:geöffnet|geoeffnet|offen|auf\s*\?|aufgemacht)|(?:haben|hat|seid|sind)\b.*"
    r"\b(?:geöffnet|offen)\s*\?|(?:haben sie|habt ihr)\b[^?]{0,40}\bauf\s*\?"
    r"|wann (?:öffnen|schließen|schliessen|machen)\b.*(?:sie|ihr|\bauf\b|\bzu\b)"
    r"|opening (?:hours|times)|business hours|office hours|are you (?:currently |still )?open|when (?:do you|are you) "
    r"(?:open|close)",
    re.IGNORECASE,
)
_APPROVAL = re.compile("[👍👌🙏❤👏😊🙂😀😃😄]")
_LONGEST_ASIDE = 120


def without_greeting(message: str) -> str:
    """The message without a greeting in front of what it asks."""
    return _LEADING.sub("", message, count=1).strip() or message.strip()


def kind_of(message: str) -> Kind | None:
    """Which small talk the message is, None when it asks something. "Are you human" is found inside a message too.

    A message without a letter or digit, such as an emoji, asks nothing either.
    """
    if not any(letter.isalnum() for letter in message):
        return "thanks" if _APPROVAL.search(message) else "wordless"
    bare = without_greeting(message).strip(" \t\n.!?,;:)(-–😊🙂👋🙏👍")
    if len(bare) > _LONGEST_ASIDE:
        return None
    if _HUMAN.search(bare):
        return "human"
    return next((kind for kind, pattern in _WHOLE if pattern.fullmatch(bare)), None)


def asks_for_hours(message: str) -> bool:
    """Whether the message asks when the company is open."""
    return len(message) <= 2 * _LONGEST_ASIDE and _HOURS.search(message) is not None
