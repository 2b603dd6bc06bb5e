"""What chat-svc holds beside its database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from knowledge import Embedder, KnowledgeIndex, open_knowledge
from servicekit.auth.visitor import VisitorTokens, VisitorVerifier
from servicekit.http import RateLimiter
from servicekit.mail.transport import Mailer

from chat_svc.adapters.addresses import Addresses
from chat_svc.adapters.live import LiveAnswers
from chat_svc.adapters.model import ModelClient, open_model
from chat_svc.adapters.suggestions import Titles
from chat_svc.adapters.turnstile import Turnstile
from chat_svc.domain.groups import KnownGroups
from chat_svc.domain.quickreplies import KnownQuestions
from chat_svc.settings import Settings


@dataclass(frozen=True)
class Resources:
    """The adapters. `model` is None when answers are quoted only."""

    index: KnowledgeIndex
    embedder: Embedder
    model: ModelClient | None
    titles: Titles
    tokens: VisitorTokens
    verifier: VisitorVerifier
    limiter: RateLimiter
    live: LiveAnswers
    turnstile: Turnstile
    groups: KnownGroups
    questions: KnownQuestions
    addresses: Addresses
    mailer: Mailer


@asynccontextmanager
async def open_resources(settings: Settings) -> AsyncIterator[Resources]:
    """The adapters, open; answers under way are completed before they close."""
    async with AsyncExitStack() as stack:
        embedder, index = await stack.enter_async_context(open_knowledge(settings, read_only=True))
        model = await stack.enter_async_context(open_model(settings.model)) if settings.model.base_url else None
        live = await stack.enter_async_context(LiveAnswers())
        yield Resources(
            index=index,
            embedder=embedder,
            model=model,
            titles=Titles(index),
            tokens=settings.visitor_tokens(),
            verifier=settings.visitor_verifier(),
            limiter=RateLimiter("chat-svc", settings.valkey),
            live=live,
            turnstile=Turnstile(),
            groups=KnownGroups(),
            questions=KnownQuestions(),
            addresses=Addresses(settings.transcript_key.get_secret_value()),
            mailer=Mailer(settings.smtp),
        )
