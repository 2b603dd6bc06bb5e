"""The use cases of chat-svc."""
