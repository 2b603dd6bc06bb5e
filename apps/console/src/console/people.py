"""Who did something, where an API says a key's name: members are named by their id there."""

from __future__ import annotations

from console.api import ApiProblem
from console.calls import config_svc
from console.session import current, fetch, say

MEMBER = "member:"
MOST = 200


def called(name: str) -> str:
    """A key's name, or that of the member whose sign-in it was, as far as this key may know."""
    if not name.startswith(MEMBER):
        return name
    workspace = current().workspace
    if workspace is None:
        return say("people.member")
    try:
        members = fetch(config_svc.list_members(workspace["id"], limit=MOST))["items"]
    except ApiProblem:
        return say("people.member")
    id = name.removeprefix(MEMBER)
    return next((member["name"] for member in members if member["id"] == id), say("people.member"))
