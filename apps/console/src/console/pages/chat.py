"""Chat test: ask a bot's draft what visitors would ask, and see from which sources it answers. Nothing is counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypedDict
from urllib.parse import urlsplit
from uuid import uuid4

import streamlit as st

from console import bot_choice, formats, problems
from console.api import ApiProblem
from console.calls import chat_svc, config_svc
from console.session import current, fetch, say

ANSWER_SECONDS = 60.0


# What the stream of an answer says. Written by hand: OpenAPI documents describe no streams.
class Citation(TypedDict):
    """A passage that an answer rests on; `n` is its number in the text."""

    n: int
    title: str
    quote: str
    url: str


class Person(TypedDict):
    """A contact person who is shown with an answer."""

    name: str


@dataclass
class Turn:
    """One thing said: by the tester (`user`) or by the bot (`assistant`)."""

    role: str
    text: str
    citations: list[Citation] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    asks_for_email: bool = False
    grounded: bool | None = None


@dataclass
class Talk:
    """A conversation with a bot's draft."""

    bot_id: str
    token: str
    welcome: str
    suggestions: list[str]
    turns: list[Turn] = field(default_factory=list)


def show() -> None:
    """The page."""
    st.title(say("page.chat"))
    bot = bot_choice.chosen()
    if bot is None:
        return
    st.caption(say("chat.help"))
    talk: Talk | None = st.session_state.get("talk")
    if talk is None or talk.bot_id != bot["id"]:
        with problems.shown(), st.spinner(say("chat.opening")):
            talk = st.session_state["talk"] = _open(bot["id"])
    if talk is None:
        return
    if st.button(say("chat.again"), icon=":material/restart_alt:"):
        del st.session_state["talk"]
        st.rerun()
    with st.chat_message("assistant", avatar=":material/smart_toy:"):
        st.markdown(formats.plain(talk.welcome))
    for turn in talk.turns:
        _shown(turn)
    suggested = None
    if not talk.turns:
        with st.container(horizontal=True):
            for number, suggestion in enumerate(talk.suggestions):
                if st.button(suggestion, key=f"suggestion:{number}"):
                    suggested = suggestion
    question = st.chat_input(say("chat.ask"), max_chars=4000) or suggested
    if question:
        _ask(talk, str(question))


def _open(bot_id: str) -> Talk:
    links = fetch(config_svc.get_chatbot(bot_id))["links"]
    session = current().api.send(chat_svc.open_session(bot_id, {"token": links["preview"]["token"]}))
    return Talk(
        bot_id, session["visitor_token"], session["appearance"]["welcome_message"], session["suggested_questions"]
    )


def _ask(talk: Talk, question: str) -> None:
    asked = Turn("user", question)
    _shown(asked)
    answer = Turn("assistant", "")
    try:
        with st.chat_message("assistant", avatar=":material/smart_toy:"):
            place = st.empty()
            with st.spinner(say("chat.answering")):
                for _ in _answer(talk, question, answer):
                    place.markdown(formats.plain(answer.text))
    except ApiProblem as problem:
        if problem.status == 401:  # the visitor's token is good for an hour
            del st.session_state["talk"]
            st.warning(say("chat.expired"), icon=":material/lock_clock:")
            return
        problems.show(problem)
        return
    talk.turns += [asked, answer]
    st.rerun()


def _answer(talk: Talk, question: str, answer: Turn) -> Iterator[None]:
    """Fill in the answer as it comes."""
    message = chat_svc.send_message(
        talk.bot_id, {"message_id": str(uuid4()), "text": question}, x_visitor_token=talk.token
    )
    for event in current().api.events(message, seconds=ANSWER_SECONDS):
        data = event.data
        match event.name:
            case "delta":
                answer.text += data["text"]
            case "replace":
                answer.text = data["text"]
            case "citations":
                answer.citations = data
            case "cards":
                answer.persons = data.get("persons", [])
            case "email_prompt":
                answer.asks_for_email = True
            case "notice":
                answer.notices.append(str(data.get("text", "")))
            case "done":
                answer.grounded = bool(data.get("grounded"))
                return
            case "error":
                problem = data.get("problem", {})
                raise ApiProblem(
                    int(problem.get("status", 500)), str(problem.get("type", "")), str(problem.get("detail", ""))
                )
        yield


def _shown(turn: Turn) -> None:
    avatar = ":material/smart_toy:" if turn.role == "assistant" else ":material/person:"
    with st.chat_message(turn.role, avatar=avatar):
        st.markdown(formats.plain(turn.text))
        for notice in turn.notices:
            st.caption(formats.plain(notice))
        if turn.citations:
            with st.expander(say("chat.sources", count=len(turn.citations)), expanded=True):
                for citation in turn.citations:
                    st.markdown(f"**\\[{citation['n']}\\] {formats.plain(citation['title'])}**")
                    st.markdown("> " + formats.plain(citation["quote"]).replace("\n", "\n> "))
                    if urlsplit(citation["url"]).scheme in ("http", "https"):
                        st.link_button(citation["url"], citation["url"], type="tertiary", icon=":material/link:")
        if turn.persons:
            st.caption(say("chat.persons", names=", ".join(formats.plain(person["name"]) for person in turn.persons)))
        if turn.asks_for_email:
            st.caption(say("chat.email"))
        if turn.grounded is False:
            st.caption(say("chat.ungrounded"))
