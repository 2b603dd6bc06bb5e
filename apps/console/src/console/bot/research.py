"""Taking over from a website: what a company publishes about itself, each with its evidence, to accept or not."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import streamlit as st

from console import formats, problems
from console.api import File
from console.bot.editing import Editing
from console.call import Transfer
from console.calls import config_svc, ingest_svc
from console.models.config_svc import ContactPersonIn
from console.models.ingest_svc import CompanyFacts, Fact, ResearchOut
from console.session import current, language, say

SECONDS = 120.0
SURE = 0.8
"""What is at least so sure is accepted unless the operator says otherwise."""
SINGLE = {
    "company_name": "/company/company_name",
    "phone": "/company/phone",
    "email": "/company/email",
    "primary_color": "/branding/primary_color",
    "secondary_color": "/branding/secondary_color",
}
"""Facts that are a field of the configuration as they are."""
MOST_PERSONS = 5


@dataclass(frozen=True)
class Finding:
    """Something to take over. `values` are the fields that it fills, by pointer."""

    name: str
    shown: str
    quote: str
    url: str
    confidence: float
    values: Mapping[str, Any] = field(default_factory=dict)
    person: ContactPersonIn | None = None
    picture: bytes | None = None

    @property
    def fills(self) -> bool:
        """Whether it can be taken over as it is; hours that are not sure for each day are only to read."""
        return bool(self.values) or self.person is not None or self.picture is not None


def read(website: str) -> ResearchOut | None:
    """Have a website read, showing how far it is; None when it cannot be, which is said. Raises `ApiProblem`."""
    call = ingest_svc.research({"website": website})
    stream = Transfer(call.method, call.path, body=call.body)
    with st.status(say("research.reading"), expanded=True) as status:
        for event in current().api.events(stream, seconds=SECONDS):
            if event.name == "progress":
                status.update(label=say("research.progress", fetched=event.data["fetched"], found=event.data["found"]))
            elif event.name == "failed":
                words = (event.data.get("reason_text") or {}).get(language()) or str(event.data["reason"])
                status.update(label=say("research.failed"), state="error")
                st.error(formats.plain(words), icon=":material/error:")
                return None
            elif event.name == "facts":
                status.update(label=say("research.read", count=event.data["pages"]), state="complete", expanded=False)
                return cast("ResearchOut", event.data)
        status.update(label=say("research.failed"), state="error")
    return None


def findings(answer: ResearchOut) -> list[Finding]:
    """What of a research can be taken over, the surest first within each kind."""
    facts = answer["facts"]
    found = []
    for name, pointer in SINGLE.items():
        if fact := cast("Fact | None", facts.get(name)):
            found.append(_of(name, fact, {pointer: fact["value"]}))
    found += _logo(answer)
    if (fact := facts.get("address")) and (postal := facts.get("postal_address")):
        found.append(
            _of("address", fact, {f"/company/address/{part}": value for part, value in postal.items() if value})
        )
    if fact := facts.get("opening_hours"):
        weekly, agreed = facts.get("weekly_hours"), facts.get("by_appointment") or []
        taken = {"/opening_hours/weekly": weekly, "/opening_hours/by_appointment": agreed}
        found.append(_of("opening_hours", fact, taken if weekly else {}))
    for network, page in (facts.get("social") or {}).items():
        found.append(_of(network, page, {f"/company/social/{network}": page["value"]}))
    return [*found, *_people(facts)]


def _of(name: str, fact: Fact, values: Mapping[str, Any]) -> Finding:
    return Finding(name, fact["value"], fact["quote"], fact["url"], fact["confidence"], values)


def _logo(answer: ResearchOut) -> list[Finding]:
    fact, image = answer["facts"].get("logo"), answer.get("logo_image")
    if not fact or not image:
        return []
    data = base64.b64decode(image)
    return [Finding("logo", "", fact["quote"], fact["url"], fact["confidence"], picture=data)]


def _people(facts: CompanyFacts) -> list[Finding]:
    found = []
    for member in facts.get("team", []):
        email = member.get("email")
        person: ContactPersonIn | None = None
        if email:
            person = {"name": member["name"], "email": email, "position": member.get("position", "")}
            if phone := member.get("phone"):
                person["phone"] = phone
        shown = " · ".join(filter(None, (member["name"], member.get("position"), email)))
        found.append(
            Finding("team", shown, member["quote"], member["url"], member.get("confidence", 0.0), person=person)
        )
    return [one for one in found if one.person][:MOST_PERSONS]


def review(found: list[Finding], key: str) -> list[Finding]:
    """Every finding with its evidence and a switch; those that are accepted."""
    st.caption(say("research.help"))
    level = st.slider(say("research.level"), 0, 100, int(SURE * 100), 5, format="%d %%", key=f"{key}:level") / 100
    accepted = []
    for number, one in enumerate(found):
        with st.container(key=f"finding-{number}"):
            name, value, evidence = st.columns([5, 8, 3], vertical_alignment="center", gap="small")
            with name:
                on = st.toggle(
                    say(f"fact.{one.name}"),
                    one.fills and one.confidence >= level,
                    disabled=not one.fills,
                    help=None if one.fills else say("research.by_hand"),
                    key=f"{key}:{level}:{number}",
                )
            with value:
                _value(one)
            with evidence:
                _evidence(one)
            if on and one.fills:
                accepted.append(one)
    return accepted


def _evidence(one: Finding) -> None:
    share = formats.share(one.confidence, language(), 0)
    with st.popover(share, icon=":material/format_quote:", help=say("research.where"), type="tertiary"):
        st.markdown("> " + formats.plain(one.quote).replace("\n", "\n> "))
        if urlsplit(one.url).scheme in ("http", "https"):
            st.link_button(one.url, one.url, type="tertiary", icon=":material/link:")


def _value(one: Finding) -> None:
    if one.picture is not None:
        st.image(one.picture, width=120, alt=say("fact.logo"))
    elif one.name.endswith("_color"):
        color = str(next(iter(one.values.values())))
        swatch = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="28"><rect width="96" height="28" rx="6" '
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(f'{swatch}fill="{color}"/></svg>', width=96, alt=color)
            st.text(color)
    else:
        st.text(one.shown)


def offer(found: Editing) -> None:
    """Fill a bot that is there from its company's website."""
    key = f"research:{found.id}"
    with st.expander(say("research.title"), icon=":material/travel_explore:", expanded=key in st.session_state):
        with st.form(f"{key}:form", border=False):
            website = st.text_input(
                say("research.website"), str(found.value("/company/website") or ""), placeholder="https://www.firma.de"
            )
            asked = st.form_submit_button(say("research.do"), icon=":material/travel_explore:")
        if asked and website.strip():
            with problems.shown():
                st.session_state[key] = read(website.strip())
        answer: ResearchOut | None = st.session_state.get(key)
        if answer is None:
            return
        accepted = review(findings(answer), key)
        if st.button(say("research.take", count=len(accepted)), type="primary", disabled=not accepted):
            take(found, accepted)
            del st.session_state[key]
            st.rerun()


def take(found: Editing, accepted: list[Finding]) -> None:
    """Put findings into the fields, to be looked at and saved; persons and the logo are stored at once."""
    social = dict(found.value("/company/social") or {})
    for one in accepted:
        for pointer, value in one.values.items():
            if pointer.startswith("/company/social/"):
                social[pointer.rsplit("/", 1)[1]] = value
            else:
                found.note(pointer, value)
    found.note("/company/social", social)
    found.generation += 1
    for one in accepted:
        _store(found, one)


def _store(found: Editing, one: Finding) -> None:
    api = current().api
    version = found.bot["version"]
    with problems.shown():
        if one.person is not None:
            api.send(config_svc.add_contact_person(found.id, one.person), version=version)
        elif one.picture is not None:
            api.put(config_svc.set_chatbot_logo(found.id), picture_of(one.picture), version=version)
        else:
            return
        found.take(api.send(config_svc.get_chatbot(found.id)))


def picture_of(data: bytes) -> File:
    """A logo as a file; the API looks at its content, not at its name."""
    return File("logo", data, "image/png")
