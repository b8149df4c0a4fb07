"""The store in memory: what only it promises."""

import asyncio
import gc
import os
from pathlib import Path

import pytest

from tests.orchestrator.parts import Local
from tests.orchestrator.state.parts import NEXT, opened, ready, running
from typekro import alchemy
from typekro.errors import LockedError
from typekro.orchestrator.state import MemoryStore, Run
from typekro.orchestrator.state.records import Record

pytestmark = pytest.mark.anyio


async def _records(store: MemoryStore) -> list[Record]:
    async with opened(store):
        return await store.records()


async def test_one_store_serves_one_run_after_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    store = MemoryStore()
    async with alchemy("infra", state=store):
        Local("a", text="one")
        Local("b", text="two")
    async with alchemy("infra", state=store):
        Local("a", text="one")

    assert [(found.id, found.status) for found in await _records(store)] == [("a", "ready")]
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - no file is there to wait for


async def test_stores_without_a_name_share_nothing() -> None:
    one, other = MemoryStore(), MemoryStore()
    async with running(one):
        await one.commit(ready("a"))

    assert await _records(other) == []
    assert (one.location, MemoryStore("shared").location) == ("memory", "memory:shared")


async def test_records_of_a_name_outlive_their_stores() -> None:
    async with running(MemoryStore("outlives")) as store:
        await store.commit(ready("a"))
    del store
    gc.collect()

    assert [found.id for found in await _records(MemoryStore("outlives"))] == ["a"]


async def test_two_runs_of_a_stage_in_one_process_are_kept_apart() -> None:
    store = MemoryStore("apart")
    async with running(store), opened(MemoryStore("apart")) as second:
        with pytest.raises(LockedError, match=r"^infra/dev is locked by \S+, pid \d+, up since "):
            await second.acquire(NEXT)


async def test_runs_of_many_stages_write_at_once() -> None:
    async def run(stage: str) -> int:
        async with running(MemoryStore("many"), Run(id=stage, operation="up"), stage) as store:
            await asyncio.gather(*(store.commit(ready(f"r{number}")) for number in range(20)))
            return len(await store.records())

    assert await asyncio.gather(*(run(f"s{number}") for number in range(8))) == [20] * 8
