"""How visitors liked the answers: the share of thumbs up, and what some wrote to theirs."""

from __future__ import annotations

import streamlit as st

from console import formats, links, patterns
from console.calls import chat_svc
from console.models.analytics_svc import FiguresOut
from console.models.chat_svc import ConversationListed
from console.session import current, fetch, language, say

MOST_COMMENTED = 5


def show(bot_id: str, summary: FiguresOut) -> None:
    """The sentence of the range, and the newest comments whenever they were given. Raises `ApiProblem`."""
    st.markdown(f"**{judged(summary)}**")
    found = fetch(chat_svc.list_conversations(bot_id, environment="production", commented=True, limit=MOST_COMMENTED))
    if not found["items"]:
        st.caption(say("satisfaction.uncommented"))
    for conversation in found["items"]:
        _comments(bot_id, conversation)


def judged(summary: FiguresOut) -> str:
    """How answers were liked, and of how many judgements that is; no share of few."""
    share, count = summary["user_satisfaction"], summary["ratings"]
    if share is None:
        return say("satisfaction.none")
    up = round(share * count)
    if count < patterns.FEWEST_JUDGED:
        return say("satisfaction.few", up=up, count=count)
    return formats.plain(say("satisfaction.share", share=formats.share(share, language()), up=up, count=count))


def _comments(bot_id: str, conversation: ConversationListed) -> None:
    with st.container(border=True):
        for comment in conversation["comments"]:
            st.markdown(f":material/chat: {formats.plain(comment)}")
        when = formats.moment(conversation["started_at"], language(), current().zone)
        asked = say("satisfaction.asked", question=conversation["first_question"], when=when)
        st.caption(formats.plain(asked))
        links.to_conversation(bot_id, conversation["id"], say("talk.read"))
