"""Events on their way: out through the outbox, in through the inbox, and into read models."""
