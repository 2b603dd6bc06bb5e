"""The calls of chat-svc. Generated from its OpenAPI document by `make schemas`; not to be edited."""

from __future__ import annotations

from typing import Literal

from console.call import Call, Transfer
from console.models import chat_svc as models


def open_booking(bot: str, body: models.BookingIn, *, x_visitor_token: str | None = None) -> Call[None]:
    """POST /api/chat/{bot}/bookings"""
    return Call("POST", f"/api/chat/{bot}/bookings", headers={"X-Visitor-Token": x_visitor_token}, body=body)


def erase_conversation(bot: str, *, x_visitor_token: str | None = None) -> Call[None]:
    """DELETE /api/chat/{bot}/conversation"""
    return Call("DELETE", f"/api/chat/{bot}/conversation", headers={"X-Visitor-Token": x_visitor_token})


def recall_conversation(bot: str, *, x_visitor_token: str | None = None) -> Call[models.RecalledOut]:
    """GET /api/chat/{bot}/conversation"""
    return Call("GET", f"/api/chat/{bot}/conversation", headers={"X-Visitor-Token": x_visitor_token})


def decline_email_prompt(bot: str, *, x_visitor_token: str | None = None) -> Call[None]:
    """POST /api/chat/{bot}/email-prompt/decline"""
    return Call("POST", f"/api/chat/{bot}/email-prompt/decline", headers={"X-Visitor-Token": x_visitor_token})


def end_conversation(bot: str, *, x_visitor_token: str | None = None) -> Call[None]:
    """POST /api/chat/{bot}/end"""
    return Call("POST", f"/api/chat/{bot}/end", headers={"X-Visitor-Token": x_visitor_token})


def rate_answer(bot: str, body: models.FeedbackIn, *, x_visitor_token: str | None = None) -> Call[None]:
    """POST /api/chat/{bot}/feedback"""
    return Call("POST", f"/api/chat/{bot}/feedback", headers={"X-Visitor-Token": x_visitor_token}, body=body)


def greet(
    bot: str, *, language: Literal["de", "en"] | None = None, x_visitor_token: str | None = None
) -> Call[models.GreetingOut]:
    """GET /api/chat/{bot}/greeting"""
    return Call(
        "GET", f"/api/chat/{bot}/greeting", params={"language": language}, headers={"X-Visitor-Token": x_visitor_token}
    )


def send_message(bot: str, body: models.MessageIn, *, x_visitor_token: str | None = None) -> Transfer:
    """POST /api/chat/{bot}/messages"""
    return Transfer("POST", f"/api/chat/{bot}/messages", headers={"X-Visitor-Token": x_visitor_token}, body=body)


def open_session(bot: str, body: models.SessionIn) -> Call[models.SessionOut]:
    """POST /api/chat/{bot}/sessions"""
    return Call("POST", f"/api/chat/{bot}/sessions", body=body)


def stop_answer(bot: str, body: models.StopIn, *, x_visitor_token: str | None = None) -> Call[None]:
    """POST /api/chat/{bot}/stop"""
    return Call("POST", f"/api/chat/{bot}/stop", headers={"X-Visitor-Token": x_visitor_token}, body=body)


def transcript(bot: str, *, x_visitor_token: str | None = None) -> Call[models.RecalledOut]:
    """GET /api/chat/{bot}/transcript"""
    return Call("GET", f"/api/chat/{bot}/transcript", headers={"X-Visitor-Token": x_visitor_token})


def mail_transcript(bot: str, body: models.TranscriptIn, *, x_visitor_token: str | None = None) -> Transfer:
    """POST /api/chat/{bot}/transcript-mails"""
    return Transfer(
        "POST", f"/api/chat/{bot}/transcript-mails", headers={"X-Visitor-Token": x_visitor_token}, body=body
    )


def list_conversations(
    chatbot_id: str,
    *,
    environment: Literal["production", "staging", "preview"] | None = None,
    search: str | None = None,
    rating: Literal["1", "-1"] | None = None,
    unanswered: bool | None = None,
    commented: bool | None = None,
    limit: int | None = None,
    cursor: str | None = None,
) -> Call[models.PageConversationListed]:
    """GET /api/chatbots/{chatbot_id}/conversations"""
    return Call(
        "GET",
        f"/api/chatbots/{chatbot_id}/conversations",
        params={
            "environment": environment,
            "search": search,
            "rating": rating,
            "unanswered": unanswered,
            "commented": commented,
            "limit": limit,
            "cursor": cursor,
        },
    )


def get_conversation(chatbot_id: str, conversation_id: str) -> Call[models.ConversationWithMessages]:
    """GET /api/chatbots/{chatbot_id}/conversations/{conversation_id}"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/conversations/{conversation_id}")


def list_gaps(chatbot_id: str, *, limit: int | None = None) -> Call[list[models.GapOut]]:
    """GET /api/chatbots/{chatbot_id}/gaps"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/gaps", params={"limit": limit})


def close_gap(chatbot_id: str, group_id: str) -> Call[None]:
    """POST /api/chatbots/{chatbot_id}/gaps/{group_id}/close"""
    return Call("POST", f"/api/chatbots/{chatbot_id}/gaps/{group_id}/close")


def search_knowledge(chatbot_id: str, *, q: str) -> Call[models.FoundOut]:
    """GET /api/chatbots/{chatbot_id}/search"""
    return Call("GET", f"/api/chatbots/{chatbot_id}/search", params={"q": q})


def list_chat_dead_letters(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageDeadLetterOut]:
    """GET /api/ops/chat-svc/dead-letters"""
    return Call("GET", "/api/ops/chat-svc/dead-letters", params={"limit": limit, "cursor": cursor})


def replay_chat_dead_letter(letter_id: str) -> Call[dict[str, str]]:
    """POST /api/ops/chat-svc/dead-letters/{letter_id}/replay"""
    return Call("POST", f"/api/ops/chat-svc/dead-letters/{letter_id}/replay")


def get_chat_health() -> Call[models.HealthOut]:
    """GET /api/ops/chat-svc/health"""
    return Call("GET", "/api/ops/chat-svc/health")


def list_chat_jobs(*, limit: int | None = None, cursor: str | None = None) -> Call[models.PageJobOut]:
    """GET /api/ops/chat-svc/jobs"""
    return Call("GET", "/api/ops/chat-svc/jobs", params={"limit": limit, "cursor": cursor})
