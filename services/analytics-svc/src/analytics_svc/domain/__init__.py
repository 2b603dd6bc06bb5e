"""Counting and scoring as pure functions."""
