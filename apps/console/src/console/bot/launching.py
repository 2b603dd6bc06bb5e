"""The end of the wizard: what is still missing, publishing, switching on, and where the bot is reached from then on."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from console import asking, formats
from console.bot import features
from console.bot.editing import Editing
from console.bot.form import Form
from console.call import Call
from console.calls import config_svc, ingest_svc
from console.models.config_svc import BotOut
from console.session import current, say

TESTING = ("staging", "preview")
SEARCHABLE = ("searchable", "ready")


def launch(form: Form) -> None:
    """What is missing, what can be done, and the links."""
    found = form.editing
    if found.typed:
        st.warning(say("launch.unsaved", count=len(found.typed)), icon=":material/save:")
    _ready(found)
    _acting(found)
    links(found.bot)
    with st.expander(say("launch.embedding"), icon=":material/code:"):
        embed(found.bot)
        features.limits(form)
    _rotation(found)


def _ready(found: Editing) -> None:
    sources = current().api.send(ingest_svc.list_sources(found.id, limit=200))["items"]
    capturing = bool(found.value("/email_capture/enabled") or found.value("/contact_persons/enabled"))
    own = bool(found.value("/email_capture/consent_text/de") or found.value("/email_capture/consent_text/en"))
    checks = {
        "sources": any(source["state"] in SEARCHABLE for source in sources),
        "consent": not capturing or own or features.workspace_has_consent(),
        "company": bool(found.value("/company/company_name")),
    }
    for name, fine in checks.items():
        icon = ":material/check_circle:" if fine else ":material/radio_button_unchecked:"
        st.markdown(f"{icon} {say(f'launch.{name}' if fine else f'launch.{name}.missing')}")


def _acting(found: Editing) -> None:
    bot = found.bot
    with st.container(horizontal=True):
        if bot["published"] is None or bot["unpublished_changes"]:
            _action(found, "publish", config_svc.publish_chatbot(found.id), "publish", primary=True)
        else:
            st.success(say("launch.published"), icon=":material/check_circle:")
        if bot["state"] in ("ready", "deactivated") and bot["published"] is not None:
            _action(found, "activate", config_svc.activate_chatbot(found.id), "play_arrow", primary=True)
        if bot["state"] == "live":
            _action(found, "deactivate", config_svc.deactivate_chatbot(found.id), "pause")
    st.caption(say(f"bot.state.{bot['state']}.help"))


def _action(found: Editing, name: str, call: Call[BotOut], icon: str, *, primary: bool = False) -> None:
    def act() -> str:
        found.take(current().api.send(call, version=found.bot["version"]))
        return say(f"bots.{name}.done")

    asking.button(
        say(f"bots.{name}"),
        f"launch:{name}",
        act,
        sure=say(f"bots.{name}.sure"),
        icon=f":material/{icon}:",
        primary=primary,
    )


def links(bot: BotOut) -> None:
    """The three addresses of a bot, each with what it is for; those for tests are opened until visitors may come."""
    st.header(say("bots.links"))
    with st.container(border=True):
        _link(bot, "production")
    with st.expander(say("bots.links.tests"), icon=":material/science:", expanded=bot["state"] != "live"):
        for environment in TESTING:
            _link(bot, environment)


def _link(bot: BotOut, environment: str) -> None:
    st.markdown(f"**{say('environment.' + environment)}** · {say(f'environment.{environment}.help')}")
    url = bot["links"][environment]["url"]  # type: ignore[literal-required]  # a name of these
    closed = environment == "production" and bot["state"] != "live"
    unpublished = environment == "staging" and bot["published"] is None
    if closed or unpublished:
        st.caption(say("bots.link.closed" if closed else "bots.link.unpublished"))
        return
    st.code(url, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        st.link_button(say("bots.link.open"), url, icon=":material/open_in_new:")
        if environment == "production":
            with st.popover(say("launch.qr"), icon=":material/qr_code_2:"):
                qr(url, bot["company_name"] or bot["name"])


def qr(url: str, name: str) -> None:
    """The address as a picture for telephones, to look at and to keep."""
    code = segno.make(url, error="m", micro=False)
    picture = io.BytesIO()
    code.save(picture, kind="png", scale=8, border=2)
    st.image(picture.getvalue(), width=240, alt=say("launch.qr.alt", name=name))
    st.download_button(
        say("launch.qr.save"),
        picture.getvalue(),
        f"{name}.png",
        "image/png",
        on_click="ignore",
        icon=":material/download:",
    )


def embed(bot: BotOut) -> None:
    """The line that brings the bot into the company's own site."""
    link = bot["links"]["production"]
    base = urlsplit(link["url"])
    st.markdown(say("launch.embed"))
    st.code(
        f'<script src="{base.scheme}://{base.netloc}/embed.js" data-bot="{bot["id"]}" '
        f'data-token="{link["token"]}" async></script>',
        language="html",
        wrap_lines=True,
    )


def _rotation(found: Editing) -> None:
    with st.expander(say("launch.rotation"), icon=":material/key:"):
        st.caption(formats.plain(say("launch.rotation.help")))

        def rotate() -> str:
            call = config_svc.rotate_chatbot_token(found.id)
            found.take(current().api.send(call, version=found.bot["version"]))
            return say("launch.rotation.done")

        asking.button(
            say("launch.rotation.do"),
            "launch:rotate",
            rotate,
            sure=say("launch.rotation.sure"),
            icon=":material/autorenew:",
        )
