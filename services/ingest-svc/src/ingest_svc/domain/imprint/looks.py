"""Logo and brand colours."""

from __future__ import annotations

import colorsys
import re
from collections import Counter
from collections.abc import Mapping

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.urls import normalise

_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_VARIABLE = re.compile(
    r"--(?P<name>[\w-]*(?:primary|primaer|brand|marke|haupt|accent|akzent|secondary|sekundaer)[\w-]*)\s*:\s*"
    r"(?P<color>#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3}))\b"
)
_SECOND = re.compile(r"accent|akzent|secondary|sekundaer|-2", re.IGNORECASE)
_LOGO = re.compile(r"logo", re.IGNORECASE)
_CUSTOMERS = re.compile(r"partner|kunden|client|sponsor|innung|siegel|zertifi", re.IGNORECASE)


def stylesheets_of(page: SitePage) -> list[str]:
    """The addresses of a page's stylesheets."""
    found = [
        normalise(node.attributes.get("href") or "", page.content.url)
        for node in page.tree.css('link[rel~="stylesheet" i][href]')
    ]
    return [url for url in found if url]


def find_logo(page: SitePage) -> Finding | None:
    """The picture that the page calls its logo; vector graphics only when there is nothing else."""
    candidates: list[tuple[int, str, str]] = []
    for node in page.tree.css("img[src]"):
        attributes = node.attributes
        parent = node.parent.attributes if node.parent is not None else {}
        words = " ".join((attributes.get(name) or "") for name in ("class", "id", "alt", "src"))
        around = f"{parent.get('class') or ''} {parent.get('id') or ''}"
        if not _LOGO.search(words + around) or _CUSTOMERS.search(words + around):
            continue
        url = normalise(attributes.get("src") or "", page.content.url)
        if url:
            candidates.append((2 if url.lower().endswith(".svg") else 0, url, attributes.get("alt") or words.strip()))
    icon = page.tree.css_first('link[rel="apple-touch-icon" i][href]')
    if icon is not None and (url := normalise(icon.attributes.get("href") or "", page.content.url)):
        candidates.append((1, url, "apple-touch-icon"))
    if not candidates:
        return None
    rank, url, quote = min(candidates, key=lambda candidate: candidate[0])
    return Finding(url, page.content.url, quote, 0.9 if rank == 0 else 0.6)


def find_colors(page: SitePage, styles: Mapping[str, str]) -> tuple[Finding | None, Finding | None]:
    """Primary and secondary colour: the theme colour, named variables, else the colours used most."""
    primary: Finding | None = None
    secondary: Finding | None = None
    theme = page.tree.css_first('meta[name="theme-color" i][content]')
    if theme is not None:
        content = (theme.attributes.get("content") or "").strip()
        if _HEX.fullmatch(content) and _is_colorful(content):
            primary = Finding(_full(content), page.content.url, f"theme-color {content}", 0.9)
    sheets = {page.content.url: "\n".join(node.text() for node in page.tree.css("style")), **styles}
    for url, sheet in sheets.items():
        for match in _VARIABLE.finditer(sheet):
            color = _full(match["color"])
            if not _is_colorful(color):
                continue
            finding = Finding(color, url, match[0], 0.85)
            if _SECOND.search(match["name"]):
                secondary = secondary or finding
            else:
                primary = primary or finding
    for color, (url, quote) in _commonest(sheets).items():
        finding = Finding(color, url, quote, 0.6)
        if primary is None:
            primary = finding
        elif secondary is None and color != primary.value:
            secondary = finding
    return primary, secondary


def _commonest(sheets: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    counts: Counter[str] = Counter()
    where: dict[str, tuple[str, str]] = {}
    for url, sheet in sheets.items():
        for match in _HEX.finditer(sheet):
            color = _full(match[0])
            if _is_colorful(color):
                counts[color] += 1
                where.setdefault(color, (url, match[0]))
    return {color: where[color] for color, count in counts.most_common(2) if count >= 2}


def _full(color: str) -> str:
    color = color.lower()
    return color if len(color) == 7 else "#" + "".join(2 * digit for digit in color[1:])


def _is_colorful(color: str) -> bool:
    """Neither grey nor nearly white or black."""
    red, green, blue = (int(_full(color)[at : at + 2], 16) / 255 for at in (1, 3, 5))
    _, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return saturation >= 0.2 and 0.1 <= lightness <= 0.85
