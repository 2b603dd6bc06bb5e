"""What every service answers its operators: whether it is well, and the events that it set aside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from console.call import Call
from console.calls import analytics_svc, chat_svc, config_svc, ingest_svc, lead_svc, outreach_svc
from console.models.config_svc import HealthOut, PageDeadLetterOut


class DeadLetters(Protocol):
    """Lists events that were set aside."""

    def __call__(self, *, limit: int) -> Call[PageDeadLetterOut]:
        """The call for the newest of them."""


@dataclass(frozen=True)
class Service:
    """The calls of one service; the answers of all are alike."""

    health: Callable[[], Call[HealthOut]]
    dead_letters: DeadLetters
    replay: Callable[[str], Call[object]]


SERVICES = {
    "config-svc": Service(
        config_svc.get_config_health, config_svc.list_config_dead_letters, config_svc.replay_config_dead_letter
    ),
    "ingest-svc": Service(
        ingest_svc.get_ingest_health, ingest_svc.list_ingest_dead_letters, ingest_svc.replay_ingest_dead_letter
    ),
    "chat-svc": Service(chat_svc.get_chat_health, chat_svc.list_chat_dead_letters, chat_svc.replay_chat_dead_letter),
    "lead-svc": Service(lead_svc.get_lead_health, lead_svc.list_lead_dead_letters, lead_svc.replay_lead_dead_letter),
    "analytics-svc": Service(
        analytics_svc.get_analytics_health,
        analytics_svc.list_analytics_dead_letters,
        analytics_svc.replay_analytics_dead_letter,
    ),
    "outreach-svc": Service(
        outreach_svc.get_outreach_health,
        outreach_svc.list_outreach_dead_letters,
        outreach_svc.replay_outreach_dead_letter,
    ),
}
