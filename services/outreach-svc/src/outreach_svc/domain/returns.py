"""What comes back to a mail: which of our mails it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_ID = re.compile(r"<?\s*([^\s<>()\"',;:@]+)\s*@\s*([^\s<>()\"',;:@]+)\s*>?")


def message_ids(*texts: str) -> Iterator[str]:
    """Every `Message-ID` in the texts as ours are stored: in angle brackets, lower case, hosts in ASCII; each once.

    Mail systems hand them on with and without brackets, folded, in other case, or several in one field.
    """
    seen = set()
    for text in texts:
        for left, host in _ID.findall(text):
            try:
                plain = host.rstrip(".").encode("idna").decode() if not host.isascii() else host.rstrip(".")
            except UnicodeError:
                continue
            found = f"<{left}@{plain}>".lower()
            if found not in seen:
                seen.add(found)
                yield found


def referred(message_id: str, headers: Mapping[str, str], text: str = "") -> Iterator[str]:
    """The mails that something is about, the surest first: what was named, the one it answers, then the newest of the
    thread (RFC 5322, 3.6.4), then what a report quotes of the mail that it could not deliver.
    """
    fields = {name.lower(): value for name, value in headers.items()}
    thread = list(message_ids(fields.get("references", "")))
    answered = message_ids(message_id, fields.get("in-reply-to", ""))
    yield from dict.fromkeys([*answered, *reversed(thread), *message_ids(text)])
