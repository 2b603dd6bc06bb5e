"""Prospects, lawful mail and follow-up."""
