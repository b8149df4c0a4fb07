"""Outputs that are passed on before they are there, and what runs beside what."""

import anyio
import pytest

from tests.orchestrator.parts import Bench, Local, Meeting, Thing
from typekro.errors import UsageError

pytestmark = pytest.mark.anyio

AT_ONCE = 32


async def test_an_output_that_was_not_awaited_is_there_when_the_handler_runs(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        b = Thing("b", text=f"{a.output.size} letters of {a.output.text}")
        assert (await b).text == "3 letters of one"

    assert bench.world.written() == ["create a", "create b"]
    assert (await bench.records())["b"].dependencies == ("a",)


async def test_a_whole_output_can_be_a_field(bench: Bench) -> None:
    async with bench.app():
        size = Local("size", text="four")
        a = Thing("a", text=f"{size.output}")
        assert (await a).text == "4"


async def test_an_output_that_is_there_is_a_plain_value_and_no_dependency(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        await a
        size = a.output.size
        assert type(size) is int
        await Thing("b", text=f"{size}")

    assert (await bench.records())["b"].dependencies == ()


async def test_an_output_that_is_there_and_was_not_awaited_is_a_dependency_all_the_same(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        await Thing("b", text="two", depends_on=[a])
        Thing("c", text=f"{a.output.size} letters")

    assert (await bench.records())["c"].dependencies == ("a",)


async def test_what_refers_to_a_changed_output_is_updated_after_it(bench: Bench) -> None:
    async def up(text: str) -> None:
        async with bench.app():
            a = Thing("a", text=text)
            Thing("b", text=f"{a.output.size} letters")

    await up("one")
    bench.world.written()

    await up("seven")

    assert bench.world.written() == ["update a", "update b"]
    assert bench.world.texts == [("a", "seven"), ("b", "5 letters")]


async def test_what_refers_to_an_output_that_stayed_is_left_alone(bench: Bench) -> None:
    async def up(text: str) -> None:
        async with bench.app():
            a = Thing("a", text=text)
            Thing("b", text=f"{a.output.size} letters")

    await up("one")
    bench.world.written()

    await up("two")

    assert bench.world.written() == ["update a"]


async def test_a_reference_to_another_app_is_refused(bench: Bench) -> None:
    async with bench.app():
        reference = Thing("a", text="one").output.text

    with pytest.raises(UsageError) as caught:
        async with bench.app():
            Thing("b", text=reference)

    assert str(caught.value) == ("b refers to a.output\n  only outputs of resources that this app declared are known while it runs")
    assert bench.world.texts == [("a", "one")]


async def test_a_refused_reference_leaves_the_id_free(bench: Bench) -> None:
    async with bench.app():
        reference = Thing("a", text="one").output.text

    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            with pytest.raises(UsageError):
                Thing("b", text=reference)
            Thing("b", text="two")

    with pytest.raises(UsageError):  # a body that caught it has failed all the same
        await body()
    assert bench.world.texts == [("a", "one"), ("b", "two")]


async def test_thirty_two_are_created_at_once(bench: Bench) -> None:
    meeting = Meeting("create", AT_ONCE)
    bench.world.gate = meeting

    await bench.up({f"r{number}": "x" for number in range(AT_ONCE + 8)})

    assert meeting.most == AT_ONCE
    assert len(bench.world.texts) == AT_ONCE + 8


async def test_independent_ones_are_deleted_at_once(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two", "c": "three"})
    bench.world.gate = meeting = Meeting("delete", 3)

    await bench.up({})

    assert meeting.most == 3


async def test_waits_do_not_count(bench: Bench) -> None:
    bench.world.gate = meeting = Meeting("ready", AT_ONCE + 8)

    await bench.up({f"r{number}": "x" for number in range(AT_ONCE + 8)})

    assert meeting.most == AT_ONCE + 8


async def test_awaiting_one_does_not_wait_for_the_others(bench: Bench) -> None:
    bench.world.gate = meeting = Meeting("create", 2)

    async with bench.app():
        with anyio.fail_after(10):
            Thing("slow", text="one")
            assert await Local("quick", text="one") == 3
        assert not meeting.complete.is_set()
        Thing("other", text="two")

    assert bench.world.texts == [("other", "two"), ("slow", "one")]


class Maker(Local):
    """Makes kinds."""

    kinds: tuple[str, ...] = ()

    def provides(self) -> tuple[str, ...]:
        return self.kinds


class User(Local):
    """Needs a kind."""

    kind: str = ""

    def requires(self) -> tuple[str, ...]:
        return (self.kind,)


async def test_what_is_required_comes_first_where_it_was_declared_before(bench: Bench) -> None:
    async with bench.app():
        User("early", kind="Database")
        Maker("databases", kinds=("Database",))
        Maker("caches", kinds=("Cache",))
        User("late", kind="Database")

    found = {id_: record.dependencies for id_, record in (await bench.records()).items()}
    assert found == {"early": (), "databases": (), "caches": (), "late": ("databases",)}
