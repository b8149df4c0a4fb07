"""What a resource says of its reach, and of being ready at once, spares others a second look and itself a wait."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.orchestrator.parts import Bench
from typekro import Context, Resource
from typekro.orchestrator.limits import Pace
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio

TOUCHED, UNTOUCHED = "touched", "untouched"


class Leaf(Resource[str]):
    """Its output is whether anything that it may be touched by was changed before it in this run."""

    alone: bool = True

    def stands_alone(self) -> bool:
        return self.alone

    async def create(self, context: Context) -> str:
        return TOUCHED if context.changed_since(0) else UNTOUCHED

    async def update(self, context: Context, old: str) -> str:
        del old
        return await self.create(context)

    async def delete(self, context: Context, old: str) -> None:
        """Does nothing."""


class Failing(Leaf):
    """Fails once."""

    async def create(self, context: Context) -> str:
        found = await super().create(context)
        if found == UNTOUCHED:
            raise OSError("not now")
        return found


class Quick(Resource[str]):
    """Works as it is where its text says so."""

    text: str

    def works(self, output: str) -> bool:
        return output == "works"

    async def create(self, context: Context) -> str:
        del context
        return self.text

    async def update(self, context: Context, old: str) -> str:
        del old
        return await self.create(context)

    async def ready(self, context: Context, output: str) -> str:
        del context
        return f"{output}, awaited"

    async def delete(self, context: Context, old: str) -> None:
        """Does nothing."""


async def outputs(bench: Bench, *reach: str) -> list[str]:
    """A run in which one comes after the other."""
    before: Sequence[Resource[Any]] = ()
    found: list[str] = []
    async with bench.app():
        for number, one in enumerate(reach):
            leaf = Leaf(f"leaf-{number}", alone=one == "alone", depends_on=before)
            found.append(await leaf)
            before = [leaf]
    return found


async def test_what_stands_alone_touches_nothing_else(bench: Bench) -> None:
    assert await outputs(bench, "alone", "alone", "alone") == [UNTOUCHED, UNTOUCHED, UNTOUCHED]


async def test_what_does_not_may_touch_all_that_come_after_it(bench: Bench) -> None:
    assert await outputs(bench, "alone", "far", "alone", "alone") == [UNTOUCHED, UNTOUCHED, TOUCHED, TOUCHED]


async def test_a_second_try_knows_that_the_first_may_have_touched_it(bench: Bench) -> None:
    async def at_once(seconds: float) -> None:
        del seconds

    async with bench.app(pace=Pace(at_once)):
        assert await Failing("one", tries=2) == TOUCHED


@pytest.mark.parametrize(
    ("text", "output", "kinds"), [("works", "works", ["begin", "ready"]), ("a", "a, awaited", ["begin", "applied", "ready"])]
)
async def test_what_works_as_it_was_made_is_not_awaited(bench: Bench, text: str, output: str, kinds: list[str]) -> None:
    async with bench.app():
        quick = Quick("quick", text=text)

    assert await quick == output
    assert (await bench.records())["quick"].output == output
    assert await journal(bench) == kinds


async def journal(bench: Bench) -> list[str]:
    store = SqliteStore(bench.state)
    await store.open("infra", "dev")
    found: list[str] = [entry.kind for entry in await store.journal()]
    await store.close()
    return found
