"""The ingress: the path map as a Caddyfile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from servicekit.http.server import HEADER_SECONDS, PROXY_KEEP_SECONDS

from local_stack.paths import ROUTES, Route

# What Caddy logs of its own accord (an upstream that is away) names the request: without token and headers.
_LOG = (
    "\tlog default {",
    "\t\tformat filter {",
    "\t\t\twrap json",
    "\t\t\tfields {",
    "\t\t\t\trequest>uri query {",
    "\t\t\t\t\tdelete token",
    "\t\t\t\t}",
    "\t\t\t\trequest>headers delete",
    "\t\t\t}",
    "\t\t}",
    "\t}",
)

_NOT_FOUND = (
    '{"type":"https://schemas.empfang.example/problems/not-found","title":"There is no such page","status":404,'
    '"detail":"No service answers this path.","errors":[]}'
)

_NOT_FOUND_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
_HOME = '<p><a href="/">Zur Startseite</a></p>'
_NOT_FOUND_PAGE = """<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Seite nicht gefunden</title><style>
body { max-width: 34rem; margin: 18vh auto 0; padding: 0 1.5rem; font: 1rem/1.6 system-ui, sans-serif; color: #1c2733 }
h1 { font-size: 1.6rem } p[lang=en] { color: #51606f } a { color: #1f5f8b; display: inline-block; padding: .6rem 0 }
</style></head><body><main><h1>Diese Seite gibt es nicht</h1>
<p>Vielleicht fehlt in der Adresse ein Zeichen, oder der Link ist nicht mehr gültig.</p>
<home><p lang="en">There is no such page. A letter may be missing from its address, or the link is out of date.</p>
</main></body></html>"""


def caddyfile(
    *,
    main: Sequence[str],
    visitors: Sequence[str],
    upstreams: Mapping[str, str],
    bind: str | None = None,
    trusted: Sequence[str] = (),
) -> str:
    """The configuration. `main` and `visitors` are site addresses, `upstreams` the `host:port`s by service.

    There is no access log here, the services keep one; what Caddy logs of failures has no token. Forwarded headers
    count only from `trusted` networks, such as a TLS terminator's. Services are told the visitor's address alone, so
    that they need to trust nobody but this ingress. Health and metrics of the services have no route.
    """
    glob = ["admin off", "auto_https off", "persist_config off"]
    if bind:
        glob.append(f"default_bind {bind}")
    return "\n".join(
        [
            "{",
            *(f"\t{line}" for line in glob),
            *_LOG,
            *_servers(trusted),
            "}",
            _site(main, ROUTES, upstreams, home=_HOME),
            _site(visitors, [route for route in ROUTES if route.visitors], upstreams, home=""),
            "",
        ]
    )


def _servers(networks: Sequence[str]) -> list[str]:
    # bodies have their limit of time in the services: `read_body` would end answers that stream for longer
    lines = ["\t\ttimeouts {", f"\t\t\tread_header {HEADER_SECONDS:.0f}s", "\t\t\tidle 2m", "\t\t}"]
    if networks:
        # strict: the nearest address that is no trusted proxy's; whatever stands before it a visitor may have made up
        lines += [f"\t\ttrusted_proxies static {' '.join(networks)}", "\t\ttrusted_proxies_strict"]
    return ["\tservers {", *lines, "\t}"]


_SEVERAL = [
    "\t\t\t\tlb_policy header X-Visitor-Token",  # a reload of the page finds its answer where it is being given
    "\t\t\t\tfail_duration 2s",  # while a process is away its visitors are another's
]


def _site(addresses: Sequence[str], routes: Sequence[Route], upstreams: Mapping[str, str], *, home: str) -> str:
    lines = [
        ", ".join(addresses) + " {",
        "\theader {",
        "\t\t?X-Content-Type-Options nosniff",  # as the services say, also where none of them answers
        "\t\t-Server",
        "\t}",
        "\trequest_body {",
        "\t\tmax_size 30MB",
        "\t}",
        "\troute {",
    ]
    for number, route in enumerate(routes):
        lines += [
            f"\t\t@r{number} path_regexp {route.regex}",
            f"\t\thandle @r{number} {{",
            f"\t\t\treverse_proxy {upstreams[route.service]} {{",
            "\t\t\t\theader_up X-Forwarded-For {client_ip}",
            "\t\t\t\tflush_interval -1",
            *(_SEVERAL if " " in upstreams[route.service] else []),
            "\t\t\t\tlb_try_duration 8s",  # a restarting service makes requests wait, not fail
            "\t\t\t\tlb_try_interval 100ms",
            "\t\t\t\ttransport http {",
            f"\t\t\t\t\tkeepalive {PROXY_KEEP_SECONDS}s",
            "\t\t\t\t}",
            "\t\t\t}",
            "\t\t}",
        ]
    lines += [
        "\t\t@person {",  # programs ask for APIs, and get their problems
        "\t\t\tnot path /api/*",
        "\t\t\theader Accept *text/html*",
        "\t\t}",
        "\t\thandle @person {",
        "\t\t\theader Content-Type text/html;charset=utf-8",
        "\t\t\theader Cache-Control no-store",
        f'\t\t\theader Content-Security-Policy "{_NOT_FOUND_POLICY}"',
        f"\t\t\trespond `{_NOT_FOUND_PAGE.replace('<home>', home)}` 404",
        "\t\t}",
        "\t\thandle {",
        "\t\t\theader Content-Type application/problem+json",
        "\t\t\theader Cache-Control no-store",
        f"\t\t\trespond `{_NOT_FOUND}` 404",
        "\t\t}",
        "\t}",
        "}",
    ]
    return "\n".join(lines)
