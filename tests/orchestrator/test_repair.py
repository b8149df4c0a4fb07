"""What a run does about what an earlier one left open, and about what was changed outside."""

import asyncio
import sqlite3
from contextlib import AbstractAsyncContextManager, closing
from typing import Any

import pytest

from tests.orchestrator.parts import Bench, Blind, Door, Seen, Thing, World
from typekro.errors import RefusedError
from typekro.orchestrator.engine import Engine
from typekro.orchestrator.state.reading import snapshot

pytestmark = pytest.mark.anyio


async def test_what_was_deleted_outside_is_created_again(bench: Bench) -> None:
    first = await bench.up({"a": "one"})
    bench.world.put(first["a"].uid, None)
    bench.world.written()

    second = await bench.up({"a": "one"})

    assert bench.world.written() == ["create a"]
    assert second["a"].uid != first["a"].uid
    assert list(bench.world.objects) == [second["a"].uid]
    assert "! a: was deleted outside; it is created again" in bench.told()


async def test_what_was_deleted_outside_and_changed_here_is_created_again(bench: Bench) -> None:
    first = await bench.up({"a": "one"})
    bench.world.put(first["a"].uid, None)
    bench.world.written()

    await bench.up({"a": "two"})

    assert bench.world.written() == ["create a"]
    assert bench.world.texts == [("a", "two")]


async def test_what_was_changed_outside_is_changed_back(bench: Bench) -> None:
    first = await bench.up({"a": "one"})
    bench.world.put(first["a"].uid, {"id": "a", "key": "theirs", "text": "other"})
    bench.world.written()

    second = await bench.up({"a": "one"})

    assert bench.world.written() == ["update a"]
    assert second == first
    assert bench.world.texts == [("a", "one")]
    assert "~ update a: changed outside" in bench.told()
    assert bench.world.keys[-1] == (await bench.records())["a"].operation


async def test_without_refresh_nothing_is_looked_at_and_what_is_recorded_is_returned(bench: Bench) -> None:
    first = await bench.up({"a": "one"})
    bench.world.put(first["a"].uid, {"id": "a", "key": "theirs", "text": "other"})
    bench.world.calls.clear()

    second = await bench.up({"a": "one"}, refresh=False)

    assert bench.world.calls == []
    assert bench.world.connected == 1
    assert second == first


async def test_without_refresh_what_changed_here_is_updated(bench: Bench) -> None:
    await bench.up({"a": "one"})
    bench.world.calls.clear()

    await bench.up({"a": "two"}, refresh=False)

    assert bench.world.calls == ["had one", "update a", "ready a"]


async def test_outputs_are_live(bench: Bench) -> None:
    async with bench.app():
        await Loose("a", text="one")
    ((uid, found),) = bench.world.objects.items()
    bench.world.put(uid, found | {"text": "other"})
    bench.world.written()

    async with bench.app():
        output = await Loose("a", text="one")

    assert output.text == "other"
    assert bench.world.written() == []
    assert (await bench.records())["a"].output["text"] == "other"


async def test_a_wait_that_was_cut_off_is_taken_up_and_nothing_is_applied_again(bench: Bench) -> None:
    bench.world.gate = door = Door("ready a")
    run = asyncio.create_task(bench.up({"a": "one"}))
    await door.reached.wait()
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await run
    assert await bench.statuses() == {"a": "applied"}
    door.opened.set()
    bench.world.calls.clear()
    bench.told()

    await bench.up({"a": "one"})

    assert bench.world.calls == ["read a", "ready a"]
    assert await bench.statuses() == {"a": "ready"}
    assert bench.told()[2:] == [
        "… wait a: an earlier run ended before it was ready",
        "  ready a in 0.0 s",
        "succeeded: 1 became ready (nothing was written)",
    ]


async def test_a_create_that_was_cut_off_and_declared_otherwise_is_found_and_updated(bench: Bench) -> None:
    key = await _cut_off_in_create(bench, Thing)
    bench.world.put("found", {"id": "a", "key": key, "text": "one"})

    await bench.up({"a": "two"})

    assert bench.world.written() == ["update a"]
    assert bench.world.texts == [("a", "two")]
    assert bench.world.keys == [(await bench.records())["a"].operation]
    assert key not in bench.world.keys


async def test_what_a_create_half_made_is_applied_also_where_the_run_that_found_it_is_killed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await _cut_off_in_create(bench, Thing)
    bench.world.put("found", {"id": "a", "key": key, "text": "o"})

    async def killed(*_: Any, **__: Any) -> None:
        raise OSError("killed before it changes anything")

    with monkeypatch.context() as patched:
        patched.setattr(Engine, "change", killed)
        with pytest.raises(OSError, match=r"^killed"):
            await bench.up({"a": "one"})
    assert bench.world.texts == [("a", "o")]

    await bench.up({"a": "one"})

    assert bench.world.texts == [("a", "one")]


