"""Work begins in the order in which it can, and not too much of it at once."""

import asyncio
import contextvars

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
