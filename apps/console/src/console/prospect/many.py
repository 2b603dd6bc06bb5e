"""Taking in many companies at once: addresses that are pasted, or a table; what became of each row."""

from __future__ import annotations

import csv
import io
from collections import Counter

import streamlit as st

from console import problems
from console.api import ApiProblem, File
from console.calls import outreach_svc
from console.models.outreach_svc import BulkOut, RowOut
from console.session import current, forget, say

MOST_MEGABYTES = 2
HEADS = ("website", "webseite", "url", "internetseite")
RESULT = "prospects:many"
MARKS = {"created": "🟢", "known": "⚪", "invalid": "🔴"}


def show() -> None:
    """The form, and under it what came of the last one."""
    done: BulkOut | None = st.session_state.get(RESULT)
    with st.expander(say("prospects.many"), icon=":material/playlist_add:", expanded=done is not None):
        with st.form("prospects:many:form", border=False, clear_on_submit=True):
            pasted = st.text_area(
                say("prospects.many.paste"), max_chars=100_000, height=120, placeholder=say("prospects.many.example")
            )
            file = st.file_uploader(
                say("prospects.many.file"),
                ["csv", "xlsx"],
                max_upload_size=MOST_MEGABYTES,
                help=say("prospects.many.columns"),
            )
            sent = st.form_submit_button(say("prospects.many.do"), type="primary", icon=":material/playlist_add:")
        if sent:
            table = File(file.name, file.getvalue(), file.type) if file is not None else as_table(str(pasted or ""))
            if table is None:
                st.error(say("prospects.many.nothing"), icon=":material/error:")
                return
            _take_in(table)
        elif done is not None:
            _tell(done)


def as_table(pasted: str) -> File | None:
    """What was pasted as a table: a head when it has one, else an address a line; None when nothing was."""
    lines = [line.strip() for line in pasted.splitlines() if line.strip()]
    if not lines:
        return None
    head = lines[0].lower().replace("\t", ";").replace(",", ";").split(";")
    if any(cell.strip(' "') in HEADS for cell in head):
        return File("prospects.csv", "\n".join(lines).encode(), "text/csv")
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";")
    rows.writerow(["website"])
    rows.writerows([line.split()[0].strip(",;")] for line in lines)
    return File("prospects.csv", written.getvalue().encode(), "text/csv")


def _take_in(table: File) -> None:
    try:
        with st.spinner(say("working")):
            done = current().api.submit(outreach_svc.create_prospects(each=True), table)
    except ApiProblem as problem:
        if problem.status == 422:
            st.error("  \n".join(problems.messages(problem).values()) or problem.detail, icon=":material/error:")
        else:
            problems.show(problem)
        return
    forget()
    st.session_state[RESULT] = done
    st.rerun()


def _tell(done: BulkOut) -> None:
    counted = Counter(row["result"] for row in done["rows"])
    st.success(
        say("prospects.many.done", created=counted["created"], known=counted["known"], invalid=counted["invalid"]),
        icon=":material/check_circle:",
    )
    st.dataframe([_row(row) for row in done["rows"]], hide_index=True, width="stretch")
    if st.button(say("prospects.many.close"), type="tertiary"):
        del st.session_state[RESULT]
        st.rerun()


def _row(row: RowOut) -> dict[str, str | int]:
    told = "; ".join(
        f"{problems.field_label('/' + one['column'])}: {one['message']}" for one in row.get("problems") or ()
    )
    result = f"{MARKS[row['result']]} {say('prospects.many.' + row['result'])}"
    return {
        say("label.row"): row["row"],
        say("label.website"): row["website"],
        say("label.result"): f"{result}: {told}" if told else result,
    }
