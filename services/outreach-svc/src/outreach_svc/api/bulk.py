"""Tables of companies over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, UploadFile
from pydantic import ValidationError
from servicekit.errors import FieldError, Invalid, TooLarge
from servicekit.http import invalid
from servicekit.mail.capture import unwritable
from servicekit.mail.settings import SmtpSettings
from starlette.datastructures import UploadFile as FormFile

from outreach_svc.adapters.tables import TableInvalid, read_table
from outreach_svc.api.context import Context, Writer
from outreach_svc.api.schemas.prospects import BulkOut, ProspectIn, RowOut, RowProblemOut
from outreach_svc.service import prospects
from outreach_svc.service.optouts import OptedOut

router = APIRouter(prefix="/api/prospects", tags=["prospects"])

MOST_TABLE_BYTES = 2_000_000


@router.post(
    "/bulk",
    status_code=201,
    operation_id="createProspects",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "text/csv": {"schema": {"type": "string"}, "example": "website;firma\nhttps://a.example;A GmbH"},
                "multipart/form-data": {
                    "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}}
                },
            },
        }
    },
)
async def create_many(
    request: Request,
    ctx: Context,
    principal: Writer,
    each: Annotated[
        bool, Query(description="Take the rows that can be taken. Gültige Zeilen auch neben ungültigen nehmen.")
    ] = False,
) -> BulkOut:
    """Take in a table of companies (CSV or Excel, at most 500 rows): all of them, or none and a list of errors.

    With `each` the rows that cannot be taken are told beside the others. An address that the workspace has, or that
    stands in the table before, is not taken in again.
    """
    content = await _table(request)
    try:
        rows = read_table(content)
    except TableInvalid as error:
        raise Invalid.field("/file", str(error)) from error
    checked = [_checked(number, row, ctx.settings.smtp) for number, row in enumerate(rows)]
    errors = [error for _, problems in checked for error in problems]
    if errors and not each:
        raise Invalid("The table has rows that cannot be taken; nothing was stored.", errors=errors[:100])
    async with ctx.transaction() as unit:
        known = await ctx.idempotency.claim(unit, content=content)
        batch_id = known or unit.new_id()
        results: list[RowOut] = []
        created: list[UUID] = []
        for number, (row, problems) in enumerate(checked):
            website = str(rows[number].get("website", ""))
            if row is None or problems:
                told = [RowProblemOut(column=one.pointer.rpartition("/")[2], message=one.message) for one in problems]
                results.append(RowOut(row=number + 1, website=website, result="invalid", problems=told))
                continue
            try:
                found, new = await prospects.take_in(
                    unit,
                    principal.workspace_id,
                    row.value(),
                    batch_id=batch_id,
                    erasure_key=ctx.resources.keys.erasure,
                    now=ctx.now(),
                )
            except OptedOut as error:
                if not each:
                    raise Invalid.field(f"/rows/{number}/website", error.detail) from error
                told = [RowProblemOut(column="website", message=error.detail)]
                results.append(RowOut(row=number + 1, website=website, result="invalid", problems=told))
                continue
            again = known is not None and found.batch_id == batch_id and found.id not in created
            result: Literal["created", "known"] = "created" if new or again else "known"
            created += [found.id] if result == "created" else []
            results.append(RowOut(row=number + 1, website=website, result=result, prospect_id=found.id))
        if known is None:
            await ctx.idempotency.record(unit, batch_id)
    return BulkOut(batch_id=batch_id, created=created, rows=results)


def _checked(number: int, row: dict[str, str], smtp: SmtpSettings) -> tuple[ProspectIn | None, list[FieldError]]:
    """A row of a table, and what it lacks."""
    try:
        found = ProspectIn.model_validate(row)
    except ValidationError as error:
        return None, [FieldError(f"/rows/{number}{e.pointer}", e.message) for e in invalid(error).errors]
    return found, list(unwritable(f"/rows/{number}/email", found.email, smtp))


async def _table(request: Request) -> bytes:
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await request.form(max_files=1, max_fields=5)
        file = form.get("file")
        if not isinstance(file, (UploadFile, FormFile)):
            raise Invalid.field("/file", "is missing")
        content = await file.read(MOST_TABLE_BYTES + 1)
    else:
        content = await request.body()
    if len(content) > MOST_TABLE_BYTES:
        raise TooLarge(f"The table may have at most {MOST_TABLE_BYTES} bytes.")
    return content
