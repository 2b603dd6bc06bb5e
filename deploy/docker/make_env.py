"""Write the secrets of the compose stack to `.env`, once: what is already there stays as it is.

`make setup && .venv/bin/python deploy/docker/make_env.py`
"""

from __future__ import annotations

import argparse
import os
import secrets as randomness
import sys
import tempfile
from pathlib import Path

from local_stack import secrets
from local_stack.paths import SERVICES

PASSWORDS = (
    "POSTGRES_PASSWORD",
    *(f"POSTGRES_{service.removesuffix('-svc').upper()}_PASSWORD" for service in SERVICES),
    "GRAFANA_PASSWORD",
)


def fresh() -> dict[str, str]:
    """New values for everything that `docker-compose.yml` asks for."""
    with tempfile.TemporaryDirectory() as folder:
        keys = secrets.ensure(Path(folder) / "secrets")
    return {**{name: randomness.token_hex(20) for name in PASSWORDS}, **keys}


def names_in(text: str) -> set[str]:
    """The variables a `.env` file sets."""
    lines = (line.strip() for line in text.splitlines())
    return {line.split("=", 1)[0].strip() for line in lines if "=" in line and not line.startswith("#")}


def line(name: str, value: str) -> str:
    """One assignment, in double quotes, the line breaks of a PEM file written as backslash and n.

    Raises `ValueError` for characters that compose and its relatives read differently.
    """
    if set(value) & set('"\\$'):
        raise ValueError(f"{name} cannot be written to a .env file")
    written = value.replace("\n", "\\n")
    return f'{name}="{written}"'


def complete(path: Path) -> list[str]:
    """Add what is missing and return its names. The file is readable by its owner only."""
    before = path.read_text() if path.exists() else "# Secrets of the compose stack. Never commit this file.\n"
    known = names_in(before)
    added = {name: value for name, value in fresh().items() if name not in known}
    if not added:
        return []
    if not before.endswith("\n"):
        before += "\n"
    draft = path.with_name(path.name + ".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(before + "".join(line(name, value) + "\n" for name, value in added.items()))
    draft.replace(path)
    return list(added)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=Path(".env"))
    path = parser.parse_args().file
    added = complete(path)
    sys.stdout.write(f"{path}: {len(added)} added ({', '.join(added)})\n" if added else f"{path}: complete\n")


if __name__ == "__main__":
    main()
