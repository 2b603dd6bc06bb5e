"""The company's logo, by evidence that it is the company's and not a customer's, a partner's or a seal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.lines import is_foreign_heading
from ingest_svc.domain.imprint.name_rules import core_of
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import flat_text
from ingest_svc.domain.urls import normalise

ENOUGH = 4
"""Points from which a picture is taken for the company's logo."""
_LOGO = re.compile(r"logo|brand|emblem|signet", re.IGNORECASE)
_OTHERS = re.compile(
    r"partner|kunden|client|customer|sponsor|innung|siegel|zertifi|referenz|testimonial|stimme|presse|member|"
    r"mitglied|award|auszeichnung|"
    r"payment|zahlung|paypal|visa|mastercard|klarna|facebook|instagram|google|youtube|whatsapp|tripadvisor|kammer|"
    r"verband|hersteller|marken|"
    r"supplier|lieferant|award|badge|dekra|tuev|tüv|\biso\b|provenexpert|trustpilot|footer-logo-partner|slider|"
    r"carousel|gallery|galerie",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:^|[\s_-])(?:header|navbar|nav|masthead|kopf|top|branding|menu)(?:$|[\s_-])", re.IGNORECASE)
_HOME = re.compile(r"^(?:https?://[^/]+)?/?(?:index\.(?:html?|php)|de/?|home/?)?$", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"^data:|placeholder|spacer|blank\.|pixel\.|loading|lazy", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Picture:
    url: str
    quote: str
    points: int


def find_logo(page: SitePage, name: str | None) -> Finding | None:
    """The picture that is surely the company's; `name` is what the company is called, if that is known."""
    pictures = sorted(_pictures(page, name), key=lambda one: -one.points)
    if pictures and pictures[0].points >= ENOUGH:
        best = pictures[0]
        return Finding(best.url, page.url, best.quote, 0.95 if best.points >= 7 else 0.85, "markup")
    icon = next(iter(icons_of(page)), None)
    return Finding(icon, page.url, "icon", 0.6, "markup") if icon else None


def icons_of(page: SitePage) -> list[str]:
    """The icons by which the site wants to be known, largest kind first; a browser's default icon is none."""
    found: list[str] = []
    for selector in (
        'link[rel~="apple-touch-icon" i][href]',
        'link[rel~="apple-touch-icon-precomposed" i][href]',
        'link[rel~="icon" i][href]',
    ):
        for node in page.tree.css(selector)[:4]:
            href = node.attributes.get("href") or ""
            url = normalise(href, page.url)
            telling = "touch" in selector or _LOGO.search(href)
            if url and telling and not url.lower().endswith(".ico"):
                found.append(url)
    return list(dict.fromkeys(found))


def _pictures(page: SitePage, name: str | None) -> Iterator[_Picture]:
    heading = ""
    core = core_of(name) if name else None
    for node in page.tree.css("h1, h2, h3, h4, h5, img, [itemprop=logo]")[:250]:
        if (node.tag or "").startswith("h"):
            heading = flat_text(node)
            continue
        attributes = node.attributes
        source = next(
            (
                attributes[key]
                for key in ("src", "data-src", "data-lazy-src", "content", "href")
                if attributes.get(key) and not _PLACEHOLDER.search(attributes[key] or "")
            ),
            None,
        )
        url = normalise(source or "", page.url) if source else None
        if url is None:
            continue
        words = (
            " ".join((attributes.get(key) or "") for key in ("class", "id", "alt", "title"))
            + " "
            + url.rsplit("/", 1)[-1]
        )
        around = list(_around(node))
        names = " ".join(around_names for _, around_names, _ in around)
        headed = any(tag == "header" for tag, _, _ in around) or bool(_HEADER.search(names))
        if _OTHERS.search(words) or _OTHERS.search(names) or (is_foreign_heading(heading) and not headed):
            continue
        home = any(tag == "a" and _HOME.match(href) for tag, _, href in around)
        alt = attributes.get("alt") or attributes.get("title") or ""
        alike = core is not None and bool(
            core.own & core_of(alt).own or (core.own and any(word in url.lower() for word in core.own if len(word) > 4))
        )
        points = (
            3 * bool(_LOGO.search(words) or _LOGO.search(names))
            + 2 * headed
            + 3 * home
            + 2 * alike
            + 4 * (attributes.get("itemprop") == "logo")
        )
        yield _Picture(url, alt or words.strip(), points)


def _around(node: LexborNode) -> Iterator[tuple[str, str, str]]:
    at = node.parent
    for _ in range(7):
        if at is None or at.tag in ("body", "html", "main"):
            return
        attributes = at.attributes
        yield (
            at.tag or "",
            f"{attributes.get('class') or ''} {attributes.get('id') or ''}",
            attributes.get("href") or "",
        )
        at = at.parent
