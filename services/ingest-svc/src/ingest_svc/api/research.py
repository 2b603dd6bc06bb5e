"""Research about a company."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from servicekit.errors import Invalid
from servicekit.http import SseEvent, sse

from ingest_svc.api.context import Context, Researching
from ingest_svc.api.schemas import ReasonText, ResearchIn, ResearchOut
from ingest_svc.domain.crawling import CrawlFailed, Progress
from ingest_svc.domain.imprint import Facts
from ingest_svc.service import sources
from ingest_svc.service.optouts import barred
from ingest_svc.service.prospects import company_facts
from ingest_svc.texts import reason_text

router = APIRouter()


@router.post("/api/research", operation_id="research", response_model=ResearchOut)
async def research(body: ResearchIn, request: Request, ctx: Context, principal: Researching) -> Any:
    """Find out what a company publishes about itself.

    With `Accept: text/event-stream` progress comes as `progress` events, each finding as a `fact` with its field and
    value as soon as a page tells it (a later page may change or withdraw it), and the answer as `facts` or `failed`.
    """
    await ctx.resources.limiter.hit("research", str(principal.workspace_id), limit="20/minute")
    website = sources.checked_url(body.website)
    if "text/event-stream" in request.headers.get("accept", ""):
        return sse(_research_events(ctx, website, principal.workspace_id))
    try:
        findings = await ctx.resources.researcher.research(
            website, now=ctx.now(), barred=barred(ctx.transaction, principal.workspace_id)
        )
    except CrawlFailed as error:
        raise Invalid.field(
            "/website", f"cannot be read ({error.reason}): {reason_text(error.reason, 'en')}"
        ) from error
    return ResearchOut.of(website, findings)


async def _research_events(ctx: Context, website: str, workspace_id: UUID) -> AsyncIterator[SseEvent]:
    steps: asyncio.Queue[SseEvent | None] = asyncio.Queue()
    told = _fields(Facts())

    async def noted(progress: Progress) -> None:
        steps.put_nowait(SseEvent("progress", {"found": progress.found, "fetched": progress.fetched}))

    async def found(facts: Facts) -> None:
        for name, value in _fields(facts).items():
            if value != told[name]:
                told[name] = value
                steps.put_nowait(SseEvent("fact", {"field": name, "value": value}))

    task = asyncio.create_task(
        ctx.resources.researcher.research(
            website, now=ctx.now(), barred=barred(ctx.transaction, workspace_id), progress=noted, so_far=found
        )
    )
    task.add_done_callback(lambda _: steps.put_nowait(None))
    try:
        while (step := await steps.get()) is not None:
            yield step
        try:
            findings = task.result()
        except CrawlFailed as error:
            text = ReasonText.of(error.reason)
            yield SseEvent("failed", {"reason": error.reason, "reason_text": text.model_dump() if text else None})
            return
        yield SseEvent("facts", json.loads(ResearchOut.of(website, findings).model_dump_json()))
    finally:
        task.cancel()


def _fields(facts: Facts) -> dict[str, Any]:
    """The findings by field; without what is only known at the end."""
    return company_facts(facts).model_dump(mode="json", exclude={"evidence", "facts_only", "logo_key"})
