"""What is held of a person, and erasing it."""
