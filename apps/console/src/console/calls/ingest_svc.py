"""The calls of ingest-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Any

from console.call import Call, Transfer
from console.models import ingest_svc as models


def list_sources(chatbot_id: str, *, limit: int | None = None, cursor: str | None = None) -> Call[models.PageSourceOut]:
    """GET /api/chatbots/{chatbot_id}/sources"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/sources", params={"limit": limit, "cursor": cursor})


def add_source(chatbot_id: str, body: dict[str, Any]) -> Call[models.SourceOut]:
    """POST /api/chatbots/{chatbot_id}/sources"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/sources", body=body)


def source_events(chatbot_id: str) -> Transfer:
    """GET /api/chatbots/{chatbot_id}/sources/events"""
    return Transfer("GET", f"/api/chatbots/{chatbot_id}/sources/events")


def remove_source(chatbot_id: str, source_id: str) -> Call[None]:
    """DELETE /api/chatbots/{chatbot_id}/sources/{source_id}"""
    return Call("DELETE", f"/api/chatbots/{chatbot_id}/sources/{source_id}")


def get_source(chatbot_id: str, source_id: str) -> Call[models.SourceOut]:
    """GET /api/chatbots/{chatbot_id}/sources/{source_id}"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/sources/{source_id}")


def list_source_pages(chatbot_id: str, source_id: str) -> Call[list[models.SourcePageOut]]:
    """GET /api/chatbots/{chatbot_id}/sources/{source_id}/pages"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/sources/{source_id}/pages")


def refresh_source(chatbot_id: str, source_id: str) -> Call[models.SourceOut]:
    """POST /api/chatbots/{chatbot_id}/sources/{source_id}/refresh"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/sources/{source_id}/refresh")


def list_ingest_dead_letters(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/ingest-svc/dead-letters"""
    return Call("GET", "/api/ops/ingest-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_ingest_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/ingest-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/ingest-svc/dead-letters/{letter_id}/replay")


def get_ingest_health() -> Call[models.HealthOut]:
    """GET /api/ops/ingest-svc/health"""
    return Call("GET", "/api/ops/ingest-svc/health")


def list_ingest_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/ingest-svc/jobs"""
    return Call("GET", "/api/ops/ingest-svc/jobs", params={"limit": limit, "cursor": cursor})


def research(body: models.ResearchIn) -> Call[models.ResearchOut]:
    """POST /api/research"""
    return Call("POST", "/api/research", body=body)
