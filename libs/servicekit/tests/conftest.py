"""A service small enough to see through, on which the kit's mechanisms are tried."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any
from uuid import UUID

import pytest
import pytest_asyncio
from contracts.chat import ConversationEnded, MessageSent
from contracts.lead import LeadStatusChanged
from contracts.topics import API_KEYS, BOTS, WORKSPACES
from fastapi import APIRouter, Body, Depends, FastAPI
from pydantic import BaseModel, Field
from servicekit.errors import check_version
from servicekit.events.inbox import ParentUnknown
from servicekit.events.reactions import Consumers
from servicekit.http import Page, PageQuery, Principal, RequestContext, api_app, context, etag, requires
from servicekit.kit import Kit
from servicekit.service import Service
from servicekit.settings import ServiceSettings
from servicekit.unit import About, UnitOfWork
from servicekit.work.jobs import Job, Jobs
from sqlalchemy import text

consumers = Consumers(group="lead-svc")
jobs = Jobs()
Context = Annotated[RequestContext[Any, UnitOfWork, None], Depends(context)]


class NoteIn(BaseModel):
    """A note to store."""

    title: str = Field(min_length=1, max_length=10)


@consumers.on(MessageSent)
async def note(event: MessageSent, unit: UnitOfWork) -> None:
    """Count the effect of an event; odd ones misbehave as their topic says."""
    if "poison" in event.topics and not (await unit.session.execute(text("SELECT 1 FROM antidote"))).first():
        raise ValueError("this event is poison")
    if "null" in event.topics:
        raise ValueError("a null character \0 and half a character \ud800")
    if "orphan" in event.topics:
        known = await unit.session.execute(text("SELECT 1 FROM parents WHERE id = :id"), {"id": event.conversation_id})
        if known.first() is None:
            raise ParentUnknown(event.conversation_id)
    await unit.session.execute(
        text("INSERT INTO effects (event_id, conversation_id, turn) VALUES (:event, :conversation, :turn)"),
        {"event": event.message_id, "conversation": event.conversation_id, "turn": event.turn},
    )
    unit.publish(
        About(event.conversation_id, unit.meta.workspace_id, event.turn),
        LeadStatusChanged(lead_id=event.message_id, bot_id=event.bot_id, status="new", previous="new", at=event.at),
    )


@consumers.on(ConversationEnded)
async def arrive(event: ConversationEnded, unit: UnitOfWork) -> None:
    """The parent that orphans wait for."""
    await unit.session.execute(
        text("INSERT INTO parents VALUES (:id) ON CONFLICT DO NOTHING"), {"id": event.conversation_id}
    )
    await unit.arrived(event.conversation_id)


@jobs.task("count", retries=3)
async def count(job: Job[Any, UnitOfWork, None], id: UUID, fail_first: bool = False) -> None:
    """Count a run; the first attempt fails on request, after its work."""
    async with job.transaction() as unit:
        await unit.session.execute(
            text("INSERT INTO effects (event_id, conversation_id, turn) VALUES (:id, :workspace, :attempt)"),
            {"id": id, "workspace": job.workspace_id, "attempt": job.attempt},
        )
        if fail_first and job.attempt == 0:
            raise ValueError("the first attempt fails")


@jobs.task("hold", retries=3, long=True)
async def hold(job: Job[Any, UnitOfWork, None], id: UUID, attempts: int = 1) -> None:
    """Note the attempt, and hold the slot for a minute during so many first ones."""
    async with job.transaction() as unit:
        await unit.session.execute(
            text("INSERT INTO effects (event_id, conversation_id, turn) VALUES (:id, :workspace, :attempt)"),
            {"id": unit.new_id(), "workspace": job.workspace_id, "attempt": job.attempt},
        )
    if job.attempt < attempts:
        await asyncio.sleep(60)


def create_app(kit: Kit[Any, UnitOfWork, None]) -> FastAPI:
    """Notes: made once per idempotency key, listed in pages, changed with If-Match."""
    app = api_app("lead-svc", kit, title="Notes", description="A service for tests.")
    router = APIRouter()

    @router.post("/notes", status_code=201)
    async def make(
        body: NoteIn, ctx: Context, principal: Annotated[Principal, Depends(requires("leads:write"))]
    ) -> dict[str, str]:
        async with ctx.transaction() as unit:
            known = await ctx.idempotency.claim(unit)
            id = known or unit.new_id()
            if known is None:
                await unit.session.execute(
                    text("INSERT INTO notes (id, title) VALUES (:id, :title)"), {"id": id, "title": body.title}
                )
                await ctx.idempotency.record(unit, id)
        return {"id": str(id)}

    @router.get("/notes")
    async def all_notes(
        ctx: Context,
        query: Annotated[PageQuery, Depends()],
        principal: Annotated[Principal, Depends(requires("leads:read"))],
    ) -> Page[str]:
        after = query.after_text
        async with ctx.transaction() as unit:
            rows = await unit.session.execute(
                text("SELECT title FROM notes WHERE title > :after ORDER BY title LIMIT :limit"),
                {"after": after or "", "limit": query.limit + 1},
            )
            titles = [str(row[0]) for row in rows]
        return Page.of(titles, query, key=lambda title: [title], item=lambda title: title)

    @router.post("/anything")
    async def anything(body: Annotated[Any, Body()], ctx: Context) -> int:
        async with ctx.transaction() as unit:
            found = await unit.session.execute(text("SELECT length(CAST(:body AS text))"), {"body": json.dumps(body)})
        return int(found.scalar_one())

    @router.get("/version")
    async def versioned(ctx: Context) -> dict[str, str]:
        check_version(7, ctx.if_match())
        return {"etag": etag(7), "client": ctx.client_address}

    @router.get("/broken")
    async def broken() -> None:
        raise RuntimeError("with a secret in it")

    app.include_router(router)
    return app


class ExampleService(Service[ServiceSettings, UnitOfWork, None]):
    """Has no migrations of its own."""

    @property
    def package(self) -> str:
        return "servicekit"


def example_service() -> ExampleService:
    """A new one, which shares its jobs and reactions with the others."""
    return ExampleService(
        "lead-svc",
        settings=ServiceSettings,
        unit=UnitOfWork,
        api=create_app,
        replicas=(BOTS, WORKSPACES, API_KEYS),
        consumers=consumers,
        jobs=jobs,
    )


@pytest.fixture
def service() -> ExampleService:
    return example_service()


@pytest_asyncio.fixture
async def kit(kit: Kit[Any, UnitOfWork, None]) -> Kit[Any, UnitOfWork, None]:
    """The kit with the example's tables."""
    async with kit.database.engine.begin() as connection:
        for statement in (
            "CREATE TABLE effects (event_id uuid PRIMARY KEY, conversation_id uuid, turn int, "
            "at timestamptz NOT NULL DEFAULT clock_timestamp())",
            "CREATE TABLE parents (id uuid PRIMARY KEY)",
            "CREATE TABLE antidote (one int)",
            "CREATE TABLE notes (id uuid PRIMARY KEY, title text UNIQUE)",
        ):
            await connection.execute(text(statement))
    return kit
