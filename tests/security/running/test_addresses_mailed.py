"""Links as they were mailed; looked at before all others, who may end what the links are about."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from tests.security.running.world import World

pytestmark = [pytest.mark.security, pytest.mark.timeout(240)]


@pytest.mark.parametrize("page", ["unsubscribe", "confirm"])
async def test_mailed_links_open_only_what_they_were_mailed_for(world: World, page: str) -> None:
    token = world.a.ids[page]
    other = next(name for name in ("unsubscribe", "confirm") if name != page)
    opened = await world.ingress.ask("GET", f"/{page}/{token}")
    assert opened.status == 200
    for path in (f"/{other}/{token}", f"/{page}/{token[::-1]}", f"/{page}/{token[:-1]}", f"/{page}/{uuid4()}"):
        for method in ("GET", "POST"):
            assert (await world.ingress.ask(method, path)).status == 404, path
    assert (await world.ingress.ask("GET", f"/api/privacy/requests/confirm?token={token}")).status == 404
    assert re.search(r"<form", opened.text) or page == "confirm"
