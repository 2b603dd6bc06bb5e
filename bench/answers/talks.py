"""Conversations of several turns, held with a running chat-svc: whether each answer does what a visitor expects.

They stand in `dialogues/<site>.yaml`, written before they were tried; what is configured for each company stands in
`dialogues/companies.yaml`. It is Tuesday, 1 December 2026, 10:30 in all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import yaml
from contracts.bots import (
    BotConfiguration,
    Company,
    ContactPerson,
    ContactPersons,
    CustomPrompts,
    EmailCapture,
    Interval,
    OpeningHours,
)
from servicekit.ids import new_id

from bench.answers.desk import LIMITS, Answer, Desk
from bench.answers.figures import Figures, share

DIALOGUES = Path(__file__).parent / "dialogues"
NOW = datetime(2026, 12, 1, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
TALKS, TURNS = "conversations right", "their turns right"


@dataclass(frozen=True)
class Turn:
    """What a visitor says, and what the answer should do, hold and not hold."""

    says: str
    acts: frozenset[str]
    holds: tuple[str, ...]
    lacks: tuple[str, ...]

    def well(self, answer: Answer) -> bool:
        """Whether the answer does."""
        text = " ".join(answer.text.lower().split())
        return (
            bool(self.acts & {*_acts(answer), "any"})
            and all(word.lower() in text for word in self.holds)
            and not any(word.lower() in text for word in self.lacks)
        )


@dataclass(frozen=True)
class Held:
    """A turn of a conversation as it went."""

    site: str
    talk: int
    turn: Turn
    answer: Answer

    @property
    def well(self) -> bool:
        """Whether it went as a visitor expects."""
        return self.turn.well(self.answer)

    def __str__(self) -> str:
        acts = ",".join(sorted(_acts(self.answer)))
        return f"{self.site} {self.talk}  {self.turn.says}\n      > [{acts}] {self.answer.text[:300]!r}"


def _acts(answer: Answer) -> set[str]:
    """What an answer does."""
    found = set[str]()
    if "KI-Assistent" in answer.text or "AI assistant" in answer.text:
        found.add("human")
    match answer.mode:
        case "smalltalk":
            found.add("talk")
        case "configured":
            found |= {"hours", "answer"}
        case _:
            found.add("answer" if answer.answered else "refuse")
    if answer.followed & {"cards", "email_prompt"} and answer.mode != "smalltalk":
        found.add("reach")
    return found


def talks_of(site: str) -> Iterator[list[Turn]]:
    """The conversations about a site."""
    for talk in yaml.safe_load((DIALOGUES / f"{site}.yaml").read_text(encoding="utf-8")):
        yield [
            Turn(
                says=turn["says"],
                acts=frozenset(turn["act"].split("|")),
                holds=tuple(turn.get("holds", ())),
                lacks=tuple(turn.get("lacks", ())),
            )
            for turn in talk
        ]


def configuration(site: str) -> BotConfiguration:
    """What is configured for a company."""
    known: dict[str, Any] = yaml.safe_load((DIALOGUES / "companies.yaml").read_text(encoding="utf-8"))[site]
    weekly = {
        day: tuple(
            Interval(opens=opens, closes=closes) for opens, closes in (part.split("-") for part in parts.split())
        )
        for day, parts in known["hours"]["weekly"].items()
    }
    persons = tuple(ContactPerson(id=new_id(), **person) for person in known["persons"])
    return BotConfiguration(
        name=known["company"]["company_name"],
        company=Company(**known["company"]),
        opening_hours=OpeningHours(weekly=weekly, holidays=known["hours"]["holidays"]),
        email_capture=EmailCapture(enabled=True),
        contact_persons=ContactPersons(enabled=bool(persons), persons=persons),
        custom_prompts=CustomPrompts(language="multilingual"),
        limits=LIMITS,
    )


async def held(desk: Desk, site: str, bot_id: UUID) -> list[Held]:
    """All conversations about a site."""
    await desk.open_bot(bot_id, configuration(site))
    found: list[Held] = []
    for number, turns in enumerate(talks_of(site), 1):
        talk = await desk.enter(bot_id)
        found += [Held(site, number, turn, await talk.ask(turn.says)) for turn in turns]
    return found


def talk_figures(outcomes: Sequence[Held]) -> Figures:
    """The share of conversations in which every turn went well, and of turns."""
    talks: dict[tuple[str, int], bool] = {}
    for one in outcomes:
        talks[one.site, one.talk] = talks.get((one.site, one.talk), True) and one.well
    return {TALKS: share(talks.values()), TURNS: share(one.well for one in outcomes)}
