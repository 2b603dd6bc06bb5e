"""What is to be done about a lead: the list, and something new for it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from console import asking, formats
from console.calls import lead_svc
from console.models.lead_svc import LeadOut, TaskIn, TaskOut
from console.session import current, language, say

TICKING = "tasks:ticking"


def show(lead: LeadOut) -> None:
    """The tasks, the open ones first."""
    ticking: tuple[TaskOut, bool] | None = st.session_state.pop(TICKING, None)
    if ticking is not None:
        asking.done(lambda: _tick(lead, *ticking))
    with st.container(border=True):
        st.header(say("tasks.title"))
        tasks = lead.get("tasks", [])
        if not tasks:
            st.caption(say("tasks.none"))
        for task in sorted(tasks, key=lambda one: (one["done"], one["due"] or "9999")):
            _task(lead, task)
        _add(lead)


def _task(lead: LeadOut, task: TaskOut) -> None:
    until = formats.day(date.fromisoformat(task["due"]), language()) if task["due"] else None
    words = say("tasks.until", text=task["text"], day=until) if until else task["text"]
    with st.container(key=f"task:row:{task['id']}", horizontal=True, vertical_alignment="center"):
        key = f"task:{task['id']}"
        st.session_state[key] = task["done"]

        def ticked() -> None:
            st.session_state[TICKING] = (task, st.session_state[key])

        st.checkbox(formats.plain(words), key=key, on_change=ticked)
        asking.button(
            say("tasks.delete"),
            f"task:delete:{task['id']}",
            lambda: _delete(lead, task),
            sure=say("tasks.delete.sure", text=formats.plain(task["text"])),
            icon=":material/delete:",
        )


def _add(lead: LeadOut) -> None:
    with st.form("tasks:add", border=False, clear_on_submit=True):
        text = str(st.text_input(say("tasks.text"), max_chars=500, placeholder=say("tasks.text.example"))).strip()
        due = st.date_input(say("tasks.due"), value=None, format="DD.MM.YYYY")
        sent = st.form_submit_button(say("tasks.add"), icon=":material/add_task:")
    if not sent:
        return
    if not text:
        st.error(say("tasks.textless"), icon=":material/error:")
        return

    def add() -> str:
        body: TaskIn = {"text": text, "due": due.isoformat() if due else None}
        current().api.send(lead_svc.add_lead_task(lead["id"], body))
        return say("tasks.added")

    asking.done(add)


def _tick(lead: LeadOut, task: TaskOut, done: bool) -> str:
    body: TaskIn = {"text": task["text"], "due": task["due"], "done": done}
    current().api.send(lead_svc.change_lead_task(lead["id"], task["id"], body), version=task["version"])
    return say("tasks.done" if done else "tasks.open_again")


def _delete(lead: LeadOut, task: TaskOut) -> str:
    current().api.send(lead_svc.delete_lead_task(lead["id"], task["id"]))
    return say("tasks.deleted")
