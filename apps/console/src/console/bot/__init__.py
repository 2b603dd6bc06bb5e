"""A bot as its operator edits it: one home for each field, in the wizard and in the settings alike."""
