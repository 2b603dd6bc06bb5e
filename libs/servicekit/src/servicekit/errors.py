"""Errors that callers are told about, one class per HTTP answer. Exceptions of a service's domain derive from these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field; `pointer` is a JSON pointer into the request's body (RFC 6901)."""

    pointer: str
    message: str


class Problem(Exception):
    """Something the caller did or hit, answered as RFC 9457 problem+json."""

    status: ClassVar[int] = 400
    slug: ClassVar[str] = "bad-request"
    title: ClassVar[str] = "The request cannot be served"

    def __init__(
        self, detail: str = "", *, errors: Sequence[FieldError] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = tuple(errors)
        self.headers = dict(headers or {})


class Unauthorized(Problem):
    """No valid key or token."""

    status, slug, title = 401, "unauthorized", "A valid key or token is needed"


class Forbidden(Problem):
    """The key is valid but lacks the scope."""

    status, slug, title = 403, "forbidden", "The key does not allow this"


class NotFound(Problem):
    """Unknown, or somebody else's: the answer is the same."""

    status, slug, title = 404, "not-found", "There is no such object"


class Conflict(Problem):
    """The object's state does not allow it."""

    status, slug, title = 409, "conflict", "The object's state does not allow this"


class Gone(Problem):
    """It was there and is over."""

    status, slug, title = 410, "gone", "This is no longer available"


class LostUpdate(Problem):
    """The object changed since it was read."""

    status, slug, title = 412, "lost-update", "The object was changed in the meantime"


class TooLarge(Problem):
    """More bytes than allowed."""

    status, slug, title = 413, "too-large", "The content is too large"


class TooSlow(Problem):
    """The request did not arrive in time."""

    status, slug, title = 408, "too-slow", "The request took too long to arrive"


class UnsupportedMedia(Problem):
    """Not one of the formats that are taken."""

    status, slug, title = 415, "unsupported-media", "This format is not supported"


class Invalid(Problem):
    """A field breaks a rule."""

    status, slug, title = 422, "invalid", "The request breaks a rule"

    @classmethod
    def field(cls, pointer: str, message: str) -> Invalid:
        """One field's error."""
        return cls(f"{pointer}: {message}", errors=[FieldError(pointer, message)])


class TooManyRequests(Problem):
    """Over a limit; `retry_after` in whole seconds."""

    status, slug, title = 429, "too-many-requests", "Too many requests"

    def __init__(self, detail: str = "", *, retry_after: int = 1, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail, headers={"Retry-After": str(max(1, retry_after)), **(headers or {})})
        self.retry_after = max(1, retry_after)


class Unavailable(Problem):
    """A part that is needed is away; worth trying again."""

    status, slug, title = 503, "unavailable", "Not available at the moment"


def check_version(version: int, expected: int | None) -> None:
    """Raises `LostUpdate` when the caller read another version than there is now."""
    if expected is not None and version != expected:
        raise LostUpdate(f"The object is at version {version}, the request was made for {expected}.")
