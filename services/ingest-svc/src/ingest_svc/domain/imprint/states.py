"""Sites that are no company's site yet, or not one company's: what they are instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.inline import clean
from ingest_svc.domain.language import is_in_neither

Refusal = Literal["parked", "consent_wall", "login_wall", "needs_javascript", "directory"]
Notice = Literal["coming_soon", "several_companies", "foreign_language"]

SHORT = 1_500
"""Characters of a page that may be nothing but a notice."""
LITTLE, SCANT = 30, 120
"""Characters of a page that needs a program to show anything: surely, and with an element for one to fill."""
_PARKED = re.compile(
    r"domain (?:steht|ist) (?:zum|zu) verkauf|domain (?:kaufen|erwerben)|diese domain (?:parken|wurde erfolgreich|"
    r"ist (?:bereits )?(?:registriert|geparkt))|"
    r"(?:domain|website|webpage) is for sale|buy this domain|domain[- ]?parking|parkt diese|geparkte domain|"
    r"parked (?:domain|page)|"
    r"domain wurde (?:erfolgreich )?(?:bei|registriert|reserviert)|noch keine inhalte hinterlegt|related searches|"
    r"this domain (?:is|has been) registered|"
    r"default (?:web ?site|page)|apache2? (?:ubuntu|debian) default|welcome to nginx|it works!|plesk|confixx|"
    r"webseite wurde noch nicht (?:eingerichtet|hochgeladen)",
    re.IGNORECASE,
)
_COMING = re.compile(
    r"coming soon|hier entsteht|bald (?:wieder )?(?:online|für sie da|verfügbar)|in kürze (?:wieder|online|"
    r"erreichbar|verfügbar|sind)|under construction|"
    r"im aufbau|wartungsmodus|wartungsarbeiten|maintenance|wird (?:gerade|derzeit|aktuell|momentan) (?:überarbeitet|"
    r"aufgebaut|erstellt)|"
    r"überarbeiten (?:gerade |derzeit )?unsere (?:seite|website|webseite|homepage)|neue (?:website|webseite|"
    r"homepage|seite) ist (?:bald|in arbeit)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"cookies|einwillig|zustimm|consent", re.IGNORECASE)
_ACCEPT = re.compile(r"akzeptieren|zustimmen|ablehnen|accept|reject|einverstanden|pur-abo", re.IGNORECASE)
_PROGRAM = re.compile(
    r"enable javascript|javascript (?:muss )?(?:aktivieren|aktiviert)|needs? javascript|requires javascript",
    re.IGNORECASE,
)
_MOUNT = "#root, #app, #__next, #__nuxt, app-root, #main-app, [ng-app], [data-reactroot]"
_DIRECTORY = re.compile(
    r"branchenbuch|branchenverzeichnis|firmenverzeichnis|verzeichnis|(?:kostenlos|firma|betrieb) eintragen|"
    r"eintrag (?:übernehmen|bearbeiten|melden)|"
    r"\b\d+ (?:adressen|treffer|einträge|ergebnisse|firmen|betriebe|anbieter)|die besten|in ihrer nähe|"
    r"ihre firma fehlt",
    re.IGNORECASE,
)
DIRECTORY_ENTRIES = 3
"""Addresses of different streets on a start page from which it may be a directory's."""


def refusal_of(pages: Sequence[SitePage]) -> Refusal | None:
    """Why nothing that the site says can be believed to be about one company; None for a company's site."""
    start = pages[0]
    text = start.content.text
    title = start.tree.css_first("title")
    named = clean(title.text()) if title is not None else ""
    whole = clean(start.tree.body.text(separator=" ")) if start.tree.body is not None else ""
    told = f"{named}\n{text}\n{whole[:SHORT]}"
    single = len(pages) <= 2
    if len(whole) < SHORT and _PARKED.search(told) and single:
        return "parked"
    if single and start.tree.css_first('input[type="password" i]') is not None and len(whole) < SHORT // 3:
        return "login_wall"
    if single and len(whole) < SHORT and _CONSENT.search(whole) and _ACCEPT.search(whole) and _is_only_consent(whole):
        return "consent_wall"
    if single and _shows_nothing(start, whole):
        return "needs_javascript"
    return "directory" if _is_directory(start, told) else None


def notice_of(pages: Sequence[SitePage], entities: int) -> Notice | None:
    """What is odd about a site whose facts count all the same; `entities`: companies that its imprint describes."""
    start = pages[0]
    told = f"{start.content.title}\n{start.content.text}"
    if len(start.content.text) < 600 and _COMING.search(told) and len(pages) <= 3:
        return "coming_soon"
    if entities > 1:
        return "several_companies"
    return "foreign_language" if _is_foreign(start) else None


def _is_foreign(start: SitePage) -> bool:
    """Whether a page says that it is in another language than those understood, and its words do not object."""
    root = start.tree.css_first("html")
    declared = (root.attributes.get("lang") or "").strip().lower() if root is not None else ""
    return declared[:2].isalpha() and declared[:2] not in ("de", "en") and is_in_neither(start.content.text)


def _is_only_consent(text: str) -> bool:
    """Whether a page speaks of little else than consent: one such word in every two hundred characters."""
    return (len(_CONSENT.findall(text)) + len(_ACCEPT.findall(text))) * 200 >= len(text)


def _shows_nothing(start: SitePage, whole: str) -> bool:
    if start.tree.css_first("script") is None:
        return False
    without_notice = _PROGRAM.sub("", whole)
    mount = start.tree.css_first(_MOUNT)
    empty = mount is not None and len(clean(mount.text())) < SCANT
    bare = len(without_notice) < LITTLE and start.tree.css_first("frame[src], iframe[src*='.htm' i]") is None
    return len(without_notice) < SCANT and (empty or bare or bool(_PROGRAM.search(start.html)))


def _is_directory(start: SitePage, told: str) -> bool:
    streets = {block.address.street for block in start.blocks if block.line.zone == "main"}
    return len(streets) >= DIRECTORY_ENTRIES and len(_DIRECTORY.findall(told)) > 0
