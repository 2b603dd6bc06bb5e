"""The company's colours, without those that come with a framework."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.urls import normalise

MAX_RULES = 4_000
SEEN = 1.35
"""Contrast with white below which a button of the colour is not seen: that is a ground, not a company's colour."""
TEXT = 4.5
"""Contrast of text (WCAG 2.2, success criterion 1.4.3): the second colour writes, so a readable one goes first."""
_FRAMEWORK_FILE = re.compile(
    r"bootstrap|foundation|tailwind|bulma|materialize|semantic|uikit|font-?awesome|normalize|reset|swiper|slick|"
    r"lightbox|fancybox|owl|animate|"
    r"jquery|aos|dashicons|block-library|woocommerce|cookie|borlabs|leaflet|fonts\.",
    re.IGNORECASE,
)
# What frameworks, builders and social networks colour by default; not what somebody chose.
_DEFAULTS_TEXT = """
    #007bff #6610f2 #6f42c1 #e83e8c #dc3545 #fd7e14 #ffc107 #28a745 #20c997 #17a2b8 #0056b3 #0069d9 #004085 #0062cc
    #218838 #c82333 #0d6efd #d63384 #198754 #0dcaf0 #0a58ca #0b5ed7 #052c65 #337ab7 #5cb85c #5bc0de #f0ad4e #d9534f
    #286090 #23527c #2e6da4 #428bca #1779ba #cc4b37 #3adb76 #ffae00 #d7ecfa #14679e #1468a0 #126195 #2199e8 #3273dc
    #00d1b2 #485fc7 #ff3860 #23d160 #ffdd57 #209cee #3b82f6 #2563eb #1d4ed8 #60a5fa #93c5fd #6366f1 #4f46e5 #4338ca
    #818cf8 #8b5cf6 #7c3aed #6d28d9 #a78bfa #10b981 #059669 #047857 #34d399 #22c55e #16a34a #15803d #4ade80 #ef4444
    #dc2626 #b91c1c #f87171 #f59e0b #d97706 #fbbf24 #f97316 #ea580c #eab308 #06b6d4 #0891b2 #0ea5e9 #0284c7 #ec4899
    #db2777 #14b8a6 #0d9488 #a855f7 #9333ea #84cc16 #65a30d #2196f3 #1976d2 #1565c0 #0d47a1 #3f51b5 #303f9f #f44336
    #d32f2f #e91e63 #9c27b0 #673ab7 #009688 #4caf50 #388e3c #ff9800 #ff5722 #26a69a #ee6e73 #6200ee #03dac6 #bb86fc
    #2185d0 #21ba45 #db2828 #1e87f0 #32d296 #faa05a #f0506e #cf2e2e #ff6900 #fcb900 #7bdcb5 #00d084 #8ed1fc #0693e3
    #9b51e0 #f78da7 #32373c #6ec1e4 #61ce70 #2ea3f2 #c36 #cc3366 #007cba #0073aa #006ba1 #005a87 #2271b1 #135e96
    #72aee6 #4054b2 #23a455 #046bd2 #045cb4 #bfd1ff #0274be #1e73be #0170b9 #3a3a3a #3b5998 #1877f2 #4267b2 #1da1f2
    #55acee #25d366 #128c7e #e4405f #c13584 #833ab4 #fd1d1d #bd081c #e60023 #0077b5 #0a66c2 #dd4b39 #fdf497 #fd5949
    #d6249f #285aeb #f09433 #e6683c #dc2743 #cc2366 #bc1888 #007aff #ff3b30 #34c759 #ff0000 #cd201f #006567 #026466
    #cd2653 #d1e4dd #13aff0 #2872fa #2b6cb0 #215387 #2f5aae #116dff #3899ec #a46497 #7f54b3 #720eec #112855 #3070ad
    #1890ff #1677ff #1867c0 #5cbbf6 #3898ec #3182ce #027be3 #e22658
    #4285f4 #34a853 #fbbc05 #ea4335 #ff4500 #00b67a #0000ff #0000ee #551a8b #008000 #ffff00
"""
_DEFAULTS = frozenset(_DEFAULTS_TEXT.split())
_HEX = re.compile(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b")
_FUNCTION = re.compile(
    r"(?P<kind>rgb|hsl)a?\(\s*(?P<a>[\d.]+)(?:deg)?\s*[, ]\s*(?P<b>[\d.]+)%?\s*[, ]\s*(?P<c>[\d.]+)%?"
    r"\s*(?:[,/]\s*[\d.]+%?)?\s*\)"
)
_RULE = re.compile(r"([^{}@;]{1,400})\{([^{}]{1,4000})\}")
_DECLARATION = re.compile(r"(--[\w-]{1,80}|[a-z-]{4,30})\s*:\s*([^;{}]{1,300})")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_NAMED = re.compile(
    r"primary|primaer|primär|brand|marke|haupt|main-?colou?r|theme-?colou?r|farbe-?1?$|accent|akzent|secondary|"
    r"sekund(?:ä|ae)r",
    re.IGNORECASE,
)
_SECOND = re.compile(r"accent|akzent|secondary|sekund(?:ä|ae)r|-2$", re.IGNORECASE)
_PRESET = re.compile(
    r"^--(?:wp--preset|bs-|tw-|swiper|fa-|e-global-typography|wp-admin|woocommerce|mdc-|chakra)", re.IGNORECASE
)
_LARGE = re.compile(
    r"(?:^|[\s,>.#])(?:header|nav(?:bar)?|masthead|hero|topbar|top-bar|kopf|banner|footer|site-header)(?![\w])",
    re.IGNORECASE,
)
_PRESSED = re.compile(r"(?:^|[\s,>.#_-])(?:btn|button|knopf|cta|submit)", re.IGNORECASE)
_SAID = re.compile(r"(?:^|[\s,>])(?:a|h1|h2|h3)(?![\w-])", re.IGNORECASE)
_STATES = re.compile(
    r"danger|error|warn|success|alert|info\b|invalid|valid|fehler|star|rating|facebook|instagram|whatsapp|youtube|"
    r"cookie|consent|disabled",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Use:
    """How much of the site's look a colour is, and where it is set first."""

    weight: float
    url: str
    quote: str


def stylesheets_of(page: SitePage) -> list[str]:
    """The addresses of a page's stylesheets, the site's own before those of frameworks."""
    found = [
        normalise(node.attributes.get("href") or "", page.url)
        for node in page.tree.css('link[rel~="stylesheet" i][href]')
    ]
    urls = [url for url in found if url]
    return sorted(urls, key=lambda url: bool(_FRAMEWORK_FILE.search(url)))


def find_colors(page: SitePage, styles: Mapping[str, str]) -> tuple[Finding | None, Finding | None]:
    """Primary and secondary colour: the theme's, variables so named, else what header, buttons and headings wear."""
    sheets = {page.url: "\n".join(node.text() for node in page.tree.css("style"))}
    sheets |= {url: text for url, text in styles.items() if not _FRAMEWORK_FILE.search(url.rsplit("/", 1)[-1])}
    variables = _variables(sheets)
    named = list(_named(variables))
    uses = _uses(page, sheets, {name: color for name, (color, _, _) in variables.items()})
    worn = sorted(uses.items(), key=lambda item: -item[1].weight)
    found = [*_themed(page), *named] + [
        Finding(color, use.url, use.quote, 0.8 if use.weight >= 6 else 0.6, "style")
        for color, use in worn
        if use.weight >= 2
    ]
    found = [one for one in found if contrast_on_white(one.value) >= SEEN]
    primary = next(
        (
            one
            for one in found
            if not (
                one in named and _SECOND.search(one.quote.split(":")[0]) and len(found) > 1 and _first_other(found, one)
            )
        ),
        None,
    )
    seconds = [one for one in named if _SECOND.search(one.quote.split(":")[0])] + found
    others = [one for one in seconds if primary is not None and one.value != primary.value]
    secondary = next((one for one in others if contrast_on_white(one.value) >= TEXT), next(iter(others), None))
    return primary, secondary


def _first_other(found: list[Finding], one: Finding) -> bool:
    """Whether there is another colour that is no less certain than this accent."""
    return any(
        other.value != one.value and other.confidence >= 0.8 and not _SECOND.search(other.quote.split(":")[0])
        for other in found
    )


def _themed(page: SitePage) -> Iterator[Finding]:
    for node in page.tree.css('meta[name="theme-color" i][content], meta[name="msapplication-TileColor" i][content]')[
        :2
    ]:
        content = (node.attributes.get("content") or "").strip()
        for color in colors_in(content):
            yield Finding(color, page.url, f"theme-color {content}", 0.9, "style")


def _variables(sheets: Mapping[str, str]) -> dict[str, tuple[str, str, str]]:
    """Variables that hold a colour: the colour, the sheet, and the declaration."""
    found: dict[str, tuple[str, str, str]] = {}
    for url, sheet in sheets.items():
        for match in _DECLARATION.finditer(sheet):
            if match[1].startswith("--") and not _PRESET.match(match[1]):
                color = next(colors_in(match[2]), None)
                if color:
                    found.setdefault(match[1], (color, url, match[0].strip()))
    return found


def _named(variables: Mapping[str, tuple[str, str, str]]) -> Iterator[Finding]:
    for name, (color, url, quote) in variables.items():
        if _NAMED.search(name):
            yield Finding(color, url, quote, 0.85, "style")


def _uses(page: SitePage, sheets: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, _Use]:
    found: dict[str, _Use] = {}

    def wear(text: str, weight: float, url: str, quote: str) -> None:
        resolved = _VARIABLE.sub(lambda match: f"{variables.get(match[1], '')} ", text)
        for color in list(colors_in(resolved))[:2]:
            use = found.setdefault(color, _Use(0.0, url, quote))
            use.weight += weight

    for url, sheet in sheets.items():
        for number, rule in enumerate(_RULE.finditer(sheet)):
            if number > MAX_RULES:
                break
            selector = rule[1].strip()
            if _STATES.search(selector):
                continue
            for declaration in _DECLARATION.finditer(rule[2]):
                if weight := _weight(selector, declaration[1]):
                    wear(declaration[2], weight, url, declaration[0].strip())
    for node in page.tree.css("[style*=color i], [style*=background i], [bgcolor]")[:60]:
        style = node.attributes.get("style") or ""
        for declaration in _DECLARATION.finditer(style):
            if weight := _weight(
                f"{node.tag} .{(node.attributes.get('class') or '').replace(' ', ' .')}", declaration[1]
            ):
                wear(declaration[2], weight, page.url, declaration[0].strip())
        wear(node.attributes.get("bgcolor") or "", 1.0, page.url, f"bgcolor {node.attributes.get('bgcolor')}")
    return found


def _weight(selector: str, kind: str) -> float:
    """How much a declaration colours of what a visitor sees."""
    if kind in ("background", "background-color", "background-image"):
        return 3.0 if _LARGE.search(selector) else 2.5 if _PRESSED.search(selector) else 1.0
    if kind in ("color", "fill"):
        return 1.6 if _SAID.search(selector) else 0.8
    return 0.5 if kind.startswith("border") else 0.0


def colors_in(text: str) -> Iterator[str]:
    """The colours of a text that somebody chose, as `#rrggbb`: no greys, no defaults of frameworks."""
    for match in _HEX.finditer(text):
        color = _full(match[0])
        if color not in _DEFAULTS and is_colorful(color):
            yield color
    for match in _FUNCTION.finditer(text):
        color = _computed(match)
        if color not in _DEFAULTS and is_colorful(color):
            yield color


def _computed(match: re.Match[str]) -> str:
    a, b, c = (float(match[name]) for name in "abc")
    if match["kind"] == "hsl":
        red, green, blue = colorsys.hls_to_rgb((a % 360) / 360, min(1.0, c / 100), min(1.0, b / 100))
        parts = (round(red * 255), round(green * 255), round(blue * 255))
    else:
        parts = (round(a), round(b), round(c))
    return "#" + "".join(f"{min(255, max(0, part)):02x}" for part in parts)


def _full(color: str) -> str:
    color = color.lower()
    if len(color) in (4, 5):
        return "#" + "".join(2 * digit for digit in color[1:4])
    return color[:7]


def contrast_on_white(color: str) -> float:
    """Contrast ratio of `#rrggbb` with white, 1 to 21 (WCAG 2.2, relative luminance)."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def is_colorful(color: str) -> bool:
    """Neither grey nor nearly white or black."""
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    _, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return saturation >= 0.2 and 0.1 <= lightness <= 0.85
