"""Logs, traces and metrics. Logs are JSON lines without personal data; a trace travels in the events."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import structlog
from opentelemetry import propagate, trace
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import SpanKind, Status, StatusCode
from structlog.typing import EventDict, Processor

BOT_ATTRIBUTE = "empfang.bot"
"""Names the bot that a span is about."""
_tracer = trace.get_tracer("empfang")


def _with_trace(_: object, __: str, event: EventDict) -> EventDict:
    context = trace.get_current_span().get_span_context()
    if context.is_valid:
        event["trace_id"] = format(context.trace_id, "032x")
    return event


def configure(service: str, *, level: str = "info", otlp_endpoint: str | None = None) -> None:
    """Set up logs and traces of this process. Traces leave it only when an OTLP endpoint is set."""
    number = getattr(logging, level.upper())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        _with_trace,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(number)
    for name in ("procrastinate", "alembic", "httpx", "uvicorn.error", "faust"):
        logging.getLogger(name).setLevel(max(number, logging.WARNING))
    # While broker or database is away these say so many times a second; `Health` says it once per change.
    for name, quiet in (("aiokafka", logging.CRITICAL), ("psycopg.pool", logging.CRITICAL), ("mode", logging.ERROR)):
        logging.getLogger(name).setLevel(quiet)
    structlog.contextvars.bind_contextvars(service=service)
    if not isinstance(trace.get_tracer_provider(), TracerProvider):
        provider = TracerProvider(resource=Resource.create({"service.name": service}))
        if otlp_endpoint:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=f"{otlp_endpoint}/v1/traces")))
        trace.set_tracer_provider(provider)


def current_traceparent() -> str | None:
    """The running span as a W3C traceparent, None outside a trace."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier.get("traceparent")


def current_trace_id() -> str | None:
    """The running trace's id in hex, None outside a trace."""
    context = trace.get_current_span().get_span_context()
    return format(context.trace_id, "032x") if context.is_valid else None


@contextmanager
def span(
    name: str,
    *,
    traceparent: str | None = None,
    links: Iterable[str | None] = (),
    kind: SpanKind = SpanKind.INTERNAL,
    bot: str | None = None,
) -> Iterator[trace.Span]:
    """A span; with `traceparent` it continues the trace that the request, event or job came with.

    `links` are traceparents of what else it works on, for a batch; `bot` is the bot that it is about.
    """
    with _tracer.start_as_current_span(
        name,
        context=propagate.extract({"traceparent": traceparent}) if traceparent else None,
        kind=kind,
        links=[trace.Link(context) for context in map(_span_context, dict.fromkeys(links)) if context.is_valid],
        attributes={BOT_ATTRIBUTE: bot} if bot else None,
        record_exception=False,
    ) as current:
        try:
            yield current
        except BaseException as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def _span_context(traceparent: str | None) -> trace.SpanContext:
    return trace.get_current_span(propagate.extract({"traceparent": traceparent or ""})).get_span_context()
