"""The calls of lead-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal

from console.call import Call, Transfer
from console.models import lead_svc as models


def list_leads(
    *,
    chatbot_id: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    interest_min: int | None = None,
    interest_max: int | None = None,
    status: list[Literal["new", "contacted", "qualified", "customer", "lost"]] | None = None,
    kind: Literal["email", "contact_request"] | None = None,
    environment: Literal["production", "staging", "preview"] | None = None,
    text: str | None = None,
    sort: Literal["-captured_at", "captured_at", "-interest", "interest"] | None = None,
    assigned_to: str | None = None,
    due_by: str | None = None,
    task_assigned_to: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageLeadOut]:
    """GET /api/admin/leads"""
    return Call(
        "GET",
        "/api/admin/leads",
        params={
            "chatbot_id": chatbot_id,
            "from": from_,
            "to": to,
            "interest_min": interest_min,
            "interest_max": interest_max,
            "status": status,
            "kind": kind,
            "environment": environment,
            "text": text,
            "sort": sort,
            "assigned_to": assigned_to,
            "due_by": due_by,
            "task_assigned_to": task_assigned_to,
            "limit": limit,
            "cursor": cursor,
        },
    )


def change_many_leads(body: models.BulkStatusIn) -> Call[models.BulkStatusOut]:
    """POST /api/admin/leads/bulk-status"""
    return Call("POST", "/api/admin/leads/bulk-status", body=body)


def export_leads(
    *,
    format: Literal["csv", "xlsx", "json"] | None = None,
    chatbot_id: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    interest_min: int | None = None,
    interest_max: int | None = None,
    status: list[Literal["new", "contacted", "qualified", "customer", "lost"]] | None = None,
    kind: Literal["email", "contact_request"] | None = None,
    environment: Literal["production", "staging", "preview"] | None = None,
    text: str | None = None,
    sort: Literal["-captured_at", "captured_at", "-interest", "interest"] | None = None,
    assigned_to: str | None = None,
    due_by: str | None = None,
    task_assigned_to: str | None = None,
) -> Transfer:
    """GET /api/admin/leads/export"""
    return Transfer(
        "GET",
        "/api/admin/leads/export",
        params={
            "format": format,
            "chatbot_id": chatbot_id,
            "from": from_,
            "to": to,
            "interest_min": interest_min,
            "interest_max": interest_max,
            "status": status,
            "kind": kind,
            "environment": environment,
            "text": text,
            "sort": sort,
            "assigned_to": assigned_to,
            "due_by": due_by,
            "task_assigned_to": task_assigned_to,
        },
    )


def export_leads_with_names(
    body: models.ExportIn,
    *,
    format: Literal["csv", "xlsx", "json"] | None = None,
    chatbot_id: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    interest_min: int | None = None,
    interest_max: int | None = None,
    status: list[Literal["new", "contacted", "qualified", "customer", "lost"]] | None = None,
    kind: Literal["email", "contact_request"] | None = None,
    environment: Literal["production", "staging", "preview"] | None = None,
    text: str | None = None,
    sort: Literal["-captured_at", "captured_at", "-interest", "interest"] | None = None,
    assigned_to: str | None = None,
    due_by: str | None = None,
    task_assigned_to: str | None = None,
) -> Transfer:
    """POST /api/admin/leads/export"""
    return Transfer(
        "POST",
        "/api/admin/leads/export",
        params={
            "format": format,
            "chatbot_id": chatbot_id,
            "from": from_,
            "to": to,
            "interest_min": interest_min,
            "interest_max": interest_max,
            "status": status,
            "kind": kind,
            "environment": environment,
            "text": text,
            "sort": sort,
            "assigned_to": assigned_to,
            "due_by": due_by,
            "task_assigned_to": task_assigned_to,
        },
        body=body,
    )


def get_lead(lead_id: str) -> Call[models.LeadOut]:
    """GET /api/admin/leads/{lead_id}"""
    return Call("GET", f"/api/admin/leads/{lead_id}")


def change_lead(lead_id: str, body: models.LeadChangeIn) -> Call[models.LeadOut]:
    """PATCH /api/admin/leads/{lead_id}"""
    return Call("PATCH", f"/api/admin/leads/{lead_id}", body=body)


def list_lead_history(
    lead_id: str, *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageLeadHistoryOut]:
    """GET /api/admin/leads/{lead_id}/history"""
    return Call("GET", f"/api/admin/leads/{lead_id}/history", params={"limit": limit, "cursor": cursor})


def add_lead_task(lead_id: str, body: models.TaskIn) -> Call[models.TaskOut]:
    """POST /api/admin/leads/{lead_id}/tasks"""
    return Call("POST", f"/api/admin/leads/{lead_id}/tasks", body=body)


def delete_lead_task(lead_id: str, task_id: str) -> Call[None]:
    """DELETE /api/admin/leads/{lead_id}/tasks/{task_id}"""
    return Call("DELETE", f"/api/admin/leads/{lead_id}/tasks/{task_id}")


def change_lead_task(lead_id: str, task_id: str, body: models.TaskIn) -> Call[models.TaskOut]:
    """PUT /api/admin/leads/{lead_id}/tasks/{task_id}"""
    return Call("PUT", f"/api/admin/leads/{lead_id}/tasks/{task_id}", body=body)


def capture_email(chatbot_id: str, body: models.EmailCaptureIn) -> Call[models.ReceiptOut]:
    """POST /api/chatbots/{chatbot_id}/capture-email"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/capture-email", body=body)


def request_contact(chatbot_id: str, body: models.ContactRequestIn) -> Call[models.ReceiptOut]:
    """POST /api/chatbots/{chatbot_id}/contact-requests"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/contact-requests", body=body)


def list_lead_dead_letters(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/lead-svc/dead-letters"""
    return Call("GET", "/api/ops/lead-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_lead_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/lead-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/lead-svc/dead-letters/{letter_id}/replay")


def get_lead_health() -> Call[models.HealthOut]:
    """GET /api/ops/lead-svc/health"""
    return Call("GET", "/api/ops/lead-svc/health")


def list_lead_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/lead-svc/jobs"""
    return Call("GET", "/api/ops/lead-svc/jobs", params={"limit": limit, "cursor": cursor})


def list_privacy_requests(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PagePrivacyListedOut]:
    """GET /api/privacy/requests"""
    return Call("GET", "/api/privacy/requests", params={"limit": limit, "cursor": cursor})


def ask_privacy(body: models.PrivacyRequestIn) -> Call[models.PrivacyRequestOut | models.AcceptedOut]:
    """POST /api/privacy/requests"""
    return Call("POST", "/api/privacy/requests", body=body)


def show_privacy_confirmation(*, token: str) -> Transfer:
    """GET /api/privacy/requests/confirm"""
    return Transfer("GET", "/api/privacy/requests/confirm", params={"token": token})


def confirm_privacy(*, token: str) -> Transfer:
    """POST /api/privacy/requests/confirm"""
    return Transfer("POST", "/api/privacy/requests/confirm", params={"token": token})


def get_privacy_request(request_id: str, *, token: str | None = None) -> Call[models.PrivacyRequestOut]:
    """GET /api/privacy/requests/{request_id}"""
    return Call("GET", f"/api/privacy/requests/{request_id}", params={"token": token})
