"""A run that only reads gives what is there, and changes nothing, neither outside nor in the state."""

import pytest

from tests.orchestrator.parts import Bench, Thing
from typekro.errors import BlockedError, RunError, UsageError, compose
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio

HINT = 'alchemy(...) without phase="read" makes it'
WHY = "a run that only reads makes nothing"


async def test_what_is_there_comes_back_live_and_nothing_is_changed(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    (uid,) = [uid for uid, found in bench.world.objects.items() if found["id"] == "a"]
    bench.world.put(uid, {**bench.world.objects[uid], "text": "edited"})
    before = bench.state.read_bytes()
    bench.world.written()

    async with bench.app(operation="read"):
        a = await Thing("a", text="other")

    assert (a.uid, a.text) == (uid, "edited")
    assert bench.world.written() == []
    assert bench.state.read_bytes() == before


async def test_without_refresh_what_is_recorded_comes_back(bench: Bench) -> None:
    await bench.up({"a": "one"})
    bench.world.calls.clear()

    async with bench.app(operation="read", refresh=False):
        assert (await Thing("a")).text == "one"

    assert bench.world.calls == []


async def test_what_is_not_there_is_an_error_and_so_is_what_needs_it(bench: Bench) -> None:
    await bench.up({"gone": "one"})
    for uid in bench.world.objects:
        bench.world.put(uid, None)

    async def body() -> None:
        async with bench.app(operation="read"):
            new = Thing("new")
            Thing("follower", text=new.output.text)
            Thing("gone")

    with pytest.raises(RunError) as caught:
        await body()

    assert sorted(str(error) for error in caught.value.exceptions if not isinstance(error, BlockedError)) == [
        compose("gone cannot be read", ["it was deleted outside", WHY], HINT),
        compose("new cannot be read", ["nothing is recorded of it", WHY], HINT),
    ]


async def test_it_needs_no_lock(bench: Bench) -> None:
    await bench.up({"a": "one"})

    async with bench.app():
        Thing("a", text="one")
        async with bench.app(operation="read"):
            assert (await Thing("a")).text == "one"


async def test_there_is_nothing_to_read_where_there_is_no_state(bench: Bench) -> None:
    with pytest.raises(UsageError, match=r"^a cannot be read\n  nothing is recorded of it\n"):
        async with bench.app(operation="read"):
            Thing("a")

    assert not bench.state.exists()
    assert SqliteStore(bench.state).location == str(bench.state)
