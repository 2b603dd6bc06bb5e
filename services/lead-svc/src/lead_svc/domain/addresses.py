"""Addresses as they are stored, compared and hashed."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata

import phonenumbers
from email_validator import EmailNotValidError, validate_email

LONGEST_ADDRESS = 254
"""RFC 5321, section 4.5.3.1.3, without the angle brackets."""


def email_address(text: str) -> str:
    """The address as it is stored and written to: trimmed, domain in lower case, Unicode in NFC.

    Raises `ValueError` with a sentence for the caller that does not repeat the address.
    """
    text = text.strip()
    if len(text) > LONGEST_ADDRESS:
        raise ValueError(f"must have at most {LONGEST_ADDRESS} characters")
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise ValueError("must be an e-mail address such as name@example.org") from error


def phone_number(text: str, country: str = "DE") -> str:
    """A phone number in E.164; `country` (ISO 3166-1) completes national numbers. Raises `ValueError`."""
    region = country.upper() if country.upper() in phonenumbers.SUPPORTED_REGIONS else "DE"
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise ValueError("must be a phone number such as +49 89 1234567") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("must be a phone number such as +49 89 1234567")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def comparable(address: str) -> str:
    """What two spellings of one address have in common: NFC, trimmed, lower case. Applying it twice changes nothing.

    Mail servers may tell upper from lower case before the @ (RFC 5321, section 2.4); none that people use does.
    """
    lowered = unicodedata.normalize("NFC", address).strip().lower()
    return unicodedata.normalize("NFC", lowered).strip()


def shared_hash(address: str, key: str) -> str:
    """HMAC-SHA-256 of the comparable address, hex: how lead-svc tells outreach-svc whom to forget."""
    return hmac.new(key.encode(), comparable(address).encode(), hashlib.sha256).hexdigest()
