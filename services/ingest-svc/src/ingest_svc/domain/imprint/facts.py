"""The findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Method = Literal["structured", "text", "agreement", "style", "markup"]
"""How a finding was made: from data for machines, by rules from the text, from several places that agree, from the
look, from elements and their attributes."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding, where it stands, how it was made, and how sure it is (0 to 1)."""

    value: str
    url: str
    quote: str
    confidence: float
    method: Method = "text"


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """An address in its parts; `country` is ISO 3166, empty where nothing tells it."""

    street: str
    postal_code: str
    city: str
    country: str


@dataclass(frozen=True, slots=True)
class Hours:
    """One stretch of opening, local `HH:MM`."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Week:
    """Hours by weekday, `monday` to `sunday`; a day without any is closed, one that is not mentioned is absent.

    Days `by_appointment` are in `days` never.
    """

    days: Mapping[str, tuple[Hours, ...]] = field(default_factory=dict)
    by_appointment: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.days)


@dataclass(frozen=True, slots=True)
class Person:
    """A person whom the company names on its pages."""

    name: str
    url: str
    quote: str
    position: str = ""
    email: str | None = None
    phone: str | None = None
    image_url: str | None = None
    confidence: float = 0.9


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """A page, or a stylesheet, as it was when facts were taken from it: the hash of its text (`evidence.text_hash`)."""

    url: str
    text_hash: str
    read_at: datetime


@dataclass(slots=True)
class Facts:
    """All findings about one company; what has no evidence is empty."""

    company_name: Finding | None = None
    legal_name: Finding | None = None
    """The entity that answers for the site, where it is called otherwise than the company."""
    legal_form: Finding | None = None
    address: Finding | None = None
    postal_address: PostalAddress | None = None
    phone: Finding | None = None
    email: Finding | None = None
    managing_directors: tuple[Finding, ...] = ()
    register_entry: Finding | None = None
    vat_id: Finding | None = None
    opening_hours: Finding | None = None
    weekly_hours: dict[str, tuple[Hours, ...]] = field(default_factory=dict)
    by_appointment: tuple[str, ...] = ()
    """Weekdays without hours on which one may come when that was agreed."""
    social: dict[str, Finding] = field(default_factory=dict)
    logo: Finding | None = None
    primary_color: Finding | None = None
    secondary_color: Finding | None = None
    industry: Finding | None = None
    form_of_address: Finding | None = None
    """How the pages speak to their readers: `du` or `Sie`."""
    team: tuple[Person, ...] = ()
    contradictions: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    """What the pages say otherwise elsewhere, by field."""
    notice: str | None = None
    """What is odd about the site as a whole: a code of `states`."""
    facts_only: tuple[str, ...] = ()
    """Pages that were read for facts and ask not to be indexed: they never become knowledge."""
    evidence: tuple[PageEvidence, ...] = ()
    """The pages that the facts are taken from, as they were."""
    language: str = "de"
