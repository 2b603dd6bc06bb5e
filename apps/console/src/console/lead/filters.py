"""What leads are narrowed to, in the address: filters, and links to those that are wanted most."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, Required, TypedDict, get_args

import streamlit as st

from console import address, bot_choice, links, people
from console.clock import today
from console.lead.detail import STATUSES, Status
from console.session import current, named, say

Kind = Literal["email", "contact_request"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Sort = Literal["-captured_at", "captured_at", "-interest", "interest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
LEVELS = tuple(str(level) for level in range(1, 11))
Environment = Literal["production", "staging", "preview"]
ENVIRONMENTS: tuple[Environment, ...] = get_args(Environment)
ADDRESSED = (
    "bot",
    "kind",
    "environment",
    "sort",
    "status",
    "from",
    "to",
    "interest",
    "text",
    "assigned",
    "due",
    "tasks_of",
)
HOT = "7"
OLD_AFTER = timedelta(days=7)


class Filters(TypedDict, total=False):
    """What the table, the board and the export are narrowed to. Tests are never among what visitors left."""

    environment: Required[Environment]
    chatbot_id: str
    status: list[Status]
    kind: Kind
    interest_min: int
    assigned_to: str
    due_by: str
    task_assigned_to: str
    text: str
    from_: str
    to: str
    sort: Sort


def wanted_most() -> None:
    """Links to what an operator looks for most."""
    long_ago = (today(current().zone) - OLD_AFTER).isoformat()
    with st.container(horizontal=True):
        links.to("leads", say("leads.link.requests"), icon=":material/call:", status="new", kind="contact_request")
        links.to("leads", say("leads.link.hot"), icon=":material/local_fire_department:", status="new", interest=HOT)
        links.to("leads", say("leads.link.old"), icon=":material/hourglass_bottom:", status="new", to=long_ago)
        if (me := people.myself()) is not None:
            links.to("leads", say("leads.link.mine"), icon=":material/person:", assigned=me["id"])
            links.to("leads", say("leads.link.my_tasks"), icon=":material/checklist:", tasks_of=me["id"])
        links.to("leads", say("leads.link.due"), icon=":material/task_alt:", due=today(current().zone).isoformat())
        links.to("leads", say("leads.link.tests"), icon=":material/science:", environment="staging")


def tests_told(filters: Filters) -> None:
    """Says so where tests are shown."""
    if filters["environment"] != "production":
        st.info(say("leads.tests"), icon=":material/science:")


def read(*, by_status: bool, of_bot: str | None = None) -> Filters:
    """The filters, shown and read; without the status or the bot where something else tells them apart."""
    narrowed = any(address.given(name) for name in ADDRESSED if name != "bot" or of_bot is None)
    with st.expander(say("leads.filters"), icon=":material/filter_alt:", expanded=narrowed):
        upper, lower = st.columns(3 + by_status + (of_bot is None)), st.columns(5)
        bot = of_bot
        if of_bot is None:
            with upper.pop(0):
                bot = _bot()
        with upper[0]:
            kind = address.narrowing("kind", say("label.kind"), KINDS, shown=lambda k: named("kind", k))
        with upper[1]:
            environment = address.choice(
                "environment",
                say("label.environment"),
                ENVIRONMENTS,
                shown=lambda one: named("environment", one),
                default="production",
            )
        with upper[2]:
            sort = address.choice(
                "sort", say("label.sort"), SORTS, shown=lambda s: say(f"sort.{s}"), default="-captured_at"
            )
        status = None
        if by_status:
            with upper[3]:
                status = address.narrowing("status", say("label.status"), STATUSES, shown=lambda s: named("status", s))
        with lower[0]:
            since = address.day("from", say("label.from"))
        with lower[1]:
            until = address.day("to", say("label.to"))
        with lower[2]:
            least = address.narrowing("interest", say("label.interest_min"), LEVELS, shown=str)
        with lower[3]:
            words = address.words("text", say("label.search"), help=say("leads.search.help"))
            due = address.day("due", say("tasks.due_by"))
        filters = Filters(environment=environment)
        with lower[4]:
            _by_members(filters)
    if due:
        filters["due_by"] = due.isoformat()
    if bot:
        filters["chatbot_id"] = bot
    if status:
        filters["status"] = [status]
    if kind:
        filters["kind"] = kind
    if least:
        filters["interest_min"] = int(least)
    if words:
        filters["text"] = words
    if since:
        filters["from_"] = since.isoformat()
    if until:
        filters["to"] = until.isoformat()
    if sort != "-captured_at":
        filters["sort"] = sort
    return filters


def _by_members(filters: Filters) -> None:
    if in_charge := _member("assigned", say("label.assigned_to")):
        filters["assigned_to"] = in_charge
    if doing := _member("tasks_of", say("tasks.of")):
        filters["task_assigned_to"] = doing


def _member(name: str, label: str) -> str | None:
    """The member whose leads or tasks are wanted; an id in the address counts also where nobody may know its name."""
    names = people.in_charge()
    given = address.given_id(name)
    options = [*names, *([given] if given and given not in names else [])]
    return address.narrowing(name, label, options, shown=lambda id: names.get(id) or people.looking_after(id))


def _bot() -> str:
    """The bot that leads are narrowed to; empty for every one."""
    bots = {bot["id"]: bot for bot in bot_choice.every()}
    given = address.given_id("bot")
    return address.choice(
        "bot",
        say("label.bot"),
        [address.EVERY, *bots, *([given] if given and given not in bots else [])],
        shown=lambda id: bot_choice.name_of(id) if id else say("every"),
        default=address.EVERY,
    )
