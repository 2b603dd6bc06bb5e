"""The small page behind a link in a mail: one message, at most one button or one way on."""

from __future__ import annotations

import html
from typing import Any

from fastapi.responses import HTMLResponse

HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'",
}
NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"description": "A page that says that the link is over.", "content": {"text/html": {}}}
}
"""For the document of an operation that answers with such pages."""
STYLE = (
    "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f4f5f7;color:#1c2430;"
    "font:17px/1.6 system-ui,sans-serif}main{box-sizing:border-box;width:min(92vw,460px);padding:32px;background:#fff;"
    "border-radius:12px}h1{font-size:21px;margin:0 0 12px}p{margin:0 0 20px}p:last-child{margin:0}button{font:inherit;"
    "min-height:44px;padding:0 22px;border:0;border-radius:12px;background:#1f4e79;color:#fff;cursor:pointer}"
    "button:focus-visible,a:focus-visible{outline:3px solid #7aa7d4;outline-offset:2px}"
)


def message_page(
    language: str,
    title: str,
    message: str,
    *,
    button: str = "",
    link: tuple[str, str] | None = None,
    status: int = 200,
) -> HTMLResponse:
    """The page. `button` posts to its own address, for opening a link must change nothing: mail scanners open all of
    them. `link`: an address of this site and its words.
    """
    form = f'<form method="post"><button type="submit">{html.escape(button)}</button></form>' if button else ""
    way = f'<p><a href="{html.escape(link[0])}">{html.escape(link[1])}</a></p>' if link else ""
    document = (
        f'<!doctype html><html lang="{html.escape(language)}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{html.escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{html.escape(title)}</h1>"
        f"<p>{html.escape(message)}</p>{form}{way}</main></body></html>"
    )
    return HTMLResponse(document, status_code=status, headers=HEADERS)
