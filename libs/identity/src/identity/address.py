"""E-mail addresses: one form to store, one to compare and hash, one to write to."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from dataclasses import dataclass

from email_validator import EmailNotValidError, validate_email

LONGEST = 254
"""Octets of an address on the wire: RFC 5321, section 4.5.3.1.3, without the angle brackets."""


class NoAddress(ValueError):
    """A text that is no e-mail address. The message is for whoever typed it and does not repeat it."""


@dataclass(frozen=True, slots=True)
class Address:
    """An e-mail address, made by `parse`."""

    text: str
    """As it is stored and shown: the part before the @ as it was written, the domain in lower case and in Unicode."""
    comparable: str
    """What all spellings of one address have in common: lower case, the domain in Unicode.

    Mail servers may tell upper from lower case before the @ (RFC 5321, section 2.4); none that people use does.
    """
    wire: str
    """As mail servers are told it: the domain in ASCII (IDNA 2008, RFC 5891)."""
    needs_smtputf8: bool
    """Whether the part before the @ is not ASCII, so that only a server with SMTPUTF8 (RFC 6531) can take it."""

    @property
    def domain(self) -> str:
        """The domain in ASCII."""
        return self.wire.rpartition("@")[2]

    def hashed(self, key: str) -> str:
        """HMAC-SHA-256 of the comparable form, hex. Without the key nobody can test an address against it.

        lead- and outreach-svc share a key for what must be forgotten or never written to in both.
        """
        return _hashed(self.comparable, key)


def comparable(text: str) -> str:
    """The comparable form of an address that is kept already. Applying it twice changes nothing.

    What was kept before `parse` was asked, and is no address to it, is compared in lower case as it stands.
    """
    try:
        return parse(text).comparable
    except NoAddress:
        return _folded(text.strip())


def hashed(text: str, key: str) -> str:
    """`Address.hashed` of an address that is kept already."""
    return _hashed(comparable(text), key)


def hashes(text: str, key: str) -> tuple[str, ...]:
    """All hashes that a kept address may be listed under, the one in use first.

    outreach-svc hashed addresses as their pages spelled them. Where only the hash is left, it cannot be converted: an
    address with an international domain may still be listed by its spelling in ASCII.
    """
    try:
        ascii_spelling = parse(text).wire.lower()
    except NoAddress:
        return (hashed(text, key),)
    return tuple(dict.fromkeys((hashed(text, key), _hashed(ascii_spelling, key))))


def parse(text: str) -> Address:
    """Read an address as somebody typed it, its domain in Unicode or in ASCII. Raises `NoAddress`."""
    text = text.strip()
    if len(text) > LONGEST:
        raise NoAddress(f"must have at most {LONGEST} characters")
    try:
        # names under .test are what people try things with
        found = validate_email(text, check_deliverability=False, test_environment=True, strict=True)
    except EmailNotValidError as error:
        raise NoAddress("must be an e-mail address such as name@example.org") from error
    wire = f"{found.local_part}@{found.ascii_domain}"
    if len(wire.encode()) > LONGEST:
        raise NoAddress(f"must have at most {LONGEST} characters")
    return Address(
        text=found.normalized,
        comparable=_folded(found.normalized),
        wire=wire,
        needs_smtputf8=not found.local_part.isascii(),
    )


def _folded(text: str) -> str:
    # lower case can undo the normal form of a few letters; applying this twice changes nothing
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def _hashed(comparable: str, key: str) -> str:
    return hmac.new(key.encode(), comparable.encode(), hashlib.sha256).hexdigest()
