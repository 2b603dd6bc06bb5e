"""The conversation: sessions, answers, citations."""