async def test_a_create_that_was_cut_off_is_made_under_the_same_key(bench: Bench) -> None:
    key = await _cut_off_in_create(bench, Blind)

    async with bench.app():
        Blind("a", text="one")

    assert bench.world.keys == [key]


async def test_a_create_that_was_cut_off_and_is_not_declared_leaves_nothing(bench: Bench) -> None:
    key = await _cut_off_in_create(bench, Blind)
    bench.world.put("found", {"id": "a", "key": key, "text": "one"})

    await bench.up({})

    assert bench.world.written() == ["create a", "delete a"]
    assert bench.world.texts == []
    assert await bench.records() == {}


@pytest.mark.parametrize(("known", "why"), [(True, "made: cut off"), (False, "found")], ids=["refused", "killed"])
async def test_of_a_create_that_came_to_nothing_nothing_is_said_to_be_deleted(bench: Bench, known: bool, why: str) -> None:  # noqa: FBT001 - a parameter of a test
    await _cut_off_in_create(bench, Thing)
    if not known:
        with closing(sqlite3.connect(bench.state)) as database, database:
            database.execute("UPDATE resource SET error = NULL")
    bench.told()

    await bench.up({})

    assert bench.world.written() == []
    assert await bench.records() == {}
    assert bench.told() == [
        "typekro up infra/dev  state FILE  run RUN",
        "  connected to earth",
        "- delete a: no longer declared",
        f"! a: nothing of it was {why}: forgotten",
        "succeeded: 1 forgotten (nothing was written)",
    ]
    assert snapshot(bench.state, "infra", "dev", runs=1).runs[0].did == {"forgotten": 1}


async def test_what_a_create_made_whose_answer_was_lost_is_looked_up_and_deleted(bench: Bench) -> None:
    key = await _cut_off_in_create(bench, Thing)
    bench.world.put("found", {"id": "a", "key": key, "text": "one"})
    bench.told()

    await bench.up({})

    assert bench.world.written() == ["delete a"]
    assert bench.told()[2:] == ["- delete a: no longer declared", "  deleted a in 0.0 s", "succeeded: 1 deleted"]
    assert snapshot(bench.state, "infra", "dev", runs=1).runs[0].did == {"deleted": 1}


async def test_a_delete_of_what_was_only_found_can_be_cut_off_too(bench: Bench) -> None:
    key = await _cut_off_in_create(bench, Thing)
    bench.world.put("found", {"id": "a", "key": key, "text": "one"})
    bench.world.failures["delete a"] = ValueError("in use")
    with pytest.raises(ValueError, match="in use"):
        await bench.up({})
    bench.world.failures.clear()
    bench.world.written()

    await bench.up({"a": "one"})

    assert bench.world.texts == [("a", "one")]
    assert await bench.statuses() == {"a": "ready"}


async def _cut_off_in_create(bench: Bench, kind: type[Blind]) -> str:
    """The key of a create that was begun and came to no end."""
    bench.world.failures["create a"] = ValueError("cut off")
    with pytest.raises(ValueError, match="cut off"):
        async with bench.app():
            kind("a", text="one")
    bench.world.failures.clear()
    bench.world.written()
    return (await bench.records())["a"].operation


async def test_another_place_than_the_recorded_one_is_refused_and_nothing_is_changed(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    before = await bench.records()
    bench.world.written()
    mars = World(bench.state.with_name("mars.json"), identity="mars")

    async def body() -> None:
        async with bench.app(world=mars):
            Thing("a", text="other")
            Thing("c", text="three")

    with pytest.raises(RefusedError) as caught:
        await body()

    assert str(caught.value) == (
        "this is another world than the one that the records were made in: nothing was changed\n"
        "  connected to mars\n"
        "  recorded in earth: a, b\n"
        "hint: go back to the old world, or drop its records and touch nothing there:\n"
        "hint: typekro state forget --world earth --app infra"
    )
    assert caught.value.exit_code == 5
    assert (mars.calls, mars.texts, mars.left) == ([], [], mars.connected)
    assert await bench.records() == before


async def test_an_empty_body_in_another_place_forgets_nothing(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    before = await bench.records()
    mars = World(bench.state.with_name("mars.json"), identity="mars")

    with pytest.raises(RefusedError, match=r"^this is another world"):
        async with bench.app(world=mars):
            pass

    assert mars.calls == []
    assert await bench.records() == before


async def test_a_place_that_cannot_be_reached_is_told_once(bench: Bench) -> None:
    class Nowhere:
        def connect(self) -> AbstractAsyncContextManager[Any]:
            raise ConnectionError("nobody answers")

    async def body() -> None:
        async with bench.app(world=Nowhere()):
            Thing("a", text="one")
            Thing("b", text="two")

    with pytest.raises(ConnectionError, match=r"^nobody answers$"):
        await body()

    assert await bench.records() == {}


class Loose(Thing):
    """A thing that may be changed outside."""

    def drifted(self, old: Seen, live: Seen) -> str | None:
        del old, live
        return None
