"""What waits and what runs is listed to its own workspace and to the platform, and to nobody else."""

from __future__ import annotations

import pytest

from tests.security.running.asking import bearer
from tests.security.running.world import World, eventually

pytestmark = [pytest.mark.security, pytest.mark.timeout(90)]
JOBS = "/api/ops/ingest-svc/jobs?limit=200"


async def test_a_running_job_is_its_workspaces_own(world: World) -> None:
    path = f"/api/chatbots/{world.a.bot}/sources"
    body = {"kind": "url", "url": f"{world.own.stack.site_url}haengt"}
    source = await world.call(world.a, "POST", path, json=body)
    try:
        running = await eventually(
            "the job", lambda: world.call(world.a, "GET", JOBS), lambda page: any(j["task"] for j in page["items"])
        )
        ids = {job["id"] for job in running["items"]}
        others = {job["id"] for job in (await world.call(world.b, "GET", JOBS))["items"]}
        assert ids & others == set()
        operators = await world.ingress.ask("GET", JOBS, bearer(world.platform_key))
        assert ids <= {job["id"] for job in operators.json()["items"]}
        for key in (world.restricted, world.without["workspace:admin"]):
            assert (await world.ingress.ask("GET", JOBS, bearer(key))).status == 403
    finally:
        await world.call(world.a, "DELETE", f"{path}/{source['id']}")
