"""A circuit breaker: a model that keeps failing is not asked for a while, so that nobody waits for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

FAILURES = 5
"""Failures in a row after which a model rests."""
PAUSE_SECONDS = 30.0


class Breaker:
    """Closed while all is well; open after `failures` in a row; then one call at a time may try whether it is over."""

    def __init__(
        self, *, failures: int = FAILURES, pause: float = PAUSE_SECONDS, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most = failures
        self._pause = pause
        self._clock = clock
        self._failed = 0
        self._closed_until = 0.0

    @property
    def resting(self) -> bool:
        """Whether calls are refused at this moment."""
        return self._failed >= self._most and self._clock() < self._closed_until

    def admits(self) -> bool:
        """Whether a call may be made. After a pause the first one may; others wait for how it ends."""
        if self._failed < self._most:
            return True
        if self._clock() < self._closed_until:
            return False
        self._closed_until = self._clock() + self._pause
        return True

    def succeeded(self) -> None:
        """A call brought something."""
        self._failed = 0

    def failed(self) -> None:
        """A call brought nothing."""
        self._failed += 1
        if self._failed >= self._most:
            self._closed_until = self._clock() + self._pause
