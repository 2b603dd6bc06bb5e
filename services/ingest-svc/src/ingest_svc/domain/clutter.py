"""What of a page is not its content: navigation, dialogs, consent banners, forms to fill in, decoration.

A tag, role, class or state only raises a suspicion. What an element holds decides: a container that holds the page is
never dropped, whatever it is called.
"""

from __future__ import annotations

import re
from functools import cached_property
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from ingest_svc.domain.inline import HIDING, INLINE, LONGEST_HINT, flat_text, is_decoration
from ingest_svc.domain.urls import normalise

HOLDS_PAGE = 0.5
"""Share of a page's running text from which an element holds the page; less will do for one with its only heading."""
HOLDS_PAGE_WITH_HEADING = 0.25
PROSE = 250
"""Characters of running text, links left out, that no menu, newsletter box or pop-up has; per field in a form."""
LITTLE = 80
LONGEST_TITLE = 160
_NEVER_TEXT = """
    script style noscript template svg canvas iframe frame frameset object embed video audio select option input
    textarea dialog map picture img head link meta
"""
NEVER = frozenset(_NEVER_TEXT.split())
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _names(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:^|[\s_-])(?:{words})(?:$|[\s_-])", re.IGNORECASE)


_MENU = _names("navi?|navbar|navigation|menu|menue|hauptmenu|social|sidebar-nav")
_TRAIL = _names("breadcrumbs?|pagination|skip|skiplink")
_SHARE = _names("share|sharing")
_CONSENT = _names("cookies?|consent|gdpr|dsgvo")
_BOX = _names("popup|modal|newsletter|lightbox|offcanvas")
_POP_UPS = frozenset({"popup", "modal", "lightbox", "offcanvas"})
"""Classes by which frameworks open a box over the page; as a part of a name they say less."""
_ALOUD = _names("sr-only|visually-hidden|screen-reader(?:-text)?")
_UNSEEN = _names(
    "menu|nav|navigation|modal|popup|overlay|offcanvas|search|suche|toast|alert|error|success|message|msg|loading|"
    "loader|preloader|spinner|cloned?|duplicate|tooltip|template|skeleton|lightbox|cookies?|consent|backdrop|w-form-done|"
    "w-form-fail"
)
"""Names of what is hidden because nobody opens it, but a program: notices, overlays, copies of slides."""
_ASKS_CONSENT = re.compile(
    r"(?:verwende|nutze|setze|einsatz|use)\w{0,20}\b[^.]{0,60}\bcookies|akzeptier|ablehnen|zustimm|einwillig|"
    r"accept all|\breject|\bconsent|\btracking|datenschutzeinstellung|privatsphäre|essenziell|technisch notwendig",
    re.IGNORECASE,
)
_CONSENT_SUBJECT = re.compile(r"cookie|consent|tracking|einwillig|privatsphäre", re.IGNORECASE)
CONSENT_EVERY = 600
"""Characters of a consent banner in which at least one such word stands."""
_TITLES = re.compile(
    r"(?:accordion|toggle|faq|tab|collapse|question|frage)\S*?(?:title|header|heading|head|question|frage|trigger|label)",
    re.IGNORECASE,
)
"""Classes of the titles in accordions that are made of plain boxes."""
_FIELDS = "textarea, select, input" + "".join(
    f":not([type={kind}])" for kind in ("hidden", "submit", "button", "image", "reset")
)
_PRICE = re.compile(r"\d\s?(?:€|EUR\b|Euro\b|CHF\b|,[–—-])|(?:€|EUR|CHF|Fr\.)\s?\d")
_BUTTON = _names("btn|button|cta")
MOST_BUTTON_WORDS = 5
_FILE = re.compile(r"\.(?!html?$|php$|aspx?$|jsp$)[a-z]\w{1,3}$", re.IGNORECASE)
_MAIN = 'main, [role="main"]'


