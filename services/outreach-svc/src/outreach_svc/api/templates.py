"""Templates over HTTP, with a preview in every answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from identity.text import AS_TEXT, Line
from pydantic import BaseModel, Field
from servicekit.http import etag
from wording import Language

from outreach_svc.api.context import Context, Reader, Writer
from outreach_svc.api.schemas.fields import Input
from outreach_svc.domain.composing import PLACEHOLDERS, Placeholder
from outreach_svc.domain.html import to_html
from outreach_svc.service import wording

router = APIRouter(prefix="/api/outreach/templates", tags=["templates"])


class TemplateIn(Input):
    """A wording, in Jinja: `company`, `salutation`, `field`, `demo_link`, `demo_end`, `talking_points`, …"""

    subject: Annotated[str, Field(min_length=1, max_length=1000), AS_TEXT]
    body: Annotated[str, Field(min_length=1, max_length=15_000), AS_TEXT]
    only_preview: bool = Field(False, description="Nur ansehen, nicht speichern. Show, do not store.")
    prospect_id: UUID | None = Field(
        None, description="Nur zum Ansehen: für diesen Interessenten, in seiner Sprache. To be shown for this prospect."
    )


class TemplateListedOut(BaseModel):
    """A wording in the list; version 0 is the one that every workspace starts with."""

    name: str
    language: Language
    subject: str
    version: int
    changed_at: datetime | None
    fixed: bool = Field(description="Kann nicht geändert werden. Nobody may reword it.")

    @classmethod
    def of(cls, found: wording.Listed) -> TemplateListedOut:
        """From the use case."""
        shown = {name: getattr(found, name) for name in ("name", "language", "subject", "version", "changed_at")}
        return cls(**shown, fixed=found.name in wording.FIXED)


class TemplateOut(BaseModel):
    """A wording and how it looks when filled."""

    name: str
    language: Language
    subject: str
    body: str
    version: int
    preview_subject: str
    preview_text: str
    preview_html: str
    preview_footer: str = Field("", description="Was unter der Mail steht; für einen Interessenten. Below the mail.")
    fixed: bool = Field(False, description="Kann nicht geändert werden. Nobody may reword it.")
    placeholders: list[Placeholder] = Field([], description="Was eine Vorlage nennen darf. What it may name.")

    @classmethod
    def of(cls, found: wording.Wording) -> TemplateOut:
        """From the use case."""
        draft, under = found.preview.draft, found.preview.footer
        return cls(
            name=found.name,
            language=found.language,
            subject=found.subject,
            body=found.body,
            version=found.version,
            preview_subject=draft.subject,
            preview_text=draft.body,
            preview_html=to_html(draft.body, under, language=found.language, subject=draft.subject),
            preview_footer=under,
            fixed=found.name in wording.FIXED,
            placeholders=list(PLACEHOLDERS),
        )


@router.get("", operation_id="listTemplates")
async def listed(ctx: Context, principal: Reader) -> list[TemplateListedOut]:
    """All mails' wordings in this workspace, in both languages."""
    async with ctx.transaction() as unit:
        found = await wording.listed(unit, principal.workspace_id)
    return [TemplateListedOut.of(one) for one in found]


@router.get("/{name}", operation_id="getTemplate")
async def one(
    name: Line, ctx: Context, principal: Reader, response: Response, language: Language = "de"
) -> TemplateOut:
    """A mail's wording in this workspace."""
    async with ctx.transaction() as unit:
        found = await wording.read(unit, principal.workspace_id, name, language)
    response.headers["ETag"] = etag(found.version)
    return TemplateOut.of(found)


@router.put("/{name}", operation_id="putTemplate")
async def put(
    name: Line,
    body: TemplateIn,
    ctx: Context,
    principal: Writer,
    response: Response,
    language: Language = "de",
) -> TemplateOut:
    """Change a mail's wording, or only look at it."""
    async with ctx.transaction() as unit:
        if body.only_preview:
            before = await wording.read(unit, principal.workspace_id, name, language)
            where = (unit, principal.workspace_id, name, body.subject, body.body)
            if body.prospect_id is None:
                shown = await wording.preview(*where, language)
            else:
                shown = await wording.preview_for(*where, body.prospect_id, ctx.resources.keys)
            found = wording.Wording(name, language, body.subject, body.body, before.version, shown)
        else:
            found = await wording.save(
                unit, principal.workspace_id, name, language, body.subject, body.body, ctx.if_match()
            )
    response.headers["ETag"] = etag(found.version)
    return TemplateOut.of(found)


@router.delete("/{name}", operation_id="resetTemplate")
async def reset(
    name: Line, ctx: Context, principal: Writer, response: Response, language: Language = "de"
) -> TemplateOut:
    """Back to the wording that every workspace starts with."""
    async with ctx.transaction() as unit:
        found = await wording.reset(unit, principal.workspace_id, name, language, ctx.if_match())
    response.headers["ETag"] = etag(found.version)
    return TemplateOut.of(found)
