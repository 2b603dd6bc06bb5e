"""The chain: its steps in order. Each works over HTTP alone, checks the effect and returns the evidence it saw."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic

from tests.demo import arriving, following, visiting
from tests.demo.client import Stack
from tests.demo.walk import Evidence, Walk

Step = Callable[[Walk], Awaitable[Evidence]]

STEPS: tuple[Step, ...] = (
    arriving.workspace_is_ready,
    arriving.prospect_becomes_a_demo,
    arriving.bot_is_configured,
    arriving.consent_is_given,
    arriving.first_message_is_sent,
    visiting.visitors_ask,
    visiting.visitors_leave_their_address,
    visiting.visitor_asks_for_contact,
    visiting.leads_are_kept,
    following.figures_are_there,
    following.engagement_is_explained,
    following.follow_up_is_sent,
    following.demo_ends,
)


async def evidence_of(walk: Walk, steps: tuple[Step, ...] = STEPS) -> AsyncIterator[Evidence]:
    """Take the steps one after the other; one that does not come out right raises `StepFailed`."""
    for step in steps:
        began = monotonic()
        evidence = await step(walk)
        evidence.seconds = monotonic() - began
        yield evidence


@asynccontextmanager
async def opened(stack: Stack) -> AsyncIterator[Walk]:
    """A walk over a running stack; the clock is put right at the end, whatever happened."""
    walk = Walk(stack)
    try:
        yield walk
    finally:
        await asyncio.shield(walk.close())
