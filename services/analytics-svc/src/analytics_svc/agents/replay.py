"""Rebuild days from the topics: count all that is retained into shadow tables, then swap while nobody else counts."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from time import monotonic
from typing import Any
from uuid import UUID

from aiokafka.errors import KafkaError
from contracts.topics import BOTS, CONVERSATIONS, LEADS
from servicekit.database import Database
from servicekit.events.inbox import Record
from servicekit.kit import Kit
from servicekit.service import Command
from sqlalchemy.exc import DBAPIError

from analytics_svc.agents.retained import Retained
from analytics_svc.domain.retention import first_whole_day
from analytics_svc.repository import Unit, shadow
from analytics_svc.service import recounting, scoring

AnyKit = Kit[Any, Unit, Any]
Tell = Callable[[str], None]

BATCH = 2000
"""Records in a transaction; nobody waits for it, so it is larger than a worker's."""
NEAR = 500
"""Records behind the end with which the swap begins: what is left is counted while the workers wait."""
ROUNDS = 20
MOST_UNCOUNTED = 10_000
"""Records that the workers may be behind: the swap counts them for them."""
PATIENCE_SECONDS = 120.0
SHOWN = 20
PROGRESS_SECONDS = 5.0
RESCORED_AT_ONCE = 100
_ALONE = "SELECT pg_try_advisory_lock(hashtextextended('replay', 0))"


class CannotReplay(Exception):
    """Why nothing was rebuilt."""


class _Compared(Exception):
    """Rolls a comparison back."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to rebuild: from a day on (else every day that is surely whole), one bot (else all), or only to compare."""

    first: date | None = None
    bot_id: UUID | None = None
    compare: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """Records read, days of bots that differed, days of bots that were rebuilt."""

    read: int
    changed: int
    days: int


@asynccontextmanager
async def alone(kit: AnyKit) -> AsyncIterator[None]:
    """Be the only rebuild. Raises `CannotReplay` while there is another."""
    connection = await kit.database.connect_raw()
    try:
        if not await connection.fetchval(_ALONE):
            raise CannotReplay("days are being rebuilt already")
        yield
    finally:
        await connection.close()


async def replay(kit: AnyKit, wish: Wish, *, tell: Tell = lambda line: None) -> Outcome:
    """Rebuild days; `tell` hears of progress and of what was wrong.

    Raises `CannotReplay`; then, and after any other error, the figures are as they were.
    """
    async with alone(kit), _shadow_of(kit) as made, Retained(kit.settings, wish.bot_id) as retained:
        rebuild = Rebuild(kit, made, retained, wish, tell)
        await rebuild.fill()
        outcome, changed = await rebuild.swap()
    if not wish.compare:
        for start in range(0, len(changed), RESCORED_AT_ONCE):
            async with kit.transaction() as unit:
                await scoring.rescore_all(unit, changed[start : start + RESCORED_AT_ONCE])
    return outcome


@asynccontextmanager
async def _shadow_of(kit: AnyKit) -> AsyncIterator[AnyKit]:
    """A kit whose units count into shadow tables."""
    database = Database(kit.database.url, pool_size=2, name=f"{kit.name} replay", search_path=shadow.SEARCH_PATH)
    made = replace(kit, database=database)
    try:
        async with made.transaction() as unit:
            await shadow.build(unit.session)
        yield made
    finally:
        async with made.transaction() as unit:
            await shadow.drop(unit.session)
        await database.close()


