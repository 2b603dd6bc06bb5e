"""The bot's page: its texts, templates and files."""
