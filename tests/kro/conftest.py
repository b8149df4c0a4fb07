"""A world for each test, and a second cluster that has no kro."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.plugin import Cluster as Corner
from tests.kro.parts import World


@pytest.fixture
def anyio_backend() -> str:
    """The client runs on asyncio only."""
    return "asyncio"


@pytest.fixture
def world(cluster: Corner, tmp_path: Path) -> World:
    """Runs on a corner of the control plane that is the test's own."""
    return World(cluster, tmp_path)


@pytest.fixture(scope="session")
def bare_plane(control_plane: ControlPlane) -> Iterator[ControlPlane]:
    """Another cluster, whose context has the same name; it has no kro."""
    del control_plane  # asked for so that tests with two clusters count as tests with one
    with running_control_plane(kro=False) as plane:
        yield plane
