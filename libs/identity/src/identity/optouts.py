"""Which entries of the opt-out list an address falls under: those of its host and of every domain above it."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from identity.hosts import ascii_host

_NAMESPACE = UUID("7c1f3f5e-2c7b-5d0c-9a70-3f5b0f6a4d11")
EVERYWHERE = None
"""In place of a workspace: an entry that counts for all of them."""


def opt_out_id(host: str, workspace_id: UUID | None) -> UUID:
    """The id of a host's entry for a workspace, or for all of them; the same wherever it is made."""
    return uuid5(_NAMESPACE, f"{workspace_id or 'everywhere'} {host}")


def opt_out_ids(address: str, workspace_id: UUID) -> tuple[UUID, ...]:
    """The ids of all entries that keep a workspace from a web address, a host or a mail address."""
    return tuple(opt_out_id(host, scope) for host in covering(address) for scope in (EVERYWHERE, workspace_id))


def covering(address: str) -> tuple[str, ...]:
    """The host of a web or mail address, without `www.`, and the domains above it; nothing for what has no host."""
    text = address.strip()
    try:
        host = urlsplit(text if "://" in text else f"https://{text}").hostname or ""
        host = ascii_host(host).rstrip(".").removeprefix("www.")
    except ValueError:
        return ()
    if not host:
        return ()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        labels = host.split(".")
        return tuple(".".join(labels[at:]) for at in range(max(1, len(labels) - 1)))
    return (host,)
