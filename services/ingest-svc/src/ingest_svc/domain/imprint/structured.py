"""What a page says about its company to machines: JSON-LD and microdata of schema.org, and hCard."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from selectolax.lexbor import LexborNode

from ingest_svc.domain.imprint.addresses import country_code, is_template
from ingest_svc.domain.imprint.contact import emails_in, network_of, phones_in
from ingest_svc.domain.imprint.facts import Finding, PostalAddress
from ingest_svc.domain.imprint.persons import bare_name, is_person
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.imprint.vat import is_valid
from ingest_svc.domain.inline import clean, flat_text
from ingest_svc.domain.urls import normalise

_NO_COMPANY_TEXT = """
    WebSite WebPage BreadcrumbList Article BlogPosting NewsArticle Product Offer Person ImageObject FAQPage
    Question Answer SearchAction Review AggregateRating ItemList Event JobPosting CollectionPage ContactPage
    AboutPage PostalAddress ContactPoint OpeningHoursSpecification GeoCoordinates ListItem SiteNavigationElement
    WPHeader WPFooter WPSideBar Blog Place Recipe VideoObject Rating Brand Service
    """
_NO_COMPANY = frozenset(_NO_COMPANY_TEXT.split())
_INSIDE = (
    "mainEntity",
    "about",
    "publisher",
    "provider",
    "location",
    "mainEntityOfPage",
    "sourceOrganization",
    "copyrightHolder",
)
_HCARD = {
    "org": "name", "fn": "name", "tel": "telephone", "email": "email", "street-address": "streetAddress",
    "postal-code": "postalCode", "locality": "addressLocality", "country-name": "addressCountry",
}  # fmt: skip
_ADDRESS = ("streetAddress", "postalCode", "addressLocality", "addressCountry")
LONGEST_TEXT = 300
"""Characters of a stated value that are looked at."""
Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What a page's data for machines give, by field."""

    fields: dict[str, Finding]
    address: PostalAddress | None
    founders: tuple[Finding, ...]
    social: dict[str, Finding]


def find_structured(page: SitePage, region: str) -> Told:
    """Telephone, mail, VAT id, logo, address, founders and social pages of the organisation that a page describes."""
    fields: dict[str, Finding] = {}
    address: PostalAddress | None = None
    founders: list[Finding] = []
    social: dict[str, Finding] = {}
    for item in companies(page):
        quote = quoted(item)

        def finding(value: str, quote: str = quote) -> Finding:
            return Finding(value, page.url, quote, 0.85, "structured")

        vat = "".join(_text(item.get("vatID")).split())
        values = {
            "phone": next(
                phones_in(_text(item.get("telephone")) or _text(_contact(item).get("telephone")), region), ""
            ),
            "email": next(
                emails_in((_text(item.get("email")) or _text(_contact(item).get("email"))).removeprefix("mailto:")), ""
            ),
            "vat_id": vat if is_valid(vat) else "",
            "logo": _image(item.get("logo"), page.url),
        }
        found = _address(item.get("address"))
        if found is not None and address is None:
            address = found
            values["address"] = f"{found.street}, {found.postal_code} {found.city}"
        for name, value in values.items():
            if value and name not in fields:
                fields[name] = finding(value)
        for key in ("founder", "founders", "owner"):
            for one in _listed(item.get(key)):
                name = _text(one.get("name")) if isinstance(one, dict) else _text(one)
                if is_person(name) and all(bare_name(name) != known.value for known in founders):
                    founders.append(finding(bare_name(name)))
        for href in _listed(item.get("sameAs")):
            if isinstance(href, str) and (network := network_of(href)):
                social.setdefault(network, finding(href))
    return Told(fields, address, tuple(founders), social)


def quoted(item: Item) -> str:
    """An item as it is quoted."""
    return clean(json.dumps(item, ensure_ascii=False))[:300]


