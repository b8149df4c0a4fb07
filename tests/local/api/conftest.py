"""Fixtures of the tests of the API server."""

import pytest

from tests.local.api.asking import Asking


@pytest.fixture
def asking() -> Asking:
    """A server with nothing in it but its namespaces."""
    return Asking()
