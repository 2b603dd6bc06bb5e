"""What a company publishes about itself: facts with the place and words they stand in; nothing is guessed."""

from ingest_svc.domain.imprint.colors import stylesheets_of
from ingest_svc.domain.imprint.evidence import evidence_of
from ingest_svc.domain.imprint.extract import extract_facts
from ingest_svc.domain.imprint.facts import Facts, Finding, Person
from ingest_svc.domain.imprint.logo import icons_of
from ingest_svc.domain.imprint.site import SitePage
from ingest_svc.domain.imprint.states import refusal_of

__all__ = [
    "Facts",
    "Finding",
    "Person",
    "SitePage",
    "evidence_of",
    "extract_facts",
    "icons_of",
    "refusal_of",
    "stylesheets_of",
]
