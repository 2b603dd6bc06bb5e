"""The local stack: real parts from packages, supervised."""
