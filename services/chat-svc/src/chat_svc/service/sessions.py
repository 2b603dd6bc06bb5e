"""Opening a bot: a link's token becomes a visitor's token."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from contracts.bots import BotConfiguration, BotSnapshot, ConsentText, Environment
from contracts.chat import BotVisited
from knowledge.analysis import is_english
from knowledge.types import SITE_NAME
from servicekit.auth.visitor import VisitorClaims
from servicekit.unit import About
from wording import Language

from chat_svc.domain.colors import brand_colors
from chat_svc.domain.following import needs_the_conversation
from chat_svc.domain.language import base_language, languages
from chat_svc.domain.subjects import Subjects
from chat_svc.repository import Unit
from chat_svc.service import hours
from chat_svc.service.access import visitor_hash
from chat_svc.texts import say

RESUMED_WITHIN = timedelta(hours=24)
"""After its visitor token was over; a conversation ends long before that, unless somebody goes on with it."""
MOST_SUGGESTIONS = 4
LONGEST_TITLE = 38
_NOT_ASKED_FOR = re.compile(
    r"impressum|datenschutz|agb|geschäftsbeding|cookie|startseite|home|willkommen|öffnungszeit|opening|leistungen$|services?$|sitemap|kontakt|contact|imprint"
    r"|privacy|legal|login|suche|search|404|anfahrt|faq|häufige|über uns|about|news|blog|referenz|aktuell|\.pdf"
    r"|widerruf|g(?:ä|ae)stebuch|guest ?book|portfolio|links?$|downloads?$|formular|archiv|sponsor|partner$|satzung"
    r"|warenkorb|konto|dank|fehler|error|thank",
    re.IGNORECASE,
)
_NO_SUBJECT = re.compile(
    r"://|www\.|@|\.[a-z]{2,4}(?:/|$)|\d{4,}|[!…:]|\.$|"
    r"^(?:wir|ihre?n?|unsere?r?|meine?|deine?|mit|für|alles|jetzt|so|warum|herzlich\w*|hier|bei|von|seit|your|our|we|the)\b|"
    r"^(?:seite|page|untitled|unbenannt|menü|navigation|angebote?|produkte?|products?|galerie|bilder|termine|team)\b[\W\d]*$",
    re.IGNORECASE,
)
"""Titles that are addresses, dates, slogans, or headings of anything."""


async def open_session(
    unit: Unit,
    bot: BotSnapshot,
    environment: Environment,
    *,
    resume: VisitorClaims | None,
    address: str,
    agent: str,
) -> VisitorClaims:
    """Let a visitor in, and announce the visit unless an open conversation is taken up again.

    `resume`: what a genuine token of an earlier session allowed. Whoever knows only a conversation's id has none.
    """
    now = unit.now()
    if resume is not None and (resume.bot_id, resume.environment) == (bot.id, environment):
        known = await unit.conversations.get(resume.conversation_id)
        if known is not None and known.bot_id == bot.id and known.ended_at is None:
            return VisitorClaims(
                workspace_id=bot.workspace_id,
                bot_id=bot.id,
                conversation_id=known.id,
                environment=environment,
                link_version=bot.links.version,
                visitor=known.visitor,
                visit_id=known.visit_id,
            )
    visitor = visitor_hash(await unit.visitors.salt(now.date()), address, agent, bot)
    visit_id = unit.new_id()
    unit.publish(
        About(visit_id, bot.workspace_id),
        BotVisited(bot_id=bot.id, visit_id=visit_id, environment=environment, visitor=visitor, at=now),
    )
    return VisitorClaims(
        workspace_id=bot.workspace_id,
        bot_id=bot.id,
        conversation_id=unit.new_id(),
        environment=environment,
        link_version=bot.links.version,
        visitor=visitor,
        visit_id=visit_id,
    )


def appearance(configuration: BotConfiguration, chosen: Language | None = None) -> dict[str, Any]:
    """How the bot presents itself, in the language that a visitor chose where there is a choice."""
    language = base_language(configuration.custom_prompts.language, chosen)
    company = company_name(configuration)
    branding = configuration.branding
    return {
        "name": configuration.name,
        "company": company,
        "primary_color": branding.primary_color,
        "secondary_color": branding.secondary_color,
        "colors": dict(brand_colors(branding.primary_color, branding.secondary_color)),
        "logo_url": media_url(branding.logo_key),
        "profile_image_url": media_url(branding.profile_image_key),
        "welcome_message": branding.welcome_message or say("welcome", language, company=company),
        "disclosure": say("disclosure", language),
        "language": language,
        "languages": languages(configuration.custom_prompts.language),
    }


def company_name(configuration: BotConfiguration) -> str:
    """The company, or the bot's own name when none is configured."""
    return configuration.company.company_name or configuration.name


def media_url(key: str | None) -> str | None:
    """The address of a picture."""
    return f"/media/{key}" if key else None


def consent_text(bot: BotSnapshot, language: Language) -> ConsentText | None:
    """The newest consent text in the language, else in the other one, None when there is none."""
    texts = [text for text in bot.consent_texts if text.language == language] or list(bot.consent_texts)
    return max(texts, key=lambda text: text.number, default=None)


