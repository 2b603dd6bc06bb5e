"""What the supervisor prints: its own words, and the parts' lines with their names in front."""

from __future__ import annotations

import json
import sys
import threading
from typing import TextIO

_COLOURS = (36, 33, 35, 32, 34, 96, 93, 95, 92, 94)
_LEVELS = {"debug": 0, "info": 1, "warning": 2, "error": 3, "critical": 3}
_NOISE = (" LOG:  ", "FATAL:  the database system is starting up", " WARN org.apache.kafka")
_HIDDEN = ("level", "event", "timestamp", "logger", "service", "agent", "client", "trace_id")


class Console:
    """Writes to standard output; colours only for a person."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._coloured = out.isatty()
        self._lock = threading.Lock()
        self._names: dict[str, int] = {}

    def say(self, message: str) -> None:
        """The supervisor's own word."""
        self._write(message)

    def done(self, message: str) -> None:
        """Something is ready."""
        self._write(f"  {self._paint('✓', 32)} {message}")

    def problem(self, message: str) -> None:
        """Something went wrong."""
        self._write(f"  {self._paint('!', 31)} {message}")

    def line(self, name: str, line: str) -> None:
        """A line that a part wrote. Structured lines are shown short, from level info up."""
        try:
            entry = json.loads(line)
            level = str(entry["level"])
        except (ValueError, KeyError, TypeError):
            if any(noise in line for noise in _NOISE):
                return  # in the log file only
            self._write(f"{self._prefix(name)} {line}")
            return
        if _LEVELS.get(level, 1) < 1:
            return
        rest = " ".join(f"{key}={value}" for key, value in entry.items() if key not in _HIDDEN and value is not None)
        event = self._paint(str(entry.get("event", "")), {2: 33, 3: 31}.get(_LEVELS.get(level, 1), 0))
        self._write(f"{self._prefix(name)} {str(entry.get('timestamp', ''))[11:19]} {event} {rest[:300]}")

    def _prefix(self, name: str) -> str:
        number = self._names.setdefault(name, len(self._names))
        return self._paint(f"{name:<16} |", _COLOURS[number % len(_COLOURS)])

    def _paint(self, words: str, colour: int) -> str:
        return f"\033[{colour}m{words}\033[0m" if self._coloured and colour else words

    def _write(self, line: str) -> None:
        with self._lock:
            self._out.write(line + "\n")
            self._out.flush()