class Clutter:
    """Tells the clutter of one page; `generous` takes nothing for clutter that might be content.

    With the page's `url` it tells links to other pages of the site that are made to look like buttons.
    """

    def __init__(self, body: LexborNode, url: str = "", *, keep_frame: bool = False, generous: bool = False) -> None:
        self._body = body
        self._url = url
        self._keep_frame = keep_frame
        self._generous = generous

    def drops(self, node: LexborNode, tag: str) -> bool:
        """Whether an element is no content."""
        if tag in NEVER:
            return True
        if tag == "button":
            return not is_title(node, tag)
        attributes = node.attributes
        if tag == "a" and self._leads_on(node, attributes):
            return True
        if not attributes and tag not in ("form", "nav", "header", "footer"):
            return False
        if tag in INLINE and is_decoration(node, attributes):
            return True
        hidden = (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or HIDING.search(attributes.get("style") or "") is not None
        ) and tag not in INLINE
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        role = (attributes.get("role") or "").lower()
        suspected = (
            self._is_frame(node, tag, role)
            or (hidden and self._stays_hidden(node, attributes, names, role))
            or (tag == "form" and self._is_asking(node))
            or (tag not in HEADINGS and tag not in ("body", "main", "article") and self._is_called_clutter(node, names))
        )
        return suspected and not self._holds_page(node)

    def _leads_on(self, node: LexborNode, attributes: dict[str, str | None]) -> bool:
        """Whether a link is a button to another page of the site: nothing but a label, as a button's text is.

        What names a file, a number or another site (*Termin bei …*) says something.
        """
        if not self._url or not _BUTTON.search(attributes.get("class") or ""):
            return False
        target = normalise(attributes.get("href") or "#", self._url)
        if not target or urlsplit(target).netloc != urlsplit(self._url).netloc or _FILE.search(urlsplit(target).path):
            return False
        text = flat_text(node)
        plain = not any(character.isdigit() or character in "@(" for character in text)
        return plain and len(text.split()) <= MOST_BUTTON_WORDS

    def _is_frame(self, node: LexborNode, tag: str, role: str) -> bool:
        if tag == "nav" or role in ("navigation", "menu", "menubar", "search", "dialog", "alertdialog"):
            return True
        if role == "tablist":  # some hold the panels, too
            return node.css_first('[role="tabpanel"]') is None and _prose(node) < PROSE
        if self._keep_frame or self._generous:
            return False
        if tag == "footer" or role == "contentinfo":
            return not _is_of_article(node) or _is_link_list(node)
        return (tag == "header" or role == "banner") and node.css_first("h1,h2,h3") is None and _prose(node) < PROSE

    def _stays_hidden(self, node: LexborNode, attributes: dict[str, str | None], names: str, role: str) -> bool:
        """Whether what is hidden is nothing that a visitor opens to read on: no panel, tab or further part."""
        if role == "tabpanel" or attributes.get("hidden") == "until-found":
            return asks_consent(node)
        if _UNSEEN.search(names) or asks_consent(node):
            return True
        if node.css_first(_FIELDS) is not None and _prose(node) - sum(map(_prose, node.css("form"))) < LONGEST_HINT:
            return True
        text = node.text().strip()
        return " " not in text or "{{" in text or "javascript" in text.lower() or _is_link_list(node)

    def _is_asking(self, form: LexborNode) -> bool:
        """Whether a form is there to be filled in: a search, a newsletter, a message; not one that sells."""
        if (form.attributes.get("method") or "").lower() == "post" and _PRICE.search(form.text()):
            return False
        fields = len(form.css(_FIELDS))
        return _prose(form) < (LITTLE // 2 if fields == 0 else (LITTLE if self._generous else PROSE) * fields)

    def _is_called_clutter(self, node: LexborNode, names: str) -> bool:
        if not names.strip():
            return False
        if _CONSENT.search(names) and (asks_consent(node) or _says_little(node)):
            return True
        if (_MENU.search(names) or _TRAIL.search(names) or _SHARE.search(names)) and _is_link_list(node):
            return True
        if self._generous:
            return False
        if _TRAIL.search(names):
            return _prose(node) < LITTLE
        if _SHARE.search(names):
            return _says_little(node)
        if _MENU.search(names):
            text = node.text().strip()
            return " " not in text and not any(character.isdigit() for character in text)
        if _BOX.search(names):
            opens = not _POP_UPS.isdisjoint(names.lower().split()) and _prose(node) < PROSE
            return opens or asks_consent(node) or node.css_first(_FIELDS) is not None
        return bool(_ALOUD.search(names)) and _prose(node) < PROSE

    def _holds_page(self, node: LexborNode) -> bool:
        """Whether the page's text is in an element. What asks for consent or input is long on a short page, too."""
        if node.css_first(_MAIN) is not None:
            return True
        if (node.attributes.get("role") or "").lower().endswith("dialog"):
            return False
        headings = len(node.css("h1"))
        share = _prose(node) / max(1, self._text)
        heads = headings > 0 and headings == self._headings
        if asks_consent(node):
            return heads and share >= HOLDS_PAGE
        if heads:
            return share >= HOLDS_PAGE_WITH_HEADING
        asks = node.css_first(_FIELDS) is not None and not self._generous
        return share >= HOLDS_PAGE and node.tag != "footer" and not asks

    @cached_property
    def _text(self) -> int:
        return _prose(self._body)

    @cached_property
    def _headings(self) -> int:
        return len(self._body.css("h1"))


def asks_consent(node: LexborNode) -> bool:
    """Whether the text is that of a consent banner."""
    text = node.text()
    if _CONSENT_SUBJECT.search(text) is None:
        return False
    return len(_ASKS_CONSENT.findall(text)) * CONSENT_EVERY >= len(text)


def is_title(node: LexborNode, tag: str) -> bool:
    """Whether a box or button is the title of something that opens: by its role, its class, or being a question."""
    if tag not in ("div", "button", "p"):
        return False
    attributes = node.attributes
    if tag == "button":
        return "aria-expanded" in attributes and 0 < len(flat_text(node)) <= LONGEST_TITLE
    named = bool(_TITLES.search(attributes.get("class") or "")) or (
        "aria-expanded" in attributes or "aria-controls" in attributes
    )
    if any(child.tag not in INLINE and child.tag not in ("-text", "button") for child in node.iter(include_text=True)):
        return False
    text = flat_text(node)
    return 0 < len(text) <= LONGEST_TITLE and (
        named or (text.endswith("?") and text.count("?") == 1 and "." not in text)
    )


def _prose(node: LexborNode) -> int:
    """Characters of an element that are neither links nor parts of a form."""
    aside = sum(len(one.text().strip()) for one in node.css("a, button, select, label, textarea"))
    return max(0, len(" ".join(node.text().split())) - aside)


def _is_link_list(node: LexborNode) -> bool:
    links = sum(len(link.text().strip()) for link in node.css("a"))
    return links > 0 and links >= 2 * _prose(node)


def _is_of_article(node: LexborNode) -> bool:
    """Whether a footer is that of a card or article, and not the page's (HTML standard, 4.3.8)."""
    at = node.parent
    while at is not None and at.tag != "article":
        at = at.parent
    return at is not None


def _says_little(node: LexborNode) -> bool:
    return _prose(node) < LITTLE and not any(character.isdigit() for character in node.text())
