"""Leads, encrypted, with consent, and their erasure."""
