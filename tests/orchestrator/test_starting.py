"""Work begins in the order in which it can, and not too much of it at once."""

import asyncio
import contextvars
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import ClassVar

import anyio
import anyio.lowlevel
import pytest
from hypothesis import given
from hypothesis import strategies as st

from typekro import Context, MemoryStore, Resource, alchemy
from typekro.errors import BlockedError
from typekro.orchestrator.starting import AT_WORK, Starting
from typekro.orchestrator.waiting import Settled

pytestmark = pytest.mark.anyio


async def test_so_many_are_at_work_at_once_and_those_that_came_first_begin_first() -> None:
    starting, begun, at_work, most = Starting(most=2), list[int](), 0, 0

    async def work(number: int) -> None:
        nonlocal at_work, most
        begun.append(number)
        at_work += 1
        most = max(most, at_work)
        await anyio.lowlevel.checkpoint()
        at_work -= 1

    async with anyio.create_task_group() as group:
        for number in range(7):
            starting.add(group.start_soon, work, number)

    assert (begun, most) == ([0, 1, 2, 3, 4, 5, 6], 2)


async def test_what_rests_lets_another_one_begin() -> None:
    starting, begun, woken = Starting(most=1), list[str](), anyio.Event()

    async def sleeper() -> None:
        begun.append("sleeper")
        starting.rest()
        starting.rest()  # once is enough
        await woken.wait()
        begun.append("woken")

    async def other(name: str) -> None:
        begun.append(name)
        await anyio.lowlevel.checkpoint()
        if name == "last":
            woken.set()

    async with anyio.create_task_group() as group:
        starting.add(group.start_soon, sleeper)
        starting.add(group.start_soon, other, "first")
        starting.add(group.start_soon, other, "last")

    assert begun == ["sleeper", "first", "last", "woken"]


async def test_who_fails_frees_its_place() -> None:
    starting, begun = Starting(most=1), list[int]()

    async def work(number: int) -> None:
        begun.append(number)
        await anyio.lowlevel.checkpoint()
        if number == 0:
            raise ValueError

    async def both() -> None:
        async with anyio.create_task_group() as group:
            starting.add(group.start_soon, work, 0)
            starting.add(group.start_soon, work, 1)

    with pytest.raises(ExceptionGroup):
        await both()

    assert begun == [0, 1]


@given(st.lists(st.sets(st.integers(0, 11)), min_size=1, max_size=12))
def test_whatever_needs_whatever_all_begin_after_what_they_need(needs: list[set[int]]) -> None:
    """One needs those before it: the numbers that are less than its own."""
    settled = [Settled() for _ in needs]
    done: list[int] = []

    async def work(number: int) -> None:
        assert all(settled[need].is_set() for need in needs[number] if need < number)
        await anyio.lowlevel.checkpoint()
        done.append(number)
        settled[number].set()

    async def main() -> None:
        starting = Starting(most=2)
        async with anyio.create_task_group() as group:
            for number, needed in reversed(list(enumerate(needs))):
                starting.add(group.start_soon, work, number, after=[settled[need] for need in needed if need < number])

    anyio.run(main)

    assert sorted(done) == list(range(len(needs)))


async def test_work_has_the_context_in_which_it_was_asked_for() -> None:
    variable, seen = contextvars.ContextVar("variable", default=""), list[str]()
    starting = Starting(most=1)

    async def work() -> None:
        seen.append(variable.get())
        variable.set("another one's")
        await anyio.lowlevel.checkpoint()

    async with anyio.create_task_group() as group:
        for text in ("first", "second", "third"):
            variable.set(text)
            starting.add(group.start_soon, work)

    assert seen == ["first", "second", "third"]


class Item(Resource[int]):
    """Nothing outside; its output is how many tasks there were when it was created."""

    async def create(self, context: Context) -> int:
        del context
        await anyio.lowlevel.checkpoint()
        return len(asyncio.all_tasks())

    async def update(self, context: Context, old: int) -> int:
        del context
        return old

    async def delete(self, context: Context, old: int) -> None:
        del context, old


async def test_of_a_run_with_very_many_resources_few_are_at_work_at_once() -> None:
    async with alchemy("infra", state=MemoryStore()):
        items = [Item(f"item-{number}") for number in range(3 * AT_WORK)]

    assert max([await item for item in items]) < AT_WORK + 10


