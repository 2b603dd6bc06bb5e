"""The evaluation notices a loss, and its questions are labelled with pages that exist."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from knowledge import elsewhere

from bench.answers import figures
from bench.answers.corpus import FOLDERS, Question, questions
from bench.answers.figures import Figures, Outcome, Share, losses

COMMITTED = {"recall@1": 0.8, "wrongly refused": 0.05, "unanswerable refused": 0.9, "conversations right": 0.15}


def outcome(*, answerable: bool, rank: int | None = 1) -> Outcome:
    paths = frozenset(["/x"] if answerable else [])
    return Outcome(Question("s", "direct", "?", "?", paths, ()), rank, refused=not answerable)


@pytest.fixture
def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "figures.json"
    file.write_text(json.dumps({"pgvector": COMMITTED}))
    monkeypatch.setattr(figures, "COMMITTED", file)
    return file


@pytest.mark.parametrize(
    ("now", "lost"),
    [
        ({"recall@1": Share(0.79, 200), "wrongly refused": Share(0.06, 200)}, []),
        ({"recall@1": Share(0.77, 200), "wrongly refused": Share(0.05, 200)}, ["recall@1"]),
        ({"recall@1": Share(0.85, 200), "wrongly refused": Share(0.08, 200)}, ["wrongly refused"]),
        ({"unanswerable refused": Share(0.88, 40)}, []),
        ({"unanswerable refused": Share(0.8, 40)}, ["unanswerable refused"]),
        ({"conversations right": Share(0.1, 20)}, []),
        ({"conversations right": Share(0.05, 20)}, ["conversations right"]),
    ],
)
def test_a_fall_of_more_than_two_points_and_one_question_is_a_loss(
    committed: Path, now: Figures, lost: list[str]
) -> None:
    said = losses({"pgvector": now})

    assert [line.split(": ")[1].split(" was")[0] for line in said] == lost


def test_figures_are_shares() -> None:
    run = [outcome(answerable=True, rank=rank) for rank in (1, 2, None, 4)] + [outcome(answerable=False)]

    found = figures.figures(run, judged=True)

    assert found == {
        "recall@1": (0.25, 4),
        "recall@3": (0.5, 4),
        "MRR": (pytest.approx((1 + 1 / 2 + 1 / 4) / 4), 4),
        "unanswerable refused": (1.0, 1),
        "read holds answer": (0.0, 4),
        "wrongly refused": (0.0, 4),
    }


@pytest.mark.parametrize("name", list(FOLDERS))
def test_questions_name_pages_that_exist(name: str) -> None:
    for question in questions(name):
        for path in question.paths:
            file = FOLDERS[name] / path.strip("/")
            assert file.is_file() or (file / "index.html").is_file(), f"{question.text}: {path}"
        assert question.answerable == bool(question.words)


def test_no_labelled_question_drew_the_line_between_the_world_and_a_company() -> None:
    drew = {question.lower().strip(" ?.!") for kind in elsewhere.questions() for question in kind}
    labelled = {question.text.lower().strip(" ?.!") for name in FOLDERS for question in questions(name)}

    assert not drew & labelled
