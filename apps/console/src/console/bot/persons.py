"""The contact persons of a bot: at most five, in their order, and what brings their cards up."""

from __future__ import annotations

from typing import cast

import streamlit as st

from console import asking, formats
from console.api import ApiProblem
from console.bot import editing, portrait
from console.bot.basics import seen_at
from console.bot.editing import Editing
from console.bot.form import Form
from console.calls import config_svc
from console.models.config_svc import ContactPersonIn, ContactPersonOut, PersonPatchIn
from console.problems import messages
from console.session import current, say

MOST = 5
FIELDS = ("name", "position", "email", "phone", "specialization", "booking_url")
NEEDED = ("name", "email")


def persons(form: Form) -> None:
    """The cards."""
    found = form.editing
    on = form.switch("/contact_persons/enabled")
    st.caption(say("persons.why"))
    people = found.bot["draft"]["contact_persons"].get("persons", [])
    if not on and not people:
        return
    for number, person in enumerate(people):
        _card(found, people, number, person)
    if len(people) < MOST:
        with st.expander(say("persons.add"), icon=":material/person_add:", expanded=not people):
            _fields(found, None)
    else:
        st.caption(say("persons.full"))
    with st.expander(say("persons.triggers")):
        form.words("/contact_persons/keywords")
        form.words("/contact_persons/topics")
        form.number("/contact_persons/min_messages", 0, 100)
        form.choice("/contact_persons/layout", ("horizontal", "vertical"), lambda one: say(f"layout.{one}"))


def _card(found: Editing, people: list[ContactPersonOut], number: int, person: ContactPersonOut) -> None:
    with st.container(border=True, key=f"person-{number}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            if image := person.get("image_url"):
                st.image(seen_at(found.bot, image), width=60, alt=person["name"])
            under = " · ".join(filter(None, (person.get("position"), person.get("specialization"))))
            st.markdown(f"**{formats.plain(person['name'])}**  \n{formats.plain(under)}")
            for step, icon in ((-1, "arrow_upward"), (1, "arrow_downward")):
                if st.button(
                    say(f"persons.{icon}", name=person["name"]),
                    icon=f":material/{icon}:",
                    type="tertiary",
                    disabled=not 0 <= number + step < len(people),
                    key=f"icon:{person['id']}:{icon}",
                ):
                    _swap(found, [one["id"] for one in people], number, number + step)
        with st.expander(say("persons.edit"), type="compact"):
            _fields(found, person)
            portrait.choose(found, person["id"])
            _removal(found, person)


def _swap(found: Editing, order: list[str], one: int, other: int) -> None:
    order[one], order[other] = order[other], order[one]
    call = config_svc.order_contact_persons(found.id, {"person_ids": order})
    editing.change(found, lambda version: current().api.send(call, version=version), done=say("persons.ordered"))


def _removal(found: Editing, person: ContactPersonOut) -> None:
    def remove() -> str:
        current().api.send(config_svc.remove_contact_person(found.id, person["id"]), version=found.bot["version"])
        found.take(current().api.send(config_svc.get_chatbot(found.id)))
        return say("persons.removed", name=person["name"])

    asking.button(
        say("persons.remove"),
        f"person:{person['id']}:remove",
        remove,
        sure=say("persons.remove.sure", name=formats.plain(person["name"])),
        icon=":material/delete:",
    )


def _fields(found: Editing, person: ContactPersonOut | None) -> None:
    """The fields of a person who is there, or of one to add; stored at once, by their own address."""
    key = person["id"] if person else f"new:{len(found.bot['draft']['contact_persons'].get('persons', []))}"
    wrong: dict[str, str] = st.session_state.get(f"person:wrong:{key}", {})
    with st.form(f"person:{key}", border=False):
        typed: dict[str, str] = {}
        columns = st.columns(2)
        for number, name in enumerate(FIELDS):
            shown = "phone_national" if name == "phone" else name
            value = str((person or {}).get(shown) or "") if person else ""
            with columns[number % 2]:
                typed[name] = st.text_input(
                    say(f"person.{name}") + (" *" if name in NEEDED else ""),
                    value,
                    max_chars=255,
                    help=say("person.booking_url.help") if name == "booking_url" else None,
                    key=f"person:{key}:{found.bot['version']}:{name}",
                ).strip()
                if message := wrong.get(f"/{name}"):
                    st.markdown(f":red[:material/error: {message}]")
        if st.form_submit_button(say("save" if person else "persons.add.do"), type="primary"):
            _store(found, person, key, typed)


def _store(found: Editing, person: ContactPersonOut | None, key: str, typed: dict[str, str]) -> None:
    empty = {"phone": None, "booking_url": None}
    body = {name: value or empty.get(name, "") for name, value in typed.items()}
    st.session_state.pop(f"person:wrong:{key}", None)

    def store(version: int) -> object:
        api = current().api
        try:
            if person is None:
                return api.send(config_svc.add_contact_person(found.id, cast("ContactPersonIn", body)), version=version)
            patch = cast("PersonPatchIn", body)
            return api.send(config_svc.change_contact_person(found.id, person["id"], patch), version=version)
        except ApiProblem as problem:
            if problem.status == 422:
                st.session_state[f"person:wrong:{key}"] = messages(problem)
            raise

    editing.change(found, store, done=say("persons.saved", name=typed["name"]))
    if f"person:wrong:{key}" in st.session_state:
        st.rerun()  # what is wrong is said at the fields
