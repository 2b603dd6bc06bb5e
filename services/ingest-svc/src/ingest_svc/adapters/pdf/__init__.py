"""Reads PDFs in a process of their own, limited in memory and time."""
