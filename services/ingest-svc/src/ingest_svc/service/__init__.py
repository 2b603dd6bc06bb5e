"""The use cases of ingest-svc."""
