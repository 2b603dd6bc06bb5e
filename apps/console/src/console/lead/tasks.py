"""What is to be done about a lead: the list, and something new for it."""

from __future__ import annotations

from datetime import date

import streamlit as st

from console import address, asking, formats, people
from console.calls import lead_svc
from console.lead import charge
from console.models.lead_svc import LeadOut, TaskIn, TaskOut
from console.session import current, language, say

CHANGING = "tasks:changing"


def waiting(lead: LeadOut) -> str:
    """What is open, with its day and who does it, as far as it has somebody of its own."""
    return "; ".join(_line(task) for task in _sorted(lead) if not task["done"])


def show(lead: LeadOut) -> None:
    """The tasks, the open ones first."""
    changing: tuple[TaskOut, TaskIn, str] | None = st.session_state.pop(CHANGING, None)
    if changing is not None:
        asking.done(lambda: _change(lead, *changing))
    with st.container(border=True):
        st.header(say("tasks.title"))
        tasks = _sorted(lead)
        if not tasks:
            st.caption(say("tasks.none"))
        for task in tasks:
            _task(lead, task)
        _add(lead)


def _sorted(lead: LeadOut) -> list[TaskOut]:
    return sorted(lead.get("tasks", []), key=lambda one: (one["done"], one["due"] or "9999"))


def _line(task: TaskOut) -> str:
    day, who = _day(task), task.get("assigned_to")
    told = [say("tasks.by_day", day=day)] if day else []
    told += [people.looking_after(who)] if who else []
    return f"{task['text']} ({', '.join(told)})" if told else task["text"]


def _day(task: TaskOut) -> str | None:
    return formats.day(date.fromisoformat(task["due"]), language()) if task["due"] else None


def _task(lead: LeadOut, task: TaskOut) -> None:
    day, who = _day(task), task.get("assigned_to")
    words = f"{task['text']} ({say('tasks.by_day', day=day)})" if day else task["text"]
    with st.container(key=f"task:row:{task['id']}", horizontal=True, vertical_alignment="center"):
        ticking, giving = f"task:{task['id']}", f"task:member:{task['id']}"
        st.session_state[ticking] = task["done"]
        st.session_state[giving] = who or address.EVERY

        def ticked() -> None:
            done = bool(st.session_state[ticking])
            changed = {**_as_it_is(task), "done": done}
            st.session_state[CHANGING] = (task, changed, say("tasks.done" if done else "tasks.open_again"))

        def given() -> None:
            wanted = st.session_state[giving] or None
            changed = {**_as_it_is(task), "assigned_to": wanted}
            to = say("tasks.given", name=people.looking_after(wanted)) if wanted else say("tasks.given_back")
            st.session_state[CHANGING] = (task, changed, to)

        st.checkbox(formats.plain(words), key=ticking, on_change=ticked)
        charge.choice(
            say("tasks.member", text=task["text"]),
            who,
            nobody=say("tasks.nobody"),
            key=giving,
            on_change=given,
            beside=True,
        )
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
        member = charge.choice(say("tasks.member.new"), None, nobody=say("tasks.nobody"))
        sent = st.form_submit_button(say("tasks.add"), icon=":material/add_task:")
    if not sent:
        return
    if not text:
        st.error(say("tasks.textless"), icon=":material/error:")
        return

    def add() -> str:
        body: TaskIn = {"text": text, "due": due.isoformat() if due else None, "assigned_to": member}
        current().api.send(lead_svc.add_lead_task(lead["id"], body))
        return say("tasks.added")

    asking.done(add)


def _as_it_is(task: TaskOut) -> TaskIn:
    """All of a task but who does it, which stays where it is left out."""
    return {"text": task["text"], "due": task["due"], "done": task["done"]}


def _change(lead: LeadOut, task: TaskOut, wanted: TaskIn, said: str) -> str:
    current().api.send(lead_svc.change_lead_task(lead["id"], task["id"], wanted), version=task["version"])
    return said


def _delete(lead: LeadOut, task: TaskOut) -> str:
    current().api.send(lead_svc.delete_lead_task(lead["id"], task["id"]))
    return say("tasks.deleted")
