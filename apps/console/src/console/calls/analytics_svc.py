"""The calls of analytics-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal

from console.call import Call, Transfer
from console.models import analytics_svc as models


def list_activity(*, chatbot_id: list[str]) -> Call[list[models.ActivityOut]]:
    """GET /api/admin/activity"""
    return Call("GET", "/api/admin/activity", params={"chatbot_id": chatbot_id})


def get_kpis(
    *, language: Literal["de", "en"] | None = None, from_: str | None = None, to: str | None = None
) -> Call[models.KpisOut]:
    """GET /api/admin/kpis"""
    return Call("GET", "/api/admin/kpis", params={"language": language, "from": from_, "to": to})


def list_reports(
    *, period: Literal["week", "month"] | None = None, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageReportOut]:
    """GET /api/admin/reports"""
    return Call("GET", "/api/admin/reports", params={"period": period, "limit": limit, "cursor": cursor})


def request_report(body: models.ReportIn) -> Call[models.ReportOut]:
    """POST /api/admin/reports"""
    return Call("POST", "/api/admin/reports", body=body)


def get_report(report_id: str) -> Call[models.ReportOut]:
    """GET /api/admin/reports/{report_id}"""
    return Call("GET", f"/api/admin/reports/{report_id}")


def get_report_workbook(report_id: str) -> Transfer:
    """GET /api/admin/reports/{report_id}/excel"""
    return Transfer("GET", f"/api/admin/reports/{report_id}/excel")


def get_report_page(report_id: str) -> Transfer:
    """GET /api/admin/reports/{report_id}/html"""
    return Transfer("GET", f"/api/admin/reports/{report_id}/html")


def get_analytics(
    chatbot_id: str,
    *,
    granularity: Literal["day", "week", "month"] | None = None,
    from_: str | None = None,
    to: str | None = None,
) -> Call[models.AnalyticsOut]:
    """GET /api/chatbots/{chatbot_id}/analytics"""
    return Call(
        "GET", f"/api/chatbots/{chatbot_id}/analytics", params={"granularity": granularity, "from": from_, "to": to}
    )


def stream_analytics(chatbot_id: str) -> Transfer:
    """GET /api/chatbots/{chatbot_id}/analytics/events"""
    return Transfer("GET", f"/api/chatbots/{chatbot_id}/analytics/events")


def export_analytics(
    chatbot_id: str,
    *,
    granularity: Literal["day", "week", "month"] | None = None,
    format: Literal["csv", "xlsx"] | None = None,
    language: Literal["de", "en"] | None = None,
    from_: str | None = None,
    to: str | None = None,
) -> Transfer:
    """GET /api/chatbots/{chatbot_id}/analytics/export"""
    return Transfer(
        "GET",
        f"/api/chatbots/{chatbot_id}/analytics/export",
        params={"granularity": granularity, "format": format, "language": language, "from": from_, "to": to},
    )


def get_engagement(chatbot_id: str) -> Call[models.EngagementOut]:
    """GET /api/chatbots/{chatbot_id}/engagement"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/engagement")


def list_questions(
    chatbot_id: str,
    *,
    unanswered: bool | None = None,
    language: str | None = None,
    limit: int | None = None,
    from_: str | None = None,
    to: str | None = None,
) -> Call[list[models.QuestionOut]]:
    """GET /api/chatbots/{chatbot_id}/questions"""
    return Call(
        "GET",
        f"/api/chatbots/{chatbot_id}/questions",
        params={"unanswered": unanswered, "language": language, "limit": limit, "from": from_, "to": to},
    )


def list_analytics_dead_letters(
    *, limit: int | None = None, cursor: str | None = None
) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/analytics-svc/dead-letters"""
    return Call("GET", "/api/ops/analytics-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_analytics_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/analytics-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/analytics-svc/dead-letters/{letter_id}/replay")


def get_analytics_health() -> Call[models.HealthOut]:
    """GET /api/ops/analytics-svc/health"""
    return Call("GET", "/api/ops/analytics-svc/health")


def list_analytics_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/analytics-svc/jobs"""
    return Call("GET", "/api/ops/analytics-svc/jobs", params={"limit": limit, "cursor": cursor})
