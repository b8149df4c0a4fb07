"""Replaced, renamed, adopted and cut off: nothing is lost, nothing leaks, and what must stay stays."""

from typing import Any, Self

import pytest

from tests.orchestrator.parts import Bench, Blind, Seen, Thing, World
from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator import Context
from typekro.orchestrator.resource import Change
from typekro.orchestrator.state import Record

pytestmark = pytest.mark.anyio


class LostError(OSError):
    """An answer that was lost: the change was made, and nobody knows."""


class Disk(Thing):
    """A thing whose size stays what it is."""

    size: int = 1

    def diff(self, old: Self) -> Change:
        return "replace" if self.size != old.size else "update"


class Place(Thing):
    """Something that others are in."""

    def identity(self) -> str | None:
        return f"place/{self.id}"

    def provides(self) -> tuple[str, ...]:
        return (f"place {self.id}",)


class SizedPlace(Place):
    """One whose size stays what it is."""

    size: int = 1

    def diff(self, old: Self) -> Change:
        return "replace" if self.size != old.size else "update"


class Inside(Thing):
    """Something in a place."""

    place: str

    def requires(self) -> tuple[str, ...]:
        return (f"place {self.place}",)


class Adopting(Thing):
    """A thing that is there already: its handler takes it over."""

    async def create(self, context: Context) -> Seen:
        context.not_created_by_us()
        return await super().create(context)

    async def read(self, context: Context, old: Seen | None) -> Seen | None:
        context.not_created_by_us()
        return await super().read(context, old)


def lost_after(world: World, call: str) -> None:
    """The answer to a change is lost."""

    def boundary(where: str) -> None:
        if where == f"after {call}":
            raise LostError

    world.boundary = boundary


def living(world: World) -> None:
    world.boundary = lambda _: None


async def ids(bench: Bench) -> list[str]:
    return list(await bench.records())


# What stays.


@pytest.mark.parametrize("retained", [True, False])
async def test_a_place_is_not_deleted_under_what_stays_in_it(bench: Bench, *, retained: bool) -> None:
    async def declare(*, place: bool, inside: bool) -> None:
        async with bench.app():
            if place:
                Place("shop")
            if inside:
                Inside("data", place="shop", retain=retained)

    await declare(place=True, inside=True)
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await declare(place=False, inside=not retained)

    assert str(caught.value) == compose(
        "something that stays needs what would be deleted: nothing was deleted",
        f"shop would be deleted, and data, which is {'retained' if retained else 'declared'}, needs it",
        "declare what they need too, or with retain=True, or let go of them first",
    )
    assert bench.world.written() == []


async def test_a_place_is_not_deleted_first_under_what_is_protected_in_it(bench: Bench) -> None:
    async def declare(size: int) -> None:
        async with bench.app():
            SizedPlace("shop", size=size)
            Inside("data", place="shop", protect=True)

    await declare(1)
    bench.world.written()

    with pytest.raises(RefusedError, match=r"shop would be deleted, and data, which is protected, needs it"):
        await declare(2)

    assert bench.world.written() == []


async def test_what_an_interrupted_run_adopted_is_not_deleted(bench: Bench) -> None:
    lost_after(bench.world, "create a")
    with pytest.raises(LostError):
        async with bench.app():
            await Adopting("a", text="theirs", adopt=True)
    living(bench.world)

    await bench.up({})

    assert bench.world.texts == [("a", "theirs")]
    assert await ids(bench) == []


# Aliases.


async def test_an_alias_is_one_resources_alone(bench: Bench) -> None:
    await bench.up({"b": "one"})
    bench.world.written()

    async def twice() -> None:
        async with bench.app():
            Thing("x", text="one", aliases=["b"])
            Thing("y", text="one", aliases=["b"])

    async def later() -> None:
        async with bench.app():
            await Thing("x", text="one", aliases=["b"])
            Thing("b", text="one")

    with pytest.raises(UsageError) as caught:
        await twice()
    assert str(caught.value) == compose(
        "y has the alias 'b', and x has it too", "an alias is an id that one of them had", "take it out of one of the two"
    )
    with pytest.raises(UsageError, match=r"^x has the alias 'b', and that is declared too"):
        await later()
    assert bench.world.written() == []


# Replacing.


async def test_a_replacement_can_take_the_protection_back_at_once(bench: Bench) -> None:
    async with bench.app():
        Disk("a", size=1, protect=True)
    async with bench.app():
        Disk("a", size=2)

    async with bench.app():
        pass

    assert (bench.world.texts, await ids(bench)) == ([], [])


async def test_a_run_that_dies_before_the_new_one_is_made_can_go_back(bench: Bench) -> None:
    async def declare(size: int) -> None:
        async with bench.app():
            Disk("a", text="x", size=size)

    await declare(1)
    bench.world.failures["create a"] = ConnectionError("nobody answers")
    with pytest.raises(ConnectionError):
        await declare(2)
    (before,) = bench.world.objects
    bench.world.failures.clear()
    # As a run that died right after it had set the old one aside.
    store_records = await bench.records()
    assert sorted(one.status for one in store_records.values()) == ["creating", "ready"]

    await declare(1)

    assert len(bench.world.objects) == 1
    assert await ids(bench) == ["a"]
    assert before in bench.world.objects or (await bench.records())["a"].props["size"] == 1


async def test_replaced_ones_are_deleted_dependents_first(bench: Bench) -> None:
    async def declare(size: int) -> None:
        async with bench.app():
            net = Disk("net", size=size)
            Disk("vm", size=size, depends_on=[net])

    await declare(1)
    bench.world.written()

    await declare(2)

    verbs = bench.world.written()
    assert [verb.partition(" (")[0] for verb in verbs] == ["create net", "create vm", "delete vm", "delete net"]


async def test_an_interrupted_create_with_other_inputs_is_replaced_where_it_has_to_be(bench: Bench) -> None:
    lost_after(bench.world, "create a")
    with pytest.raises(LostError):
        async with bench.app():
            await Disk("a", text="x", size=1)
    living(bench.world)
    bench.world.written()

    async with bench.app():
        Disk("a", text="x", size=2)

    assert [verb.partition(" (")[0] for verb in bench.world.written()] == ["create a", "delete a"]
    assert (len(bench.world.objects), await ids(bench)) == (1, ["a"])


# What was cut off.


async def _cut_off_delete(bench: Bench) -> Record:
    async with bench.app():
        Blind("a", text="one")
    lost_after(bench.world, "delete a")
    with pytest.raises(LostError):
        async with bench.app():
            pass
    living(bench.world)
    bench.world.written()
    return (await bench.records())["a"]


async def test_a_delete_that_was_cut_off_is_not_finished_past_a_protection(bench: Bench) -> None:
    assert (await _cut_off_delete(bench)).status == "deleting"

    with pytest.raises(RefusedError, match=r"^a is protected: nothing was deleted"):
        async with bench.app():
            Blind("a", text="one", protect=True)

    assert bench.world.written() == []


async def test_a_delete_that_was_cut_off_is_not_finished_without_a_yes(bench: Bench) -> None:
    await _cut_off_delete(bench)

    async def refuse(ids: Any) -> None:
        raise RefusedError(f"no: {ids}")

    with pytest.raises(RefusedError, match=r"no: \['a'\]"):
        async with bench.app(confirm=refuse):
            Blind("a", text="one")

    assert bench.world.written() == []
