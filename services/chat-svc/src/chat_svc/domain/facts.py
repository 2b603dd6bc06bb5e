"""What must be so in a sentence: quantities, names and codes, phone numbers and addresses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chat_svc.domain.places import Place, Words
from chat_svc.domain.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that must be so: how to know it in a place, and whether a place speaks of another of its kind."""

    stands_in: Callable[[Words], bool]
    rivals_in: Callable[[Words], bool]
    text: str = ""
    """A name or code in lower case, which may stand in a heading too; empty for what is said of a thing."""

    def stands_above(self, place: Place) -> bool:
        """Whether it is a name that stands in the headings of a place."""
        return bool(self.text) and self.text in place.heads.lower()


def facts_of(part: Words) -> list[Fact]:
    """The facts of a clause."""
    found = [_quantity(quantity) for quantity in part.quantities]
    found += [_letters(name) for name in part.names]
    return found + [_contact(contact) for contact in part.contacts]


def _quantity(quantity: Quantity) -> Fact:
    def stands(words: Words) -> bool:
        return any(quantity.matches(other) for other in words.quantities) or (quantity.value == 0 and words.free)

    def rivals(words: Words) -> bool:
        return any(quantity.comparable(other) and quantity.known for other in words.quantities)

    return Fact(stands, rivals)


def _letters(name: str) -> Fact:
    wanted = name.lower()
    parts = wanted.split()

    def stands(words: Words) -> bool:
        text = " ".join(words.text.lower().split())
        return wanted in text or all(part in text for part in parts)

    def rivals(words: Words) -> bool:
        return any(other.isupper() is name.isupper() for other in words.names)

    return Fact(stands, rivals, text=wanted)


def _contact(contact: str) -> Fact:
    def stands(words: Words) -> bool:
        return contact in words.contacts or any(
            contact.isdigit() and other.isdigit() and other.endswith(_within_country(contact))
            for other in words.contacts
        )

    def rivals(words: Words) -> bool:
        return any(other.isdigit() is contact.isdigit() for other in words.contacts)

    return Fact(stands, rivals)


def _within_country(digits: str) -> str:
    """A phone number without its country or leading zero: +49 40 … and 040 … are one."""
    return digits.removeprefix("00").lstrip("0")[-9:] if len(digits) > 9 else digits.lstrip("0")
