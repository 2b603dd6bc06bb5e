"""The five steps of a bot and its launch. Who makes a bot walks through them; who has one finds its settings here."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from console import address, formats
from console.bot import basics, company, conflict, features, hours, launching, persons, preview, sources
from console.bot.editing import Editing, discard, editing, lay_by, save
from console.bot.form import Form, label
from console.session import say
from console.texts import CATALOGUE

Part = Callable[[Form], None]
STEPS: dict[str, dict[str, Part]] = {
    "basics": {"basics": basics.basics},
    "branding": {"branding": basics.branding},
    "company": {"company": company.company, "hours": hours.hours},
    "features": {
        "email": features.email,
        "persons": persons.persons,
        "absence": features.absence,
        "prompts": basics.prompts,
    },
    "sources": {"sources": sources.sources},
    "launch": {"launch": launching.launch},
}
ORDER = [(step, part) for step, parts in STEPS.items() for part in parts]
OF_THEIR_OWN = ("sources", "launch")
"""Steps whose parts are stored at once, so that there is nothing to save."""


def show(bot_id: str) -> None:
    """The step and part that the address names."""
    found = editing(bot_id)
    step = _chosen("step", list(STEPS), "basics")
    st.progress((list(STEPS).index(step) + 1) / len(STEPS), say(f"step.{step}.help"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        if found.newer is not None:
            conflict.show(found)
            return
        parts = list(STEPS[step])
        part = _chosen("part", parts, parts[0]) if len(parts) > 1 else parts[0]
        _from_earlier(found)
        form = Form(found)
        STEPS[step][part](form)
        form.rest()
        lay_by(found)
        _buttons(found, step, part)
    with right:
        preview.show(found.bot)


def _from_earlier(found: Editing) -> None:
    """What an earlier session left unsaved: it is back, or somebody was faster."""
    if found.restored:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/restore: {say('steps.restored', count=len(found.typed))}")
            if st.button(say("steps.discard"), type="tertiary"):
                discard(found)
                lay_by(found)
                st.rerun()
    for pointer, value in found.overtaken.items():
        name = label(pointer) if CATALOGUE.knows(f"edit{pointer.replace('/', '.')}") else pointer
        st.warning(
            say("steps.overtaken", field=formats.plain(name), value=formats.plain(str(value))),
            icon=":material/history:",
        )


def _chosen(name: str, options: list[str], default: str) -> str:
    """A choice in view, kept in the address, so that a reload and a link come back to it."""
    wanted = address.given(name)
    value = wanted if wanted in options else default
    key = f"steps:{name}"
    st.session_state[key] = value

    def keep() -> None:
        address.put(**{name: st.session_state[key] or value, **({"part": None} if name == "step" else {})})

    st.segmented_control(
        say(f"steps.{name}"),
        options,
        format_func=lambda one: say(f"{name}.{one}"),
        required=True,
        key=key,
        on_change=keep,
        label_visibility="collapsed",
    )
    return value


def _buttons(found: Editing, step: str, part: str) -> None:
    place = ORDER.index((step, part))
    own = step in OF_THEIR_OWN
    with st.container(horizontal=True, key="step-buttons"):
        if place and st.button(say("steps.back"), icon=":material/arrow_back:"):
            _go(place - 1)
        if not own and st.button(say("save"), disabled=not found.typed, icon=":material/save:"):
            save(found)
            st.rerun()
        if place + 1 < len(ORDER):
            forth = say("steps.next" if own or not found.typed else "steps.save_next")
            if st.button(forth, type="primary", icon=":material/arrow_forward:"):
                if own or save(found):
                    _go(place + 1)
                st.rerun()
    if found.typed and not own:
        st.caption(say("steps.unsaved", count=len(found.typed)))


def _go(place: int) -> None:
    step, part = ORDER[place]
    address.put(step=step, part=part)
    st.rerun()
