"""The frame of every page: Streamlit's own, in the reader's language and with the console's script."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import streamlit as st
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from console.front import company, door, leaving
from console.front.store import StoreAway
from console.links import PATHS
from console.texts import CATALOGUE

FOLDER = "/console/"
"""Where the front's own addresses lie; the ingress knows the whole of it."""
SCRIPT, STYLE = f"{FOLDER}page.js", f"{FOLDER}page.css"
UNCACHED = {"Cache-Control": "no-store"}
"""Who signed out and goes back in the browser meets the door."""


@lru_cache(maxsize=1)
def frame() -> str:
    """Streamlit's page, which calls itself English and Streamlit, and has no place for a script."""
    html = (Path(st.__file__).parent / "static" / "index.html").read_text()
    html = html.replace('<html lang="en">', '<html lang="de">')
    html = html.replace("<title>Streamlit</title>", "<title>Empfang</title>")
    html = re.sub(r"\s*<!--.*?-->", "", html, flags=re.DOTALL)
    html = re.sub(r'\s*<link rel="service-desc"[^>]*>', "", html)
    silent = f"<noscript><p>{CATALOGUE.say('page.no_script', 'de')}</p></noscript>"
    html = re.sub(r"<noscript>.*?</noscript>", silent, html, flags=re.DOTALL)
    ours = f'<link rel="stylesheet" href="{STYLE}"><script src="{SCRIPT}" defer></script>'
    return html.replace("</head>", f"{ours}</head>")


async def page(request: Request) -> Response:
    """Any page, or the door before it."""
    try:
        inside = await door.signed_in(request)
    except StoreAway:
        return door.page(request, problem="door.away", status=503)
    return HTMLResponse(frame(), headers=UNCACHED) if inside else door.page(request)


async def start(_: Request) -> Response:
    """The way to the first page."""
    return RedirectResponse("/", 303)


async def file(request: Request) -> Response:
    """The console's script and style."""
    name = request.url.path.removeprefix(FOLDER)
    kind = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(Path(__file__).with_name(name).read_bytes(), media_type=kind, headers=UNCACHED)


def routes() -> list[Route]:
    """Every page by its path, and the front's files."""
    return [
        *(Route(name, file) for name in (SCRIPT, STYLE, door.STYLE)),
        Route(door.SIGN_IN, door.sign_in, methods=["POST"]),
        Route(door.SIGN_IN, start),  # who loads the answer of a form anew
        Route(door.COMPANY, company.leave),
        Route(company.RETURN, company.come_back),
        Route(leaving.SIGN_OUT, leaving.leave),
        Route(leaving.RETURN, leaving.come_back),
        *(Route(f"/{path}", page) for path in PATHS.values()),
    ]
