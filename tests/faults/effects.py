"""What the visitors and the operator were told, held against what the services' databases say afterwards."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from time import monotonic
from typing import Any

import psycopg
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from local_stack.configuration import Configuration
from psycopg.rows import dict_row

from tests.demo.client import Sink, header
from tests.demo.walk import COMPANY_ADDRESS, Walk

SERVICES = ("config", "ingest", "chat", "lead", "analytics", "outreach")
DRAIN_SECONDS = 60.0


def rows(configuration: Configuration, database: str, query: str, *values: Any) -> list[dict[str, Any]]:
    """The rows of a query in a service's database."""
    with psycopg.connect(configuration.database_url(database), row_factory=dict_row) as connection:
        return connection.execute(query.encode(), values).fetchall()


async def drained(configuration: Configuration) -> None:
    """Wait until no event is on its way out and none is parked. Raises `TimeoutError` naming what is left."""
    until = monotonic() + DRAIN_SECONDS
    while True:
        left = {
            name: found[0]["count"]
            for name in SERVICES
            if (
                found := rows(
                    configuration,
                    name,
                    "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM set_aside WHERE state <> 'dead') "
                    "AS count",
                )
            )[0]["count"]
        }
        if not left:
            return
        if monotonic() > until:
            raise TimeoutError(f"still on their way after {DRAIN_SECONDS:.0f} s: {left}")
        await asyncio.sleep(0.3)


async def caught_up(configuration: Configuration) -> None:
    """Wait until every group of consumers has worked on all there is. Raises `TimeoutError` naming who has not.

    A worker killed at the end of the chain comes back later than the services' outboxes are empty.
    """
    client = AIOKafkaConsumer(bootstrap_servers=configuration.bootstrap)
    admin = AIOKafkaAdminClient(bootstrap_servers=configuration.bootstrap)
    await client.start()
    await admin.start()
    try:
        until = monotonic() + DRAIN_SECONDS
        while True:
            behind: dict[str, int] = {}
            for group, *_ in await admin.list_consumer_groups():
                done = {at: held.offset for at, held in (await admin.list_consumer_group_offsets(group)).items()}
                ends = await client.end_offsets(list(done))
                if left := sum(max(0, end - max(0, done[at])) for at, end in ends.items()):
                    behind[group] = left
            if not behind:
                return
            if monotonic() > until:
                raise TimeoutError(f"still behind after {DRAIN_SECONDS:.0f} s: {behind}")
            await asyncio.sleep(0.5)
    finally:
        await admin.close()
        await client.stop()


async def recount(configuration: Configuration) -> str:
    """What a recount of the topics finds wrong about the daily figures; empty when they are equal."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "analytics_svc", "replay", "--from", "2026-01-01", "--compare"),
        env=configuration.service_environment("analytics-svc"),
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return output.decode() if process.returncode else ""


async def wrong_effects(walk: Walk, configuration: Configuration) -> list[str]:
    """Every difference between what was told and what is stored, in words; empty when all is right."""
    await drained(configuration)
    await caught_up(configuration)
    await drained(configuration)
    found: list[str] = []
    bot_id = walk.prospect["bot_id"]

    def expect(what: str, actual: object, wanted: object) -> None:
        if actual != wanted:
            found.append(f"{what}: {actual!r} instead of {wanted!r}")

    def within(what: str, actual: int, least: int, most: int) -> None:
        """What was answered has its effect; what broke off may have it."""
        if not least <= actual <= most:
            found.append(f"{what}: {actual} instead of {least}" + (f" to {most}" if most > least else ""))

    for name in SERVICES:
        dead = rows(configuration, name, "SELECT type, error FROM set_aside WHERE state = 'dead'")
        expect(f"dead letters of {name}", dead, [])
    told, questions = walk.journal, len(walk.answers)
    asking = {address for address, _, _ in walk.answers}
    figures = rows(
        configuration,
        "analytics",
        "SELECT sum(visits)::int AS visits, sum(conversations)::int AS conversations, sum(messages)::int AS messages, "
        "sum(visitor_messages)::int AS asked, sum(responses)::int AS answered, sum(unique_visitors)::int AS visitors, "
        "sum(emails_captured)::int AS emails, sum(contact_requests)::int AS requests, sum(sessions)::int AS sessions "
        "FROM chatbot_analytics WHERE chatbot_id = %s",
        bot_id,
    )[0]
    sure, possible = told.let_in, told.let_in + told.unsure
    within("visits", figures.pop("visits"), sure.total(), possible.total())
    within("visitors", figures.pop("visitors"), len(sure), len(possible))
    expected = {
        "conversations": len(asking),
        "messages": 2 * questions,
        "asked": questions,
        "answered": questions,
        "emails": told.leads["email"],
        "requests": told.leads["contact_request"],
        "sessions": len(told.ended & asking),
    }
    expect("daily figures", figures, expected)
    expect("daily figures recounted from the topics", await recount(configuration), "")
    leads = rows(configuration, "lead", "SELECT kind FROM captured_leads WHERE bot_id = %s", bot_id)
    expect("leads", Counter(row["kind"] for row in leads), told.leads)
    bots = rows(configuration, "config", "SELECT id FROM chatbot_configs WHERE prospect_id = %s", walk.prospect["id"])
    expect("bots of the prospect", len(bots), 1)
    mails = await Sink(walk.stack).mails()
    twice = [id for id, count in Counter(header(mail, "Message-ID") for mail in mails).items() if count > 1]
    expect("mails sent twice", twice, [])
    to_company = sorted(mail["subject"] for mail in mails if mail["to"] == COMPANY_ADDRESS)
    expect("mails to the company", len(to_company), 3)
    return found
