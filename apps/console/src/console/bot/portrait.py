"""A person's picture: choosing a file and the square part of it that is shown, seen before it is stored."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass

import streamlit as st
from PIL import ExifTags, Image

from console.api import File
from console.bot import editing
from console.bot.basics import MOST_MEGABYTES, PICTURES
from console.bot.editing import Editing
from console.calls import config_svc
from console.session import current, say

SHOWN = 160
SMALLEST = 20
"""Percent of the shorter edge."""
LYING = (5, 6, 7, 8)
"""Values of the EXIF orientation that swap width and height."""


@dataclass(frozen=True)
class Part:
    """A square part, by shares as the API takes them."""

    left: float
    top: float
    side: float


def choose(found: Editing, person_id: str) -> None:
    """The file, its part, and the button that stores it."""
    key = f"portrait:{person_id}:{found.bot['version']}"
    file = st.file_uploader(
        say("persons.image"), PICTURES, key=key, max_upload_size=MOST_MEGABYTES, help=say("edit.picture.help")
    )
    if file is None:
        return
    picture = File(file.name, file.getvalue(), file.type or "application/octet-stream")
    size = _size(picture.content)
    if size is None:
        st.error(say("persons.image.none"), icon=":material/broken_image:")
        return
    left, right = st.columns([1, 2], vertical_alignment="center")
    with right:
        side = st.slider(say("persons.image.side"), SMALLEST, 100, 100, 5, format="%d %%", key=f"{key}:side") / 100
        across = st.slider(say("persons.image.left"), 0, 100, 50, 5, format="%d %%", key=f"{key}:left") / 100
        down = st.slider(say("persons.image.top"), 0, 100, 50, 5, format="%d %%", key=f"{key}:top") / 100
    part = Part(across, down, side)
    with left:
        st.image(preview(picture, size, part), width=SHOWN, alt=say("persons.image.alt"))
    if st.button(say("persons.image.store"), type="primary", icon=":material/crop:", key=f"{key}:store"):
        call = config_svc.set_contact_person_image(found.id, person_id, side=part.side, left=part.left, top=part.top)
        editing.change(
            found,
            lambda version: current().api.put(call, picture, version=version),
            done=say("edit.picture.done"),
        )


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height as people see it, from the file's head: nothing is decoded here."""
    try:
        with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            width, height = picture.size
            lying = picture.getexif().get(ExifTags.Base.Orientation) in LYING
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return (height, width) if lying else (width, height)


def preview(picture: File, size: tuple[int, int], part: Part) -> str:
    """The part as the browser cuts it out: a round window on the whole picture."""
    width, height = size
    side = min(width, height) * part.side
    x, y = (width - side) * part.left, (height - side) * part.top
    half = side / 2
    data = base64.b64encode(picture.content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SHOWN}" height="{SHOWN}" viewBox="{x} {y} {side} {side}">'
        f'<clipPath id="round"><circle cx="{x + half}" cy="{y + half}" r="{half}"/></clipPath>'
        f'<image href="data:{_kind(picture)};base64,{data}" width="{width}" height="{height}" '
        'clip-path="url(#round)"/></svg>'
    )


def _kind(picture: File) -> str:
    """The type by what the file begins with; its name and what the browser said may be anything."""
    return "image/png" if picture.content.startswith(b"\x89PNG") else "image/jpeg"
