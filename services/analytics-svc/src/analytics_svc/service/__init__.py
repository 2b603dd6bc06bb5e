"""The use cases: counting, scoring, reading, forgetting."""
