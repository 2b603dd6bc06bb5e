"""Sessions: the link's token becomes a visitor's token."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from contracts.bots import BotSnapshot
from contracts.workspaces import WorkspaceSnapshot
from fastapi import APIRouter
from identity.text import AS_LINE
from pydantic import BaseModel, Field

from chat_svc.api.context import Context, limited
from chat_svc.service import sessions
from chat_svc.service.access import configuration_of, environment_of, language_of

router = APIRouter(tags=["chat"])


class SessionIn(BaseModel):
    """What opens a session."""

    token: Annotated[
        str,
        Field(min_length=1, max_length=200, description="The token of the bot's link. Das Token des Bot-Links."),
        AS_LINE,
    ]
    conversation: UUID | None = Field(
        default=None, description="An open conversation to continue. Ein offenes Gespräch, das weitergeht."
    )


class SessionOut(BaseModel):
    """A visitor's session."""

    visitor_token: str = Field(description="For the header X-Visitor-Token; 60 minutes. Gilt 60 Minuten.")
    conversation_id: UUID
    environment: Literal["production", "staging", "preview"]
    appearance: dict[str, Any] = Field(description="Name, company, colours, logo, greeting. Erscheinungsbild.")
    opening_status: dict[str, Any] = Field(description="`open` and a line of text. Öffnungsstatus.")
    suggested_questions: list[str] = Field(description="Up to four questions. Bis zu vier Fragen.")
    contact: dict[str, Any]
    privacy: dict[str, Any]
    limits: dict[str, int]


@router.post("/api/chat/{bot}/sessions", status_code=201, operation_id="openSession")
async def open_session(bot: UUID, body: SessionIn, ctx: Context) -> SessionOut:
    """Exchange a link's token for a visitor's token. 404 for a wrong token, 410 for a bot that is closed."""
    found = await ctx.replicated(BotSnapshot, bot)
    await limited(ctx, "sessions", ctx.client_address, ctx.settings.sessions_per_address, language_of(found))
    environment = environment_of(found, body.token)
    workspace = await ctx.kit.replica(WorkspaceSnapshot, found.workspace_id)
    configuration = configuration_of(found, environment, workspace)
    titles = await ctx.resources.titles.of(bot)
    async with ctx.transaction() as unit:
        claims = await sessions.open_session(
            unit,
            found,
            environment,
            resume=body.conversation,
            address=ctx.client_address,
            agent=ctx.request.headers.get("user-agent", ""),
        )
    return SessionOut(
        visitor_token=ctx.resources.tokens.issue(claims, now=ctx.now()),
        conversation_id=claims.conversation_id,
        environment=environment,
        **sessions.greeting(found, configuration, titles, ctx.now()),
    )
