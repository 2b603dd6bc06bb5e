"""Drafts that wait for a person: the queue, one of them, and many at once."""
