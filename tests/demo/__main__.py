"""`make demo`: walk the chain on the stack that `make up` started, printing each step, its time and its evidence."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path
from time import monotonic

import httpx

from tests.demo.chain import evidence_of, opened
from tests.demo.client import Stack, StepFailed
from tests.demo.site import served_site
from tests.demo.walk import Evidence

BOLD, DIM, GREEN, RED, PLAIN = "\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m"


class Screen:
    """Prints, with colours where a person looks."""

    def __init__(self, *, colours: bool) -> None:
        self._colours = colours

    def line(self, text: str, *codes: str) -> None:
        """One line."""
        sys.stdout.write(f"{''.join(codes)}{text}{PLAIN}\n" if self._colours and codes else f"{text}\n")
        sys.stdout.flush()

    def step(self, number: int, evidence: Evidence) -> None:
        """A step that came out right."""
        self.line(f"{number:2}  {evidence.title}  ({evidence.seconds:.1f} s)", BOLD, GREEN)
        for line in evidence.lines:
            self.line(f"      {line}", DIM)


def key_in(file: Path) -> str:
    """The first API key. Raises `StepFailed` when the stack has never run."""
    try:
        return file.read_text().strip().splitlines()[-1]
    except (FileNotFoundError, IndexError) as error:
        raise StepFailed(f"Kein API-Schlüssel in {file}. Starten Sie zuerst „make up“.") from error


async def run(options: argparse.Namespace) -> int:
    """The whole demo; 0 when every step came out right."""
    screen = Screen(colours=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    began, number = monotonic(), 0
    screen.line("Empfang: von der Internetadresse zum Nachfassen", BOLD)
    try:
        stack = Stack(
            base_url=options.url,
            sink_url=options.sink,
            site_port=options.site_port,
            key=key_in(options.state / "first-key"),
            clock_offset=options.state / "clock-offset",
        )
        async with served_site(stack) as site, opened(stack) as walk:
            screen.line(f"Firma der Vorführung: {site}", DIM)
            async for evidence in evidence_of(walk):
                number += 1
                screen.step(number, evidence)
    except StepFailed as error:
        screen.line(f"{number + 1:2}  nicht gelungen: {error}", BOLD, RED)
        return 1
    except httpx.HTTPError as error:
        why = f"{type(error).__name__} {error}".strip()
        screen.line(f"{number + 1:2}  nicht gelungen: Die Verbindung zur Plattform brach ab ({why}).", BOLD, RED)
        return 1
    screen.line(f"Fertig: {number} Schritte in {monotonic() - began:.0f} s. Die Uhr steht wieder richtig.", BOLD)
    return 0


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--url", default="http://localhost:8080", help="the ingress")
    parser.add_argument("--sink", default="http://127.0.0.1:8025", help="the mail sink")
    parser.add_argument("--site-port", type=int, default=8090, help="where the sample site is served")
    parser.add_argument("--state", type=Path, default=Path(".local"), help="the stack's state folder")
    sys.exit(asyncio.run(run(parser.parse_args())))


if __name__ == "__main__":
    main()
