"""Requests that schemathesis makes from the OpenAPI documents: none ends in a failure, and answers are as documented.

They run in a workspace of their own, at its real objects as often as at invented ones. What they leave on the way is
looked at as well: an event that no consumer could work on, or a job that ended a process, would be a failure too.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.security.running.asking import bearer
from tests.security.running.test_matrix import operations
from tests.security.running.world import PIXEL, SERVICES, Workspace, World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(180)]
ROOT = Path(__file__).parents[3]
SECONDS = 15
"""For one service; on a busy machine there are fewer requests, in the same order."""
CONFIGURATION = """
[checks]
enabled = false
not_a_server_error.enabled = true
status_code_conformance.enabled = true
content_type_conformance.enabled = true
response_schema_conformance.enabled = true

[[operations]]
include-operation-id = "sendMessage"
checks.response_schema_conformance.enabled = false
"""
"""An answer to a message is a stream: the document describes its events' data, schemathesis reads the events whole."""
LEFT_OUT = {
    "deleteWorkspace": "would end the key that asks",
    "revokeApiKey": "would end the key that asks",
    "streamAnalytics": "has no end",
}
FEWEST = 1
"""So many requests are made for each operation at least, however busy the machine; else thirty times that."""


@pytest.fixture(scope="module")
def tried() -> Counter[str]:
    return Counter()


def operations_of(service: str) -> list[str]:
    """The operations that are tried."""
    return [one.id for owner, one in operations() if owner == service and one.id not in LEFT_OUT]


async def furnished(world: World) -> Workspace:
    """A workspace with a bot, a visitor, a source, a prospect: something of what paths ask for."""
    found = await world.new_workspace("Zufall GmbH")
    found.bot = await world.new_bot(found, "Zufälliger Assistent")
    path = f"/api/chatbots/{found.bot}"
    links = await world.links_of(found, found.bot)
    found.links = {"visitor": await world.enter(found.bot, links["production"])}
    await world.say(found.bot, found.links["visitor"], "Was kostet eine Stunde?")
    prospect = await world.call(found, "POST", "/api/prospects", json={"website": "https://werkstatt.invalid"})
    conversations = await eventually(
        "the conversation", lambda: world.call(found, "GET", f"{path}/conversations"), lambda page: bool(page["items"])
    )
    picture = (await world.call(found, "PUT", f"{path}/logo", content=PIXEL))["draft"]["branding"]["logo_url"]
    found.ids = {
        "chatbot_id": found.bot,
        "bot": found.bot,
        "workspace_id": found.id,
        "source_id": (await world.call(found, "GET", f"{path}/sources"))["items"][0]["id"],
        "person_id": (await world.call(found, "GET", f"{path}/contact-persons"))[0]["id"],
        "conversation_id": conversations["items"][0]["id"],
        "prospect_id": prospect["id"],
        "shelf": "logos",
        "name": picture.rsplit("/", 1)[1],
    }
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_no_request_ends_in_a_failure(service: str, world: World, tmp_path: Path, tried: Counter[str]) -> None:
    if not tried:  # what is dead by now, others left
        for name in SERVICES:
            world.known_letters |= await _letters(world, name)
    asking = await furnished(world)
    hooks, configured = tmp_path / "real.json", tmp_path / "schemathesis.toml"
    hooks.write_text(json.dumps(asking.ids))
    configured.write_text(CONFIGURATION)
    port, headers = world.own.configuration.ports[service.removesuffix("-svc")], dict(asking.headers)
    if service == "chat-svc":
        headers["X-Visitor-Token"] = asking.links["visitor"]
    command = [
        *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(configured), "run"),
        str(ROOT / "services" / service / "openapi.json"),
        *("--url", f"http://127.0.0.1:{port}", "--no-color"),
        *(
            "--max-time",
            str(SECONDS),
            "--generation-deterministic",
            "--continue-on-failure",
            "--request-timeout",
            "20",
        ),
        *(part for name, value in headers.items() for part in ("--header", f"{name}: {value}")),
        *(part for id in LEFT_OUT for part in ("--exclude-operation-id", id)),
        *("--generation-with-security-parameters", "false", "--warnings", "off"),
    ]
    environment = {
        **world.own.configuration.environment,
        "SCHEMATHESIS_HOOKS": "tests.security.running.real_objects",
        "REAL_OBJECTS": str(hooks),
        "PYTHONPATH": str(ROOT),
    }
    run = await asyncio.create_subprocess_exec(
        *command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=tmp_path, env=environment
    )
    output = (await run.communicate())[0].decode()
    assert run.returncode == 0, output[-8000:]
    generated = re.search(r"([\d,]+) generated", output)
    assert generated, output[-2000:]
    tried[service] = int(generated[1].replace(",", ""))
    assert tried[service] >= FEWEST * len(operations_of(service))


async def _letters(world: World, service: str) -> set[str]:
    path = f"/api/ops/{service}/dead-letters?limit=200"
    answer = await world.ingress.ask("GET", path, bearer(world.platform_key))
    return {one["id"] for one in answer.json()["items"]}


async def test_what_they_left_was_worked_on(world: World, tried: Counter[str]) -> None:
    if not tried:
        pytest.skip("nothing was asked: this one comes after the others")
    print(dict(tried))
    for service in SERVICES:
        assert await _letters(world, service) <= world.known_letters, service
        log = world.own.configuration.log(service).read_text()
        assert '"request failed"' not in log, service
        assert '"reaction failed"' not in log, service
