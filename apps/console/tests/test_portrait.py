"""The part of a person's picture that is kept: seen before it is stored, and asked for in shares."""

from __future__ import annotations

import io

from console.api import File
from console.bot.portrait import Part, _size, preview
from console.calls import config_svc
from PIL import Image


def picture(width: int, height: int, orientation: int | None = None) -> bytes:
    target = io.BytesIO()
    exif = Image.Exif()
    if orientation:
        exif[274] = orientation
    Image.new("RGB", (width, height)).save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_picture_that_lies_on_its_side_is_measured_as_people_see_it() -> None:
    assert _size(picture(40, 20)) == (40, 20)
    assert _size(picture(40, 20, orientation=6)) == (20, 40)
    assert _size(b"\x89PNG nothing") is None


def test_what_is_seen_is_the_part_that_is_asked_for() -> None:
    drawn = preview(File("a.jpg", picture(400, 200), "image/jpeg"), (400, 200), Part(left=1, top=0.5, side=0.5))
    assert 'viewBox="300.0 50.0 100.0 100.0"' in drawn
    asked = config_svc.set_contact_person_image("bot", "person", side=0.5, left=0.0, top=1.0)
    assert asked.params == {"side": 0.5, "left": 0.0, "top": 1.0}
