"""What services must agree on about people and links, so that none of them has a rule of its own."""
