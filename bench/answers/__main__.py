"""`make eval`: prints the figures, and fails when one fell more than two points under the committed one.

python -m bench.answers [--update] [--misses] [--only SITE …] [--model N]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from chat_svc.domain.quoting import quote
from knowledge import (
    Embedding,
    Look,
    Passage,
    Verdict,
    assess,
    confidence,
    look_again,
    merge_neighbours,
    open_index,
)
from knowledge.embedders import LocalEmbedder
from servicekit import migrations

from bench.answers.corpus import APART, COMPANIES, FITTED, FOLDERS, JUDGED, Site, crawled
from bench.answers.desk import open_desk
from bench.answers.figures import Figures, Outcome, by, commit, figures, losses, outcome
from bench.answers.systems import Bm25, Dense, Product, System, asked, embedded
from bench.answers.talks import NOW, Held, held, talk_figures
from bench.answers.visited import Visited, configured, visited, visited_figures
from bench.answers.written import HELD_OUT, Judged, judged, written_figures
from bench.servers import postgres
from tests.weaviate import weaviate_server


@dataclass
class Run:
    """Outcomes by system."""

    outcomes: dict[str, list[Outcome]] = field(default_factory=dict)
    misses: list[str] = field(default_factory=list)
    written: list[Judged] = field(default_factory=list)
    talks: list[Held] = field(default_factory=list)


async def with_model(names: Sequence[str], most: int) -> list[Visited]:
    """Ask the questions of a chat-svc whose answers the configured model writes."""
    found: list[Visited] = []
    async with AsyncExitStack() as stack:
        embedder = LocalEmbedder()
        stack.push_async_callback(embedder.close)
        database = stack.enter_context(postgres())
        url = database()
        await migrations.apply("knowledge", url)
        index = await stack.enter_async_context(open_index(model=embedder.model, database_url=url))
        desk = await stack.enter_async_context(open_desk(database(), url, now=NOW, model=configured()))
        for name in names:
            site = await crawled(name)
            await Product("pgvector", index).learn(site, await embedded(embedder, site))
            found += await visited(desk, site, most)
    return found


async def evaluate(names: Sequence[str]) -> Run:
    """Ask every question of these sites of every system."""
    run = Run()
    known: dict[str, Embedding] = {}
    async with AsyncExitStack() as stack:
        embedder = LocalEmbedder()
        stack.push_async_callback(embedder.close)
        database = stack.enter_context(postgres())
        url = database()
        await migrations.apply("knowledge", url)
        index = await stack.enter_async_context(open_index(model=embedder.model, database_url=url))
        systems: list[System] = [Product("pgvector", index), Dense(), Bm25()]
        if weaviate := stack.enter_context(weaviate_server()):
            other = await stack.enter_async_context(open_index(model=embedder.model, weaviate_url=weaviate))
            systems.insert(1, Product("weaviate", other))
        desk = await stack.enter_async_context(open_desk(database(), url, now=NOW))
        for name in names:
            site = await crawled(name)
            chunks, vectors = await embedded(embedder, site), await asked(embedder, site, known)
            print(f"{name}: {len(site.chunks)} chunks, {len(site.questions)} questions", flush=True)
            for system in systems:
                await system.learn(site, chunks)
                run.outcomes.setdefault(system.name, []).extend(await ask(system, site, vectors, embedder, run))
            run.talks += await held(desk, name, site.bot_id)
            written = await judged(site, index, embedder)
            run.written += written
            run.misses += [
                f"{'held' if one.sentence.kind == 'right' else 'shown'} {one.sentence.kind} {name}: "
                f"{one.sentence.question}  {one.sentence.text}"
                for one in written
                if not one.well
            ]
    return run


async def ask(
    system: System, site: Site, vectors: Sequence[Embedding], embedder: LocalEmbedder, run: Run
) -> list[Outcome]:
    """The outcomes of a site's questions under one system."""
    outcomes: list[Outcome] = []
    for question, vector in zip(site.questions, vectors, strict=True):
        if question.apart and not isinstance(system, Product):
            continue
        look = Look(question.asked, await system.find(site, question.asked, vector))
        elsewhere = None
        if isinstance(system, Product) and question.kind != "followup":
            look, elsewhere = await in_other_words(system, site, look, embedder), embedder.elsewhere(vector.vector)
        found = look.passages
        assessment = assess(look.question, found, embedder.scale, COMPANIES[site.name], elsewhere)
        refused = assessment.verdict is Verdict.REFUSE
        read = "" if refused else quote(look.question, merge_neighbours(assessment.supporting)).text
        one = outcome(question, found, refused=refused, read=read)
        outcomes.append(one)
        if (
            isinstance(system, Product)
            and not question.only_judges
            and (one.refused is question.answerable or (question.answerable and not one.holds_answer))
        ):
            top = found[0].chunk.embed_text.replace("\n", " ")[:110] if found else "-"
            run.misses.append(
                f"{system.name} {site.name} {question.kind:<14} rank {one.rank or '-':<2} "
                f"{'refused ' if one.refused else ''}{assessment.confidence:.2f}  {question.text}\n"
                f"      {question.words}  {top}\n      > {read[:300]!r}"
            )
    return outcomes


