"""A plan says what a run would do, and does nothing; a run that was agreed on does what its plan says, and nothing else."""

import asyncio
import contextvars
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Self

import pytest

from tests.orchestrator.parts import Bench, Seen, Thing, World
from typekro.cli.plan import lines
from typekro.errors import DefinitionError, RefusedError, UsageError, compose
from typekro.expressions import expression_of
from typekro.orchestrator import Context
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.plan import FieldChange, Plan, PlanEnded, Preview, Step
from typekro.orchestrator.resource import Change

pytestmark = pytest.mark.anyio

Body = Callable[[], Awaitable[None]]


class Disk(Thing):
    """A thing whose size stays what it is."""

    size: int = 1

    def diff(self, old: Self) -> Change:
        return "replace" if self.size != old.size else "update"


class Asked(Thing):
    """A thing of which the world says what would become of it."""

    async def preview(self, context: Context, old: Seen | None, live: Seen | None) -> Preview:
        del live
        world: World = context.connection
        await world.arrive(f"preview {self.id}")
        return Preview(changes=(FieldChange(".text", old and old.text, self.text.upper()),))


class Foreseen(Thing):
    """A thing whose output is known beforehand."""

    def foreseen(self, old: Seen | None) -> Seen:
        del old
        return Seen("", self.text, len(self.text))


async def planned(bench: Bench, body: Body | None = None) -> Plan:
    """The plan of a body."""
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            if body is not None:
                await body()

    await _apart(run)
    (plan,) = launch.plans
    return plan


async def carried_out(bench: Bench, plan: Plan, body: Body) -> None:
    """A run that may do what a plan says."""

    async def run() -> None:
        begin_launch(Launch(plan=plan))
        async with bench.app():
            await body()

    await _apart(run)


async def _apart(run: Body) -> None:
    """In a context of its own, so that the next test has no launch."""

    async def awaited() -> None:
        await run()

    await asyncio.get_running_loop().create_task(awaited(), context=contextvars.copy_context())


def steps(plan: Plan) -> list[tuple[str, str, str]]:
    return [(step.action, step.id, step.reason) for step in plan.steps]


