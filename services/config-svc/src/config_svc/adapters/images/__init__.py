"""Uploaded pictures: decoded in a process of their own, limited in memory and time, and encoded anew."""
