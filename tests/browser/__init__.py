"""The widget and the console in a real browser."""

import pytest

HANDS = ("hands", "operating", "dragging")
pytest.register_assert_rewrite(*(f"tests.browser.{name}" for name in HANDS))  # what they find is told
