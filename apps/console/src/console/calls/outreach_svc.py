"""The calls of outreach-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal

from console.call import Call, Transfer
from console.models import outreach_svc as models


def list_outreach_dead_letters(
    *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/outreach-svc/dead-letters"""
    return Call("GET", "/api/ops/outreach-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_outreach_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/outreach-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/outreach-svc/dead-letters/{letter_id}/replay")


def get_outreach_health() -> Call[models.HealthOut]:
    """GET /api/ops/outreach-svc/health"""
    return Call("GET", "/api/ops/outreach-svc/health")


def list_outreach_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/outreach-svc/jobs"""
    return Call("GET", "/api/ops/outreach-svc/jobs", params={"limit": limit, "cursor": cursor})


def remove_opt_out(*, host: str, reason: str | None = None) -> Call[models.OptOutOut]:
    """DELETE /api/ops/outreach-svc/opt-outs"""
    return Call("DELETE", "/api/ops/outreach-svc/opt-outs", params={"host": host, "reason": reason})


def list_opt_outs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageOptOutOut]:
    """GET /api/ops/outreach-svc/opt-outs"""
    return Call("GET", "/api/ops/outreach-svc/opt-outs", params={"limit": limit, "cursor": cursor})


def add_opt_out(body: models.OptOutIn) -> Call[models.OptOutOut]:
    """POST /api/ops/outreach-svc/opt-outs"""
    return Call("POST", "/api/ops/outreach-svc/opt-outs", body=body)


def receive_inbound(body: models.InboundIn, *, x_signature: str | None = None) -> Call[models.ReceivedOut]:
    """POST /api/outreach/inbound"""
    return Call("POST", "/api/outreach/inbound", headers={"x-signature": x_signature}, body=body)


def list_messages(
    *,
    state: Literal["draft", "approved", "sending", "dispatched", "uncertain", "failed", "rejected", "skipped"]
    | None = None,
    prospect_id: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageMessageListedOut]:
    """GET /api/outreach/messages"""
    return Call(
        "GET",
        "/api/outreach/messages",
        params={"state": state, "prospect_id": prospect_id, "limit": limit, "cursor": cursor},
    )


def edit_message(message_id: str, body: models.MessageIn) -> Call[models.MessageOut]:
    """PUT /api/outreach/messages/{message_id}"""
    return Call("PUT", f"/api/outreach/messages/{message_id}", body=body)


def approve_message(message_id: str) -> Call[models.MessageOut]:
    """POST /api/outreach/messages/{message_id}/approve"""
    return Call("POST", f"/api/outreach/messages/{message_id}/approve")


def reject_message(message_id: str, body: models.RejectIn | None = None) -> Call[models.MessageOut]:
    """POST /api/outreach/messages/{message_id}/reject"""
    return Call("POST", f"/api/outreach/messages/{message_id}/reject", body=body)


def settle_message(message_id: str, body: models.SettleIn) -> Call[models.MessageOut]:
    """POST /api/outreach/messages/{message_id}/settle"""
    return Call("POST", f"/api/outreach/messages/{message_id}/settle", body=body)


def remove_suppression(*, email: str) -> Call[None]:
    """DELETE /api/outreach/suppressions"""
    return Call("DELETE", "/api/outreach/suppressions", params={"email": email})


def export_suppressions(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageSuppressionOut]:
    """GET /api/outreach/suppressions"""
    return Call("GET", "/api/outreach/suppressions", params={"limit": limit, "cursor": cursor})


def import_suppressions(body: models.SuppressionsIn) -> Call[models.ImportedOut]:
    """POST /api/outreach/suppressions"""
    return Call("POST", "/api/outreach/suppressions", body=body)


def list_templates() -> Call[list[models.TemplateListedOut]]:
    """GET /api/outreach/templates"""
    return Call("GET", "/api/outreach/templates")


def reset_template(name: str, *, language: Literal["de", "en"] | None = None) -> Call[models.TemplateOut]:
    """DELETE /api/outreach/templates/{name}"""
    return Call("DELETE", f"/api/outreach/templates/{name}", params={"language": language})


def get_template(name: str, *, language: Literal["de", "en"] | None = None) -> Call[models.TemplateOut]:
    """GET /api/outreach/templates/{name}"""
    return Call("GET", f"/api/outreach/templates/{name}", params={"language": language})


def put_template(
    name: str, body: models.TemplateIn, *, language: Literal["de", "en"] | None = None
) -> Call[models.TemplateOut]:
    """PUT /api/outreach/templates/{name}"""
    return Call("PUT", f"/api/outreach/templates/{name}", params={"language": language}, body=body)


def list_prospects(
    *,
    stage: Literal["new", "researched", "demo_ready", "contacted", "replied", "demo_requested", "won", "lost", "failed"]
    | None = None,
    search: str | None = None,
    batch: str | None = None,
    engagement_min: float | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageProspectOut]:
    """GET /api/prospects"""
    return Call(
        "GET",
        "/api/prospects",
        params={
            "stage": stage,
            "search": search,
            "batch": batch,
            "engagement_min": engagement_min,
            "limit": limit,
            "cursor": cursor,
        },
    )


def create_prospect(body: models.ProspectIn) -> Call[models.ProspectOut]:
    """POST /api/prospects"""
    return Call("POST", "/api/prospects", body=body)


def create_prospects(*, each: bool | None = None) -> Call[models.BulkOut]:
    """POST /api/prospects/bulk"""
    return Call("POST", "/api/prospects/bulk", params={"each": each})


def count_prospects(
    *, search: str | None = None, batch: str | None = None, engagement_min: float | None = None
) -> Call[models.ProspectCountsOut]:
    """GET /api/prospects/counts"""
    return Call(
        "GET", "/api/prospects/counts", params={"search": search, "batch": batch, "engagement_min": engagement_min}
    )


def get_prospect(prospect_id: str, *, language: Literal["de", "en"] | None = None) -> Call[models.ProspectDetailOut]:
    """GET /api/prospects/{prospect_id}"""
    return Call("GET", f"/api/prospects/{prospect_id}", params={"language": language})


def change_prospect(prospect_id: str, body: models.ProspectChangeIn) -> Call[models.ProspectOut]:
    """PATCH /api/prospects/{prospect_id}"""
    return Call("PATCH", f"/api/prospects/{prospect_id}", body=body)


def record_lawful_basis(prospect_id: str, body: models.BasisIn) -> Call[models.BasisOut]:
    """POST /api/prospects/{prospect_id}/basis"""
    return Call("POST", f"/api/prospects/{prospect_id}/basis", body=body)


def get_call_sheet(prospect_id: str) -> Call[models.CallSheetOut]:
    """GET /api/prospects/{prospect_id}/call-sheet"""
    return Call("GET", f"/api/prospects/{prospect_id}/call-sheet")


def mark_letter_posted(prospect_id: str, body: models.PostedIn | None = None) -> Call[models.MessageOut]:
    """POST /api/prospects/{prospect_id}/letter-posted"""
    return Call("POST", f"/api/prospects/{prospect_id}/letter-posted", body=body)


def get_letter(prospect_id: str, *, posted_at: str | None = None) -> Transfer:
    """GET /api/prospects/{prospect_id}/letter.pdf"""
    return Transfer("GET", f"/api/prospects/{prospect_id}/letter.pdf", params={"posted_at": posted_at})


def ask_for_consent(prospect_id: str) -> Call[models.MessageOut]:
    """POST /api/prospects/{prospect_id}/opt-in"""
    return Call("POST", f"/api/prospects/{prospect_id}/opt-in")


def retry_prospect(prospect_id: str) -> Call[models.ProspectOut]:
    """POST /api/prospects/{prospect_id}/retry"""
    return Call("POST", f"/api/prospects/{prospect_id}/retry")


def set_prospect_stage(prospect_id: str, body: models.StageIn) -> Call[models.ProspectOut]:
    """POST /api/prospects/{prospect_id}/stage"""
    return Call("POST", f"/api/prospects/{prospect_id}/stage", body=body)


def show_confirm(token: str) -> Transfer:
    """GET /confirm/{token}"""
    return Transfer("GET", f"/confirm/{token}")


def confirm(token: str) -> Transfer:
    """POST /confirm/{token}"""
    return Transfer("POST", f"/confirm/{token}")


def show_unsubscribe(token: str) -> Transfer:
    """GET /unsubscribe/{token}"""
    return Transfer("GET", f"/unsubscribe/{token}")


def unsubscribe(token: str) -> Transfer:
    """POST /unsubscribe/{token}"""
    return Transfer("POST", f"/unsubscribe/{token}")
