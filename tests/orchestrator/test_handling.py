"""What a script says of how a resource is handled: protected, retained, renamed, replaced, ordered, confirmed."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, Self, cast

import anyio
import pytest

from tests.orchestrator.parts import Bench, Blind, Seen, Thing
from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator import Context, Resource
from typekro.orchestrator.confirming import Confirm, asking
from typekro.orchestrator.resource import Change, Handling

pytestmark = pytest.mark.anyio


class Disk(Thing):
    """A thing whose size stays what it is."""

    size: int = 1

    def diff(self, old: Self) -> Change:
        return "replace" if self.size != old.size else "update"


class Named(Thing):
    """A thing whose name outside is known."""

    name: str

    def identity(self) -> str | None:
        return f"named/{self.name}"


async def declare(bench: Bench, **things: Mapping[str, Any]) -> None:
    """A run that declares a disk for each, with what is given for it."""
    async with bench.app():
        for id_, given in things.items():
            Disk(id_, **given)


# Protection.


async def test_what_is_protected_is_not_deleted_and_nothing_else_is(bench: Bench) -> None:
    await declare(bench, a={"text": "one", "protect": True}, b={"text": "two"})
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await declare(bench)

    assert str(caught.value) == compose(
        "a is protected: nothing was deleted",
        "a is no longer declared",
        "declare it with protect=False in a run first, or go on declaring it",
    )
    assert bench.world.written() == []
    assert bench.world.texts == [("a", "one"), ("b", "two")]


async def test_protection_is_recorded_where_nothing_else_changed_and_taken_back_the_same_way(bench: Bench) -> None:
    await declare(bench, a={"text": "one"})
    await declare(bench, a={"text": "one", "protect": True})
    assert (await bench.records())["a"].protected

    await declare(bench, a={"text": "one"})
    await declare(bench)

    assert bench.world.texts == []


async def test_what_is_protected_is_not_replaced(bench: Bench) -> None:
    await declare(bench, a={"size": 1, "protect": True})
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await declare(bench, a={"size": 2, "protect": True})

    assert str(caught.value).splitlines()[0] == "a is protected: nothing was deleted"
    assert bench.world.written() == []


async def test_a_protected_stage_refuses_an_empty_program_until_the_protection_is_taken_back(bench: Bench) -> None:
    async with bench.app(protect=True):
        Thing("a", text="one")
        Thing("b", text="two")
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await bench.up({})

    assert str(caught.value) == compose(
        "infra/dev is protected: nothing was deleted",
        ["a is no longer declared", "b is no longer declared"],
        'alchemy("infra", protect=False) takes the protection back, in a run that declares them',
    )
    assert bench.world.written() == []
    async with bench.app(protect=False):
        pass
    assert bench.world.texts == []


async def test_a_protected_stage_still_makes_and_changes_things(bench: Bench) -> None:
    async with bench.app(protect=True):
        Thing("a", text="one")

    await bench.up({"a": "two", "b": "one"})

    assert bench.world.texts == [("a", "two"), ("b", "one")]


# Retaining.


async def test_what_is_retained_is_left_where_it_is_and_forgotten(bench: Bench) -> None:
    await declare(bench, a={"text": "one", "retain": True}, b={"text": "two"})

    await declare(bench)

    assert bench.world.texts == [("a", "one")]
    assert await bench.records() == {}
    assert "! a: is retained: left where it is, and forgotten" in bench.told()


# Renaming.


async def test_a_renamed_resource_keeps_what_it_is_outside(bench: Bench) -> None:
    async with bench.app():
        old = Thing("old", text="one")
        Thing("user", text=old.output.text)
    bench.world.written()

    async with bench.app():
        new = Thing("new", text="one", aliases=["older", "old"])
        Thing("user", text=new.output.text)

    assert bench.world.written() == []
    records = await bench.records()
    assert list(records) == ["new", "user"]
    assert records["user"].dependencies == ("new",)
    told = bench.told()
    assert "↷ old is new now" in told
    assert told[-1] == "succeeded: 1 renamed, 2 unchanged (nothing was written)"


async def test_an_alias_that_is_declared_too_is_refused(bench: Bench) -> None:
    await bench.up({"old": "one"})

    async def body() -> None:
        async with bench.app():
            Thing("old", text="one")
            Thing("new", text="one", aliases=["old"])

    with pytest.raises(UsageError) as caught:
        await body()

    assert str(caught.value) == compose(
        "new has the alias 'old', and that is declared too", "an alias is an id that is no longer used", "take one of the two out"
    )


# Replacing.


async def test_what_cannot_be_changed_in_place_is_made_anew_before_the_old_one_is_deleted(bench: Bench) -> None:
    await declare(bench, a={"text": "one", "size": 1})
    bench.world.written()

    await declare(bench, a={"text": "two", "size": 2})

    assert bench.world.texts == [("a", "two")]
    verbs = [call.split()[0] for call in bench.world.written()]
    assert verbs == ["create", "delete"]
    assert "± replace a: text, size cannot be changed in place" in bench.told()
    assert list(await bench.records()) == ["a"]


async def test_where_it_is_said_the_old_one_is_deleted_first(bench: Bench) -> None:
    await declare(bench, a={"text": "one", "size": 1})
    bench.world.written()

    await declare(bench, a={"text": "two", "size": 2, "replacement": "delete-first"})

    assert bench.world.written() == ["delete a", "create a"]
    assert bench.world.texts == [("a", "two")]


async def test_another_name_outside_is_another_thing(bench: Bench) -> None:
    async with bench.app():
        Named("a", name="one")
    async with bench.app():
        Named("a", name="two")

    assert (await bench.records())["a"].physical == "named/two"
    assert len(bench.world.objects) == 1
    assert "± replace a: it is named/one outside, and is declared as named/two" in bench.told()


async def test_another_class_takes_the_place_of_the_old_one(bench: Bench) -> None:
    await bench.up({"a": "one"})

    async with bench.app():
        Blind("a", text="one")

    assert bench.world.texts == [("a", "one")]
    assert (await bench.records())["a"].handler.endswith(":Blind")


async def test_another_class_for_the_same_thing_outside_is_refused(bench: Bench) -> None:
    class Renamed(Named):
        """The same under another name."""

    async with bench.app():
        Named("a", name="one")
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        async with bench.app():
            Renamed("a", name="one")

    qualname = Renamed.__qualname__
    assert str(caught.value) == compose(
        f"a is handled by {__name__}:{qualname} now, and was made by {__name__}:Named: nothing was changed",
        "both mean named/one, so that one of them would delete what the other one makes",
        ["typekro state forget a, and adopt=True in the script, hand it over", "or keep the class"],
    )
    assert bench.world.written() == []


async def test_a_replaced_one_that_could_not_be_deleted_is_deleted_by_the_next_run(bench: Bench) -> None:
    await declare(bench, a={"text": "one", "size": 1})
    bench.world.failures = {f"delete a (replaced, {(await bench.records())['a'].operation[:8]})": OSError("busy")}
    with pytest.raises(OSError, match="busy"):
        await declare(bench, a={"text": "two", "size": 2})
    assert bench.world.texts == sorted([("a", "two"), ("a", "one")])
    bench.world.failures = {}

    await declare(bench, a={"text": "two", "size": 2})

    assert bench.world.texts == [("a", "two")]
    assert list(await bench.records()) == ["a"]


async def test_a_script_that_goes_back_gets_the_old_one_back_where_it_is_still_there(bench: Bench) -> None:
    async def named(name: str) -> None:
        async with bench.app():
            Named("a", name=name, text=name)

    await named("one")
    first = await bench.records()
    bench.world.failures = {f"delete a (replaced, {first['a'].operation[:8]})": OSError("busy")}
    with pytest.raises(OSError, match="busy"):
        await named("two")
    bench.world.failures = {}

    await named("one")

    records = await bench.records()
    assert (records["a"].physical, records["a"].output["uid"]) == ("named/one", first["a"].output["uid"])
    assert list(records) == ["a"]
    assert [text for _, text in bench.world.texts] == ["one"]


# Order.


async def test_what_is_depended_on_is_made_before_and_deleted_after(bench: Bench) -> None:
    async with bench.app():
        last = Thing("last", text="x" * 3)
        Thing("first", text="y", depends_on=[last])

    assert bench.world.written() == ["create last", "create first"]
    await bench.up({})
    assert bench.world.written() == ["delete first", "delete last"]


async def test_what_is_depended_on_has_to_be_declared_in_the_same_app(bench: Bench) -> None:
    with pytest.raises(UsageError) as caught:
        async with bench.app():
            Thing("a", depends_on=cast("Sequence[Resource[Any]]", ["b"]))

    assert str(caught.value) == compose(
        "a depends on 'b', which is none of this app's",
        "depends_on takes resources that were declared in the same app before, as a list",
    )


# Confirming.


class Person:
    """Somebody at a terminal, or nobody."""

    def __init__(self, answer: str | None) -> None:
        self.answer = answer
        self.shown = ""
        self.keys: list[int] = []

    def isatty(self) -> bool:
        return self.answer is not None

    def fileno(self) -> int:
        """Of a pipe, in which something stands once it was typed."""
        if not self.keys:
            self.keys = list(os.pipe())
            self.types()
        return self.keys[0]

    def types(self) -> None:
        os.write(self.keys[1], b"x")

    def readline(self) -> str:
        os.read(self.keys[0], 1)
        self.leaves()
        return self.answer or ""

    def leaves(self) -> None:
        while self.keys:
            os.close(self.keys.pop())

    def write(self, text: str) -> None:
        self.shown += text

    def flush(self) -> None:
        """Nothing is kept back."""

    @property
    def confirm(self) -> Confirm:
        return asking(self, cast("Any", self))


async def test_a_typed_yes_is_asked_for_before_anything_is_deleted(bench: Bench) -> None:
    person = Person("yes\n")
    await bench.up({"a": "one", "b": "two"})

    async with bench.app(confirm=person.confirm):
        Thing("a", text="one")

    assert person.shown == "delete b? type yes: "
    assert bench.world.texts == [("a", "one")]


@pytest.mark.parametrize(
    ("answer", "why", "hint"),
    [
        ("y\n", "the answer was 'y', not 'yes'", ()),
        ("", "there was no answer", ()),
        (
            None,
            "a yes has to be typed (--confirm, or confirm=True), and there is no terminal to type it on",
            "run it on a terminal, or without --confirm",
        ),
    ],
)
async def test_without_a_typed_yes_nothing_is_deleted(bench: Bench, answer: str | None, why: str, hint: str) -> None:
    await bench.up({"a": "one", "b": "two"})
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        async with bench.app(confirm=Person(answer).confirm):
            pass

    assert str(caught.value) == compose("nothing was deleted: 2 resources: b, a", why, hint)
    assert bench.world.written() == []


class Slow(Person):
    """Somebody who thinks before every answer."""

    def __init__(self, answer: str) -> None:
        super().__init__(answer)
        self.asked = anyio.Event()

    def types(self) -> None:
        """Not yet."""
        self.asked.set()

    async def thinks(self) -> None:
        await self.asked.wait()
        self.asked = anyio.Event()
        await anyio.wait_all_tasks_blocked()
        os.write(self.keys[1], b"x")


async def test_one_question_is_asked_after_the_other_each_with_what_it_is_about() -> None:
    person = Slow("yes\n")
    confirm = person.confirm

    async def ask(*ids: str) -> None:
        await confirm(ids)

    async with anyio.create_task_group() as group:
        group.start_soon(ask, "a")
        group.start_soon(ask, "b", "c")
        await person.thinks()
        assert person.shown == "delete a? type yes: "
        await person.thinks()

    assert person.shown == "delete a? type yes: delete b, c? type yes: "


async def test_of_many_the_first_five_are_named() -> None:
    person, other = Person("yes\n"), Person("no\n")

    await person.confirm(list("abcdefg"))
    with pytest.raises(RefusedError) as caught:
        await other.confirm(list("abcdefg"))

    assert person.shown == "delete 7 resources: a, b, c, d, e and 2 more? type yes: "
    assert str(caught.value) == compose("nothing was deleted: 7 resources: a, b, c, d, e and 2 more", "the answer was 'no', not 'yes'")


async def test_a_question_that_is_given_up_takes_no_answer() -> None:
    person = Slow("yes\n")
    confirm = person.confirm
    with anyio.move_on_after(0.01) as scope:
        await confirm(["a"])
    os.write(person.keys[1], b"x")

    await confirm(["b"])

    assert (scope.cancelled_caught, person.shown) == (True, "delete a? type yes: delete b? type yes: ")


async def test_nobody_is_asked_where_nothing_is_deleted(bench: Bench) -> None:
    async with bench.app(confirm=Person(None).confirm):
        Thing("a", text="one")

    assert bench.world.texts == [("a", "one")]


# Names.


@pytest.mark.parametrize("name", [*Handling.__annotations__, "id"])
def test_a_field_that_every_resource_has_cannot_be_declared_again(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        type("Mine", (Thing,), {"__annotations__": {name: str}})

    assert str(caught.value) == compose(
        f"Mine has a field named {name!r}", f"every resource has {name!r} already: typekro's own", f"{name}_: ..."
    )


async def test_adopting_is_told_to_the_handler(bench: Bench) -> None:
    told: list[bool] = []

    class Adopting(Thing):
        async def create(self, context: Context) -> Seen:
            told.append(context.adopt)
            return await super().create(context)

    async with bench.app():
        Adopting("a", adopt=True)
        Adopting("b")

    assert sorted(told) == [False, True]


async def test_what_is_protected_is_not_destroyed_either(bench: Bench) -> None:
    async with bench.app():
        Thing("a", text="one", protect=True)

    with pytest.raises(RefusedError) as caught:
        async with bench.app(operation="destroy"):
            pass

    assert caught.value.message == (
        "a is protected: nothing was deleted\n"
        "  a would go: all that is recorded does\n"
        "hint: declare it with protect=False in a run first, or go on declaring it"
    )
