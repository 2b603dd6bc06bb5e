"""The calls of config-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Any, Literal

from console.call import Call, Transfer
from console.models import config_svc as models


def list_chatbots(
    *,
    state: Literal["draft", "ready", "live", "demo_expired", "deactivated"] | None = None,
    search: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageBotBrief]:
    """GET /api/chatbots"""
    return Call("GET", "/api/chatbots", params={"state": state, "search": search, "limit": limit, "cursor": cursor})


def create_chatbot(body: models.CreateExtendedIn) -> Call[models.BotOut]:
    """POST /api/chatbots/create-extended"""
    return Call("POST", "/api/chatbots/create-extended", body=body)


def delete_chatbot(chatbot_id: str) -> Call[None]:
    """DELETE /api/chatbots/{chatbot_id}"""
    return Call("DELETE", f"/api/chatbots/{chatbot_id}")


def get_chatbot(chatbot_id: str) -> Call[models.BotOut]:
    """GET /api/chatbots/{chatbot_id}"""
    return Call("GET", f"/api/chatbots/{chatbot_id}")


def change_chatbot(chatbot_id: str, body: dict[str, Any]) -> Call[models.BotOut]:
    """PATCH /api/chatbots/{chatbot_id}"""
    return Call("PATCH", f"/api/chatbots/{chatbot_id}", body=body)


def activate_chatbot(chatbot_id: str) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/activate"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/activate")


def list_chatbot_audit(
    chatbot_id: str, *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageAuditOut]:
    """GET /api/chatbots/{chatbot_id}/audit"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/audit", params={"limit": limit, "cursor": cursor})


def list_contact_persons(chatbot_id: str) -> Call[list[models.ContactPersonOut]]:
    """GET /api/chatbots/{chatbot_id}/contact-persons"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/contact-persons")


def add_contact_person(chatbot_id: str, body: models.ContactPersonIn) -> Call[models.ContactPersonOut]:
    """POST /api/chatbots/{chatbot_id}/contact-persons"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/contact-persons", body=body)


def order_contact_persons(chatbot_id: str, body: models.OrderIn) -> Call[list[models.ContactPersonOut]]:
    """PUT /api/chatbots/{chatbot_id}/contact-persons/order"""
    return Call("PUT", f"/api/chatbots/{chatbot_id}/contact-persons/order", body=body)


def remove_contact_person(chatbot_id: str, person_id: str) -> Call[None]:
    """DELETE /api/chatbots/{chatbot_id}/contact-persons/{person_id}"""
    return Call("DELETE", f"/api/chatbots/{chatbot_id}/contact-persons/{person_id}")


def change_contact_person(chatbot_id: str, person_id: str, body: models.PersonPatchIn) -> Call[models.ContactPersonOut]:
    """PATCH /api/chatbots/{chatbot_id}/contact-persons/{person_id}"""
    return Call("PATCH", f"/api/chatbots/{chatbot_id}/contact-persons/{person_id}", body=body)


def set_contact_person_image(
    chatbot_id: str, person_id: str, *, side: float | None = None, left: float | None = None, top: float | None = None
) -> Call[models.ContactPersonOut]:
    """PUT /api/chatbots/{chatbot_id}/contact-persons/{person_id}/image"""
    return Call(
        "PUT",
        f"/api/chatbots/{chatbot_id}/contact-persons/{person_id}/image",
        params={"side": side, "left": left, "top": top},
    )


def deactivate_chatbot(chatbot_id: str) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/deactivate"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/deactivate")


def convert_demo(chatbot_id: str) -> Call[models.ConvertedOut]:
    """POST /api/chatbots/{chatbot_id}/demo/convert"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/demo/convert")


def extend_demo(chatbot_id: str, body: models.ExtendIn | None = None) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/demo/extend"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/demo/extend", body=body)


def set_chatbot_logo(chatbot_id: str) -> Call[models.BotOut]:
    """PUT /api/chatbots/{chatbot_id}/logo"""
    return Call("PUT", f"/api/chatbots/{chatbot_id}/logo")


def get_opening_status(
    chatbot_id: str, *, at: str | None = None, draft: bool | None = None
) -> Call[models.OpeningStatusOut]:
    """GET /api/chatbots/{chatbot_id}/opening-status"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/opening-status", params={"at": at, "draft": draft})


def set_chatbot_profile_image(chatbot_id: str) -> Call[models.BotOut]:
    """PUT /api/chatbots/{chatbot_id}/profile-image"""
    return Call("PUT", f"/api/chatbots/{chatbot_id}/profile-image")


def publish_chatbot(chatbot_id: str) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/publish"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/publish")


def rotate_chatbot_token(chatbot_id: str) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/rotate-token"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/rotate-token")


def list_versions(chatbot_id: str) -> Call[list[models.EarlierOut]]:
    """GET /api/chatbots/{chatbot_id}/versions"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/versions")


def get_version(chatbot_id: str, version: int) -> Call[models.EarlierDraftOut]:
    """GET /api/chatbots/{chatbot_id}/versions/{version}"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/versions/{version}")


def restore_version(chatbot_id: str, version: int) -> Call[models.BotOut]:
    """POST /api/chatbots/{chatbot_id}/versions/{version}/restore"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/versions/{version}/restore")


def list_config_dead_letters(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/config-svc/dead-letters"""
    return Call("GET", "/api/ops/config-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_config_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/config-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/config-svc/dead-letters/{letter_id}/replay")


