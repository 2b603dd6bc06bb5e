"""Rules and values of bots, without I/O; time, keys and ids are arguments."""
