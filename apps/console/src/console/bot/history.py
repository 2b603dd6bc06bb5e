"""Who changed what about a bot, when; earlier drafts beside the present one, and going back to one."""

from __future__ import annotations

import streamlit as st

from console import address, formats, listing, tables
from console.bot import comparing
from console.bot.editing import Editing, change, editing
from console.bot.patches import at
from console.calls import config_svc
from console.models.config_svc import AuditOut, BotOut, EarlierOut, WorkspaceAuditOut
from console.session import current, fetch, language, named, say
from console.texts import CATALOGUE

MOST_NAMED = 4


def show(bot: BotOut) -> None:
    """The tab."""
    _versions(editing(bot["id"]))
    st.header(say("history.audit"))
    found = listing.items("history", config_svc.list_chatbot_audit(bot["id"]))
    rows = [
        {
            say("label.occurred_at"): formats.moment(entry["at"], language(), current().zone),
            say("history.what"): named("audit", entry["action"].replace(" ", "_")),
            say("history.fields"): fields(entry["changes"]),
            say("history.who"): who(entry),
            say("label.version"): entry["object_version"],
        }
        for entry in found
    ]
    tables.shown(rows, say("history.audit"))
    listing.more("history")


def _versions(found: Editing) -> None:
    st.header(say("history.versions"))
    earlier = fetch(config_svc.list_versions(found.id))
    if not earlier:
        st.info(say("history.versions.none"), icon=":material/history:")
        return
    st.caption(say("history.versions.help"))
    by_version = {str(one["version"]): one for one in earlier}
    labels = {address.EVERY: say("history.version.choose")} | {id: _named(one) for id, one in by_version.items()}
    chosen = address.choice(
        "version", say("history.version"), list(labels), shown=labels.__getitem__, default=address.EVERY
    )
    if chosen:
        _compared(found, by_version[chosen])


def _named(earlier: EarlierOut) -> str:
    until = formats.moment(earlier["until"], language(), current().zone)
    other = fields(earlier["changes"], most=MOST_NAMED)
    if not other:
        return say("history.version.same", until=until)
    return say("history.version.until", until=until, fields=other)


def _compared(found: Editing, earlier: EarlierOut) -> None:
    """What is other in an earlier draft, and the way back to it."""
    if not earlier["changes"]:
        st.info(say("history.same"), icon=":material/equal:")
        return
    then = fetch(config_svc.get_version(found.id, earlier["version"]))["draft"]
    for pointer in dict.fromkeys(_as_shown(pointer) for pointer in earlier["changes"]):
        with st.container(border=True):
            comparing.beside(
                pointer,
                (say("history.then"), at(then, pointer)),
                (say("history.now"), at(found.bot["draft"], pointer)),
            )
    st.caption(say("history.restore.help"))
    if st.button(say("history.restore"), type="primary", icon=":material/history:"):
        restore = config_svc.restore_version(found.id, earlier["version"])
        found.generation += 1  # the fields show the draft anew
        address.put(version=None)
        change(found, lambda version: current().api.send(restore, version=version), done=say("history.restored"))


def _as_shown(pointer: str) -> str:
    """Where a value stands in what the API shows: consent texts are kept by language."""
    _, kept, *path = pointer.split("/")
    if kept != "consents":
        return pointer
    if path and path[-1] == "privacy_url":
        return "/email_capture/privacy_url"
    return "/".join(("", "email_capture", "consent_text", *path[:1]))


def who(entry: AuditOut | WorkspaceAuditOut) -> str:
    """Who did it: a member or the holder of a key by name, else the platform."""
    if entry["actor_kind"] in ("member", "key"):
        return entry["actor_name"]
    return named("actor", entry["actor_kind"])


def fields(pointers: list[str], *, most: int | None = None) -> str:
    """The fields that these pointers name, in words."""
    names = list(dict.fromkeys(_name_of(pointer) for pointer in pointers))
    return ", ".join(names[:most]) + (" …" if most and len(names) > most else "")


def _name_of(pointer: str) -> str:
    """A field's name: the history's own, or its editor's."""
    path = pointer.strip("/").split("/")
    while path:
        if CATALOGUE.knows(f"history.{'.'.join(path)}"):
            return say(f"history.{'.'.join(path)}")
        path.pop()
    return comparing.name_of(pointer)
