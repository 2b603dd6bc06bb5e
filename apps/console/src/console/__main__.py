"""`python -m console`: serves the operator's console on `HOST` and `PORT`, which asks the APIs under `API_URL`."""

from __future__ import annotations

from console.server import create_app
from console.settings import Settings


def main() -> None:
    """Serve until SIGTERM."""
    settings = Settings.read()
    create_app(settings).run(config={"server.address": settings.host, "server.port": settings.port})


if __name__ == "__main__":
    main()
