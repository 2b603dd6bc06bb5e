"""Receives traces over OTLP/HTTP, as a collector does, and keeps their spans."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True)
class SeenSpan:
    """A span as a service exported it; ids in hex."""

    service: str
    name: str
    trace_id: str
    attributes: dict[str, str]
    linked_traces: frozenset[str]


@dataclass
class Collector:
    """Where it listens, and what came so far."""

    url: str = ""
    spans: list[SeenSpan] = field(default_factory=list)
    exports: list[bytes] = field(default_factory=list)
    """All that was sent, unpacked."""

    def of_trace(self, trace_id: str) -> list[SeenSpan]:
        """The spans of one trace."""
        return [span for span in self.spans if span.trace_id == trace_id]

    def take(self, request: ExportTraceServiceRequest) -> None:
        """Keep the spans of an export."""
        for resource in request.resource_spans:
            names = {a.key: a.value.string_value for a in resource.resource.attributes}
            for scope in resource.scope_spans:
                for span in scope.spans:
                    values = {a.key: a.value.string_value or str(a.value.int_value) for a in span.attributes}
                    links = frozenset(link.trace_id.hex() for link in span.links)
                    self.spans.append(SeenSpan(names["service.name"], span.name, span.trace_id.hex(), values, links))


@contextmanager
def collector() -> Iterator[Collector]:
    """A collector on a free port."""
    found = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            found.exports.append(body)
            found.take(ExportTraceServiceRequest.FromString(body))
            answer = ExportTraceServiceResponse().SerializeToString()
            self.send_response(200)
            self.send_header("Content-Type", "application/x-protobuf")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    found.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield found
    finally:
        server.shutdown()
