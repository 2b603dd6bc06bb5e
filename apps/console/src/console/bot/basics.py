"""What a bot is called and looks like."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

import streamlit as st

from console import formats
from console.api import File
from console.bot import editing
from console.bot.form import Form
from console.call import Call
from console.calls import config_svc
from console.models.config_svc import BotOut
from console.session import current, say

PICTURES = ["png", "jpg", "jpeg"]
MOST_MEGABYTES = 2


def basics(form: Form) -> None:
    """Its name and what it is for."""
    form.text("/name", most=255, required=True, example=say("edit.name.example"))
    form.text("/description", most=5000, lines=5)


def branding(form: Form) -> None:
    """Its pictures, colours and greeting."""
    found = form.editing
    with st.container(horizontal=True, gap="large"):
        primary = form.color("/branding/primary_color")
        form.color("/branding/secondary_color")
    for warning in found.bot["warnings"]:
        if warning["pointer"].startswith("/branding/"):
            st.warning(say("edit.contrast", color=primary), icon=":material/visibility:")
            break
    form.text(
        "/branding/welcome_message",
        most=1000,
        lines=3,
        example=say("edit.branding.welcome_message.example"),
    )
    form.text("/branding/teaser", most=120, example=say("edit.branding.teaser.example"))
    look = found.bot["draft"].get("branding", {})
    left, right = st.columns(2)
    with left:
        _picture(form, "logo", look.get("logo_url"), config_svc.set_chatbot_logo)
    with right:
        _picture(form, "profile_image", look.get("profile_image_url"), config_svc.set_chatbot_profile_image)


def _picture(form: Form, name: str, url: str | None, call: Callable[[str], Call[BotOut]]) -> None:
    found = form.editing
    st.markdown(f"**{say(f'edit.{name}')}**")
    if url:
        st.image(seen_at(found.bot, url), width=120, alt=say(f"edit.{name}"))
    chosen = picked(f"{name}:{found.id}:{found.bot['version']}", say(f"edit.{name}.choose"))
    if chosen is not None:
        editing.change(
            found,
            lambda version: current().api.put(call(found.id), chosen, version=version),
            done=say("edit.picture.done"),
        )


def seen_at(bot: BotOut, path: str) -> str:
    """The whole address of a picture of a bot."""
    return urljoin(bot["links"]["production"]["url"], path)


def picked(key: str, name: str) -> File | None:
    """A picture that was just chosen from the operator's files; asked for once for each key."""
    file = st.file_uploader(
        name, PICTURES, key=f"picture:{key}", max_upload_size=MOST_MEGABYTES, help=say("edit.picture.help")
    )
    if file is None or st.session_state.get("picture:seen") == file.file_id:
        return None
    st.session_state["picture:seen"] = file.file_id
    return File(file.name, file.getvalue(), file.type or "application/octet-stream")


def prompts(form: Form) -> None:
    """How it speaks."""
    form.choice(
        "/custom_prompts/response_style",
        ("professional", "friendly", "technical", "casual"),
        lambda style: say(f"style.{style}"),
    )
    style = str(form.editing.value("/custom_prompts/response_style"))
    st.caption(say(f"style.{style}.help"))
    form.choice(
        "/custom_prompts/language",
        ("deutsch", "english", "multilingual"),
        lambda spoken: say(f"spoken.{spoken}"),
    )
    form.text(
        "/custom_prompts/system_prompt_additions",
        most=4000,
        lines=6,
        example=say("edit.custom_prompts.system_prompt_additions.example"),
    )
    st.caption(formats.plain(say("edit.prompts.test")))