async def in_other_words(system: Product, site: Site, first: Look, embedder: LocalEmbedder) -> Look:
    """What chat-svc finds when it looks again."""

    async def search(question: str) -> list[Passage]:
        return await system.find(site, question, await embedder.embed_query(question))

    return await look_again(
        first,
        lambda look: confidence(look.question, look.passages, embedder.scale, COMPANIES[site.name]),
        lambda stems: system.index.known_stems(site.bot_id, stems),
        search,
    )


@dataclass
class Report:
    """What is printed: rows of figures that are held against the committed ones."""

    rows: dict[str, Figures] = field(default_factory=dict)

    def add(self, name: str, row: Figures, count: int) -> None:
        """Print a row and keep it."""
        self.rows[name] = row
        show(name, row, count)

    def searched(self, system: str, everything: list[Outcome]) -> None:
        """Print what became of all questions under a system: some classes, and the sites that judge, apart."""
        judged = system not in ("plain dense", "plain BM25")
        outcomes = [one for one in everything if one.question.site not in JUDGED and not one.question.apart]
        groups = {system: outcomes}
        if system == "pgvector":
            groups |= {f"  {kind}": [one for one in everything if one.question.kind == kind] for kind in APART}
            groups["  sites that only judge"] = [
                one for one in everything if one.question.site in JUDGED and not one.question.apart
            ]
        for name, members in groups.items():
            if not members:
                continue
            self.add(name, figures(members, judged=judged), len(members))
            held_out = [one for one in members if one.question.site not in FITTED]
            if name == system and judged and held_out:
                show("  sites not fitted on", figures(held_out, judged=True), len(held_out))
            for attribute in ("site", "kind") if judged and not members[0].question.apart else ():
                for group, some in by(members, attribute).items():
                    show(f"    {group}", figures(some, judged=True), len(some))

    def written(self, outcomes: list[Judged]) -> None:
        """Print what became of models' sentences."""
        self.add("sentences of models", written_figures(outcomes), len(outcomes))
        unseen = [one for one in outcomes if one.sentence.site in HELD_OUT]
        if unseen:
            self.add("  on three other sites", written_figures(unseen), len(unseen))
        for site in sorted({one.sentence.site for one in outcomes}):
            of_site = [one for one in outcomes if one.sentence.site == site]
            show(f"    {site}", written_figures(of_site), len(of_site))


def report(run: Run) -> Report:
    """Print all figures."""
    found = Report()
    for system, everything in run.outcomes.items():
        found.searched(system, everything)
    if run.written:
        found.written(run.written)
    for name, talks in (
        ("conversations", [one for one in run.talks if one.site not in JUDGED]),
        ("  of sites that only judge", [one for one in run.talks if one.site in JUDGED]),
    ):
        if talks:
            found.add(name, talk_figures(talks), len(talks))
    return found


def show(name: str, row: Figures, count: int) -> None:
    """One line."""
    print(f"{name:<24}{count:>5}  " + "  ".join(f"{label} {one.value:5.1%}" for label, one in row.items()))


def main() -> None:
    """Evaluate, compare, and commit when asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="commit the figures of this run")
    parser.add_argument("--misses", action="store_true", help="print the questions that went wrong")
    parser.add_argument(
        "--model", type=int, default=0, metavar="N", help="let the configured model answer; N > 1: only N questions"
    )
    parser.add_argument("--only", nargs="+", choices=list(FOLDERS), default=list(FOLDERS))
    arguments = parser.parse_args()
    if arguments.model:
        outcomes = asyncio.run(with_model(arguments.only, arguments.model))
        show("asked by visitors", visited_figures(outcomes), len(outcomes))
        return
    run = asyncio.run(evaluate(arguments.only))
    found = report(run)
    if arguments.misses:
        print("\n".join([*run.misses, *(f"conversation {one}" for one in run.talks if not one.well)]))
    if arguments.update:
        commit(found.rows)
    elif set(arguments.only) == set(FOLDERS) and (lost := losses(found.rows)):
        sys.exit("\n".join(["figures fell:", *lost]))


if __name__ == "__main__":
    main()
