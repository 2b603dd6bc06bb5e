"""Who did what, when: all that was changed about assistants, members, keys and the workspace."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import streamlit as st

from console import address, bot_choice, formats, listing, tables
from console.api import ApiProblem
from console.bot import history
from console.calls import config_svc
from console.models.config_svc import WorkspaceAuditOut, WorkspaceOut
from console.session import at_once, current, language, named, say

Kind = Literal["bot", "member", "key", "workspace"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ADDRESSED = ("actor", "kind", "bot", "from", "to")
MOST_ACTORS = 200


def show(workspace: WorkspaceOut) -> None:
    """The trail, narrowed by what the address says."""
    st.caption(say("trail.help"))
    actors, bots = _actors(workspace), {bot["id"]: bot_choice.shown(bot) for bot in bot_choice.every()}
    narrowed = any(address.given(name) for name in ADDRESSED)
    with st.expander(say("leads.filters"), icon=":material/filter_alt:", expanded=narrowed):
        first, second, third, fourth, fifth = st.columns(5)
    with first:
        actor = address.narrowing("actor", say("history.who"), list(actors), shown=actors.__getitem__)
    with second:
        kind = address.narrowing("kind", say("trail.about"), KINDS, shown=lambda one: named("trail.kind", one))
    with third:
        bot = address.narrowing("bot", say("label.bot"), list(bots), shown=bots.__getitem__)
    with fourth:
        since = address.day("from", say("label.from"))
    with fifth:
        until = address.day("to", say("label.to"))
    call = config_svc.list_audit(
        workspace["id"],
        actor_id=actor,
        object_kind=kind,
        object_id=bot,
        since=_begins(since),
        until=_begins(until + timedelta(days=1)) if until else None,
    )
    found = listing.items("trail", call)
    if not found:
        st.info(say("trail.none"), icon=":material/history:")
        return
    rows = [
        {
            say("label.occurred_at"): formats.moment(entry["at"], language(), current().zone),
            say("history.who"): history.who(entry),
            say("history.what"): named("audit", entry["action"].replace(" ", "_")),
            say("trail.about"): _about(entry),
            say("history.fields"): history.fields(entry["changes"]),
        }
        for entry in found
    ]
    tables.shown(rows, say("trail.title"))
    listing.more("trail")


def _about(entry: WorkspaceAuditOut) -> str:
    kind = named("trail.kind", entry["object_kind"])
    return f"{kind}: {entry['object_name']}" if entry["object_name"] else say("trail.gone", kind=kind)


def _actors(workspace: WorkspaceOut) -> dict[str, str]:
    """Members and keys by their ids."""
    with at_once() as ask:
        members = ask(config_svc.list_members(workspace["id"], limit=MOST_ACTORS))
        keys = ask(config_svc.list_api_keys(workspace["id"], limit=MOST_ACTORS))
    found: dict[str, str] = {}
    if not isinstance(answer := members.result(), ApiProblem):
        found |= {one["id"]: one["name"] for one in answer["items"]}
    if not isinstance(listed := keys.result(), ApiProblem):
        found |= {one["id"]: one["name"] for one in listed["items"]}
    return found


def _begins(day: date | None) -> str | None:
    """When a day begins where the workspace is."""
    return datetime.combine(day, time.min, ZoneInfo(current().zone)).isoformat() if day else None
