"""The one way out: every request to other people's servers goes through the guarded client."""

from ingest_svc.adapters.fetch.client import Fetched, FetchFailed, GuardedClient
from ingest_svc.adapters.fetch.guard import Guard, Refused

__all__ = ["FetchFailed", "Fetched", "Guard", "GuardedClient", "Refused"]
