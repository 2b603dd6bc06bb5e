"""Logos drawn in vectors: made into pixels in a process of their own, limited in memory and time."""

from ingest_svc.adapters.drawings.desk import is_drawing, rasterised

__all__ = ["is_drawing", "rasterised"]
