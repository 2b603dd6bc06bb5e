"""One wording: its two texts, what they may name, and the mail that comes of them."""

from __future__ import annotations

from typing import TypeAlias

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from console import address, asking, formats, problems
from console.api import ApiProblem
from console.calls import outreach_svc
from console.models.outreach_svc import ProspectOut, TemplateIn, TemplateOut
from console.session import current, fetch, named, say
from console.template import wrong
from console.texts import Language

Places: TypeAlias = dict[str, DeltaGenerator]
"""Where on the page a problem of a field is told, by the field's pointer."""
HEIGHT = 640
MOST_PROSPECTS = 100
"""Of the newest; more than these nobody wants to leaf through in a list of names."""


def show(name: str, language: Language) -> None:
    """The wording of this kind of mail in this language. Raises `ApiProblem`."""
    if st.button(say("templates.back"), icon=":material/arrow_back:", type="tertiary"):
        address.put(template=None, language=None, prospect=None)
        st.rerun()
    found = fetch(outreach_svc.get_template(name, language=language))
    st.title(formats.plain(f"{named('template', name)} · {named('language', language)}"))
    st.caption(say("templates.own" if found["version"] else "templates.built_in"))
    left, right = st.columns(2, gap="large")
    with left:
        body, places = _texts(found)
    with right:
        refused = _preview(found, body, places)
    with left:
        _deciding(found, body, refused)
        _placeholders(found)


def _key(found: TemplateOut, part: str) -> str:
    return f"template:{found['name']}:{found['language']}:{found['version']}:{part}"


def _texts(found: TemplateOut) -> tuple[TemplateIn, Places]:
    """Subject and body as they are typed in, and where under each is room for what is wrong with it."""
    fixed = bool(found.get("fixed"))
    if fixed:
        st.info(say("templates.fixed"), icon=":material/lock:")
    subject = st.text_input(
        say("label.subject"), found["subject"], key=_key(found, "subject"), max_chars=1000, disabled=fixed
    )
    under_subject = st.empty()
    body = st.text_area(
        say("label.body"), found["body"], key=_key(found, "body"), max_chars=15_000, height=460, disabled=fixed
    )
    under_body = st.empty()
    return {"subject": str(subject), "body": str(body)}, {"/subject": under_subject, "/body": under_body}


def _changed(found: TemplateOut, body: TemplateIn) -> bool:
    return (body["subject"], body["body"]) != (found["subject"], found["body"])


def _preview(found: TemplateOut, body: TemplateIn, places: Places) -> bool:
    """The mail as it would look; whether the wording is refused, which then stands at its field."""
    prospect = _prospect(found["language"])
    shown = found
    if prospect is not None or _changed(found, body):
        try:
            asked: TemplateIn = {**body, "only_preview": True, "prospect_id": prospect and prospect["id"]}
            shown = current().api.send(
                outreach_svc.put_template(found["name"], asked, language=found["language"]),
            )
        except ApiProblem as problem:
            if problem.status == 401:
                raise
            at_fields = {pointer: why for pointer, why in problem.fields.items() if pointer in places}
            for pointer, why in at_fields.items():
                places[pointer].error(wrong.in_words(why), icon=":material/error:")
            if at_fields:
                st.info(say("templates.preview.none"), icon=":material/visibility_off:")
            else:
                problems.show(problem)
            return True
    with st.container(border=True):
        st.markdown(f"**{formats.plain(shown['preview_subject'])}**")
        # made by the platform from escaped text; the frame inherits the policy of this page, so no script would run
        st.iframe(shown["preview_html"], height=HEIGHT, alt=say("outreach.preview"))
        if not shown.get("preview_footer"):
            st.caption(say("templates.footer.none" if prospect else "outreach.footer"))
    return False


def _prospect(language: str) -> ProspectOut | None:
    """For whom it is shown: a company of the wording's language, or an example."""
    found = fetch(outreach_svc.list_prospects(limit=MOST_PROSPECTS))["items"]
    names = {one["id"]: one["company_name"] or one["website"] for one in found if one["language"] == language}
    chosen = address.narrowing("prospect", say("templates.prospect"), list(names), shown=lambda id: names[id])
    if chosen is None:
        st.caption(say("templates.example"))
    return next((one for one in found if one["id"] == chosen), None)


def _deciding(found: TemplateOut, body: TemplateIn, refused: bool) -> None:
    name, of = found["name"], found["language"]

    def save() -> str:
        call = outreach_svc.put_template(name, body, language=of)
        current().api.send(call, version=found["version"])
        return say("templates.saved")

    def reset() -> str:
        current().api.send(outreach_svc.reset_template(name, language=of), version=found["version"])
        return say("templates.taken_back")

    with st.container(horizontal=True, vertical_alignment="center"):
        if _changed(found, body) and st.button(
            say("templates.save"), type="primary", icon=":material/save:", disabled=refused
        ):
            asking.done(save)
        if found["version"]:
            asking.button(
                say("templates.reset"),
                "template:reset",
                reset,
                sure=say("templates.reset.sure"),
                icon=":material/settings_backup_restore:",
            )


def _placeholders(found: TemplateOut) -> None:
    with st.expander(say("templates.placeholders"), icon=":material/data_object:"):
        st.markdown(say("templates.placeholders.help"))
        rows = [
            {
                say("templates.placeholder"): f"{{{{ {one} }}}}",
                say("templates.stands_for"): say(f"placeholder.{one}"),
            }
            for one in found.get("placeholders", [])
        ]
        st.dataframe(rows, hide_index=True, alt=say("templates.placeholders"), height="content")