def companies(page: SitePage) -> Iterator[Item]:
    """The items that describe an organisation or a business, and not an article or an offer."""
    for item in _items(page):
        types = item.get("@type")
        names = {types} if isinstance(types, str) else set(map(str, types)) if isinstance(types, list) else set()
        names = {name.rpartition("/")[2] for name in names}
        if names and not names & _NO_COMPANY:
            yield item


def _items(page: SitePage) -> Iterator[Item]:
    for node in page.tree.css('script[type="application/ld+json" i]')[:20]:
        try:
            data = json.loads(node.text()[:200_000])
        except (ValueError, RecursionError):
            continue
        yield from _nested(data, 0)
    for node in page.tree.css("[itemscope][itemtype]")[:60]:
        item = _microdata(node)
        if item:
            yield item
    for node in page.tree.css(".vcard, .h-card")[:10]:
        yield from _hcard(node)


def _nested(data: Any, depth: int) -> Iterator[Item]:
    if isinstance(data, list) and depth < 6:
        for one in data[:60]:
            yield from _nested(one, depth + 1)
    elif isinstance(data, dict) and depth < 6:
        yield data
        for key in ("@graph", *_INSIDE):
            if isinstance(data.get(key), (dict, list)):
                yield from _nested(data[key], depth + 1)


def _microdata(node: LexborNode) -> Item:
    """An element's own properties; nested ones stay in what they are nested in."""
    item: Item = {"@type": (node.attributes.get("itemtype") or "").rpartition("/")[2]}
    for prop in node.css("[itemprop]")[:60]:
        if prop.mem_id == node.mem_id or _owner(prop) != node.mem_id:
            continue
        attributes = prop.attributes
        value: Any
        if "itemscope" in attributes:
            value = _microdata(prop)
        elif prop.tag == "meta":
            value = attributes.get("content") or ""
        elif prop.tag in ("img", "source"):
            value = attributes.get("src") or ""
        elif prop.tag == "a" and (attributes.get("itemprop") or "") in ("url", "sameAs", "logo"):
            value = attributes.get("href") or ""
        else:
            value = clean(attributes.get("content") or "") or flat_text(prop)
        for name in (attributes.get("itemprop") or "").split():
            known = item.get(name)
            item[name] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    return item


def _owner(node: LexborNode) -> int | None:
    at = node.parent
    while at is not None:
        if "itemscope" in at.attributes:
            return at.mem_id
        at = at.parent
    return None


def _hcard(node: LexborNode) -> Iterator[Item]:
    item: Item = {"@type": "Organization", "address": {}}
    for name, field in _HCARD.items():
        found = node.css_first(f".{name}, .p-{name}")
        if found is not None:
            target = item["address"] if field in _ADDRESS else item
            target.setdefault(field, flat_text(found))
    if item.get("name") and not is_person(str(item["name"])):
        yield item


def _contact(item: Item) -> Item:
    found = next((one for one in _listed(item.get("contactPoint")) if isinstance(one, dict)), None)
    return found or {}


def _address(value: Any) -> PostalAddress | None:
    found = next((one for one in _listed(value) if isinstance(one, dict)), None)
    if found is None:
        return None
    country = found.get("addressCountry")
    if isinstance(country, dict):
        country = country.get("name")
    parts = {name: _text(found.get(name)) for name in _ADDRESS}
    if not all(parts[name] for name in _ADDRESS[:3]) or is_template(parts["streetAddress"], parts["postalCode"]):
        return None
    land = _text(country)
    return PostalAddress(
        parts["streetAddress"], parts["postalCode"], parts["addressLocality"],
        country_code(land) or (land.upper() if len(land) == 2 else ""),
    )  # fmt: skip


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return clean(value)[:LONGEST_TEXT] if isinstance(value, str) else ""


def _image(value: Any, base: str) -> str:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl")
    return normalise(value, base) or "" if isinstance(value, str) and value else ""
