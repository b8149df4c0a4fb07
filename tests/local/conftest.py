"""What the tests of local clusters have."""

import pytest

from typekro.local.cluster import LocalCluster


@pytest.fixture
def anyio_backend() -> str:
    """The client runs on asyncio only."""
    return "asyncio"


@pytest.fixture
def cluster() -> LocalCluster:
    """A cluster in memory, without kro, which would only take time."""
    return LocalCluster(kro=False)
