"""Somebody who runs the examples, on each control plane."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.plugin import Cluster
from tests.crashes.runners import Runner
from tests.examples.users import User


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """A process that has imported everything, and forks for each script: most of a run's time would be imports."""
    with Runner() as runner:
        yield runner


@pytest.fixture
def user(cluster: Cluster, tmp_path: Path, request: pytest.FixtureRequest) -> User:
    """A user of a cluster; on the local one scripts are run by themselves, so that it is seen what of the package they run."""
    return User(cluster, tmp_path, None if cluster.local else request.getfixturevalue("runner"))
