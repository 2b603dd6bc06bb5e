"""Benchmarks against the figures of `docs/quality.md`: `make bench`, or `python -m bench NAME …`."""
