"""Serves a sample company site as a web host would: validators, conditional requests, HEAD, a German 404 page.

python -m tests.sites.serve --site brandt --port 8090 --host 127.0.0.1
"""

import argparse
import hashlib
import mimetypes
import re
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path

from aiohttp import web

SITES = Path(__file__).parent
PUBLISHED = (".html", ".css", ".png", ".pdf", ".txt", ".xml")
PUBLIC_HOST = re.compile(rb"https://www\.[a-z0-9-]+\.example")
NOT_FOUND = (
    '<!DOCTYPE html><html lang="de"><head><meta charset="utf-8"><title>Seite nicht gefunden</title></head>'
    '<body><h1>Seite nicht gefunden</h1><p>Diese Seite gibt es nicht. <a href="/">Zur Startseite</a></p></body></html>'
)


def site_app(site: str = "brandt", *, root: Path | None = None) -> web.Application:
    """The application for one site; `root` serves a copy, for tests that change pages."""
    folder = (root or SITES / site).resolve()
    if not (folder / "index.html").is_file():
        raise FileNotFoundError(f"no site at {folder}")

    async def answer(request: web.Request) -> web.Response:
        return _answer(request, folder)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer, allow_head=True)
    return app


def _answer(request: web.Request, folder: Path) -> web.Response:
    path = request.match_info["path"]
    file = (folder / path).resolve()
    if file.is_dir():
        if path and not path.endswith("/"):
            return web.Response(status=301, headers={"Location": f"/{path}/"})
        file /= "index.html"
    if not file.is_relative_to(folder) or file.suffix not in PUBLISHED or not file.is_file():
        return web.Response(status=404, text=NOT_FOUND, content_type="text/html", charset="utf-8")
    body = file.read_bytes()
    if file.name in ("robots.txt", "sitemap.xml"):
        body = PUBLIC_HOST.sub(f"{request.scheme}://{request.host}".encode(), body)
    etag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    changed = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
    headers = {
        "ETag": etag,
        "Last-Modified": format_datetime(changed, usegmt=True),
        "Cache-Control": "public, max-age=0, must-revalidate",
    }
    if _unchanged(request, etag, changed):
        return web.Response(status=304, headers=headers)
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind.endswith("xml")
    return web.Response(body=body, headers={**headers, "Content-Type": f"{kind}; charset=utf-8" if text else kind})


def _unchanged(request: web.Request, etag: str, changed: datetime) -> bool:
    """RFC 9110, 13.2.2: If-None-Match decides alone when present, else If-Modified-Since does."""
    known = request.headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in known.split(",")]
    since = request.headers.get("If-Modified-Since")
    if since is None:
        return False
    try:
        return changed <= parsedate_to_datetime(since)
    except (TypeError, ValueError):
        return False


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", default="brandt")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8090)
    arguments = parser.parse_args()
    print(f"http://{arguments.host}:{arguments.port}/", flush=True)
    web.run_app(site_app(arguments.site), host=arguments.host, port=arguments.port, print=None)


if __name__ == "__main__":
    main()
