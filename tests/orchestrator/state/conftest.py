"""The stores that keep the promises of the protocol."""

from pathlib import Path

import pytest

from tests.orchestrator.state.parts import MakeStore
from typekro.orchestrator.state.memory import MemoryStore
from typekro.orchestrator.state.sqlite import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "infra.sqlite"


@pytest.fixture(params=["sqlite", "memory"])
def make_store(request: pytest.FixtureRequest, path: Path) -> MakeStore:
    """Makes stores that share their records."""
    stores: dict[str, MakeStore] = {"sqlite": lambda: SqliteStore(path), "memory": lambda: MemoryStore(str(path))}
    return stores[request.param]


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"
