"""Members: who may sign in with an account of their company, what they may do, and the keys of their sign-ins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from contracts.topics import API_KEYS
from contracts.workspaces import ApiKeySaved, MemberInvited, MemberSaved
from identity import address
from servicekit.errors import Conflict, Forbidden, Invalid

from config_svc.domain.accounts import Account, NotTrusted
from config_svc.domain.actors import Actor, member_key
from config_svc.domain.actors import member as member_actor
from config_svc.domain.roles import SCOPES, Role
from config_svc.models import ApiKey, Member
from config_svc.repository import Unit
from config_svc.service import workspaces
from config_svc.service.snapshots import key_snapshot, member_snapshot

LASTS = timedelta(hours=12)
"""How long a sign-in holds, and so at the latest what was taken away by the issuer alone."""
KEPT = timedelta(days=1)
"""How long the key of a sign-in that is over is kept."""
SWEPT_AT_ONCE = 200


class UnknownMember(Forbidden):
    """An account that nobody has invited."""

    slug, title = "unknown-member", "Nobody has invited this account"


class UnverifiedEmail(Forbidden):
    """An account whose address its issuer has not verified, so that it may be anybody's."""

    slug, title = "unverified-email", "The account's e-mail address is not verified"


class KnownMember(Conflict):
    """An address that somebody is a member by."""

    slug, title = "known-member", "Somebody is a member by this address already"


class Joined(Conflict):
    """A member who has signed in, and so has found the console."""

    slug, title = "member-joined", "This member has signed in already"


class NoInvitations(Conflict):
    """Nobody is mailed where there is no sign-in to send them to."""

    slug, title = "no-invitations", "Signing in with a company account is not set up, so that nobody is invited to it"


class LastAdmin(Conflict):
    """Nobody else who has signed in administers the workspace."""

    slug, title = "last-admin", "This is the last member who administers the workspace"


@dataclass(frozen=True)
class SignedIn:
    """What a sign-in gives: a key for one workspace, or the workspaces to choose from, by id and name."""

    key: tuple[ApiKey, str] | None
    workspaces: Sequence[tuple[UUID, str]]


async def invite(
    unit: Unit,
    workspace_id: UUID,
    *,
    email: str,
    name: str,
    role: Role,
    bots: Sequence[UUID] | None,
    actor: Actor,
    mailed: bool = False,
) -> Member:
    """Let an address sign in, and have it `mailed` where there is a sign-in to send people to.

    Raises `KnownMember` for one that may already, and `Invalid` for an administrator of few bots.
    """
    await unit.workspaces.lock(workspace_id)
    found = address.parse(email)
    if await unit.members.has(workspace_id, found.comparable):
        raise KnownMember()
    member = Member(
        id=unit.new_id(),
        workspace_id=workspace_id,
        version=1,
        name=name,
        email=found.text,
        comparable_email=found.comparable,
        role=role,
        bots=await _known_bots(unit, workspace_id, role, bots),
        state="invited",
        invited_at=unit.now(),
        announced=True,
        invitations=0,
    )
    unit.members.add(member)
    unit.publish(member, MemberSaved(member=member_snapshot(member)))
    if mailed:
        _mail(unit, member)
    unit.audit(member, actor, "member invited")
    return member


async def invite_again(unit: Unit, member: Member, actor: Actor, *, mailed: bool) -> Member:
    """Have a locked member mailed once more.

    Raises `Joined` for one who has signed in, and `NoInvitations` where there is no sign-in to send them to.
    """
    if member.state != "invited":
        raise Joined()
    if not mailed:
        raise NoInvitations()
    member.version += 1
    _mail(unit, member)
    unit.audit(member, actor, "member invited again")
    return member


async def change(unit: Unit, member: Member, values: dict[str, Any], actor: Actor) -> Member:
    """Change name, role or bots of a locked member; who is signed in has the new rights at once.

    Raises `LastAdmin` for the last administrator and `Invalid` for an administrator of few bots.
    """
    wanted = {"name": member.name, "role": member.role, "bots": member.bots, **values}
    if wanted["bots"] != member.bots or wanted["role"] != member.role:
        wanted["bots"] = await _known_bots(unit, member.workspace_id, wanted["role"], wanted["bots"])
    changed = [name for name, value in wanted.items() if getattr(member, name) != value]
    if not changed:
        return member
    if member.role == "admin" and wanted["role"] != "admin":
        await _require_another_admin(unit, member)
    for name in changed:
        setattr(member, name, wanted[name])
    member.version += 1
    unit.audit(member, actor, "member changed", [f"/{name}" for name in changed])
    rights = _rights(member)
    for key in await unit.api_keys.valid_of_member(member.id, unit.now()):
        if (key.scopes, key.bots) != (rights["scopes"], rights["bots"]):
            key.scopes, key.bots = rights["scopes"], rights["bots"]
            key.version += 1
            unit.publish(key, ApiKeySaved(key=key_snapshot(key)))
    return member


