"""Refusing an address that could not be written to when it is typed in, not when a mail to it fails."""

from __future__ import annotations

from identity.address import NoAddress, parse

from servicekit.errors import FieldError, Invalid
from servicekit.mail.settings import SmtpSettings


def unwritable(pointer: str, address: str | None, settings: SmtpSettings) -> list[FieldError]:
    """The error of a field with an address that the mail server cannot take, else nothing.

    What is no address at all is somebody else's to refuse.
    """
    if not address or settings.utf8:
        return []
    try:
        needs_smtputf8 = parse(address).needs_smtputf8
    except NoAddress:
        return []
    if not needs_smtputf8:
        return []
    return [FieldError(pointer, "must have ASCII characters only before the @: the mail server takes no others")]


def must_be_writable(pointer: str, address: str | None, settings: SmtpSettings) -> None:
    """Raises `Invalid` for an address that the mail server cannot take."""
    errors = unwritable(pointer, address, settings)
    if errors:
        raise Invalid(f"{errors[0].pointer}: {errors[0].message}", errors=errors)


def must_be_address(pointer: str, text: str, settings: SmtpSettings) -> None:
    """Raises `Invalid` for what is no address, or one that the mail server cannot take. What was typed is not told."""
    try:
        parse(text)
    except NoAddress as error:
        raise Invalid(f"{pointer}: {error}", errors=[FieldError(pointer, str(error))]) from error
    must_be_writable(pointer, text, settings)
