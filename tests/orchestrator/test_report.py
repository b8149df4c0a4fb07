"""What a run tells, line by line."""

import pytest

from tests.orchestrator.parts import Bench, Thing

pytestmark = pytest.mark.anyio

HEAD = ["typekro up infra/dev  state FILE  run RUN", "  connected to earth"]


async def test_a_run_that_creates(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)

    assert bench.told() == [
        *HEAD,
        "+ create a",
        "  created a in 0.0 s",
        "+ create b",
        "  created b in 0.0 s",
        "succeeded: 2 created",
    ]


async def test_a_run_that_changes_nothing(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    bench.told()

    await bench.up({"a": "one", "b": "two"})

    assert bench.told() == [*HEAD, "succeeded: 2 unchanged (nothing was written)"]


async def test_a_run_that_updates_and_deletes(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two", "c": "three"})
    bench.told()

    await bench.up({"a": "other", "b": "two"})

    assert bench.told() == [
        *HEAD,
        "~ update a: text",
        "  updated a in 0.0 s",
        "- delete c: no longer declared",
        "  deleted c in 0.0 s",
        "succeeded: 1 updated, 1 deleted, 1 unchanged",
    ]


async def test_deletions_are_announced_before_the_first_one(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        Thing("b", text=a.output.text)
    bench.told()

    await bench.up({})

    assert bench.told() == [
        *HEAD,
        "- delete b: no longer declared",
        "- delete a: no longer declared",
        "  deleted b in 0.0 s",
        "  deleted a in 0.0 s",
        "succeeded: 2 deleted",
    ]


async def test_a_run_that_fails(bench: Bench) -> None:
    bench.world.failures["create a"] = ValueError("no room\nat all")

    async def body() -> None:
        async with bench.app():
            a = Thing("a", text="one")
            Thing("b", text=a.output.text)

    with pytest.raises(ValueError, match="no room"):
        await body()

    assert bench.told() == [
        *HEAD,
        "+ create a",
        "x a failed: no room",
        "x b blocked by a",
        "failed: 1 failed, 1 blocked",
    ]


async def test_a_run_without_anything(bench: Bench) -> None:
    await bench.up({})

    assert bench.told() == [HEAD[0], "succeeded: nothing declared, nothing recorded (nothing was written)"]
