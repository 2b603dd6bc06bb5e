"""Whether an advertising mail may be sent: section 7 of the German act against unfair competition (UWG).

Section 7(2) no. 2 demands prior express consent. Section 7(3) makes an exception for customers when four conditions
hold together: (1) the address came from the customer in connection with a sale, (2) it is used for one's own similar
goods or services, (3) the customer has not objected, (4) the customer was told when the address was collected, and is
told with every use, that they can object at any time. The reminder "with every use" is part of every mail's footer.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Reason = Literal[
    "no_recipient",
    "recipient_suppressed",
    "host_opted_out",
    "no_lawful_basis",
    "consent_not_confirmed",
    "consent_withdrawn",
    "basis_for_another_address",
    "customer_address_not_from_sale",
    "customer_goods_not_similar",
    "customer_objected",
    "customer_not_informed",
    "sender_incomplete",
    "no_enquiry",
    "opt_in_already_sent",
    "basis_exists",
]


@dataclass(frozen=True, slots=True)
class Consent:
    """Consent asked for by double opt-in; it counts once confirmed by the holder of the address."""

    address: str
    confirmed_at: datetime | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CustomerRelation:
    """An existing customer, with the conditions of section 7(3)."""

    address: str
    address_from_sale: bool
    similar_goods: bool
    informed_of_objection: bool
    objected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """The company itself asked for something: only that allows the one mail asking for consent."""

    address: str
    at: datetime


Basis = Consent | CustomerRelation | Enquiry


@dataclass(frozen=True, slots=True)
class Decision:
    """Allowed on which basis, or refused for which reasons."""

    allowed: bool
    basis: Literal["consent", "existing_customer", "enquiry"] | None = None
    reasons: tuple[Reason, ...] = ()


def _refused(*reasons: Reason) -> Decision:
    return Decision(False, None, tuple(dict.fromkeys(reasons)))


def may_advertise(
    recipient: str | None, bases: Sequence[Basis], *, suppressed: bool, sender_complete: bool, now: datetime
) -> Decision:
    """Whether this recipient may be sent advertising now. `suppressed`: on the list of those who want no mail."""
    if not recipient:
        return _refused("no_recipient")
    obstacles: list[Reason] = []
    if suppressed:
        obstacles.append("recipient_suppressed")
    if not sender_complete:
        obstacles.append("sender_incomplete")
    missing: list[Reason] = []
    for basis in bases:
        if isinstance(basis, Enquiry):
            continue
        lacks = _lacks(basis, recipient, now)
        if not lacks and not obstacles:
            return Decision(True, "consent" if isinstance(basis, Consent) else "existing_customer")
        missing.extend(lacks)
        if not lacks:
            return _refused(*obstacles)
    return _refused(*obstacles, *(missing or ("no_lawful_basis",)))


def _lacks(basis: Consent | CustomerRelation, recipient: str, now: datetime) -> Collection[Reason]:
    lacks: list[Reason] = []
    if basis.address != recipient:
        lacks.append("basis_for_another_address")
    if isinstance(basis, Consent):
        if basis.confirmed_at is None or basis.confirmed_at > now:
            lacks.append("consent_not_confirmed")
        if basis.withdrawn_at is not None:
            lacks.append("consent_withdrawn")
        return lacks
    if not basis.address_from_sale:
        lacks.append("customer_address_not_from_sale")
    if not basis.similar_goods:
        lacks.append("customer_goods_not_similar")
    if basis.objected_at is not None:
        lacks.append("customer_objected")
    if not basis.informed_of_objection:
        lacks.append("customer_not_informed")
    return lacks


def may_ask_for_consent(
    recipient: str | None,
    bases: Sequence[Basis],
    *,
    already_asked: bool,
    suppressed: bool,
    sender_complete: bool,
    now: datetime,
) -> Decision:
    """Whether the one double opt-in mail may go out: only after a recorded enquiry from the address, only once."""
    if not recipient:
        return _refused("no_recipient")
    reasons: list[Reason] = []
    if suppressed:
        reasons.append("recipient_suppressed")
    if not sender_complete:
        reasons.append("sender_incomplete")
    if already_asked:
        reasons.append("opt_in_already_sent")
    if not any(isinstance(b, Enquiry) and b.address == recipient and b.at <= now for b in bases):
        reasons.append("no_enquiry")
    return _refused(*reasons) if reasons else Decision(True, "enquiry")