def get_config_health() -> Call[models.HealthOut]:
    """GET /api/ops/config-svc/health"""
    return Call("GET", "/api/ops/config-svc/health")


def list_config_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/config-svc/jobs"""
    return Call("GET", "/api/ops/config-svc/jobs", params={"limit": limit, "cursor": cursor})


def list_filters(*, list: Literal["leads", "bots", "prospects"]) -> Call[models.SavedFiltersOut]:
    """GET /api/saved-filters"""
    return Call("GET", "/api/saved-filters", params={"list": list})


def save_filter(body: models.SavedFilterIn) -> Call[models.SavedFilterOut]:
    """POST /api/saved-filters"""
    return Call("POST", "/api/saved-filters", body=body)


def delete_filter(filter_id: str) -> Call[None]:
    """DELETE /api/saved-filters/{filter_id}"""
    return Call("DELETE", f"/api/saved-filters/{filter_id}")


def sign_out() -> Call[None]:
    """DELETE /api/sessions"""
    return Call("DELETE", "/api/sessions")


def get_session() -> Call[models.HolderOut]:
    """GET /api/sessions"""
    return Call("GET", "/api/sessions")


def sign_in(body: models.SessionIn) -> Call[models.SessionOut]:
    """POST /api/sessions"""
    return Call("POST", "/api/sessions", body=body)


def list_workspaces() -> Call[models.PageWorkspaceOut]:
    """GET /api/workspaces"""
    return Call("GET", "/api/workspaces")


def create_workspace(body: models.WorkspaceIn) -> Call[models.WorkspaceOut]:
    """POST /api/workspaces"""
    return Call("POST", "/api/workspaces", body=body)


def delete_workspace(workspace_id: str) -> Call[None]:
    """DELETE /api/workspaces/{workspace_id}"""
    return Call("DELETE", f"/api/workspaces/{workspace_id}")


def get_workspace(workspace_id: str) -> Call[models.WorkspaceOut]:
    """GET /api/workspaces/{workspace_id}"""
    return Call("GET", f"/api/workspaces/{workspace_id}")


def change_workspace(workspace_id: str, body: models.WorkspacePatchIn) -> Call[models.WorkspaceOut]:
    """PATCH /api/workspaces/{workspace_id}"""
    return Call("PATCH", f"/api/workspaces/{workspace_id}", body=body)


def list_api_keys(
    workspace_id: str, *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageApiKeyOut]:
    """GET /api/workspaces/{workspace_id}/api-keys"""
    return Call("GET", f"/api/workspaces/{workspace_id}/api-keys", params={"limit": limit, "cursor": cursor})


def create_api_key(workspace_id: str, body: models.ApiKeyIn) -> Call[models.ApiKeyOut]:
    """POST /api/workspaces/{workspace_id}/api-keys"""
    return Call("POST", f"/api/workspaces/{workspace_id}/api-keys", body=body)


def revoke_api_key(workspace_id: str, key_id: str) -> Call[models.ApiKeyOut]:
    """DELETE /api/workspaces/{workspace_id}/api-keys/{key_id}"""
    return Call("DELETE", f"/api/workspaces/{workspace_id}/api-keys/{key_id}")


def list_audit(
    workspace_id: str,
    *,
    object_id: str | None = None,
    object_kind: Literal["bot", "member", "key", "workspace"] | None = None,
    actor_id: str | None = None,
    actor_kind: Literal["member", "key", "event", "clock", "init"] | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageWorkspaceAuditOut]:
    """GET /api/workspaces/{workspace_id}/audit"""
    return Call(
        "GET",
        f"/api/workspaces/{workspace_id}/audit",
        params={
            "object_id": object_id,
            "object_kind": object_kind,
            "actor_id": actor_id,
            "actor_kind": actor_kind,
            "since": since,
            "until": until,
            "limit": limit,
            "cursor": cursor,
        },
    )


def list_members(
    workspace_id: str, *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageMemberOut]:
    """GET /api/workspaces/{workspace_id}/members"""
    return Call("GET", f"/api/workspaces/{workspace_id}/members", params={"limit": limit, "cursor": cursor})


def invite_member(workspace_id: str, body: models.MemberIn) -> Call[models.MemberOut]:
    """POST /api/workspaces/{workspace_id}/members"""
    return Call("POST", f"/api/workspaces/{workspace_id}/members", body=body)


def remove_member(workspace_id: str, member_id: str) -> Call[models.MemberOut]:
    """DELETE /api/workspaces/{workspace_id}/members/{member_id}"""
    return Call("DELETE", f"/api/workspaces/{workspace_id}/members/{member_id}")


def change_member(workspace_id: str, member_id: str, body: models.MemberPatchIn) -> Call[models.MemberOut]:
    """PATCH /api/workspaces/{workspace_id}/members/{member_id}"""
    return Call("PATCH", f"/api/workspaces/{workspace_id}/members/{member_id}", body=body)


def invite_member_again(workspace_id: str, member_id: str) -> Call[models.MemberOut]:
    """POST /api/workspaces/{workspace_id}/members/{member_id}/invitations"""
    return Call("POST", f"/api/workspaces/{workspace_id}/members/{member_id}/invitations")


def get_picture(shelf: Literal["logos", "portraits"], name: str) -> Transfer:
    """GET /media/{shelf}/{name}"""
    return Transfer("GET", f"/media/{shelf}/{name}")
