"""What a bot knows something from: websites, PDF files and texts, with how far each is read."""

from __future__ import annotations

import streamlit as st

from console import asking, formats, problems
from console.api import ApiProblem, File
from console.bot.form import Form
from console.calls import ingest_svc
from console.models.ingest_svc import SourceOut
from console.session import current, fetch, language, say

SECONDS = 2.0
"""Between two looks at what is being read."""
MOST_MEGABYTES = 24
MOST_CHARACTERS = 500_000
ICONS = {"url": "language", "pdf": "picture_as_pdf", "text": "notes"}
STATES = {
    "waiting": "hourglass_empty",
    "reading": "sync",
    "searchable": "check_circle",
    "ready": "check_circle",
    "failed": "error",
}


def sources(form: Form) -> None:
    """The sources, and how to add one."""
    bot_id = form.editing.id
    st.caption(say("sources.help"))
    known = fetch(ingest_svc.list_sources(bot_id, limit=200))["items"]
    _add(bot_id, "" if known else str(form.editing.value("/company/website") or ""))
    listed(bot_id)


def listed(bot_id: str) -> None:
    """All sources; while one is being read the list renews itself."""
    found = current().api.send(ingest_svc.list_sources(bot_id, limit=200))["items"]
    busy = any(one["refreshing"] for one in found)
    st.fragment(_list, run_every=SECONDS if busy else None)(bot_id, busy)


def _list(bot_id: str, was_busy: bool) -> None:
    with problems.shown():
        found = current().api.send(ingest_svc.list_sources(bot_id, limit=200))["items"]
        if not found:
            st.info(say("sources.none"), icon=":material/library_books:")
        for source in found:
            _source(source)
        if was_busy and not any(one["refreshing"] for one in found):
            st.rerun()  # all is read: the bot's state and its preview have changed


def _source(source: SourceOut) -> None:
    name = source["title"] or source["url"] or say(f"source.{source['kind']}")
    with st.container(border=True, key=f"source-{source['id']}"):
        st.markdown(
            f":material/{ICONS[source['kind']]}: **{formats.plain(name)}** · "
            f":material/{STATES[source['state']]}: {say('source.state.' + source['state'])}"
        )
        if source["kind"] == "url" and source["refreshing"]:
            found = max(source["pages_found"], source["pages_fetched"], 1)
            st.progress(
                min(source["pages_fetched"] / found, 1.0),
                say("source.progress", found=source["pages_found"], fetched=source["pages_fetched"]),
            )
        else:
            st.caption(_counts(source))
        if reason := source["reason_text"]:
            st.warning(formats.plain(reason["en" if language() == "en" else "de"]), icon=":material/report:")
        with st.container(horizontal=True):
            if source["kind"] != "text":
                _again(source)
            _removal(source, name)


def _counts(source: SourceOut) -> str:
    spoken = language()
    parts = [say("source.passages", count=source["chunks"])]
    if source["kind"] == "url":
        parts.insert(0, say("source.pages", count=source["pages_indexed"], found=source["pages_found"]))
    elif source["kind"] == "pdf":
        parts.insert(0, say("source.sheets", count=source["pages_indexed"]))
    if source["ingested_at"]:
        parts.append(say("source.read", moment=formats.moment(source["ingested_at"], spoken, current().zone)))
    return formats.plain(" · ".join(parts))


def _again(source: SourceOut) -> None:
    if st.button(
        say("source.refresh"), icon=":material/refresh:", disabled=source["refreshing"], key=f"again:{source['id']}"
    ):
        with problems.shown():
            current().api.send(ingest_svc.refresh_source(source["chatbot_id"], source["id"]))
            st.rerun()


def _removal(source: SourceOut, name: str) -> None:
    def remove() -> str:
        current().api.send(ingest_svc.remove_source(source["chatbot_id"], source["id"]))
        return say("source.removed", name=name)

    asking.button(
        say("source.remove"),
        f"source:{source['id']}",
        remove,
        sure=say("source.remove.sure", name=formats.plain(name)),
        icon=":material/delete:",
    )


def _add(bot_id: str, website: str) -> None:
    kind = st.segmented_control(
        say("sources.add"),
        ("url", "pdf", "text"),
        default="url",
        required=True,
        format_func=lambda one: say(f"source.{one}"),
        key="source:kind",
    )
    with st.form("source:add", border=True, clear_on_submit=True):
        title, body, file = "", {}, None
        if kind == "url":
            body = {"kind": "url", "url": st.text_input(say("source.url"), website, placeholder="https://www.firma.de")}
        elif kind == "text":
            title = st.text_input(say("source.title"), max_chars=300, placeholder=say("source.title.example"))
            text = st.text_area(say("source.text.field"), max_chars=MOST_CHARACTERS, height=160)
            body = {"kind": "text", "title": title, "text": text}
        else:
            title = st.text_input(say("source.title"), max_chars=300)
            file = st.file_uploader(say("source.file"), ["pdf"], max_upload_size=MOST_MEGABYTES)
        if not st.form_submit_button(say("sources.add.do"), type="primary", icon=":material/add:"):
            return
        if kind == "pdf" and file is None:
            st.error(say("source.file.none"), icon=":material/error:")
            return
        try:
            if file is not None:
                pdf = File(file.name, file.getvalue(), "application/pdf")
                current().api.submit(ingest_svc.add_source(bot_id, {}), pdf, title=title.strip())
            else:
                current().api.send(ingest_svc.add_source(bot_id, body))
        except ApiProblem as problem:
            if problem.status == 401:
                problems.expire()
            problems.show(problem)
            return
    st.toast(say("source.added"), icon=":material/check_circle:")
    st.rerun()
