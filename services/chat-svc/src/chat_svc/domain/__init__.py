"""How a conversation is answered: pure rules, no I/O."""
