"""A company site gone wrong, spoken in raw bytes: traps for crawlers, broken HTTP, bombs.

python -m tests.sites.hostile prints the addresses of all kinds as JSON and serves until interrupted.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import zlib
from collections.abc import Awaitable, Callable, Iterator
from time import monotonic
from types import TracebackType
from typing import Self

KINDS = ("traps", "busy", "failing", "slow", "heavy")
HITS = "/.asked"
"""Here a site tells another process which paths were asked for."""
DRIP_SECONDS = 0.15
BUSY_ANSWERS = 3
MANY = 100_000

Writer = asyncio.StreamWriter
Handler = Callable[["HostileSite", str, Writer], Awaitable[None]]
_PAGES: dict[str, Handler] = {}


def words(seed: str, count: int = 40) -> str:
    """A paragraph that no other seed has."""
    return "<p>" + " ".join(f"{seed}{number}wort" for number in range(count)) + "</p>"


def page(body: str, *, charset: str = "utf-8") -> bytes:
    return f"<!DOCTYPE html><html lang=de><title>Seite</title><body><main>{body}</main></body></html>".encode(charset)


def answer(body: bytes, kind: str = "text/html; charset=utf-8", status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    if kind:
        lines.append(f"Content-Type: {kind}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(to: str) -> bytes:
    return answer(b"", "", "302 Found", f"Location: {to}")


def links(*paths: str) -> str:
    return "".join(f'<a href="{path}">x</a> ' for path in paths)


class HostileSite:
    """One site of a kind on a port of its own; use as an async context manager."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.hits: list[tuple[float, str]] = []
        self.robots = answer(b"User-agent: *\nDisallow:\n", "text/plain")
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=100_000)
        self.port = int(self._server.sockets[0].getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()

    def asked(self, prefix: str = "") -> list[str]:
        """The paths that were asked for."""
        return [path for _, path in self.hits if path.startswith(prefix)]

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, IndexError):
            path = (await reader.readuntil(b"\r\n\r\n")).split()[1].decode("latin-1")
            if path == HITS:
                writer.write(answer(json.dumps(self.asked()).encode(), "application/json"))
                await writer.drain()
                writer.close()
                return
            self.hits.append((monotonic(), path))
            if path == "/robots.txt":
                writer.write(self.robots)
            else:
                await _KINDS[self.kind](self, path, writer)
            await writer.drain()
        with contextlib.suppress(OSError):
            writer.close()


def _at(path: str) -> Callable[[Handler], Handler]:
    def register(handler: Handler) -> Handler:
        _PAGES[path] = handler
        return handler

    return register


async def _traps(site: HostileSite, path: str, writer: Writer) -> None:
    handler = _PAGES.get(path.split("?", maxsplit=1)[0])
    if handler is not None:
        await handler(site, path, writer)
    elif path.startswith("/winkel/"):
        below = "a/b/" if path.endswith(("/winkel/", "b/")) else "b/a/"
        writer.write(answer(page(words(f"w{len(path)}x") + links(below, below + "a/"))))
    elif path.startswith("/kette/"):
        writer.write(moved(f"/kette/{int(path[7:]) + 1}"))
    elif path.startswith("/kalender"):
        number = int(path.partition("=")[2] or 0)
        writer.write(answer(page(words(f"k{number}x") + links(*(f"/kalender?tag={number + n}" for n in range(1, 9))))))
    else:
        writer.write(answer(page("<h1>Fehlt</h1>"), status="404 Not Found"))


BROKEN = {
    "/tropf": "timeout",
    "/endlose-kopfzeilen": "timeout",
    "/flut-von-kopfzeilen": "bad_response",
    "/abgebrochen": "incomplete",
    "/zu-kurz-angegeben": "bad_response",
    "/gzip-bombe": "too_large",
    "/deflate-bombe": "too_large",
    "/br-bombe": "bad_encoding",
    "/doppelt-gepackt": "bad_encoding",
    "/kein-gzip": "bad_encoding",
    "/endlos": "too_large",
    "/bild-als-html": "wrong_type",
    "/bild": "wrong_type",
    "/kreis": "redirect_loop",
    "/kette/0": "too_many_redirects",
    "/kein-http": "bad_response",
    "/verbot": "http_403",
}
"""Paths of the traps and the failure each ends with."""
GONE = {"/fort": "off_site", "/weg": "http_404", "/geheim": "noindex", "/verborgen": "noindex"}
READABLE = {
    "/windows": "Größe für Übergabe",
    "/utf16": "Größe utf16",
    "/utf16-ohne-marke": "Größe ohne Marke",
    "/falscher-zeichensatz": "Größe in UTF-8",
    "/nur-meta": "Größe aus meta",
    "/ohne-typ": "ohne Typ",
    "/als-bytes": "als Bytes",
    "/tief": "in der Tiefe",
    "/null": "vor der Null",
}
"""Paths of pages that are odd but readable, and words that stand there."""


