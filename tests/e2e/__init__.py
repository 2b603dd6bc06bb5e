"""The whole stack, as a person or a client meets it."""
