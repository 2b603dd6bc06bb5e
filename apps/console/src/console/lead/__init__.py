"""One lead."""
