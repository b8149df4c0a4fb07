"""A bench for every test: a world outside, a state file, and apps between them."""

from pathlib import Path

import pytest

from tests.orchestrator.parts import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench.at(tmp_path)


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"
