"""In a journey `context` is the browser's (pytest-playwright), not the services' of tests/plugins/parts.py."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext


@pytest.fixture
def context(new_context: Callable[[], BrowserContext]) -> BrowserContext:
    """A new browser context for each test."""
    return new_context()
