"""The HTML part of a mail: made from its text so that the two never differ, or a page from elsewhere made fit."""

from __future__ import annotations

import base64
import html
import re

import css_inline

_DATA_IMAGE = re.compile(r'(<img\b[^>]*?\bsrc=")data:image/png;base64,([A-Za-z0-9+/=\s]+)(")')
_LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")
_STYLE = """
body { margin: 0; padding: 24px 12px; background: #f4f5f7; color: #1c2430;
  font: 16px/1.55 -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }
main { max-width: 600px; margin: 0 auto; padding: 28px; background: #ffffff; border-radius: 12px; }
p { margin: 0 0 16px; }
ul { margin: 0 0 16px; padding-left: 22px; }
li { margin-bottom: 4px; }
a { color: #1f4e79; }
footer { max-width: 600px; margin: 16px auto 0; padding: 0 28px; color: #5b6472; font-size: 13px; }
footer p { margin: 0 0 10px; }
"""


def to_html(body: str, footer: str, *, language: str, subject: str) -> str:
    """A whole HTML document with inlined styles: paragraphs, `- ` lists and clickable addresses, nothing remote."""
    document = (
        f'<!doctype html><html lang="{"en" if language == "en" else "de"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{html.escape(subject)}</title>'
        f"<style>{_STYLE}</style></head><body><main>{_blocks(body)}</main><footer>{_blocks(footer)}</footer></body></html>"
    )
    return str(css_inline.inline(document, load_remote_stylesheets=False))


def images_apart(document: str, domain: str) -> tuple[str, list[tuple[str, bytes]]]:
    """A page whose embedded PNGs are named by `cid:` instead, since many mail clients show no `data:` addresses.

    Returns the page and the images with their ids, `image-<number>@<domain>`, in order.
    """
    images: list[tuple[str, bytes]] = []

    def named(found: re.Match[str]) -> str:
        id = f"image-{len(images) + 1}@{domain}"
        images.append((id, base64.b64decode(found.group(2))))
        return f"{found.group(1)}cid:{id}{found.group(3)}"

    return _DATA_IMAGE.sub(named, document), images


def _blocks(body: str) -> str:
    out: list[str] = []
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines: list[str] = []
        items: list[str] = []
        for line in paragraph.splitlines():
            if line.startswith("- "):
                if lines:
                    out.append(f"<p>{'<br>'.join(lines)}</p>")
                    lines = []
                items.append(f"<li>{_line(line[2:])}</li>")
                continue
            if items:
                out.append(f"<ul>{''.join(items)}</ul>")
                items = []
            lines.append(_line(line))
        if items:
            out.append(f"<ul>{''.join(items)}</ul>")
        if lines:
            out.append(f"<p>{'<br>'.join(lines)}</p>")
    return "".join(out)


def _line(line: str) -> str:
    out, at = [], 0
    for found in _LINK.finditer(line):
        address = html.escape(found.group(), quote=True)
        out.append(html.escape(line[at : found.start()]))
        out.append(f'<a href="{address}">{address}</a>')
        at = found.end()
    return "".join([*out, html.escape(line[at:])])
