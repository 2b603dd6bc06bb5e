"""How fast one host is asked: a steady delay, and slower for a while after it said that it is busy."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime

FIRST_SLOWDOWN_SECONDS = 0.5
MAX_SLOWDOWN_SECONDS = 10.0
MAX_PAUSE_SECONDS = 30.0
"""The longest wait that a `Retry-After` is granted; who asks for more is not asked again in this crawl."""
_RECOVERY = 0.8


@dataclass
class Pace:
    """The pace of one host, shared by everything that asks it. Times are those of one steady clock, in seconds."""

    slowdown: float = 0.0
    """Seconds added to every delay: doubled when the host is busy, less with every good answer."""
    _next: float = 0.0
    _slowed_at: float = float("-inf")

    def turn(self, now: float, delay: float) -> float:
        """Seconds to wait before asking for a turn again; 0 grants it."""
        if now < self._next:
            return self._next - now
        self._next = now + delay + self.slowdown
        return 0.0

    def busy(self, now: float, asked_at: float, retry_after: float | None) -> None:
        """The host answered 429 or 503 to a request sent at `asked_at`: all pause, and go on more slowly.

        Answers to requests that were under way when the pace was lowered lower it no further.
        """
        if asked_at >= self._slowed_at:
            self._slowed_at = now
            self.slowdown = min(MAX_SLOWDOWN_SECONDS, max(FIRST_SLOWDOWN_SECONDS, 2 * self.slowdown))
        pause = self.slowdown if retry_after is None else min(retry_after, MAX_PAUSE_SECONDS)
        self._next = max(self._next, now + pause)

    def well(self) -> None:
        """The host answered as it should."""
        self.slowdown = self.slowdown * _RECOVERY if self.slowdown > FIRST_SLOWDOWN_SECONDS / 4 else 0.0


def retry_after(value: str | None, date: str | None) -> float | None:
    """Seconds that a `Retry-After` asks for (RFC 9110, 10.2.3); a date counts from the answer's own `Date`."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        return max(0.0, (parsedate_to_datetime(text) - parsedate_to_datetime(date or "")).total_seconds())
    except (ValueError, TypeError, OverflowError):
        return None
