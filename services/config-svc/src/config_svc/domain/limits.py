"""Every limit of a bot's configuration, each in this one place."""

from __future__ import annotations

NAME = 255
DESCRIPTION = 5_000
WELCOME_MESSAGE = 1_000
TEASER = 120
LINE = 255
URL = 2_000
PROMPT_TEXT = 500
CONSENT_TEXT = 4_000
NOTICE = 500
SYSTEM_PROMPT_ADDITIONS = 4_000

EARLIER_DRAFTS = 50
"""How many replaced drafts of a bot are kept."""

CONTACT_PERSONS = 5
TRIGGER_WORDS = 50
TRIGGER_WORD = 60
TRIGGER_MESSAGES = 100
EMAIL_REQUESTS = 10

INTERVALS_PER_DAY = 12
SPECIAL_DAYS = 400

ALLOWED_ORIGINS = 50
MESSAGES_PER_MINUTE = 600
TOKENS_PER_DAY = 100_000_000

SOURCE_TEXTS_BYTES = 400_000
"""All texts given at creation together, so that the event that carries them stays below the broker's limit."""

IMAGE_BYTES = 2 * 1024 * 1024
IMAGE_PIXELS = 16_000_000
IMAGE_SIDE = 1_024
"""Stored images are scaled down to this many pixels on the longer side."""

DEMO_EXTENSION_DAYS = 365
DAILY_MAIL_CAP = 10_000
RETENTION_DAYS = 3_650
