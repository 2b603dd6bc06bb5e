"""The use cases of lead-svc."""
