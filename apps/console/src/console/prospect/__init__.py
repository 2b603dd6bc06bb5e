"""One prospect."""
