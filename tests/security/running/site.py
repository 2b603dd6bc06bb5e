"""The sample company's site with ways inside, by redirects and by links, and with a page that never ends."""

from __future__ import annotations

import argparse
import asyncio
from html import escape
from urllib.parse import unquote

from aiohttp import web

from tests.sites.serve import site_app


async def onward(request: web.Request) -> web.Response:
    """To wherever the query says."""
    return web.Response(status=302, headers={"Location": unquote(request.query_string.partition("=")[2])})


async def hanging(request: web.Request) -> web.Response:
    """Nothing, for longer than anybody waits."""
    await asyncio.sleep(600)
    return web.Response()


async def linked(request: web.Request) -> web.Response:
    """A page that links to wherever the query says, in every way that a page can."""
    ways = [escape(way, quote=True) for way in request.query["nach"].split()]
    head = "".join(
        f'<link rel="canonical" href="{to}"><link rel="alternate" hreflang="en" href="{to}">'
        f'<link rel="icon" href="{to}"><meta http-equiv="refresh" content="0; url={to}">'
        for to in ways
    )
    body = "".join(
        f'<a href="{to}">Impressum</a><a href="{to}preise.pdf">Preisliste</a><img src="{to}" alt=""><script src="{to}">'
        f'</script><iframe src="{to}"></iframe>'
        for to in ways
    )
    words = "<h1>Wege</h1><p>Eine Stunde kostet 40 Euro.</p>"
    text = f"<html><head><title>Wege</title>{head}</head><body>{words}{body}</body></html>"
    return web.Response(content_type="text/html", text=text)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    app = web.Application()
    app.router.add_get("/weiter", onward)
    app.router.add_get("/wege", linked)
    app.router.add_get("/haengt", hanging)
    app.router.add_routes([web.get("/{path:.*}", route.handler) for route in site_app("brandt").router.routes()][:1])
    print(f"http://127.0.0.1:{port}/", flush=True)
    web.run_app(app, host="127.0.0.1", port=port, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main()
