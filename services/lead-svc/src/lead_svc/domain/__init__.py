"""Values and rules of leads: addresses, consent, interest, status, retention. No I/O."""
