"""Reads other people's HTML outside the service, in processes that may do nothing else."""
