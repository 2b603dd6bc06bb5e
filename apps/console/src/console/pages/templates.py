"""Mail templates: which wording is in force for each kind of mail, and the one that the address names."""

from __future__ import annotations

import streamlit as st

from console import address, formats, tables
from console.calls import outreach_svc
from console.models.outreach_svc import TemplateListedOut
from console.session import current, fetch, language, named, say
from console.template import editor
from console.texts import LANGUAGES


def show() -> None:
    """The page."""
    wanted = address.given("template")
    found = fetch(outreach_svc.list_templates())
    if any(one["name"] == wanted for one in found):
        editor.show(wanted, next((one for one in LANGUAGES if one == address.given("language")), "de"))
        return
    st.title(say("page.templates"))
    st.caption(say("templates.help"))
    opened = tables.opened(
        [_row(one) for one in found], "templates", lambda number: _label(found[number]), icon=":material/edit:"
    )
    if opened is not None:
        address.put(template=found[opened]["name"], language=found[opened]["language"])
        st.rerun()


def _label(one: TemplateListedOut) -> str:
    return say("templates.open", name=named("template", one["name"]), language=named("language", one["language"]))


def _row(one: TemplateListedOut) -> dict[str, str]:
    changed = one["changed_at"] and formats.moment(one["changed_at"], language(), current().zone)
    state = say("templates.state.own", when=changed) if changed else say("templates.state.built_in")
    return {
        say("label.kind"): named("template", one["name"]),
        say("label.language"): named("language", one["language"]),
        say("label.subject"): one["subject"],
        say("templates.state"): say("templates.state.fixed") if one["fixed"] else state,
    }
