"""What every test may use. Each plugin is one subject; fixtures of one folder stand in that folder's conftest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:  # pytest imports its plugins itself, so that their asserts are explained
    from tests.plugins.running import RunningPortal

# No timing in a test: a slow machine finds no other result.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")

pytest_plugins = [
    "pytester",
    "tests.plugins.scratch",
    "tests.plugins.skips",
    "tests.plugins.scale",
    "tests.plugins.network",
    "tests.plugins.compiled",
    "tests.plugins.databases",
    "tests.plugins.browser",
    "tests.plugins.running",
    "tests.plugins.meilisearch",
    "tests.plugins.parts",
]


@pytest.fixture(scope="session")
def base_url(demo_portal: RunningPortal) -> str:
    """The address that `page.goto("/zoeken")` starts from; pytest-playwright asks for it by this name."""
    return demo_portal.url
