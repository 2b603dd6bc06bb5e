"""What visitors and a bot said to each other: the list with its filters, and one conversation as it went."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from console import address, formats, listing
from console.calls import chat_svc
from console.models.chat_svc import ConversationListed, SaidOut
from console.models.config_svc import BotOut
from console.session import current, fetch, language, named, say

Environment = Literal["production", "staging", "preview"]
ENVIRONMENTS: tuple[Environment, ...] = ("production", "staging", "preview")
Shown = Literal["unanswered", "liked", "disliked"]
KINDS: tuple[Shown, ...] = ("unanswered", "liked", "disliked")
RATINGS: dict[str, Literal["1", "-1"]] = {"liked": "1", "disliked": "-1"}


def show(bot: BotOut) -> None:
    """The tab."""
    wanted = address.given_id("conversation")
    if wanted is not None:
        _one(bot["id"], wanted)
        return
    first, second, third = st.columns([1, 1, 2])
    with first:
        environment = address.choice(
            "environment",
            say("label.environment"),
            ENVIRONMENTS,
            shown=lambda one: named("environment", one),
            default="production",
        )
    with second:
        kind = address.narrowing("kind", say("talk.kind"), KINDS, shown=lambda one: say(f"talk.{one}"))
    with third:
        search = address.words("search", say("label.search"), placeholder=say("talk.search"))
    found = listing.items(
        "conversations",
        chat_svc.list_conversations(
            bot["id"],
            environment=environment,
            search=search or None,
            rating=RATINGS.get(kind or ""),
            unanswered=True if kind == "unanswered" else None,
        ),
    )
    if not found:
        filtered = bool(kind or search or environment != "production")
        st.info(say("talk.none.filtered" if filtered else "talk.none"), icon=":material/forum:")
    for conversation in found:
        _row(conversation)
    listing.more("conversations")


def _row(conversation: ConversationListed) -> None:
    with st.container(border=True):
        left, right = st.columns([5, 1], vertical_alignment="center")
        with left:
            st.markdown(f"**{formats.plain(conversation['first_question'] or say('talk.empty'))}**")
            marks = [
                formats.plain(formats.moment(conversation["started_at"], language(), current().zone)),
                say("talk.questions", count=conversation["questions"]),
            ]
            if conversation["unanswered"]:
                marks.append(f":material/help: {say('talk.open', count=conversation['unanswered'])}")
            if conversation["liked"]:
                marks.append(f":material/thumb_up: {conversation['liked']}")
            if conversation["disliked"]:
                marks.append(f":material/thumb_down: {conversation['disliked']}")
            if conversation["form_stopped"] == "captured":
                marks.append(f":material/contact_mail: {say('talk.captured')}")
            st.caption(" · ".join(marks))
        if right.button(say("talk.read"), key=f"talk:{conversation['id']}", width="stretch"):
            address.put(conversation=conversation["id"])
            st.rerun()


def _one(bot_id: str, conversation_id: str) -> None:
    if st.button(say("talk.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(conversation=None)
        st.rerun()
    found = fetch(chat_svc.get_conversation(bot_id, conversation_id))
    when = formats.moment(found["started_at"], language(), current().zone)
    topics = ", ".join(named("topic", topic) for topic in found["topics"])
    parts = [when, named("environment", found["environment"]), named("language", found["language"]), topics]
    st.caption(formats.plain(" · ".join(part for part in parts if part)))
    for said in found["transcript"]:
        _said(said)
    ended = found["end_reason"] and say(f"talk.ended.{found['end_reason']}")
    st.caption(ended or say("talk.running"))


def _said(said: SaidOut) -> None:
    visitor = said["role"] == "visitor"
    avatar = ":material/person:" if visitor else ":material/smart_toy:"
    with st.chat_message("user" if visitor else "assistant", avatar=avatar):
        st.markdown(formats.plain(said["text"]))
        for event in said.get("extras", []):
            if (tell := FOLLOWED.get(event["event"])) is not None:
                st.caption(formats.plain(tell(event["data"])))
        if citations := said.get("citations"):
            with st.expander(say("chat.sources", count=len(citations))):
                for citation in citations:
                    st.markdown(f"**\\[{citation['n']}\\] {formats.plain(citation['title'])}**")
                    st.markdown("> " + formats.plain(citation["quote"]).replace("\n", "\n> "))
                    if urlsplit(citation["url"]).scheme in ("http", "https"):
                        st.link_button(citation["url"], citation["url"], type="tertiary", icon=":material/link:")
        if said.get("answered") is False:
            st.caption(":material/help: " + say("talk.left_open"))
        _rating(said)


def _rating(said: SaidOut) -> None:
    rating, comment = said.get("rating"), said.get("comment")
    if not rating:
        return
    mark = ":material/thumb_up:" if rating > 0 else ":material/thumb_down:"
    words = say("talk.rated.up" if rating > 0 else "talk.rated.down")
    st.markdown(f"{mark} {words}" + (f": {formats.plain(comment)}" if comment else ""))


FOLLOWED: dict[str, Callable[..., str]] = {
    "cards": lambda cards: say("chat.persons", names=", ".join(person["name"] for person in cards["persons"])),
    "email_prompt": lambda _: say("talk.form"),
    "notice": lambda notice: str(notice["text"]),
}
"""What followed an answer, in words, by the event that brought it."""
