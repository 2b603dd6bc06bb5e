"""`python -m bench [NAME …]`: all benchmarks, or those named."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

NAMES = sorted(
    path.stem
    for path in Path(__file__).parent.glob("*.py")
    if path.stem not in {"__init__", "__main__", "report", "servers", "load", "many"}
)


def main() -> None:
    """Run the named benchmarks in turn; `--help` lists them."""
    wanted = sys.argv[1:] or NAMES
    unknown = set(wanted) - set(NAMES)
    if unknown:
        sys.exit(f"benchmarks: {', '.join(NAMES)}")
    for name in wanted:
        import_module(f"bench.{name}").run()


if __name__ == "__main__":
    main()
