"""The other half of the matrix: the same requests with the key that may. Without it, all could be refused."""

from __future__ import annotations

import pytest

from tests.security.running.asking import bearer
from tests.security.running.permissions import SCOPE_OF
from tests.security.running.test_matrix import KEYED, Caller
from tests.security.running.world import World

pytestmark = [pytest.mark.security, pytest.mark.timeout(300)]

NOT_NOW = {
    "activateChatbot": "the bot is live",
    "approveMessage": "the message was sent",
    "convertDemo": "the bot is no demo",
    "editMessage": "the message was sent",
    "extendDemo": "the bot is no demo",
    "inviteMemberAgain": "nobody signs in by their company here",
    "markLetterPosted": "the company was written to",
    "rejectMessage": "the message was sent",
    "retryProspect": "its demo is there",
    "settleMessage": "the message was sent",
}
"""Operations that refuse for the state of the object, which only somebody who may see it is told."""
OF_A_WORKSPACE = {"deleteWorkspace"}
"""Would take everything else away: asked for with a workspace that is made for it."""


async def test_one_scope_is_enough_for_each_operation(world: World) -> None:
    caller = Caller(world)
    spare = await _spare_bot(world)
    ends = [(s, one) for s, one in KEYED if one.method == "DELETE" and one.id not in OF_A_WORKSPACE]
    ends.sort(key=lambda found: -len(found[1].path_names))  # what is in a bot before the bot
    steps = [(s, one) for s, one in KEYED if one.method != "DELETE"]
    steps.sort(key=lambda found: ("GET", "PUT", "PATCH", "POST").index(found[1].method))  # what is there before more
    refused, state = [], []
    for service, one in [*steps, *ends]:
        instead = {} if one.method == "GET" else spare
        answer = await caller.ask("the rightful key", service, one, bearer(world.only[SCOPE_OF[one.id]]), **instead)
        if answer.status == 409:
            state.append(one.id)
        elif answer.status >= 300:
            refused.append(f"{one.id}: {answer.status} {answer.text[:300]}")
    assert refused == []
    assert sorted(state) == sorted(NOT_NOW)


async def test_a_workspace_goes_with_its_own_key_alone(world: World) -> None:
    passing = await world.new_workspace("Kurzlebige GmbH")
    path = f"/api/workspaces/{passing.id}"
    for stranger in (world.a, world.b):
        assert (await world.ingress.ask("DELETE", path, stranger.headers)).status == 404
    assert (await world.ingress.ask("DELETE", path, passing.headers)).status == 204


async def _spare_bot(world: World) -> dict[str, str]:
    """A bot of A that may be changed and deleted."""
    id = await world.new_bot(world.a, "Dritter Assistent")
    path = f"/api/chatbots/{id}"
    await world.call(world.a, "PATCH", path, json={"description": "Der dritte."})
    versions = await world.call(world.a, "GET", f"{path}/versions")
    sources = (await world.call(world.a, "GET", f"{path}/sources"))["items"]
    persons = await world.call(world.a, "GET", f"{path}/contact-persons")
    group = await world.left_open(id, (await world.links_of(world.a, id))["production"])
    return {
        "chatbot_id": id,
        "source_id": sources[0]["id"],
        "person_id": persons[0]["id"],
        "group_id": group,
        "version": str(versions[0]["version"]),
    }
