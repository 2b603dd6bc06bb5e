"""What a bot knows: its sources page by page, and what a question finds in them."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from console import address, formats, tables
from console.bot import sources
from console.calls import chat_svc, ingest_svc
from console.models.chat_svc import FoundOut
from console.models.config_svc import BotOut
from console.session import fetch, language, say

MOST_PASSAGES = 6
MARKS = {"answer": "check_circle", "partial": "contrast", "refuse": "cancel"}


def show(bot: BotOut) -> None:
    """The tab."""
    question = address.words("q", say("knowledge.ask"), placeholder=say("knowledge.ask.example"))
    if question:
        _found(fetch(chat_svc.search_knowledge(bot["id"], q=question)))
    st.header(say("knowledge.sources"))
    known = fetch(ingest_svc.list_sources(bot["id"], limit=200))["items"]
    sites = {source["id"]: source["title"] or source["url"] or "" for source in known if source["kind"] == "url"}
    sources.listed(bot["id"])
    if sites:
        _pages(bot["id"], sites)
    if st.button(say("sources.add"), icon=":material/add:"):
        address.put(tab="settings", step="sources", q=None)
        st.rerun()


def _found(found: FoundOut) -> None:
    verdict = found["verdict"]
    sure = formats.share(found["confidence"], language())
    st.markdown(f":material/{MARKS[verdict]}: **{say(f'knowledge.{verdict}')}** · {say('knowledge.sure', share=sure)}")
    if not found["passages"]:
        st.info(say("knowledge.none"), icon=":material/search_off:")
    best = max((passage["score"] for passage in found["passages"]), default=1.0) or 1.0
    for number, passage in enumerate(found["passages"][:MOST_PASSAGES]):
        title = " › ".join(dict.fromkeys([passage["title"], *passage["headings"]]))
        with st.expander(f"{number + 1}. {formats.plain(title)}", expanded=number == 0):
            st.text(passage["text"])
            st.progress(min(max(passage["score"] / best, 0.0), 1.0), _scores(passage["nearness"], passage["words"]))
            if urlsplit(passage["url"]).scheme in ("http", "https"):
                st.link_button(passage["url"], passage["url"], type="tertiary", icon=":material/link:")


def _scores(nearness: float | None, words: float) -> str:
    spoken = language()
    return say(
        "knowledge.scores",
        nearness=formats.number(nearness, spoken, 2),
        words=formats.number(words, spoken, 1),
    )


def _pages(bot_id: str, sites: dict[str, str]) -> None:
    with st.expander(say("knowledge.pages"), icon=":material/list:"):
        chosen = next(iter(sites))
        if len(sites) > 1:
            chosen = st.selectbox(say("source.url"), list(sites), format_func=sites.__getitem__)
        pages = fetch(ingest_svc.list_source_pages(bot_id, chosen))
        if not pages:
            st.caption(say("knowledge.pages.none"))
            return
        rows = [
            {
                say("knowledge.page"): page["url"],
                say("label.state"): say("knowledge.taken_in" if page["taken_in"] else "knowledge.left_out"),
                say("knowledge.why"): reason[language()] if (reason := page["reason_text"]) else "",
            }
            for page in pages
        ]
        tables.shown(rows, say("knowledge.pages"))
