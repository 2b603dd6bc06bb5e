"""What a page says about its company in JSON-LD (schema.org), except for its opening hours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ingest_svc.domain.imprint.contact import emails_in, phones_in
from ingest_svc.domain.imprint.facts import Finding
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean
from ingest_svc.domain.urls import normalise

_NO_COMPANY_TEXT = """
    WebSite WebPage BreadcrumbList Article BlogPosting NewsArticle Product Offer Person ImageObject FAQPage
    Question Answer SearchAction Review AggregateRating ItemList Event JobPosting CollectionPage ContactPage
    AboutPage
"""
_NO_COMPANY = frozenset(_NO_COMPANY_TEXT.split())


def find_structured(page: SitePage, region: str) -> dict[str, Finding]:
    """Name, telephone, e-mail and logo of the organisation that the page describes."""
    found: dict[str, Finding] = {}
    for item in companies(page):
        if not {"name", "address", "telephone"} & set(item):
            continue
        values = {
            "company_name": _text(item.get("legalName")) or _text(item.get("name")),
            "phone": next(phones_in(_text(item.get("telephone")), region), ""),
            "email": next(emails_in(_text(item.get("email")).removeprefix("mailto:")), ""),
            "logo": _image(item.get("logo"), page.content.url),
        }
        quote = clean(json.dumps(item, ensure_ascii=False))[:300]
        for name, value in values.items():
            if value and name not in found:
                found[name] = Finding(value, page.content.url, quote, 0.85)
    return found


def companies(page: SitePage) -> Iterator[dict[str, Any]]:
    """The items that describe an organisation or a place, and not an article or an offer."""
    for item in _items(page):
        types = item.get("@type")
        names = {types} if isinstance(types, str) else set(map(str, types)) if isinstance(types, list) else set()
        if names and not names & _NO_COMPANY:
            yield item


def _items(page: SitePage) -> Iterator[dict[str, Any]]:
    for node in page.tree.css('script[type="application/ld+json" i]')[:20]:
        try:
            data = json.loads(node.text()[:200_000])
        except (ValueError, RecursionError):
            continue
        waiting = data if isinstance(data, list) else [data]
        for entry in waiting[:50]:
            if isinstance(entry, dict):
                graph = entry.get("@graph")
                inner = graph if isinstance(graph, list) else [entry]
                yield from (one for one in inner[:50] if isinstance(one, dict))


def _text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""


def _image(value: Any, base: str) -> str:
    if isinstance(value, dict):
        value = value.get("url")
    return normalise(value, base) or "" if isinstance(value, str) and value else ""
