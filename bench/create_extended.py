"""config-svc under a closed loop of ten clients that each create bots with a whole configuration."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import aiohttp
from servicekit.ids import new_id

from bench.report import Figure, median, quantile, show
from bench.servers import Servers, servers

CLIENTS = 10
WARM_SECONDS = 2.0
SECONDS = 10.0

BODY: dict[str, Any] = {
    "name": "Brandt Kundenservice",
    "description": "Der KI-Assistent der Tischlerei Brandt für Fragen zu Küchen, Treppen und Fenstern. " * 10,
    "branding": {"primary_color": "#1f4e79", "welcome_message": "Guten Tag, wie kann ich Ihnen helfen?"},
    "company": {
        "company_name": "Tischlerei Brandt GmbH",
        "address": {"street": "Lindenstr. 3", "postal_code": "80331", "city": "München", "country": "DE"},
        "phone": "089 1234567",
        "email": "info@tischlerei-brandt.example",
        "website": "https://tischlerei-brandt.example",
        "social": {"linkedin": "https://www.linkedin.com/company/brandt"},
    },
    "opening_hours": {
        "weekly": {
            day: [{"opens": "08:00", "closes": "12:00"}, {"opens": "13:00", "closes": "17:00"}]
            for day in ("monday", "tuesday", "wednesday", "thursday", "friday")
        },
        "holidays": "DE-BY",
    },
    "email_capture": {
        "enabled": True,
        "consent_text": "Ich stimme zu.",
        "privacy_url": "https://tischlerei-brandt.example/datenschutz",
    },
    "contact_persons": {
        "enabled": True,
        "persons": [
            {"name": f"Person {n}", "position": "Vertrieb", "email": f"p{n}@brandt.example", "phone": "089 7654321"}
            for n in range(3)
        ],
    },
    "custom_prompts": {"system_prompt_additions": "Antworten Sie kurz und freundlich.", "language": "multilingual"},
    "data_sources": [{"kind": "url", "url": "https://tischlerei-brandt.example"}],
}


@dataclass(frozen=True)
class Running:
    """A running config-svc."""

    url: str
    key: str
    pid: int

    def cpu_seconds(self) -> float:
        """Processor time that the service has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def service(found: Servers) -> Iterator[Running]:
    """config-svc in a process of its own, as it runs in production, with one process for everything."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="empfang-bench-") as folder:
        key_file = Path(folder) / "key"
        environment = {
            **os.environ,
            "DATABASE_URL": found.database(),
            "KAFKA_BOOTSTRAP_SERVERS": found.kafka.bootstrap_servers,
            "TOPIC_PREFIX": f"bench{new_id().hex[-12:]}.",
            "OBJECTS_URL": (Path(folder) / "objects").as_uri(),
            "FIRST_KEY_FILE": str(key_file),
            "PORT": str(port),
            "LOG_LEVEL": "warning",
        }
        command = [sys.executable, "-m", "config_svc"]
        subprocess.run([*command, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
        process = subprocess.Popen([*command, "serve"], env=environment, stdout=subprocess.DEVNULL)
        try:
            yield Running(f"http://127.0.0.1:{port}", key_file.read_text().strip(), process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(30)


async def ready(session: aiohttp.ClientSession) -> None:
    """Wait until the service knows its first key."""
    end = perf_counter() + 60
    while perf_counter() < end:
        try:
            async with session.get("/api/workspaces") as answer:
                if answer.status == 200:
                    return
        except aiohttp.ClientConnectionError:
            pass
        await asyncio.sleep(0.2)
    raise TimeoutError("config-svc did not become ready within 60 s")


async def client(session: aiohttp.ClientSession, until: float, taken: list[float]) -> None:
    """Create one bot after the other, noting the seconds of each."""
    while perf_counter() < until:
        start = perf_counter()
        async with session.post("/api/chatbots/create-extended", json=BODY) as answer:
            await answer.read()
            answer.raise_for_status()
        taken.append(perf_counter() - start)


async def measure(running: Running) -> list[Figure]:
    """Load the service and read off the figures."""
    headers = {"Authorization": f"Bearer {running.key}"}
    async with aiohttp.ClientSession(running.url, headers=headers) as session:
        await ready(session)
        for seconds in (WARM_SECONDS, SECONDS):
            alone: list[float] = []
            await client(session, perf_counter() + seconds, alone)
        for seconds in (WARM_SECONDS, SECONDS):
            taken: list[float] = []
            used, start = running.cpu_seconds(), perf_counter()
            await asyncio.gather(*(client(session, start + seconds, taken) for _ in range(CLIENTS)))
            passed, used = perf_counter() - start, running.cpu_seconds() - used
    return [
        Figure("bots created", len(taken) / passed, "/s", 200, at_most=False, note=f"{CLIENTS} clients, closed loop"),
        Figure("create-extended p50, one client", median(alone) * 1000, "ms"),
        Figure("create-extended p95, one client", quantile(alone, 0.95) * 1000, "ms", 30),
        Figure("create-extended p50", median(taken) * 1000, "ms"),
        Figure("create-extended p95", quantile(taken, 0.95) * 1000, "ms", 30),
        Figure("create-extended p99", quantile(taken, 0.99) * 1000, "ms"),
        Figure("processor time a bot", used / len(taken) * 1000, "ms", note="with relay and replicas"),
        Figure("service's share of a core", used / passed * 100, "%"),
    ]


def run() -> None:
    """Measure and report."""
    with servers() as found, service(found) as running:
        show("create_extended", asyncio.run(measure(running)))
