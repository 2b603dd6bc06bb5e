"""The element around a person's name that holds nobody else's: picture, mail address, telephone number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborNode

from ingest_svc.domain.imprint.persons import bare_name
from ingest_svc.domain.imprint.roles import is_position
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean
from ingest_svc.domain.urls import normalise

_OTHERS = re.compile(
    r"testimonial|review|bewertung|rezension|rating|quote|zitat|kundenstimme|comment|author-box|post-meta|byline",
    re.IGNORECASE,
)
_TEXTUAL = "h1, h2, h3, h4, h5, h6, p, div, span, strong, b, li, td, th, dt, dd, a, figcaption, em, article"
_LONGEST = 1500


@dataclass(frozen=True, slots=True)
class Card:
    """What stands around a name."""

    text: str = ""
    quote: str = ""
    emails: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    image: str | None = None
    is_about_others: bool = False

    def position(self, name: str) -> str:
        """The first line of the card besides the name that may be a position, when it is directly below it."""
        lines = self.quote.split("\n")
        places = [at for at, line in enumerate(lines) if bare_name(line) == name]
        below = lines[places[0] + 1] if places and places[0] + 1 < len(lines) else ""
        return below.strip(" ,;:–-|.") if is_position(below) else ""


class Cards:
    """Finds the cards of a page's persons."""

    def __init__(self, page: SitePage, lines: Mapping[str, str]) -> None:
        """`lines`: by the persons' names, what they were read from; the card is around that, and no quotation."""
        self._page = page
        self._names = list(lines)
        self._nodes: dict[str, LexborNode] = {}
        body = page.tree.body
        if not lines or body is None:
            return
        ranks: dict[str, tuple[bool, bool, int]] = {}
        for node in body.css(_TEXTUAL):
            text = node.text(separator=" ")
            if len(text) > 400:
                continue
            plain = clean(text)
            for name, line in lines.items():
                if name not in plain:
                    continue
                rank = (_is_about_others(node), line not in plain, len(plain))
                if name not in ranks or rank < ranks[name]:
                    ranks[name], self._nodes[name] = rank, node

    def of(self, name: str) -> Card:
        """The card of a person; an empty one where the name is spread over elements."""
        node = self._nodes.get(name)
        if node is None:
            return Card()
        others = [one for one in self._names if one != name]
        card = node
        while card.parent is not None and card.parent.tag not in (
            "body",
            "main",
            "html",
            "section",
            "table",
            "tbody",
            None,
        ):
            text = clean(card.parent.text(separator=" "))
            if len(text) > _LONGEST or any(one in text for one in others):
                break
            card = card.parent
        lines = [line for line in (clean(part) for part in card.text(separator="\n").split("\n")) if line]
        links = [unquote(one.attributes.get("href") or "").strip() for one in card.css("a[href]")[:12]]
        image = card.css_first("img[src]")
        return Card(
            text=" ".join(lines),
            quote="\n".join(lines),
            emails=tuple(
                link[7:].split("?")[0] for link in links if link.lower().startswith("mailto:") and "@" in link
            ),
            called=tuple(link[4:] for link in links if link.lower().startswith("tel:")),
            image=normalise(image.attributes.get("src") or "", self._page.url) if image is not None else None,
            is_about_others=_is_about_others(node),
        )


def _is_about_others(node: LexborNode) -> bool:
    at: LexborNode | None = node
    while at is not None and at.tag != "body":
        if at.tag in ("blockquote", "cite", "nav"):
            return True
        names = f"{at.attributes.get('class') or ''} {at.attributes.get('id') or ''}"
        if _OTHERS.search(names):
            return True
        at = at.parent
    return False
