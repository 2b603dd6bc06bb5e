"""What visitors leave."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

from identity.text import AS_LINE, AS_NAME, AS_TEXT
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from wording import Language

from lead_svc.api.schemas.fields import Address, Input, Phone
from lead_svc.domain.interest import LeadKind
from lead_svc.models import Lead
from lead_svc.service.capturing import Agreement, Details


class ConsentIn(Input):
    """Einwilligung, so wie sie gezeigt wurde. The consent as it was shown."""

    accepted: Literal[True] = Field(description="Muss true sein. Must be true.")
    number: int = Field(ge=0, le=2_147_483_647, description="Fassung des gezeigten Textes. Number of the text shown.")
    language: Language = Field(default="de", description="Sprache des gezeigten Textes. Language of the text shown.")


def _without_parameters(url: str) -> str | None:
    """A page's address as it is kept: parameters and fragments may name people, so they go."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return urlunsplit((parts.scheme, host, parts.path, "", "")) if parts.scheme in ("http", "https") and host else None


class _CaptureIn(Input):
    consent: ConsentIn
    language: Language | None = Field(default=None, description="Sprache des Besuchers. The visitor's language.")
    context: Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")] | None = Field(
        default=None, description="Anlass, etwa initial, follow_up, technical. What made the bot ask."
    )
    page_url: Annotated[str, Field(max_length=2000), AS_LINE] | None = Field(
        default=None,
        description="Einbettende Seite, ohne Parameter gespeichert. The embedding page.",
    )

    def capture_context(self) -> dict[str, Any]:
        """Where and why the person was asked."""
        page = _without_parameters(self.page_url) if self.page_url else None
        found = {"trigger": self.context, "page": page, "language": self.language or self.consent.language}
        return {name: value for name, value in found.items() if value is not None}


class EmailCaptureIn(_CaptureIn):
    """Eine Adresse mit Einwilligung. An address with consent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "email": "erika@example.org",
                    "consent": {"accepted": True, "number": 1, "language": "de"},
                    "purpose": "contact",
                    "context": "initial",
                }
            ]
        },
    )

    email: Address = Field(description="E-Mail-Adresse. E-mail address.")
    purpose: Literal["contact", "information", "offer", "technical"] = Field(
        default="contact", description="Wofür die Adresse genutzt wird. What the address is for."
    )

    def details(self) -> Details:
        """What the person left."""
        return Details(email=self.email, context=self.capture_context())

    def agreement(self) -> Agreement:
        """What the person agreed to."""
        return Agreement(self.consent.number, self.consent.language, self.purpose)


class ContactRequestIn(_CaptureIn):
    """Bitte um Kontakt mit einer genannten Person. A request to be contacted by a named person."""

    person_id: UUID = Field(description="Kontaktperson des Assistenten. One of the bot's contact persons.")
    name: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200), AS_NAME] | None = None
    email: Address | None = None
    phone: Phone | None = Field(default=None, description="Rufnummer, wenn keine Adresse. Needed without an address.")
    message: Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000), AS_TEXT] | None = None

    @model_validator(mode="after")
    def _reachable(self) -> ContactRequestIn:
        if not self.email and not self.phone:
            raise ValueError("email or phone is needed")
        return self

    def details(self) -> Details:
        """What the person left."""
        return Details(
            self.email,
            self.phone,
            self.name or None,
            self.message or None,
            self.person_id,
            self.capture_context(),
        )

    def agreement(self) -> Agreement:
        """What the person agreed to."""
        return Agreement(self.consent.number, self.consent.language, "contact")


class ReceiptOut(BaseModel):
    """Die Angaben sind angekommen. What was left has arrived."""

    id: UUID
    kind: LeadKind
    confirmation: Literal["none", "pending", "confirmed"] = Field(
        description="`pending`: eine Bestätigungsmail ist unterwegs. A confirmation mail is on its way."
    )

    @classmethod
    def of(cls, lead: Lead, *, double_opt_in: bool) -> ReceiptOut:
        """The receipt of a lead; says nothing of what is stored."""
        if not double_opt_in or lead.kind != "email":
            return cls(id=lead.id, kind=lead.kind, confirmation="none")
        return cls(id=lead.id, kind=lead.kind, confirmation="confirmed" if lead.confirmed_at else "pending")
