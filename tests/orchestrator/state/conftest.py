"""The stores that keep the promises of the protocol."""

from pathlib import Path

import pytest

from tests.orchestrator.state.parts import MakeStore
from typekro.orchestrator.state.sqlite import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "infra.sqlite"


@pytest.fixture(params=["sqlite"])
def make_store(request: pytest.FixtureRequest, path: Path) -> MakeStore:
    """Makes stores that share their records."""
    stores = {"sqlite": lambda: SqliteStore(path)}
    return stores[request.param]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"
