"""The widget and the console in a real browser."""

import pytest

pytest.register_assert_rewrite("tests.browser.hands", "tests.browser.operating")  # what they find is told
