"""The workspace as its administrators see it."""
