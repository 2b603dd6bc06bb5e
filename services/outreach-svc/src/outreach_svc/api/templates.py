"""Templates over HTTP, with a preview in every answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response
from identity.text import AS_TEXT, Line
from pydantic import BaseModel, Field
from servicekit.http import etag
from wording import Language

from outreach_svc.api.context import Context, Reader, Writer
from outreach_svc.api.schemas import Input
from outreach_svc.domain.html import to_html
from outreach_svc.service import wording

router = APIRouter(prefix="/api/outreach/templates", tags=["templates"])


class TemplateIn(Input):
    """A wording, in Jinja: `company`, `salutation`, `field`, `demo_link`, `demo_end`, `talking_points`, …"""

    subject: Annotated[str, Field(min_length=1, max_length=1000), AS_TEXT]
    body: Annotated[str, Field(min_length=1, max_length=15_000), AS_TEXT]
    only_preview: bool = Field(False, description="Nur ansehen, nicht speichern. Show, do not store.")


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

    @classmethod
    def of(cls, found: wording.Wording) -> TemplateOut:
        """From the use case."""
        return cls(
            name=found.name,
            language=found.language,
            subject=found.subject,
            body=found.body,
            version=found.version,
            preview_subject=found.preview.subject,
            preview_text=found.preview.body,
            preview_html=to_html(found.preview.body, "", language=found.language, subject=found.preview.subject),
        )


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
            shown = await wording.preview(unit, principal.workspace_id, body.subject, body.body, language)
            found = wording.Wording(name, language, body.subject, body.body, before.version, shown)
        else:
            found = await wording.save(
                unit, principal.workspace_id, name, language, body.subject, body.body, ctx.if_match()
            )
    response.headers["ETag"] = etag(found.version)
    return TemplateOut.of(found)
