"""What the console is told by its environment."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Where the console listens and where the APIs are."""

    host: str
    port: int
    api_url: str
    """Where the console reaches the ingress; may differ from what browsers call it."""
    preview_url: str
    """Where browsers find drafts, which the console shows in a frame."""

    @classmethod
    def read(cls) -> Settings:
        """From `HOST`, `PORT`, `API_URL` (by default `PUBLIC_URL`), `PREVIEW_URL` (by default `preview.` of it)."""
        public = (os.environ.get("PUBLIC_URL") or "http://localhost:8080").rstrip("/")
        return cls(
            host=os.environ.get("HOST") or "127.0.0.1",
            port=int(os.environ.get("PORT") or 8107),
            api_url=(os.environ.get("API_URL") or public).rstrip("/"),
            preview_url=os.environ.get("PREVIEW_URL") or public.replace("://", "://preview.", 1),
        )
