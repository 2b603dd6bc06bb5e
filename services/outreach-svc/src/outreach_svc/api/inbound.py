"""What the mail system reports: replies and bounces, signed.

`X-Signature: t=<unix seconds>,v1=<hex HMAC-SHA-256 of "<t>.<body>" under INBOUND_KEY>`; the time may be
five minutes off.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Header, Request
from identity.moments import Moment
from identity.text import AS_LINE, readable
from pydantic import AfterValidator, BaseModel, Field
from servicekit.errors import Unauthorized

from outreach_svc.api.context import Context
from outreach_svc.api.schemas.fields import Input
from outreach_svc.service import replies

router = APIRouter(tags=["inbound"])

TOLERANCE_SECONDS = 300
_SIGNATURE = re.compile(r"t=(\d{1,12}),v1=([0-9a-f]{64})")


HeaderName = Annotated[str, Field(min_length=1, max_length=100), AS_LINE]
HeaderText = Annotated[str, Field(max_length=10_000), AfterValidator(readable)]


class InboundIn(Input):
    """A reply to, or the bounce of, a mail of ours."""

    id: Annotated[str, Field(min_length=1, max_length=255, description="Eindeutig je Mail. Unique per mail."), AS_LINE]
    kind: Literal["reply", "bounce"]
    message_id: Annotated[
        str,
        Field(
            max_length=1000,
            description="Message-ID unserer Mail, wie immer sie geschrieben ist; leer, wenn `headers` sie nennen. "
            "Of the mail of ours, however it is written; empty where `headers` tell.",
        ),
        AfterValidator(readable),
    ] = ""
    headers: Annotated[
        dict[HeaderName, HeaderText],
        Field(
            max_length=100,
            description="Kopfzeilen der eingegangenen Mail: In-Reply-To, References, Auto-Submitted, Precedence … "
            "Header fields of the mail that came.",
        ),
    ] = {}
    automatic: bool | None = Field(
        default=None,
        description="Ob eine Maschine sie schrieb; ohne Angabe sagen es Kopfzeilen und Betreff. Whether a "
        "machine wrote it; left out, header fields and subject tell.",
    )
    at: Moment
    permanent: bool = True
    subject: Annotated[str, Field(max_length=500), AfterValidator(readable)] = ""
    text: Annotated[str, Field(max_length=200_000), AfterValidator(readable)] = ""


class ReceivedOut(BaseModel):
    """Whether the report was new and about a mail of ours."""

    taken: bool


@router.post("/api/outreach/inbound", status_code=202, operation_id="receiveInbound")
async def receive(
    body: InboundIn, request: Request, ctx: Context, x_signature: Annotated[str, Header(max_length=200)] = ""
) -> ReceivedOut:
    """Take in a reply or bounce, once. What a machine wrote is noted and changes nothing else."""
    verify(x_signature, await request.body(), ctx.settings.inbound_key.get_secret_value(), datetime.now(UTC))
    async with ctx.transaction() as unit:
        taken = await replies.receive(
            unit,
            replies.Returned(
                external_id=body.id,
                kind=body.kind,
                message_id=body.message_id,
                headers=body.headers,
                automatic=body.automatic,
                at=min(body.at, ctx.now()),
                permanent=body.permanent,
                subject=body.subject,
                text=body.text,
            ),
            suppression_key=ctx.resources.keys.suppression,
        )
    return ReceivedOut(taken=taken)


def verify(signature: str, body: bytes, key: str, now: datetime) -> None:
    """Raises `Unauthorized` unless the signature is of this body, with this key, made just now (real time)."""
    found = _SIGNATURE.fullmatch(signature)
    if found is None or abs(now.timestamp() - int(found[1])) > TOLERANCE_SECONDS:
        raise Unauthorized("The signature is missing or too old.")
    expected = hmac.new(key.encode(), found[1].encode() + b"." + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, found[2]):
        raise Unauthorized("The signature does not fit.")