def greeting(
    bot: BotSnapshot,
    configuration: BotConfiguration,
    subjects: Subjects,
    now: datetime,
    chosen: Language | None = None,
) -> dict[str, Any]:
    """All that a page needs before the first message, in the language that was chosen where there is a choice."""
    language = base_language(configuration.custom_prompts.language, chosen)
    consent = consent_text(bot, language)
    persons = configuration.contact_persons
    return {
        "appearance": appearance(configuration, chosen),
        "opening_status": hours.status_line(configuration, now, language),
        "suggested_questions": suggested_questions(configuration, subjects, language),
        "contact": {
            "available": persons.enabled and bool(persons.persons),
            "phone": configuration.company.phone,
            "email": configuration.company.email,
            "website": configuration.company.website,
        },
        "privacy": {
            "url": consent.privacy_url if consent else configuration.company.website,
            "consent_text": consent.text if consent else None,
            "version": consent.number if consent else None,
            "language": consent.language if consent else None,
        },
        "limits": {
            "message_characters": 4000,
            "messages_per_minute": configuration.limits.messages_per_minute,
        },
    }


MOST_ASKED = 2
LEAST_WORDS = 3
"""A heading of so few words with a question mark is a slogan."""
_ASKS_SOMETHING = re.compile(
    r"(?:wie|was|wer|wem|wo|woher|wohin|womit|wofür|wozu|wann|warum|wieso|welche\w*|ab|bis|für|mit|kann|können|könnt|darf|dürfen"
    r"|muss|müssen|soll|sollte|gibt|haben|habt|hat|kostet|dauert|bieten|bietet|machen|macht|nehmen|nehmt|ist|sind|brauch\w*"
    r"|bekomm\w*|werden|wird|kommt|kommen|lohnt|geht|how|what|who|where|when|why|which|can|do|does|is|are|may|should)\b",
    re.IGNORECASE,
)
LONGEST_QUESTION = 60


def suggested_questions(configuration: BotConfiguration, subjects: Subjects, language: Language) -> list[str]:
    """What a visitor may begin with: questions that the pages ask themselves, and such about the pages' titles."""
    return [*_suggested(subjects, language, hours.shown(configuration), names_of(configuration))]


@lru_cache(maxsize=500)
def _suggested(subjects: Subjects, language: Language, with_hours: bool, names: tuple[str, ...]) -> tuple[str, ...]:
    asked = [one for one in subjects.questions if is_english(one) is (language == "en") and _is_short(one)]
    return tuple(suggestions(subjects.titles, language, with_hours=with_hours, names=names, asked=asked))


def _is_short(question: str) -> bool:
    """Whether a heading asks something, fits on a button and is understood by itself: *Warum wir?* asks nothing."""
    asks = _ASKS_SOMETHING.match(question) is not None and len(question.split()) > LEAST_WORDS
    return asks and len(question) <= LONGEST_QUESTION and not needs_the_conversation(question)


def names_of(configuration: BotConfiguration) -> tuple[str, ...]:
    """The company and its people, which are no subject to ask about."""
    return (company_name(configuration), *(person.name for person in configuration.contact_persons.persons))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[^\W_]{2,}", text.casefold()))


def is_subject(title: str) -> bool:
    """Whether a page's title names what one can ask about, and is no address, slogan or part of every site."""
    named = 0 < len(title) <= LONGEST_TITLE and "?" not in title
    return named and not _NOT_ASKED_FOR.search(title) and not _NO_SUBJECT.search(title)


def is_name(title: str, names: Iterable[str]) -> bool:
    """Whether a title is all or part of one of these names."""
    return any(_words(title) <= _words(name) for name in names)


def suggestions(
    titles: Iterable[str],
    language: Language,
    *,
    with_hours: bool,
    names: Iterable[str] = (),
    asked: Iterable[str] = (),
) -> list[str]:
    """Up to four questions: what it costs first, two that the pages ask, what they are about, when it is open.

    `names`: the company's and its people's, which are no subject to ask about; nor are addresses and slogans. `asked`:
    questions of the pages, which are worded better than any that is made of a title.
    """
    first: list[str] = []
    pages: list[str] = list(asked)[:MOST_ASKED]
    last = [say("suggest_hours", language)] if with_hours else []
    taken: set[str] = set()
    known = [_words(name) for name in names]
    for title in titles:
        parts = (part.strip() for part in SITE_NAME.split(title.strip()))
        short = next((part for part in parts if _words(part) and not any(_words(part) <= name for name in known)), "")
        lower = short.casefold()
        if "preis" in lower or "pric" in lower:
            first = [say("suggest_prices", language)]
        elif lower in ("team", "unser team", "our team", "ansprechpartner"):
            last.append(say("suggest_team", language))
        elif "karriere" in lower or "stellen" in lower or "jobs" in lower:
            last.append(say("suggest_jobs", language))
        elif is_subject(short) and lower not in taken:
            taken.add(lower)
            pages.append(say("suggest_page", language, title=f"„{short}“" if language == "de" else f"“{short}”"))
    few = MOST_SUGGESTIONS - len(first) - min(1, len(last))
    return list(dict.fromkeys([*first, *pages[:few], *last]))[:MOST_SUGGESTIONS]
