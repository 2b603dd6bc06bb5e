"""Who did something, where an API says a key's name: members are named by their id there."""

from __future__ import annotations

from typing import Literal, TypedDict

from console import listing
from console.api import ApiProblem
from console.calls import config_svc
from console.models.config_svc import MemberOut
from console.session import current, say

MEMBER = "member:"
MOST = 200


def called(name: str) -> str:
    """A key's name, or that of the member whose sign-in it was, as far as this key may know."""
    if not name.startswith(MEMBER):
        return name
    id = name.removeprefix(MEMBER)
    return next((member["name"] for member in members() if member["id"] == id), say("people.member"))


class Actor(TypedDict):
    """Who did something, as the APIs say it."""

    kind: Literal["member", "key"]
    id: str
    name: str


def by(actor: Actor | None) -> str:
    """Who did it, as the end of a sentence; nothing where the platform itself did."""
    if actor is None:
        return ""
    if actor["kind"] == "key":
        return say("people.by.key", name=actor["name"])
    return say("people.by.member", name=called(f"{MEMBER}{actor['id']}"))


def looking_after(id: str) -> str:
    """The name of a member who is in charge of something; of one who has left that they have."""
    return next((one["name"] for one in members() if one["id"] == id), None) or unnamed()


def unnamed() -> str:
    """What a member is called whom nobody here can name."""
    return say("people.former" if members() else "people.one")


def in_charge() -> dict[str, str]:
    """Names of those who may look after something, by id; oneself alone where this key may not know the others."""
    me = myself()
    known = members() or ([me] if me is not None else [])
    return {member["id"]: member["name"] for member in known}


def myself() -> MemberOut | None:
    """The member who is signed in; None with a key that somebody made."""
    who = current().who
    return who["member"] if who is not None else None


def members() -> list[MemberOut]:
    """The workspace's members; none where this key may not know them."""
    workspace = current().workspace
    if workspace is None:
        return []
    try:
        return listing.everything(config_svc.list_members(workspace["id"], limit=MOST))
    except ApiProblem:
        return []
