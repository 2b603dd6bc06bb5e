"""Opening status, next opening and holidays as pure functions."""
