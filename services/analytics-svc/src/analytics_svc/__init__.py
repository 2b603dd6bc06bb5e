"""Daily figures and engagement."""
