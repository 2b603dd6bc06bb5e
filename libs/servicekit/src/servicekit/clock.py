"""The clock of a service: real time, plus an offset that demos and tests may move while everything runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """UTC now. With `offset_file` the number of seconds in that file is added, read again whenever the file changes."""

    def __init__(self, offset_file: Path | None = None) -> None:
        self._file = offset_file
        self._stamp: int | None = None
        self._offset = timedelta()

    @property
    def offset(self) -> timedelta:
        """How far this clock runs ahead of real time."""
        if self._file is None:
            return self._offset
        try:
            stamp = self._file.stat().st_mtime_ns
            if stamp != self._stamp:
                self._offset = timedelta(seconds=float(self._file.read_text().strip() or 0))
                self._stamp = stamp
        except FileNotFoundError:
            self._offset, self._stamp = timedelta(), None
        except ValueError:
            pass  # being written at this moment: the next look sees the whole number
        return self._offset

    def move(self, by: timedelta) -> None:
        """Move a clock without a file; for tests."""
        self._offset += by

    def now(self) -> datetime:
        """The current time, UTC."""
        return datetime.now(UTC) + self.offset

    def real(self, at: datetime) -> datetime:
        """The real time at which this clock, left alone, will show `at`."""
        return at - self.offset
