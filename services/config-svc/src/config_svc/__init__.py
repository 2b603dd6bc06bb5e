"""Workspaces, keys, bots and their configuration."""
