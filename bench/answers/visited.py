"""`make eval MODEL=1`: the labelled questions, asked of a running chat-svc whose answers the configured model writes.

The model is the one that `MODEL_BASE_URL`, `MODEL_NAME` and their relatives name; without one the answers are quotes.
A slow model is asked a part of the questions only: `MODEL=30` asks every bot its share of thirty.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from chat_svc.settings import ModelSettings, Settings

from bench.answers.corpus import FOLDERS, Question, Site
from bench.answers.desk import Answer, Desk
from bench.answers.figures import Figures, share
from bench.answers.talks import configuration

SEED = 15
MODES = ("model", "quoted", "configured")


@dataclass(frozen=True)
class Visited:
    """A question as a visitor asks it, and what came."""

    question: Question
    answer: Answer

    @property
    def holds_answer(self) -> bool:
        """Whether all labelled words stand in what the visitor reads."""
        text = " ".join(self.answer.text.lower().split())
        return all(word.lower() in text for word in self.question.words)

    @property
    def became(self) -> str:
        """What the question became, so that a run that is stopped early says something too."""
        if not self.answer.answered:
            return "wrongly refused" if self.question.answerable else "rightly refused"
        return "right" if self.question.answerable and self.holds_answer else "wrong"

    def __str__(self) -> str:
        said = self.answer.text.replace("\n", " ")[:300]
        asked = f"{self.question.site} {self.question.kind}: {self.question.text}"
        return f"{self.became}, {self.answer.mode}  {asked}\n      > {said!r}"


def configured() -> ModelSettings:
    """The model that the environment names."""
    return Settings(database={"url": "postgresql://localhost/none"}).model


def chosen(site: Site, most: int) -> Sequence[Question]:
    """All questions of a site, or its share of so many, the same at every run; those that stand alone."""
    alone = [question for question in site.questions if question.kind != "followup" and not question.apart]
    if most <= 1:
        return alone
    return random.Random(f"{SEED}{site.name}").sample(alone, min(len(alone), most // len(FOLDERS)))


async def visited(desk: Desk, site: Site, most: int) -> list[Visited]:
    """Make the site's bot live and ask it its questions, each as a visitor of its own."""
    await desk.open_bot(site.bot_id, configuration(site.name))
    found: list[Visited] = []
    for question in chosen(site, most):
        talk = await desk.enter(site.bot_id)
        found.append(Visited(question, await talk.ask(question.text)))
        print(found[-1], flush=True)
    return found


def visited_figures(outcomes: Sequence[Visited]) -> Figures:
    """What visitors got."""
    answerable = [one for one in outcomes if one.question.answerable]
    unanswerable = [one for one in outcomes if not one.question.answerable]
    return {
        "read holds answer": share(one.answer.answered and one.holds_answer for one in answerable),
        "wrongly refused": share(not one.answer.answered for one in answerable),
        "unanswerable refused": share(not one.answer.answered for one in unanswerable),
        "answers with a source": share(bool(one.answer.citations) for one in outcomes if one.answer.answered),
        **{f"by {mode}": share(one.answer.mode == mode for one in outcomes) for mode in MODES},
    }
