"""The HTTP application of a service: errors, traces, metrics, access log, limits on bodies, health."""

from __future__ import annotations

import asyncio
import ipaddress
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, partial
from time import perf_counter
from typing import Any

import structlog
from fastapi import APIRouter, FastAPI, Request, Response
from opentelemetry.trace import Span, SpanKind, Status, StatusCode
from prometheus_client import CONTENT_TYPE_LATEST, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import text
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from servicekit.auth.keys import KeyRing
from servicekit.database import is_transient
from servicekit.errors import Problem
from servicekit.http import ops, problems
from servicekit.http.body import Body
from servicekit.http.context import client_address
from servicekit.http.incoming import Incoming
from servicekit.http.limits import RateLimiter
from servicekit.kit import Kit
from servicekit.settings import ValkeySettings
from servicekit.telemetry import BOT_ATTRIBUTE, span

log = structlog.get_logger("access")

REQUESTS = Counter("http_requests_total", "Requests by route and status", ["service", "method", "route", "status"])
SECONDS = Histogram(
    "http_request_seconds",
    "Time to the end of the answer",
    ["service", "method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
READY = Gauge("service_ready", "1 when the process is ready, as /readyz says; measured at each scrape", ["service"])
QUIET = ("/healthz", "/readyz", "/metrics")
DEFAULT_MAX_BODY = 3_000_000
RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {"model": problems.ProblemOut, "description": "An error (RFC 9457)"}
}


class Edge:
    """Around every request: trace, time, status, access log, size limit; an unexpected error becomes a 500 problem."""

    def __init__(self, app: ASGIApp, *, kit: Kit[Any, Any, Any], max_body_bytes: int) -> None:
        self.app = app
        self._kit = kit
        self._max_body = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in QUIET:
            await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        status, started = 500, perf_counter()
        begun = False
        body = Body(receive, headers.get("content-length", ""), self._max_body)

        async def send_noting(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = int(message["status"]), True
                message["headers"] = [*message["headers"], *_always(scope, message["headers"])]
            await send(message)

        async def send_whole(message: Message) -> None:
            if begun or body.refusal is None:  # else whatever is made of a body cut short, the answer is the refusal
                await send_noting(message)

        with span(scope["method"], traceparent=headers.get("traceparent"), kind=SpanKind.SERVER) as current:
            try:
                if body.refusal is None:
                    await self.app(scope, body.receive, send_whole)
            except Exception as error:
                if begun:
                    log.error("answer broken off", error=type(error).__name__)
                    return
                await self._answer_to(error)(scope, receive, send_whole)
            finally:
                if body.refusal is not None and not begun:
                    refused = problems.of_problem(body.refusal)
                    refused.headers["connection"] = "close"  # what is still on its way belongs to no request
                    await refused(scope, receive, send_noting)
                self._account(scope, headers, status, perf_counter() - started, current)

    def _answer_to(self, error: Exception) -> Response:
        if isinstance(error, Problem):
            return problems.of_problem(error)
        if is_transient(error):
            log.warning("request failed for now", error=type(error).__name__)
            return problems.problem_response(
                503, "unavailable", "Not available at the moment", "Please try again.", headers={"Retry-After": "1"}
            )
        log.error("request failed", exc_info=error)
        return problems.problem_response(
            500, "internal", "Something went wrong on our side", "The failure was recorded under this trace."
        )

    def _account(self, scope: Scope, headers: dict[str, str], status: int, seconds: float, current: Span) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        REQUESTS.labels(self._kit.name, scope["method"], route, str(status)).inc()
        SECONDS.labels(self._kit.name, scope["method"], route).observe(seconds)
        parameters = scope.get("path_params", {})
        bot = parameters.get("chatbot_id") or parameters.get("bot_id") or parameters.get("bot")
        current.update_name(f"{scope['method']} {route}")  # the route is known only now
        current.set_attributes({"http.route": route, "http.response.status_code": status})
        if bot:
            current.set_attribute(BOT_ATTRIBUTE, str(bot))
        if status >= 500:
            current.set_status(Status(StatusCode.ERROR))
        log.info(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            ms=round(seconds * 1000, 1),
            bot=str(bot) if bot else None,
            client=shortened(client_address(Request(scope), self._kit.settings.trusted_proxies)),
            agent=headers.get("user-agent", "")[:120],
        )


def _always(scope: Scope, headers: Iterable[tuple[bytes, bytes]]) -> Iterator[tuple[bytes, bytes]]:
    """What every answer has. What an API says is for its caller alone, unless the endpoint says otherwise."""
    given = {name.lower() for name, _ in headers}
    yield b"x-content-type-options", b"nosniff"
    if b"referrer-policy" not in given:
        yield b"referrer-policy", b"no-referrer"  # addresses hold ids and tokens
    if scope["path"].startswith("/api/") and b"cache-control" not in given:
        yield b"cache-control", b"no-store"


def shortened(address: str) -> str:
    """An address without its last part (/24, /48): enough to see a pattern, too little to name a person."""
    parsed = ipaddress.ip_address(address)
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network(f"{address}/{prefix}", strict=False).network_address)


def api_app(
    name: str,
    kit: Kit[Any, Any, Any],
    *,
    title: str,
    description: str,
    routes: Sequence[BaseRoute] = (),
    max_body_bytes: int = DEFAULT_MAX_BODY,
    with_ops: bool = True,
) -> FastAPI:
    """A FastAPI application with the conventions of the platform, and `routes_of` the service's routers."""
    app = FastAPI(
        title=title,
        description=description,
        version="1",
        openapi_url=f"/api/{name}/openapi.json",
        docs_url=f"/api/{name}/docs",
        redoc_url=None,
        responses=RESPONSES,
        # `Edge` makes the request's span and figures; FastAPI's own would be made beside them, at 2 ms a request
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.openapi = partial(_documented, app)  # type: ignore[method-assign]  # FastAPI's way to extend its document
    app.state.kit = kit
    app.state.key_ring = KeyRing(kit, RateLimiter(kit.name, ValkeySettings()))
    problems.install(app)
    app.add_middleware(Incoming)
    app.add_middleware(Edge, kit=kit, max_body_bytes=max_body_bytes)
    _add_health(app, kit)
    if with_ops:
        app.router.routes.extend(_ops_routes(name))
    app.router.routes.extend(routes)
    return app


def routes_of(*routers: APIRouter) -> Sequence[BaseRoute]:
    """The routers' endpoints for `api_app`.

    FastAPI analyses an included router at its first request, anew for each application; these are analysed once,
    however many applications a process makes of them, as tests do.
    """
    whole = APIRouter(responses=RESPONSES)
    for router in routers:
        whole.include_router(router)
    return whole.routes


@cache
def _ops_routes(name: str) -> Sequence[BaseRoute]:
    return routes_of(ops.router(name))


def _documented(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with errors as the media type they are answered in."""
    if app.openapi_schema is None:
        found = FastAPI.openapi(app)
        schema = {"$ref": f"#/components/schemas/{problems.ProblemOut.__name__}"}
        error = {"description": "An error (RFC 9457)", "content": {problems.MEDIA_TYPE: {"schema": schema}}}
        for operations in found["paths"].values():
            for operation in operations.values():
                operation["responses"].pop("422", None)  # FastAPI's own form of it, which is not answered here
                operation["responses"]["default"] = error
        for name in ("HTTPValidationError", "ValidationError"):
            found["components"]["schemas"].pop(name, None)
    return app.openapi_schema or {}


def _add_health(app: FastAPI, kit: Kit[Any, Any, Any]) -> None:
    @app.get("/healthz", include_in_schema=False)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    async def not_well() -> dict[str, str]:
        found = dict(kit.health.problems)
        try:
            async with asyncio.timeout(2):
                async with kit.database.engine.connect() as connection:
                    await connection.execute(text("SELECT 1"))
        except Exception as error:
            if not is_transient(error):
                raise
            found["database"] = type(error).__name__
        READY.labels(kit.name).set(not found)
        return found

    @app.get("/readyz", include_in_schema=False)
    async def readyz(response: Response) -> dict[str, Any]:
        found = await not_well()
        response.status_code = 503 if found else 200
        return {"ready": not found, "problems": kit.health.degraded_parts | found}

    @app.get("/metrics", include_in_schema=False)
    async def metrics() -> Response:
        await not_well()
        await asyncio.gather(*(measure.take(kit) for measure in kit.measures))
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