def bytes_of(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


async def test_a_plan_for_nothing_that_is_there_makes_nothing_not_even_a_state_file(bench: Bench) -> None:
    async def body() -> None:
        Thing("a", text="one")

    plan = await planned(bench, body)

    assert steps(plan) == [("create", "a", "")]
    assert (plan.unchanged, plan.lineage, plan.serial) == (0, "", 0)
    assert not bench.state.exists()
    assert bench.world.objects == {}


async def test_a_plan_changes_neither_the_state_nor_the_world(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two", "c": "three"})
    before = bytes_of(bench.state)
    bench.world.written()

    async def body() -> None:
        Thing("a", text="one")
        Thing("b", text="changed")
        Thing("d", text="new")

    plan = await planned(bench, body)

    assert steps(plan) == [("update", "b", ""), ("create", "d", ""), ("delete", "c", "no longer declared")]
    assert plan.steps[0].changes == (FieldChange(".text", "two", "changed"),)
    assert plan.unchanged == 1
    assert bench.world.written() == []
    assert bytes_of(bench.state) == before


async def test_an_unchanged_program_has_nothing_to_do(bench: Bench) -> None:
    await bench.up({"a": "one"})

    async def body() -> None:
        Thing("a", text="one")

    plan = await planned(bench, body)

    assert (plan.steps, plan.unchanged) == ((), 1)


async def test_what_was_changed_or_deleted_outside_is_found(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    (a,) = [uid for uid, found in bench.world.objects.items() if found["id"] == "a"]
    (b,) = [uid for uid, found in bench.world.objects.items() if found["id"] == "b"]
    bench.world.put(a, {**bench.world.objects[a], "text": "edited"})
    bench.world.put(b, None)

    async def body() -> None:
        Thing("a", text="one")
        Thing("b", text="two")

    plan = await planned(bench, body)

    assert steps(plan) == [("update", "a", "changed outside"), ("create", "b", "was deleted outside")]


async def test_deletes_come_last_dependents_first_and_say_what_becomes_of_each(bench: Bench) -> None:
    async with bench.app():
        base = Thing("base", text="x")
        user = Thing("user", text="y", depends_on=[base])
        Thing("kept", retain=True, depends_on=[user])

    plan = await planned(bench)

    assert steps(plan) == [
        ("forget", "kept", "it is retained, and stays where it is"),
        ("delete", "user", "no longer declared"),
        ("delete", "base", "no longer declared"),
    ]


async def test_what_is_to_be_replaced_or_renamed_is_told(bench: Bench) -> None:
    async with bench.app():
        Disk("disk", size=1)
        Thing("old", text="one")
        Thing("older", text="one")

    async def body() -> None:
        Disk("disk", size=2)
        Thing("new", text="one", aliases=["old"])
        Thing("newer", text="two", aliases=["older"])

    plan = await planned(bench, body)

    assert steps(plan) == [
        ("replace", "disk", "size cannot be changed in place"),
        ("rename", "new", "was old"),
        ("update", "newer", "was older"),
    ]


async def test_values_that_are_not_known_yet_stay_references(bench: Bench) -> None:
    printed: list[str] = []

    async def body() -> None:
        first = await Thing("first", text="one")
        Thing("second", text=f"after {first.text}")
        third = Thing("third", text="x")
        Thing("fourth", text=third.output.text)
        printed.append(f"{first.size}")

    plan = await planned(bench, body)

    assert steps(plan) == [
        ("create", "first", ""),
        ("create", "second", "follows first (known after apply)"),
        ("create", "third", ""),
        ("create", "fourth", "follows third (known after apply)"),
    ]
    assert len(printed) == 1


async def test_what_follows_something_unchanged_is_known(bench: Bench) -> None:
    async def body() -> None:
        first = await Thing("first", text="one")
        Thing("second", text=f"after {first.text}")

    async with bench.app():
        await body()

    assert (await planned(bench, body)).steps == ()


async def test_an_output_that_is_known_beforehand_is_one(bench: Bench) -> None:
    async def body() -> None:
        first = await Foreseen("first", text="one")
        if first.size > 2:
            Thing("second", text=first.text)

    assert steps(await planned(bench, body)) == [("create", "first", ""), ("create", "second", "")]


async def test_a_decision_on_what_is_not_known_ends_the_plan_and_no_delete_is_shown(bench: Bench) -> None:
    await bench.up({"other": "one", "first": "old"})
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            first = await Thing("first", text="new")
            if first.size > 2:
                Thing("other", text="one")

    with pytest.raises(PlanEnded):
        await _apart(run)

    (plan,) = launch.plans
    assert steps(plan) == [("update", "first", "")]
    assert plan.ended_by == "whether (first.output.size > 2) is true: a reference cannot do that"
    assert plan.unjudged == ("other",)


async def test_a_script_that_fails_deletes_nothing_in_the_plan_either(bench: Bench) -> None:
    await bench.up({"first": "one", "other": "one"})
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            Thing("first", text="two")
            raise ValueError("no room\nfor more")

    with pytest.raises(ValueError, match="no room"):
        await _apart(run)

    (plan,) = launch.plans
    assert steps(plan) == [("update", "first", "")]
    assert (plan.stopped, plan.unjudged) == ("no room", ("other",))
    assert list(lines(plan)) == [
        "~ update first",
        '    text: "one" -> "two"',
        "x a run would end with: no room",
        "  a run would delete nothing then; not declared so far: other",
        "plan: 1 to update, it fails",
    ]


async def test_what_cannot_be_planned_keeps_all_that_is_not_declared(bench: Bench) -> None:
    await bench.up({"first": "one", "other": "one"})
    bench.world.failures["read first"] = ValueError("no answer")
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            Thing("first", text="two")

    with pytest.raises(ValueError, match="no answer"):
        await _apart(run)

    assert list(lines(launch.plans[0])) == [
        "x could not be planned: first",
        "  a run would delete nothing then; not declared so far: other",
        "plan: 1 failed",
    ]


async def test_what_a_run_would_refuse_to_delete_is_no_delete_of_the_plan(bench: Bench) -> None:
    async with bench.app():
        Thing("first", text="one", protect=True)
    launch = Launch(operation="plan")

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            pass

    with pytest.raises(RefusedError) as caught:
        await _apart(run)

    assert caught.value.message.startswith("first is protected: nothing was deleted\n")
    assert list(lines(launch.plans[0])) == [
        "x a run would end with: first is protected: nothing was deleted",
        "  a run would delete nothing then; not declared so far: first",
        "plan: it fails",
    ]


async def test_the_output_of_what_a_run_would_still_wait_for_is_not_known(bench: Bench) -> None:
    bench.world.failures["ready first"] = ValueError("not yet")
    with pytest.raises(ValueError, match="not yet"):
        await bench.up({"first": "one"})
    launch = Launch(operation="plan")
    sizes: list[Any] = []

    async def run() -> None:
        begin_launch(launch)
        async with bench.app(operation="plan"):
            sizes.append((await Thing("first", text="one")).size)

    await _apart(run)

    assert list(lines(launch.plans[0])) == ["plan: no changes, 1 unchanged"]
    assert expression_of(sizes[0]) is not None


async def test_a_mistake_of_the_body_is_no_decision(bench: Bench) -> None:
    async def body() -> None:
        await Thing("first", text="new")
        raise DefinitionError("web: no")

    with pytest.raises(DefinitionError, match=r"^web: no$"):
        await planned(bench, body)


async def test_the_provider_says_what_would_change_and_what_it_would_refuse(bench: Bench) -> None:
    async def body() -> None:
        Asked("a", text="one")

    plan = await planned(bench, body)
    bench.world.failures["preview a"] = ValueError("too small")

    assert plan.steps[0].changes == (FieldChange(".text", None, "ONE"),)
    with pytest.raises(ValueError, match=r"^too small$"):
        await planned(bench, body)


async def test_a_delete_of_something_protected_is_refused_when_it_is_planned(bench: Bench) -> None:
    async with bench.app():
        Thing("a", protect=True)

    with pytest.raises(RefusedError, match=r"^a is protected: nothing was deleted"):
        await planned(bench)


# Saved plans.


async def test_a_plan_comes_back_from_json_as_it_was(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})

    async def body() -> None:
        Thing("a", text="changed")

    plan = await planned(bench, body)

    assert Plan.from_json(json.loads(json.dumps(plan.to_json())), "plan.json", "plan it") == plan


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({}, ("f is no plan", ())),
        ([], ("f is no plan", ())),
        ({"typekroPlan": 2}, ("f is no plan that can be read", "it is of version 2, and this typekro knows version 1")),
    ],
)
def test_what_is_no_plan_is_told(data: Any, why: tuple[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        Plan.from_json(data, "f", "typekro plan shop.py --out f")

    assert str(caught.value) == compose(*why, "typekro plan shop.py --out f")


async def test_a_run_does_what_its_plan_says(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two", "c": "three"})
    bench.world.written()

    async def body() -> None:
        Thing("a", text="changed")
        Thing("d", text="new")
        Disk("disk", size=2)

    plan = await planned(bench, body)
    await carried_out(bench, plan, body)

    assert (await planned(bench, body)).steps == ()


async def test_a_plan_of_a_state_that_moved_is_refused(bench: Bench) -> None:
    await bench.up({"a": "one"})

    async def body() -> None:
        Thing("a", text="changed")

    plan = await planned(bench, body)
    await bench.up({"a": "two"})
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await carried_out(bench, plan, body)

    assert str(caught.value) == compose(
        "the plan for infra/dev is stale: nothing was changed",
        "+3 entries were written since",
        ["plan anew, and look at it:", "typekro plan FILE.py --stage dev --out FILE"],
    )
    assert bench.world.written() == []


@pytest.mark.parametrize("change", ["other text", "more", "fewer"])
async def test_an_action_that_the_plan_did_not_show_is_refused_before_it_is_done(bench: Bench, change: str) -> None:
    await bench.up({"a": "one", "b": "two"})

    async def body() -> None:
        Thing("a", text="one")
        Thing("b", text="two")

    async def later() -> None:
        Thing("a", text="changed" if change == "other text" else "one")
        if change != "fewer":
            Thing("b", text="two")
        if change == "more":
            Thing("c", text="three")

    plan = await planned(bench, body)
    bench.world.written()

    with pytest.raises(RefusedError) as caught:
        await carried_out(bench, plan, later)

    verb, id_ = {"other text": ("update", "a"), "more": ("create", "c"), "fewer": ("delete", "b")}[change]
    assert str(caught.value) == compose(
        f"{id_}: to {verb} it is not in the plan: it was not touched",
        "the script, or what is there, has changed since the plan was made",
        "make a new plan",
    )
    assert bench.world.written() == []


async def test_a_plan_of_another_stage_is_refused(bench: Bench) -> None:
    plan = Plan(app="infra", stage="prod", lineage="", serial=0)

    async def body() -> None:
        """Nothing is declared."""

    with pytest.raises(RefusedError) as caught:
        await carried_out(bench, plan, body)

    assert str(caught.value) == compose(
        "the plan is of infra/prod, and this is infra/dev: nothing was changed", (), "typekro plan FILE.py --stage dev --out FILE"
    )


async def test_a_plan_that_was_ended_cannot_be_carried_out() -> None:
    plan = Plan(app="infra", stage="dev", lineage="", serial=0, steps=(Step(id="a", action="create"),), ended_by="whether x is true")

    with pytest.raises(RefusedError) as caught:
        plan.check_state("", 0, "plan it")

    assert str(caught.value) == compose(
        "the plan is not whole: nothing was changed", ["the script decided on what is not known before it is applied:", "whether x is true"]
    )


# What a saved plan holds a run to.


async def test_what_follows_something_unknown_and_may_be_replaced_is_shown_as_replaced(bench: Bench) -> None:
    async def body(*, changed: bool) -> None:
        first = Thing("first", text="new" if changed else "old")
        Disk("disk", text=first.output.text)

    async def before() -> None:
        await body(changed=False)

    async def after() -> None:
        await body(changed=True)

    async with bench.app():
        await before()

    assert steps(await planned(bench, after)) == [
        ("update", "first", ""),
        ("replace", "disk", "follows first (known after apply), and may have to be replaced"),
    ]


async def test_other_inputs_than_the_plan_showed_are_refused(bench: Bench) -> None:
    await bench.up({"a": "one"})

    async def body() -> None:
        Thing("a", text="two")

    async def later() -> None:
        Thing("a", text="three")

    plan = await planned(bench, body)
    bench.world.written()

    with pytest.raises(RefusedError, match=r"^a: to update it with these inputs is not in the plan: it was not touched"):
        await carried_out(bench, plan, later)

    assert bench.world.written() == []


async def test_a_replacement_or_a_rename_that_the_plan_did_not_show_is_refused_before_anything_is_set_aside(bench: Bench) -> None:
    async with bench.app():
        Disk("disk", size=1)
        Thing("old", text="one")
    before = await bench.records()

    async def body() -> None:
        Disk("disk", text="x", size=1)
        Thing("old", text="one")

    async def replaced() -> None:
        Disk("disk", size=2)
        Thing("old", text="one")

    async def renamed() -> None:
        Disk("disk", text="x", size=1)
        Thing("new", text="one", aliases=["old"])

    plan = await planned(bench, body)

    with pytest.raises(RefusedError, match=r"^disk: to replace it is not in the plan: it was not touched"):
        await carried_out(bench, plan, replaced)
    assert await bench.records() == before
    with pytest.raises(RefusedError, match=r"^new: to rename old to it is not in the plan: it was not touched"):
        await carried_out(bench, plan, renamed)
    assert "new" not in await bench.records()


async def test_what_the_plan_did_not_forget_is_not_forgotten(bench: Bench) -> None:
    async with bench.app():
        Thing("kept", retain=True)

    async def body() -> None:
        Thing("kept", retain=True)

    async def fewer() -> None:
        """Nothing is declared."""

    plan = await planned(bench, body)

    with pytest.raises(RefusedError, match=r"^kept: to forget it is not in the plan: it was not touched"):
        await carried_out(bench, plan, fewer)
    assert list(await bench.records()) == ["kept"]


async def test_what_an_earlier_run_left_to_be_deleted_is_in_the_plan_and_carried_out(bench: Bench) -> None:
    async with bench.app():
        Disk("disk", size=1)
    left = f"disk (replaced, {(await bench.records())['disk'].operation[:8]})"
    bench.world.failures[f"delete {left}"] = OSError("busy")

    async def body() -> None:
        Disk("disk", size=2)

    with pytest.raises(OSError, match="busy"):
        async with bench.app():
            await body()
    bench.world.failures.clear()

    plan = await planned(bench, body)
    assert steps(plan) == [("delete", left, "replaced by the new disk")]
    await carried_out(bench, plan, body)

    assert list(await bench.records()) == ["disk"]
