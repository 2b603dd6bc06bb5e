"""Questions that a bot left open: the answer is written in place, learnt, and the question is asked again."""

from __future__ import annotations

from time import monotonic, sleep
from uuid import uuid4

import streamlit as st

from console import formats, problems
from console.calls import chat_svc, ingest_svc
from console.models.chat_svc import GapOut
from console.models.config_svc import BotOut
from console.session import current, fetch, forget, language, say

SECONDS = 30.0
"""How long a text may take until it is searchable."""
ANSWER_SECONDS = 60.0
MOST_CHARACTERS = 20_000
SEARCHABLE = ("searchable", "ready")


def show(bot: BotOut) -> None:
    """The tab."""
    st.caption(say("gaps.help"))
    _filled(bot["id"])
    found = fetch(chat_svc.list_gaps(bot["id"]))
    if not found:
        st.info(say("gaps.none"), icon=":material/task_alt:")
    for gap in found:
        _gap(bot, gap)


def _filled(bot_id: str) -> None:
    """The question that was just answered, asked again."""
    kept: tuple[str, str, str, bool] | None = st.session_state.get("gap:filled")
    if kept is None or kept[0] != bot_id:
        return
    _, question, answer, answered = kept
    with st.container(border=True, key="gap-filled"):
        st.markdown(
            f":material/{'task_alt' if answered else 'info'}: {say('gaps.again' if answered else 'gaps.not_yet')}"
        )
        with st.chat_message("user", avatar=":material/person:"):
            st.markdown(formats.plain(question))
        with st.chat_message("assistant", avatar=":material/smart_toy:"):
            st.markdown(formats.plain(answer))
        if st.button(say("gaps.seen")):
            del st.session_state["gap:filled"]
            st.rerun()


def _gap(bot: BotOut, gap: GapOut) -> None:
    id = gap["group_id"]
    with st.container(border=True, key=f"gap-{id}"):
        st.markdown(f"**{formats.plain(gap['question'])}**")
        when = formats.moment(gap["last_unanswered_at"], language(), current().zone)
        st.caption(formats.plain(say("gaps.asked", count=gap["asked"], open=gap["asked"] - gap["answered"], when=when)))
        with st.form(f"gap:{id}", border=False):
            answer = st.text_area(say("gaps.answer"), max_chars=MOST_CHARACTERS, height=100, key=f"gap:{id}:answer")
            left, right = st.columns([2, 1])
            taught = left.form_submit_button(say("gaps.teach"), type="primary", icon=":material/school:")
            ignored = right.form_submit_button(say("gaps.ignore"), width="stretch")
        if taught and not answer.strip():
            st.error(say("gaps.empty"), icon=":material/error:")
        elif taught:
            _teach(bot, gap, answer.strip())
        elif ignored:
            with problems.shown():
                current().api.send(chat_svc.close_gap(bot["id"], id))
                forget()
                st.rerun()


def _teach(bot: BotOut, gap: GapOut, answer: str) -> None:
    """The answer becomes a text of the bot, under the question as its title; then the question is asked again."""
    api, question = current().api, gap["question"]
    with problems.shown(), st.status(say("gaps.storing"), expanded=True) as status:
        body = {"kind": "text", "title": question[:300], "text": answer}
        source = api.send(ingest_svc.add_source(bot["id"], body))
        end = monotonic() + SECONDS
        while source["state"] not in SEARCHABLE and source["state"] != "failed" and monotonic() < end:
            sleep(0.5)
            source = api.send(ingest_svc.get_source(bot["id"], source["id"]))
        status.update(label=say("gaps.asking"))
        said, answered = ask(bot, question)
        if answered:
            api.send(chat_svc.close_gap(bot["id"], gap["group_id"]))
        status.update(label=say("gaps.done"), state="complete")
        forget()
        st.session_state["gap:filled"] = (bot["id"], question, said, answered)
        st.rerun()


def ask(bot: BotOut, question: str) -> tuple[str, bool]:
    """What the draft says to a question, and whether that answers it; nothing of it is counted."""
    api = current().api
    session = api.send(chat_svc.open_session(bot["id"], {"token": bot["links"]["preview"]["token"]}))
    message = chat_svc.send_message(
        bot["id"], {"message_id": str(uuid4()), "text": question}, x_visitor_token=session["visitor_token"]
    )
    said, answered = "", False
    for event in api.events(message, seconds=ANSWER_SECONDS):
        if event.name == "delta":
            said += event.data["text"]
        elif event.name == "replace":
            said = event.data["text"]
        elif event.name == "done":
            answered = bool(event.data.get("answered"))
            break
    return said, answered