@_at("/")
async def _start(site: HostileSite, path: str, writer: Writer) -> None:
    more = ("/winkel/", "/kalender", "/;jsessionid=1?PHPSESSID=2", "/?utm_source=x", "/preise?sid=4", "/preise")
    writer.write(answer(page(words("start") + links(*BROKEN, *GONE, *READABLE, *more))))


@_at("/preise")
async def _prices(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("preis"))))


@_at("/tropf")
async def _drip(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n<p>")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


@_at("/endlose-kopfzeilen")
async def _endless_headers(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not writer.is_closing():
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


@_at("/flut-von-kopfzeilen")
async def _header_flood(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(1_000_000):
        writer.write(b"X-%d: %s\r\n" % (number, b"y" * 200))
        await writer.drain()


@_at("/abgebrochen")
async def _cut_off(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>Anfang")


@_at("/zu-kurz-angegeben")
async def _understated(site: HostileSite, path: str, writer: Writer) -> None:
    body = page("<p>Hier steht es kurz angegeben und danach noch mehr.</p>" + words("u"))
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 200\r\n\r\n" + body)


@_at("/gzip-bombe")
async def _gzip_bomb(site: HostileSite, path: str, writer: Writer) -> None:
    await _bomb(writer, "gzip", zlib.compressobj(9, wbits=31))


@_at("/deflate-bombe")
async def _deflate_bomb(site: HostileSite, path: str, writer: Writer) -> None:
    await _bomb(writer, "deflate", zlib.compressobj(9))


@_at("/br-bombe")
async def _brotli_bomb(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(b"\x9b\xff\xff\xff" * 5000, "text/html", "200 OK", "Content-Encoding: br"))


@_at("/doppelt-gepackt")
async def _packed_twice(site: HostileSite, path: str, writer: Writer) -> None:
    body = gzip.compress(gzip.compress(page(words("doppelt"))))
    writer.write(answer(body, "text/html", "200 OK", "Content-Encoding: gzip, gzip"))


@_at("/kein-gzip")
async def _no_gzip(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("kein")), "text/html", "200 OK", "Content-Encoding: gzip"))


async def _bomb(writer: Writer, encoding: str, packer: zlib._Compress) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {encoding}\r\n\r\n"
    writer.write(head.encode())
    zeros = b"\0" * 1_000_000
    for _ in range(400):
        writer.write(packer.compress(zeros))
        await writer.drain()


@_at("/endlos")
async def _endless(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n")
    while not writer.is_closing():
        writer.write(b"10000\r\n" + b"<p>x</p> " * 7281 + b"1234567\r\n")
        await writer.drain()


@_at("/bild-als-html")
async def _picture_as_html(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01" + bytes(range(256)) * 20))


@_at("/bild")
async def _picture(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(b"\x89PNG", "image/png"))


@_at("/kreis")
async def _circle(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(moved("/kreis"))


@_at("/fort")
async def _away(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(moved("http://169.254.169.254/latest/meta-data/"))


@_at("/geheim")
async def _noindex(site: HostileSite, path: str, writer: Writer) -> None:
    headers = ("X-Robots-Tag: otherbot: nofollow", "X-Robots-Tag: empfangbot: noindex")
    writer.write(answer(page(words("geheim")), "text/html", "200 OK", *headers))


@_at("/verborgen")
async def _noindex_meta(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(b'<html><meta name="robots" content="noindex">' + page(words("verborgen"))))


@_at("/kein-http")
async def _no_http(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(b"SSH-2.0-OpenSSH_9.6\r\n")


@_at("/verbot")
async def _forbidden(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(b"", status="403 Forbidden"))


@_at("/windows")
async def _windows(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("win") + "<p>Größe für Übergabe</p>", charset="cp1252"), "text/html"))


@_at("/utf16")
async def _utf16(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("sechzehn") + "<p>Größe utf16</p>", charset="utf-16"), "text/html"))


@_at("/utf16-ohne-marke")
async def _utf16_bare(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("marke") + "<p>Größe ohne Marke</p>", charset="utf-16-be"), "text/html"))


@_at("/falscher-zeichensatz")
async def _mislabelled(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("falsch") + "<p>Größe in UTF-8</p>"), "text/html; charset=iso-8859-1"))


@_at("/nur-meta")
async def _meta_only(site: HostileSite, path: str, writer: Writer) -> None:
    body = b'<meta charset="windows-1252">' + page(words("meta") + "<p>Größe aus meta</p>", charset="cp1252")
    writer.write(answer(body, "text/html; charset=quatsch"))


