"""A new bot: from its company's website, or with a name alone. The draft is on the server from then on."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit
from uuid import uuid4

import streamlit as st

from console import address, formats, links, problems
from console.api import ApiProblem
from console.bot import research
from console.bot.research import Finding
from console.calls import config_svc
from console.models.config_svc import CreateExtendedIn
from console.models.ingest_svc import ResearchOut
from console.session import current, forget, say
from console.settings import Settings

KEY = "new:research"


def show() -> None:
    """The page."""
    if st.button(say("bots.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(new=None)
        st.rerun()
    st.title(say("new.title"))
    st.markdown(say("new.help"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.header(say("new.website"))
        _from_website()
    with right:
        sample()
        st.header(say("new.name"))
        st.caption(say("new.name.help"))
        with st.form("new:name", border=True):
            name = st.text_input(say("edit.name") + " *", max_chars=255, placeholder=say("edit.name.example"))
            if st.form_submit_button(say("new.do")):
                _create({"name": name.strip()})


def sample() -> None:
    """One press makes the bot of the sample company, where its site is served."""
    website = Settings.read().demo_site_url
    if website is None:
        return
    st.header(say("new.sample"))
    st.caption(say("new.sample.help"))
    if not st.button(say("new.sample.do"), icon=":material/carpenter:"):
        return
    with problems.shown():
        answer = research.read(website)
        if answer is not None:
            sure = [one for one in research.findings(answer) if one.fills and one.confidence >= research.SURE]
            company = next((one.shown for one in sure if one.name == "company_name"), website)
            _create(_configuration(say("new.named", company=company), answer["website"], sure), sure)


def _from_website() -> None:
    with st.form("new:website", border=True):
        website = st.text_input(say("research.website"), placeholder="https://www.firma.de")
        asked = st.form_submit_button(say("research.do"), type="primary", icon=":material/travel_explore:")
    if asked and website.strip():
        with problems.shown():
            st.session_state[KEY] = research.read(website.strip())
    elif asked:
        st.error(say("field.website"), icon=":material/error:")
    answer: ResearchOut | None = st.session_state.get(KEY)
    if answer is None:
        return
    found = research.findings(answer)
    company = next(
        (one.shown for one in found if one.name == "company_name"), urlsplit(answer["website"]).hostname or ""
    )
    name = st.text_input(say("edit.name") + " *", say("new.named", company=company), max_chars=255, key="new:named")
    accepted = research.review(found, KEY)
    if st.button(say("new.take", count=len(accepted)), type="primary", icon=":material/check:"):
        _create(_configuration(name.strip(), answer["website"], accepted), accepted)


def _configuration(name: str, website: str, accepted: list[Finding]) -> dict[str, Any]:
    """The whole bot in one request; its website is the first source."""
    made: dict[str, Any] = {
        "name": name,
        "description": say("new.description"),
        "company": {"website": website},
        "data_sources": [{"kind": "url", "url": website}],
    }
    for one in accepted:
        for pointer, value in one.values.items():
            *path, last = pointer.strip("/").split("/")
            place = made
            for part in path:
                place = place.setdefault(part, {})
            place[last] = value
    if made["company"].get("address", {}).get("country") == "DE":
        made.setdefault("opening_hours", {})["holidays"] = "DE"
    if people := [one.person for one in accepted if one.person]:
        made["contact_persons"] = {"persons": people}
    return made


def _create(configuration: dict[str, Any], accepted: list[Finding] | None = None) -> None:
    # the same key as long as it has not come off: who presses twice, or after a lost answer, gets one bot
    once = st.session_state.setdefault("new:once", (repr(configuration), str(uuid4())))
    if once[0] != repr(configuration):
        once = st.session_state["new:once"] = (repr(configuration), str(uuid4()))
    api = current().api
    try:
        with st.spinner(say("working")):
            bot = api.send(config_svc.create_chatbot(cast("CreateExtendedIn", configuration)), once=once[1])
            picture = next((one.picture for one in accepted or [] if one.picture), None)
            if picture is not None:
                with problems.shown():  # a picture that cannot be kept is no reason to have no bot
                    api.put(
                        config_svc.set_chatbot_logo(bot["id"]), research.picture_of(picture), version=bot["version"]
                    )
    except ApiProblem as problem:
        if problem.status == 401:
            problems.expire()
        problems.show(problem)
        return
    for key in ("new:once", KEY):
        st.session_state.pop(key, None)
    forget()
    st.session_state["done"] = say("new.done", name=formats.plain(bot["name"]))
    links.go("bots", bot=bot["id"], tab="settings", step="basics")
