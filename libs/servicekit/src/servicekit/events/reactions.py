"""Reactions to events: which handler hears what."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from contracts.base import Event, Topic
from contracts.topics import topics_with

Handler = Callable[..., Awaitable[None]]
H = TypeVar("H", bound=Handler)


@dataclass(frozen=True)
class _Registered:
    call: Handler
    wants_resources: bool


class Consumers:
    """The reactions of one service. `group` is the consumer group, named as the service is.

    `inbox` names what of inbox and set-aside events is theirs; it differs where another consumer of the service keeps
    its own under the service's name, and neither may touch the other's.
    """

    def __init__(self, group: str, inbox: str = "") -> None:
        self.group = group
        self.inbox = inbox or group
        self._handlers: dict[str, list[_Registered]] = {}
        self._topics: dict[str, Topic] = {}

    def on(self, *events: type[Event]) -> Callable[[H], H]:
        """Register `async def handler(event, unit)` or `(event, unit, resources)` for these events."""

        def register(handler: H) -> H:
            wants = len(inspect.signature(handler).parameters) == 3
            for event in events:
                self._handlers.setdefault(event.TYPE, []).append(_Registered(handler, wants))
                for topic in topics_with(event):
                    self._topics[topic.name] = topic
            return handler

        return register

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that hold what is listened to."""
        return tuple(self._topics.values())

    @property
    def types(self) -> tuple[str, ...]:
        """The event types that have a handler."""
        return tuple(self._handlers)

    def handles(self, type: str) -> bool:
        """Whether any handler hears this event type."""
        return type in self._handlers

    async def dispatch(self, event: Event, unit: Any, resources: Any) -> None:
        """Call every handler of the event, in the order they were registered."""
        for handler in self._handlers.get(event.TYPE, ()):
            arguments = (event, unit, resources) if handler.wants_resources else (event, unit)
            await handler.call(*arguments)