async def test_a_run_that_is_cancelled_ends_though_most_have_not_begun() -> None:
    made, items, first = list[str](), list[Item](), anyio.Event()

    class Counted(Item):
        async def create(self, context: Context) -> int:
            made.append(context.resource_id)
            first.set()
            return await super().create(context)

    with anyio.CancelScope() as scope:
        async with alchemy("infra", state=MemoryStore()):
            items += [Counted(f"item-{number}") for number in range(3 * AT_WORK)]
            await first.wait()
            scope.cancel()
            await anyio.lowlevel.checkpoint()

    assert 0 < len(made) < AT_WORK
    with pytest.raises(BlockedError, match=rf"^item-{3 * AT_WORK - 1} was not finished: it was interrupted$"):
        await items[-1]


async def test_what_needs_something_that_failed_does_not_wait_for_the_rest() -> None:
    class Slow(Item):
        async def create(self, context: Context) -> int:
            await told.wait()
            return await super().create(context)

    class Failing(Item):
        async def create(self, context: Context) -> int:
            raise ValueError(context.resource_id)

    told = anyio.Event()

    async def body() -> None:
        async with alchemy("infra", state=MemoryStore()):
            top = Item("top", depends_on=[Slow("slow"), Failing("bad")])
            with pytest.raises(BlockedError, match=r"^top was not touched: it depends on bad, which failed\n"):
                await top
            told.set()

    with anyio.fail_after(10), pytest.raises(ValueError, match=r"^bad$"):
        await body()


class Parent(Item):
    """Looks at a child of its own, which it declares."""

    async def read(self, context: Context, old: int | None) -> int:
        del context
        return await Item(f"{self.id}-child") and (old or 0)


async def test_who_waits_for_another_resource_lets_it_begin() -> None:
    store, outputs = MemoryStore(), list[int]()
    for _ in range(2):
        with anyio.fail_after(60):
            async with alchemy("infra", state=store):
                parents = [Parent(f"parent-{number}") for number in range(AT_WORK)]
                outputs = [await parent for parent in parents]

    assert all(output > 0 for output in outputs)


class Watched(Item):
    """Ready when somebody says so."""

    released: ClassVar[anyio.Event]

    async def read(self, context: Context, old: int | None) -> int:
        del context
        return old or 1

    async def ready(self, context: Context, output: int) -> int:
        if context.only_reads and self.id != "last":
            await self.released.wait()
        return output


async def test_in_a_run_that_reads_waits_let_others_begin_too() -> None:
    store, names = MemoryStore(), [*(f"item-{number}" for number in range(AT_WORK)), "last"]
    Watched.released = anyio.Event()
    async with alchemy("infra", state=store):
        _ = [Watched(name) for name in names]

    with anyio.fail_after(10):
        async with alchemy("infra", state=store, phase="read"):
            items = [Watched(name) for name in names]
            last = await items[-1]
            Watched.released.set()

    assert last > 0


async def test_what_is_declared_once_nothing_can_begin_any_more_raises_and_the_run_ends() -> None:
    class Broken:
        identity = "here"

        @asynccontextmanager
        async def connect(self) -> AsyncGenerator["Broken"]:
            async with anyio.create_task_group() as group:
                group.start_soon(self._feed)
                yield self

        async def _feed(self) -> None:
            await broken.wait()
            raise KeyError("a defect")

    class Connected(Item):
        slot = "cluster"

    broken = anyio.Event()

    async def body() -> None:
        app = alchemy("infra", state=MemoryStore(), cluster=Broken())
        async with app:
            assert await Connected("a") > 0
            broken.set()
            while app._owner is not None and not app._owner._task.done():
                await anyio.lowlevel.checkpoint()
            Connected("b")

    with anyio.fail_after(10), pytest.raises(ExceptionGroup, match=r"^unhandled errors in a TaskGroup"):
        await body()


class CutOff(Item):
    """Whose delete is cut off by the cancellation of the whole run."""

    scope: ClassVar[anyio.CancelScope]

    async def delete(self, context: Context, old: int) -> None:
        del context, old
        self.scope.cancel()
        await anyio.lowlevel.checkpoint()


async def test_what_something_depends_on_that_was_cut_off_in_its_delete_is_not_forgotten() -> None:
    store, kept = MemoryStore("cut"), list[Item]()
    async with alchemy("infra", state=store):
        for number in range(5):
            kept = [Item(f"kept-{number}", retain=True, depends_on=kept)]
        CutOff("slow", depends_on=kept)

    with anyio.CancelScope() as CutOff.scope:
        async with alchemy("infra", state=store):
            pass

    again = MemoryStore("cut")
    await again.open("infra", "dev")
    assert [record.id for record in await again.records() if record.id != "slow"] == [f"kept-{number}" for number in range(5)]
    await again.close()
