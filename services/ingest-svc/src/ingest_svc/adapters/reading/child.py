"""The limited process: pages on standard input, what they say on standard output, one after the other until the end.

A message is its length (four bytes, big-endian) and as many bytes. A page comes as two: JSON with `url`, and with
`robots_header`, `robot` and `encoding` as `read_page` takes them, then the HTML in UTF-8. It is answered by one, JSON
with `content` and `alternates`, or with `error` where a parser failed. The first message, without a page, says that the
process is ready. Of the service it imports only the reading.
"""

from __future__ import annotations

import json
import resource
import signal
import struct
import sys
from dataclasses import asdict
from math import ceil
from time import process_time

from selectolax.lexbor import SelectolaxError
from servicekit.work.limits import limit

from ingest_svc.domain.alternates import alternates
from ingest_svc.domain.charsets import KNOWN
from ingest_svc.domain.html import read_page

LENGTH = struct.Struct(">I")
_WARM_UP = """
<!DOCTYPE html><html lang="de"><head><title>Seite</title><link rel="alternate" hreflang="en" href="/en"></head><body>
<header><h1>Seite</h1></header><main><h2>Titel</h2><p><b>Text</b> und <a href="https://müller.example/ä?b=ü#d">Ziel</a>
</p><table><tr><th>a<th>b</tr><tr><td>1<td>2</tr></table><dl><dt>a<dd>b</dl></main><footer>Tel. 1</footer></body></html>
"""


def main() -> None:
    """Read pages. Arguments: bytes of address space, seconds of computing for one page, and how many pages."""
    memory_bytes, seconds, pages = (int(argument) for argument in sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # meant for the service, which ends this process itself
    for encoding in KNOWN:  # what is imported late is imported here: no file can be opened from here on
        read(_WARM_UP, url="https://firma.example/", encoding=encoding)
    limit(memory_bytes=memory_bytes, cpu_seconds=seconds * pages, files="none")
    send({})
    while (asked := receive()) is not None and (html := receive()) is not None:
        allow(seconds)
        send(read(html.decode("utf-8", errors="ignore"), **json.loads(asked)))


def allow(seconds: int) -> None:
    """Let the next page compute for so long. Time cannot be given back, but the soft limit can be moved."""
    most = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (min(ceil(process_time()) + seconds, most), most))


def read(
    html: str, *, url: str, robots_header: str = "", robot: str = "", encoding: str = "utf-8"
) -> dict[str, object]:
    """The answer for one page. Without memory the process ends: what else would fail then cannot be told.

    The parser takes any text for HTML, so the one thing it can complain of is memory.
    """
    try:
        return {
            "content": asdict(read_page(html, url, robots_header=robots_header, robot=robot, encoding=encoding)),
            "alternates": alternates(html, url),
        }
    except (MemoryError, SelectolaxError):
        raise
    except Exception as error:
        return {"error": type(error).__name__}


def receive() -> bytes | None:
    """The next message; None when the service has closed the stream or is gone."""
    head = sys.stdin.buffer.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    length = LENGTH.unpack(head)[0]
    body = sys.stdin.buffer.read(length)
    return body if len(body) == length else None


def send(answer: dict[str, object]) -> None:
    """Write one message."""
    body = json.dumps(answer).encode()
    sys.stdout.buffer.write(LENGTH.pack(len(body)))
    sys.stdout.buffer.write(body)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
