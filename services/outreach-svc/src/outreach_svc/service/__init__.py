"""The use cases of outreach-svc, by topic."""
