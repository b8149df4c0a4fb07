"""A stand-in server and a client of it for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.kubernetes.stand_in import StandIn, running, write_kubeconfig
from typekro.kubernetes import Client, Cluster
from typekro.kubernetes.connection import connect
from typekro.kubernetes.retry import Patience

QUICK = Patience(seconds=5.0, tries=4, failing_tries=3, reply=5.0, first=0.01, longest=0.02)


@pytest.fixture
def anyio_backend() -> str:
    """The client runs on asyncio only."""
    return "asyncio"


@pytest.fixture
async def server() -> AsyncGenerator[StandIn]:
    """The stand-in of an API server."""
    async with running(StandIn()) as server:
        yield server


@pytest.fixture
async def client(server: StandIn, tmp_path: Path) -> AsyncGenerator[Client]:
    """A client of the stand-in that gives up early."""
    cluster = Cluster(kubeconfig=str(write_kubeconfig(tmp_path / "config", server.url)))
    async with connect(cluster, QUICK) as client:
        yield client