class Rebuild:
    """One rebuild: fills the shadow tables, then swaps."""

    def __init__(self, kit: AnyKit, made: AnyKit, retained: Retained, wish: Wish, tell: Tell) -> None:
        self._kit = kit
        self._shadow = made
        self._retained = retained
        self._wish = wish
        self._tell = tell
        self._forgotten: set[UUID] = set()
        self._read = 0

    async def fill(self) -> None:
        """Count what is retained, until the end of the topics is near."""
        began, told = monotonic(), monotonic()
        for _ in range(ROUNDS):
            left = await self._retained.left()
            if self._read and left <= NEAR:
                return
            total = self._read + left
            async for records in self._retained.read(BATCH):
                await self._recount(records)
                if monotonic() - told > PROGRESS_SECONDS:
                    told = monotonic()
                    rate = self._read / (told - began)
                    self._tell(f"{self._read} of {total} records, {(total - self._read) / rate:.0f} s left")
            if not left:
                return

    async def _recount(self, records: list[Record]) -> None:
        events = recounting.readable(records, self._kit.clock.now())
        async with self._shadow.transaction() as unit:
            await recounting.recount(unit, [envelope for envelope, _ in events], self._forgotten)
        self._read += len(records)

    async def swap(self) -> tuple[Outcome, list[UUID]]:
        """Take over the rebuilt days in one transaction; returns what became of it and which bots changed.

        While it runs the workers wait. Both sides are brought to the same end of the topics first: so the events that
        the tables have counted afterwards are those that they had counted before.
        """
        await self._workers_near()
        outcome, changed = Outcome(0, 0, 0), list[UUID]()
        try:
            async with self._kit.transaction() as unit:
                await unit.own_figures()
                uncounted, unread = await self._retained.tail(await self._retained.committed())
                await recounting.catch_up(unit, uncounted)
                await self._recount(unread)
                await recounting.settle_set_aside(unit)
                await shadow.name(unit.session, await self._firsts(unit))
                found = await shadow.differences(unit.session)
                outcome = Outcome(self._read, len(found), await shadow.days(unit.session))
                changed = sorted({bot_id for bot_id, *_ in found})
                self._report(found)
                if self._wish.compare:
                    raise _Compared
                await shadow.take_over(unit.session)
        except _Compared:
            pass
        return outcome, changed

    async def _workers_near(self) -> None:
        until = monotonic() + PATIENCE_SECONDS
        while True:
            try:
                behind = await self._retained.behind()
            except KafkaError as error:
                if not error.retriable or monotonic() > until:
                    raise
            else:
                if behind <= MOST_UNCOUNTED:
                    return
                if monotonic() > until:
                    raise CannotReplay(f"the workers are {behind} records behind; rebuild when they have caught up")
            await asyncio.sleep(0.5)

    async def _firsts(self, unit: Unit) -> dict[UUID, date]:
        """From which day on each bot's days are rebuilt; bots of which no day is surely whole are left out."""
        found: dict[UUID, date] = {}
        for bot_id in await shadow.bots(unit.session, BOTS.name):
            if self._wish.bot_id not in (None, bot_id):
                continue
            first = self._first(bot_id)
            if first is not None:
                found[bot_id] = first
        if not found:
            self._tell(
                "no day is surely whole yet: the topics begin too late. Name the day to begin from, with --from, "
                "if you know that they hold everything since"
            )
        return found

    def _first(self, bot_id: UUID) -> date | None:
        first = self._wish.first
        for topic in (CONVERSATIONS, LEADS):
            beginning = self._retained.beginning_of(topic, str(bot_id))
            if beginning.cut:  # older records are gone, whatever was wished for
                if beginning.at is None:
                    return None
                whole = first_whole_day(beginning.at)
                first = whole if first is None else max(first, whole)
            elif first is None and topic is CONVERSATIONS:
                # whole since ever, or a topic that was lost and made anew: without being told, believe the worse
                first = first_whole_day(beginning.at) if beginning.at is not None else None
                if first is None:
                    return None
        return first if first is not None and first <= self._kit.clock.now().date() else None

    def _report(self, found: list[tuple[UUID, date, dict[str, Any], dict[str, Any]]]) -> None:
        for bot_id, day, before, after in found[:SHOWN]:
            columns = ", ".join(
                f"{name} {before[name]} → {after[name]}" if not isinstance(after[name] or before[name], dict) else name
                for name in after
            )
            self._tell(f"{day} {bot_id}: {columns}")
        if len(found) > SHOWN:
            self._tell(f"and {len(found) - SHOWN} more")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="first",
        type=date.fromisoformat,
        metavar="DAY",
        help="first local day; without it every day that the topics surely hold in full",
    )
    parser.add_argument("--bot", type=UUID, metavar="ID", help="only this bot")
    parser.add_argument("--compare", action="store_true", help="only say what differs")


async def _run(kit: AnyKit, options: argparse.Namespace) -> int:
    """0 when the days are rebuilt, or equal; 1 when nothing could be done; 2 when a comparison found a difference."""
    began = monotonic()
    try:
        outcome = await replay(kit, Wish(options.first, options.bot, options.compare), tell=_say)
    except (CannotReplay, KafkaError, OSError, DBAPIError) as error:
        _say(f"nothing was changed: {error}" if isinstance(error, CannotReplay) else f"nothing was changed: {error!r}")
        return 1
    done = "compared" if options.compare else "rebuilt"
    _say(
        f"{outcome.read} records, {outcome.days} days of bots {done}, {outcome.changed} differed, "
        f"{monotonic() - began:.1f} s"
    )
    return 2 if options.compare and outcome.changed else 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


command = Command(help="rebuild daily figures from the topics", arguments=_arguments, run=_run)