@_at("/ohne-typ")
async def _untyped(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("typ") + "<p>Seite ohne Typ</p>"), ""))


@_at("/als-bytes")
async def _as_bytes(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("bytes") + "<p>Seite als Bytes</p>"), "application/octet-stream"))


@_at("/tief")
async def _deep(site: HostileSite, path: str, writer: Writer) -> None:
    writer.write(answer(page(words("tief") + "<p>Text in der Tiefe</p>" + "<div>" * 20_000)))


@_at("/null")
async def _nul(site: HostileSite, path: str, writer: Writer) -> None:
    body = page(words("null", 200) + "<p>vor der Null \0 und danach</p>&#xD800;&#0;")
    writer.write(answer(body, "text/html", "200 OK", 'ETag: "\xff\xfe"'))


async def _busy(site: HostileSite, path: str, writer: Writer) -> None:
    asked = [known for known in site.asked() if known not in ("/robots.txt", "/sitemap.xml", "/")]
    if path == "/":
        writer.write(answer(page(words("start") + links(*(f"/seite-{chr(97 + n)}" for n in range(8))))))
    elif path == "/sitemap.xml":
        writer.write(answer(b"", status="404 Not Found"))
    elif len(asked) <= BUSY_ANSWERS:
        writer.write(answer(b"", "", "429 Too Many Requests", "Retry-After: 1"))
    else:
        writer.write(answer(page(words(path.replace("/", "").replace("-", "")))))


async def _failing(site: HostileSite, path: str, writer: Writer) -> None:
    if path in ("/", "/gut"):
        writer.write(answer(page(words(f"s{len(path)}x") + links("/gut", *(f"/schlecht-{n}" for n in range(25))))))
    else:
        writer.write(answer(b"", status="504 Gateway Timeout"))


async def _slow(site: HostileSite, path: str, writer: Writer) -> None:
    if path == "/" or path.startswith("/impressum"):
        names = [f"/langsam-{chr(97 + n)}" for n in range(20)]
        writer.write(answer(page(words(f"s{len(path)}x") + links("/impressum", *names))))
    elif path == "/sitemap.xml":
        writer.write(answer(b"", status="404 Not Found"))
    else:
        await _drip(site, path, writer)


async def _heavy(site: HostileSite, path: str, writer: Writer) -> None:
    """Everything as large as it may be, and larger."""
    names = [f"/{kind}-{chr(97 + n)}" for kind in ("gross", "viele-links", "zip", "pdf") for n in range(3)]
    if path == "/":
        writer.write(answer(page(words("start") + links(*names, "/endlos", "/flut-von-kopfzeilen"))))
    elif path == "/sitemap.xml":
        index = b"<sitemapindex>" + b"".join(b"<sitemap><loc>/%d.xml.gz</loc></sitemap>" % n for n in range(2))
        writer.write(answer(index.replace(b"<loc>", b"<loc>" + site.url.encode()), "application/xml"))
    elif path.endswith(".xml.gz"):
        packer = zlib.compressobj(1, wbits=31)
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n" + packer.compress(b"<urlset>"))
        for part in _locations(site.url):
            writer.write(packer.compress(part))
        writer.write(packer.flush())
    elif path.startswith("/gross"):
        text = " ".join(f"{path[-1]}{number}wort" for number in range(50_000))
        writer.write(answer(page(f"<p>{text} \U0001f600</p>")))
    elif path.startswith("/viele-links"):
        writer.write(answer(page(words(path[-1]) + "".join(f"<a href=/{path[-1]}{n}>x</a>" for n in range(MANY)))))
    elif path.startswith("/zip"):
        await _gzip_bomb(site, path, writer)
    elif path.startswith("/pdf"):
        writer.write(answer(b"%PDF-1.7\n" + b"0" * 24_000_000, "application/pdf"))
    elif path in _PAGES:
        await _PAGES[path](site, path, writer)
    else:
        writer.write(answer(page(words(path.strip("/")))))


def _locations(url: str) -> Iterator[bytes]:
    for number in range(MANY // 4):
        yield f"<url><loc>{url}/{'x' * 40}/{number}</loc><lastmod>2026-01-01</lastmod></url>".encode()


_KINDS: dict[str, Handler] = {
    "traps": _traps,
    "busy": _busy,
    "failing": _failing,
    "slow": _slow,
    "heavy": _heavy,
}


async def _main() -> None:
    async with contextlib.AsyncExitStack() as stack:
        sites = [await stack.enter_async_context(HostileSite(kind)) for kind in KINDS]
        print(json.dumps({site.kind: site.url for site in sites}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main())
