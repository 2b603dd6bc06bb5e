"""The script that Streamlit runs for every tab and every click: the door, the navigation, the page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from console import asking, door, formats, links, problems, session
from console.api import ApiProblem
from console.pages import (
    analytics,
    bots,
    chat,
    kpis,
    leads,
    live,
    operations,
    opt_outs,
    outreach,
    privacy,
    prospects,
    reports,
    sent,
    settings,
    start,
    suppressions,
    templates,
)
from console.session import say
from console.texts import LANGUAGES

ICON = Path(__file__).parents[1] / "icon.svg"
# The navigation: pages by group, with the function that shows each and its icon. One page needs no group around it.
GROUPS: dict[str, dict[str, tuple[Callable[[], None], str]]] = {
    "": {
        "start": (start.show, "home"),
        "bots": (bots.show, "smart_toy"),
        "chat": (chat.show, "forum"),
        "prospects": (prospects.show, "travel_explore"),
        "leads": (leads.show, "contact_mail"),
        "privacy": (privacy.show, "shield_person"),
        "operations": (operations.show, "build"),
        "settings": (settings.show, "settings"),
    },
    "group.outreach": {
        "outreach": (outreach.show, "approval"),
        "sent": (sent.show, "outgoing_mail"),
        "templates": (templates.show, "draft"),
        "suppressions": (suppressions.show, "do_not_disturb_on"),
        "opt_outs": (opt_outs.show, "block"),
    },
    "group.analytics": {
        "analytics": (analytics.show, "monitoring"),
        "live": (live.show, "bolt"),
        "kpis": (kpis.show, "speed"),
        "reports": (reports.show, "summarize"),
    },
}


def main() -> None:
    """One run."""
    st.set_page_config(page_title="Empfang", page_icon=str(ICON), layout="wide")
    inside = _inside()  # first: pages are named in the session's language
    pages = {
        name: st.Page(
            show,
            title=say(f"page.{name}"),
            icon=f":material/{icon}:",
            url_path=links.PATHS[name] or None,
            default=name == "start",
        )
        for group in GROUPS.values()
        for name, (show, icon) in group.items()
    }
    links.remember(pages)
    groups = {group and say(group): [pages[name] for name in names] for group, names in GROUPS.items()}
    page = st.navigation(groups, position="sidebar" if inside else "hidden", expanded=True)
    if not inside:
        door.over()
        return
    st.html(f'<span data-language="{session.language()}" hidden></span>')  # for the front's script
    _sidebar()
    asking.tell()
    try:
        page.run()
    except ApiProblem as problem:
        if problem.status == 401:
            problems.expire()
        problems.show(problem)


def _inside() -> bool:
    """Whether the session goes on."""
    try:
        return session.resume()
    except ApiProblem as problem:
        problems.show(problem)
        st.stop()


def _sidebar() -> None:
    found = session.current()
    with st.sidebar:
        if found.who is not None:
            st.caption(formats.plain(say("sidebar.workspace", name=found.who["workspace"]["name"])))
            if member := found.who["member"]:
                st.caption(formats.plain(say("sidebar.member", name=member["name"])))
        door.language_switch(LANGUAGES)
        door.way_out()


main()
