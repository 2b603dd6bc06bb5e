"""Rules of outreach as pure functions: stages, lawful basis, sending windows, follow-ups, texts."""
