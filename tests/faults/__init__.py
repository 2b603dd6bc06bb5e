"""Faults: the demo chain while its processes are killed, and what must hold all the same."""