async def remove(unit: Unit, member: Member, actor: Actor) -> Member:
    """End a locked member with every sign-in of theirs; address and account are forgotten, the name stays in the trail.

    Raises `LastAdmin` for the last administrator.
    """
    await _require_another_admin(unit, member)
    for key in await unit.api_keys.valid_of_member(member.id, unit.now()):
        workspaces.revoke(unit, key)
    member.state = "removed"
    member.email = member.comparable_email = member.issuer = member.subject = None
    member.version += 1
    unit.publish(member, MemberSaved(member=member_snapshot(member)))
    unit.audit(member, actor, "member removed")
    return member


async def sign_in(unit: Unit, account: Account, workspace_id: UUID | None) -> SignedIn:
    """A key for the workspace that an account is a member of, or the choice when it is one of several.

    Raises `UnverifiedEmail`, `UnknownMember`, and `NotTrusted` for a token that was used before.
    """
    if not account.email_verified:
        raise UnverifiedEmail()
    found = await unit.members.of_account(account.issuer, account.subject, address.comparable(account.email))
    if workspace_id is not None:
        found = [one for one in found if one[1] == workspace_id]
    if not found:
        raise UnknownMember()
    choice = list(dict.fromkeys((workspace, name) for _, workspace, name in found))
    if len(choice) > 1:
        return SignedIn(None, choice)
    id, workspace, _ = found[0]
    member = await unit.members.lock(id, workspace)
    if member.subject is not None and (member.issuer, member.subject) != (account.issuer, account.subject):
        raise UnknownMember()  # another account of this address was quicker
    return SignedIn(await _key(unit, member, account), choice)


async def end_session(unit: Unit, key: ApiKey) -> None:
    """End the locked key of a sign-in; again is no error."""
    if key.revoked_at is None:
        workspaces.revoke(unit, key)


async def invitation_settled(unit: Unit, member_id: UUID, workspace_id: UUID, outcome: str, number: int) -> None:
    """Keep what became of a member's latest mail; the version stays, as nobody has changed anything."""
    member = await unit.members.find_locked(member_id, workspace_id)
    if member is not None and member.invitation is not None and member.invitations == number:
        member.invitation = outcome


async def announce(unit: Unit) -> None:
    """Tell of the members that were there before members were told of. Safe to repeat."""
    for member in await unit.members.unannounced():
        member.announced = True
        unit.publish(member, MemberSaved(member=member_snapshot(member)))


async def sweep(unit: Unit) -> int:
    """Forget the keys of sign-ins that ended a day ago; how many they were."""
    over = await unit.api_keys.over(unit.now() - KEPT, SWEPT_AT_ONCE)
    for key in over:
        unit.forget(API_KEYS, key.id)
        await unit.api_keys.delete(key)
    return len(over)


def _mail(unit: Unit, member: Member) -> None:
    member.invitation, member.invitations = "waiting", member.invitations + 1
    event = MemberInvited(
        member_id=member.id,
        name=member.name,
        email=member.email or "",
        at=unit.now(),
        number=member.invitations,
    )
    unit.publish(member, event)


async def _key(unit: Unit, member: Member, account: Account) -> tuple[ApiKey, str]:
    used = sha256(f"{account.subject}\0{account.token}".encode()).hexdigest()
    if await unit.api_keys.was_for(member.id, used):
        raise NotTrusted("This ID token was used before.")
    if member.subject is None:
        member.issuer, member.subject, member.state = account.issuer, account.subject, "active"
        unit.audit(member, member_actor(member.id), "member joined")
    member.last_seen_at = unit.now()  # the version stays: who removes or changes them meanwhile overwrites nobody
    key, text = workspaces.made(
        unit,
        workspace_id=member.workspace_id,
        name=member_key(member.id),
        **_rights(member),
        member_id=member.id,
        expires_at=unit.now() + LASTS,
        sign_in=used,
    )
    unit.audit(member, member_actor(member.id), "signed in")
    return key, text


def _rights(member: Member) -> dict[str, Any]:
    return {"scopes": sorted(SCOPES[member.role]), "bots": member.bots}  # type: ignore[index]  # a row's text


async def _known_bots(
    unit: Unit, workspace_id: UUID, role: Role, bots: Sequence[UUID | str] | None
) -> list[str] | None:
    if bots is None:
        return None
    if role == "admin":
        raise Invalid.field("/bots", "must be null: an administrator has every bot")
    for bot in bots:
        await unit.bots.get(UUID(str(bot)), workspace_id)
    return [str(bot) for bot in bots]


async def _require_another_admin(unit: Unit, member: Member) -> None:
    """Who never signed in holds nothing up."""
    if member.role != "admin" or member.state != "active":
        return
    await unit.workspaces.lock(member.workspace_id)
    if not await unit.members.other_admins(member):
        raise LastAdmin()
