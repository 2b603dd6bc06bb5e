"""Values and pure functions: addresses, pages, chunks, facts. No input or output."""
