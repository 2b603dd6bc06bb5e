"""A conversation as a mail: plain text, and the same as simple HTML in which only sources are links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

LONGEST = 1500
"""Letters of one message of the visitor."""
MOST = 100
"""Messages at most, the newest."""

_SCHEME = re.compile(r"(?<![\w])[a-z][a-z0-9+.-]*:(?://|(?=[^\s/]+@))", re.IGNORECASE)
_HOST = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2})")
_EMPHASIS = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")
_WEB = re.compile(r"https?://[^\s<>\"']+")


@dataclass(frozen=True, slots=True)
class Source:
    """What an answer names by number."""

    n: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Part:
    """One message: who said it, and on what an answer rests."""

    speaker: str
    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the conversation."""

    language: str
    opening: str
    sources: str
    closing: str


def defused(text: str) -> str:
    """Text in which no program finds an address to make a link of: whoever wrote it, nobody is led anywhere by it."""
    while "://" in (text := _SCHEME.sub("", text)):  # what is cut out may leave another behind
        text = text.replace("://", ":")
    return _HOST.sub("[.]", text)


def shortened(text: str) -> str:
    """No more of a visitor's message than a mail should hold."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def without_markup(text: str) -> str:
    """A model's answer as plain text."""
    return _EMPHASIS.sub(r"\1", text)


def as_text(frame: Frame, parts: Sequence[Part]) -> str:
    """The mail for programs that show no HTML."""
    blocks = [frame.opening]
    for part in parts:
        lines = [f"{part.speaker}:", part.text]
        if part.sources:
            lines += ["", f"{frame.sources}:", *(f"[{one.n}] {one.title}: {_web(one.url)}" for one in part.sources)]
        blocks.append("\n".join(lines).rstrip())
    return "\n\n".join([*blocks, frame.closing]) + "\n"


def as_html(frame: Frame, parts: Sequence[Part]) -> str:
    """The same as a page: no picture, no script, nothing that is fetched when it is read."""
    body = "".join(_block(part, frame.sources) for part in parts)
    return (
        f'<!doctype html><html lang="{escape(frame.language)}"><head><meta charset="utf-8"></head>'
        '<body style="font:16px/1.5 sans-serif;color:#1b2026;max-width:640px">'
        f"{_paragraph(frame.opening)}{body}<hr>{_paragraph(frame.closing)}</body></html>"
    )


def _paragraph(text: str, style: str = "margin:0 0 12px") -> str:
    return f'<p style="{style}">{escape(text).replace(chr(10), "<br>")}</p>'


def _block(part: Part, heading: str) -> str:
    said = _paragraph(part.speaker, "margin:20px 0 0;color:#566170;font-size:14px") + _paragraph(part.text)
    if not part.sources:
        return said
    items = "".join(f"<li>[{one.n}] {_link(one)}</li>" for one in part.sources)
    return f'{said}{_paragraph(heading, "margin:0;color:#566170;font-size:14px")}<ul style="margin:0">{items}</ul>'


def _link(source: Source) -> str:
    url = _web(source.url)
    return f'<a href="{escape(url)}">{escape(source.title)}</a>' if url else escape(source.title)


def _web(url: str) -> str:
    """The address of a page; nothing for what is none."""
    return url if _WEB.fullmatch(url) else ""
