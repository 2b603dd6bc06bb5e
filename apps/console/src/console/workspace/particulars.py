"""Who a workspace is: its name and language, who signs, what visitors agree to, and how long data is kept."""

from __future__ import annotations

from typing import cast

import streamlit as st

from console import asking, problems
from console.api import ApiProblem
from console.calls import config_svc
from console.models.config_svc import DefaultConsentIn, SenderIn, WorkspaceOut, WorkspacePatchIn
from console.session import current, say
from console.texts import LANGUAGES

SENDER = ("name", "company", "street", "postal_code", "city", "country", "email", "phone", "website")
OPTIONAL = ("phone", "website")
KEPT = {"transcript_days": 3650, "lead_months": 120, "expired_demo_days": 3650}
WRONG = "workspace:wrong"


def sender(workspace: WorkspaceOut) -> None:
    """Name, language, and who signs mails and letters."""
    with st.form("workspace:sender", border=False):
        left, right = st.columns(2)
        name = left.text_input(say("workspace.name"), workspace["name"], max_chars=255)
        locale = right.selectbox(
            say("language"),
            LANGUAGES,
            index=LANGUAGES.index("en" if workspace["locale"] == "en" else "de"),
            format_func=lambda one: say(f"language.{one}"),
        )
        email = st.text_input(say("workspace.operator_email"), workspace["operator_email"], max_chars=254)
        _problem("/operator_email")
        st.markdown(f"**{say('workspace.sender')}**")
        st.caption(say("workspace.sender.help"))
        typed: dict[str, str] = {}
        columns = [
            column for _ in SENDER[::2] for column in st.columns(2)
        ]  # row by row: on a phone they follow in order
        for column, part in zip(columns, SENDER, strict=False):
            with column:
                value = str(cast("dict[str, str | None]", workspace["sender"]).get(part) or "")
                typed[part] = st.text_input(say(f"sender.{part}"), value, max_chars=255, key=f"sender:{part}").strip()
                _problem(f"/sender/{part}")
        if st.form_submit_button(say("save"), type="primary"):
            given = {part: value or (None if part in OPTIONAL else "") for part, value in typed.items()}
            _save(
                workspace,
                {
                    "name": name.strip(),
                    "locale": locale,
                    "operator_email": email.strip(),
                    "sender": cast("SenderIn", given),
                },
            )


def consent(workspace: WorkspaceOut) -> None:
    """What visitors of bots without a text of their own agree to."""
    st.caption(say("workspace.consent.help"))
    known = {one["language"]: one for one in workspace["default_consents"]}
    with st.form("workspace:consent", border=False):
        given: list[DefaultConsentIn] = []
        for spoken in LANGUAGES:
            one = known.get(spoken)
            text = st.text_area(
                say(f"edit.email_capture.consent_text.{spoken}"), one["text"] if one else "", max_chars=4000, height=110
            )
            url = st.text_input(
                say("edit.email_capture.privacy_url"), one["privacy_url"] if one else "", key=f"consent:{spoken}"
            )
            if text.strip() or url.strip():
                given.append({"language": spoken, "text": text.strip(), "privacy_url": url.strip()})
            _problem(f"/default_consents/{len(given) - 1}")
        if st.form_submit_button(say("save"), type="primary"):
            _save(workspace, {"default_consents": given})


def retention(workspace: WorkspaceOut) -> None:
    """How long personal data is kept, and how many mails may go out in a day."""
    st.caption(say("workspace.retention.help"))
    with st.form("workspace:retention", border=False):
        kept = cast("dict[str, int]", workspace["retention"])
        values = {
            name: int(st.number_input(say(f"retention.{name}"), 1, most, kept[name], width=260))
            for name, most in KEPT.items()
        }
        cap = int(st.number_input(say("workspace.daily_mail_cap"), 0, 10_000, workspace["daily_mail_cap"], width=260))
        if st.form_submit_button(say("save"), type="primary"):
            patch: WorkspacePatchIn = {
                "retention": {
                    "transcript_days": values["transcript_days"],
                    "lead_months": values["lead_months"],
                    "expired_demo_days": values["expired_demo_days"],
                },
                "daily_mail_cap": cap,
            }
            _save(workspace, patch)


def _save(workspace: WorkspaceOut, patch: WorkspacePatchIn) -> None:
    st.session_state.pop(WRONG, None)

    def store() -> str:
        call = config_svc.change_workspace(workspace["id"], patch)
        try:
            current().workspace = changed = current().api.send(call, version=workspace["version"])
            if who := current().who:
                who["workspace"]["name"] = changed["name"]
        except ApiProblem as problem:
            if problem.status == 422:
                st.session_state[WRONG] = problems.messages(problem)
            raise
        return say("workspace.saved")

    asking.done(store)
    if WRONG in st.session_state:
        st.rerun()  # what is wrong is said at the fields


def _problem(pointer: str) -> None:
    wrong: dict[str, str] = st.session_state.get(WRONG, {})
    for where, message in wrong.items():
        if where == pointer or where.startswith(f"{pointer}/"):
            st.markdown(f":red[:material/error: {message}]")
