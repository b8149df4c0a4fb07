"""What a run does to what was declared, was changed and was taken out."""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, cast

import anyio
import pytest

from tests.orchestrator.parts import Bench, Blind, Local, Thing
from typekro.errors import UsageError, compose
from typekro.orchestrator import Resource, alchemy

pytestmark = pytest.mark.anyio


async def test_what_is_declared_is_created_and_recorded(bench: Bench) -> None:
    outputs = await bench.up({"a": "one"})

    assert bench.world.texts == [("a", "one")]
    assert outputs["a"].uid in bench.world.objects
    record = (await bench.records())["a"]
    assert (record.status, record.props, record.pending) == ("ready", {"text": "one", "timeout": 30.0}, None)
    assert record.output == {"uid": outputs["a"].uid, "text": "one", "size": 3}
    assert (record.slot, record.place, record.handler) == ("world", "earth", "tests.orchestrator.parts:Thing")


async def test_what_nobody_awaits_is_created_too(bench: Bench) -> None:
    async with bench.app():
        Thing("a", text="one")

    assert bench.world.texts == [("a", "one")]


async def test_a_run_that_changes_nothing_calls_no_verb_and_returns_the_same(bench: Bench) -> None:
    first = await bench.up({"a": "one", "b": "two"})
    bench.world.written()

    second = await bench.up({"a": "one", "b": "two"})

    assert bench.world.written() == []
    assert second == first


async def test_a_run_that_changes_nothing_writes_no_record(bench: Bench) -> None:
    await bench.up({"a": "one"})
    before = await bench.records()

    await bench.up({"a": "one"})

    assert await bench.records() == before


async def test_an_update_knows_the_old_inputs(bench: Bench) -> None:
    first = await bench.up({"a": "one"})
    bench.world.calls.clear()

    second = await bench.up({"a": "two"})

    assert bench.world.calls == ["read a", "had one", "update a", "ready a"]
    assert (second["a"].uid, second["a"].text) == (first["a"].uid, "two")
    assert bench.world.texts == [("a", "two")]


async def test_each_operation_has_a_key_of_its_own_which_is_recorded(bench: Bench) -> None:
    await bench.up({"a": "one"})
    created = (await bench.records())["a"].operation
    await bench.up({"a": "two"})
    updated = (await bench.records())["a"].operation

    assert bench.world.keys == [created, updated]
    assert created != updated


async def test_what_is_not_declared_any_more_is_deleted(bench: Bench) -> None:
    await bench.up({"a": "one", "b": "two"})
    bench.world.written()

    await bench.up({"b": "two"})

    assert bench.world.written() == ["delete a"]
    assert bench.world.texts == [("b", "two")]
    assert await bench.statuses() == {"b": "ready"}


async def test_an_empty_body_deletes_everything_dependents_first(bench: Bench) -> None:
    async with bench.app():
        a = Thing("a", text="one")
        b = Thing("b", text=a.output.uid)
        Thing("c", text=b.output.uid)
        Thing("d", text=a.output.uid)
    bench.world.written()

    await bench.up({})

    deleted = bench.world.written()
    assert sorted(deleted) == ["delete a", "delete b", "delete c", "delete d"]
    assert deleted.index("delete c") < deleted.index("delete b") < deleted.index("delete a")
    assert deleted[-1] == "delete a"
    assert await bench.records() == {}


async def test_a_body_may_finalize_by_itself_and_more_than_once(bench: Bench) -> None:
    async with bench.app() as app:
        Thing("a", text="one")
        await app.finalize()
        assert bench.world.texts == [("a", "one")]
        await app.finalize()

    assert bench.world.written() == ["create a"]


async def test_declaring_after_finalize_is_refused(bench: Bench) -> None:
    async with bench.app() as app:
        await app.finalize()
        with pytest.raises(UsageError) as caught:
            Thing("a", app=app)

    assert str(caught.value) == (
        "a is declared, but app 'infra' is closed\n"
        "  resources are declared in its body, before finalize()\n"
        'hint: async with alchemy("infra") as app:'
    )


async def test_declaring_in_an_app_that_was_not_entered_is_refused(bench: Bench) -> None:
    with pytest.raises(UsageError) as caught:
        Thing("a", app=bench.app())

    assert str(caught.value) == (
        "a is declared, but app 'infra' is not entered yet\n"
        "  resources are declared in its body, before finalize()\n"
        'hint: async with alchemy("infra") as app:'
    )


async def test_an_id_is_taken_once(bench: Bench) -> None:
    async def body() -> None:
        async with bench.app():
            Thing("a", text="one")
            Blind("a", text="two")

    with pytest.raises(UsageError) as caught:
        await body()

    assert str(caught.value) == (
        "a is declared twice in app 'infra'\n"
        "  an id tells a resource from the others of its app, from run to run\n"
        f"  the first one is at test_runs.py:{body.__code__.co_firstlineno + 2}\n"
        "hint: give one of them another id"
    )
    assert bench.world.texts == [("a", "one")]


async def test_declaring_outside_an_app_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        Thing("a")

    assert str(caught.value) == (
        "Thing 'a' is declared outside an app\n"
        "  resources are declared in the body of an app, or given one\n"
        'hint: async with alchemy("name") as app: ...\n'
        'hint: Thing("a", app=app, ...)'
    )


async def test_a_resource_may_be_given_its_app(bench: Bench) -> None:
    async def declare(app: Any) -> None:
        Thing("a", app=app, text="one")
        await asyncio.sleep(0)

    async with bench.app() as app:
        await declare(app)

    assert bench.world.texts == [("a", "one")]


async def test_after_an_app_there_is_none(bench: Bench) -> None:
    await bench.up({})

    with pytest.raises(UsageError, match=r"^Thing 'a' is declared outside an app"):
        Thing("a")


async def test_an_app_is_entered_once(bench: Bench) -> None:
    async with bench.app() as app:
        pass

    with pytest.raises(UsageError) as caught:
        await app.__aenter__()

    assert str(caught.value) == ("app 'infra' was entered before\n  an app is one run\nhint: async with alchemy(\"infra\") as app:")


async def test_finalize_needs_an_app_that_was_entered(bench: Bench) -> None:
    with pytest.raises(UsageError) as caught:
        await bench.app().finalize()

    assert str(caught.value) == "app 'infra' is not entered yet\nhint: async with alchemy(\"infra\") as app:"


def test_other_event_loops_than_asyncio_are_refused(bench: Bench) -> None:
    entering: Coroutine[Any, Any, Any] = bench.app().__aenter__()

    with pytest.raises(UsageError) as caught:
        entering.send(None)

    assert str(caught.value) == (
        "typekro runs on asyncio only\n"
        "  the Kubernetes client and the engine need asyncio\n"
        "hint: typekro.run(main), or anyio.run(main) without backend="
    )
    assert not bench.state.exists()


def test_a_field_cannot_have_a_name_of_ours() -> None:
    with pytest.raises(UsageError) as caught:

        class Clash(Local):  # pyright: ignore[reportUnusedClass] # making it is what fails
            output: str  # type: ignore[assignment] # pyright: ignore[reportIncompatibleMethodOverride, reportIncompatibleVariableOverride] # so it is

    assert str(caught.value) == (
        "Clash has a field named 'output'\n  every resource has 'output' already: typekro's own\nhint: output_: ..."
    )


def test_a_resource_cannot_be_made_without_its_verbs() -> None:
    class Half(Resource[int]):
        async def create(self, context: Any) -> int:
            raise NotImplementedError

    with pytest.raises(TypeError, match=r"^Can't instantiate abstract class Half "):
        Half("a")  # type: ignore[abstract] # pyright: ignore[reportAbstractUsage] # so it is


async def test_an_app_may_be_left_in_another_task_than_it_was_entered_in(bench: Bench) -> None:
    app = bench.app()
    await asyncio.create_task(app.__aenter__())
    Thing("a", app=app, text="one")

    await asyncio.create_task(app.__aexit__(None, None, None))

    assert bench.world.texts == [("a", "one")]
    assert bench.world.left == 1
    await bench.up({})


async def test_a_resource_may_be_declared_by_any_task_of_the_body(bench: Bench) -> None:
    async def declare(id_: str) -> None:
        await Thing(id_, text="one")

    async with bench.app(), anyio.create_task_group() as group:
        group.start_soon(declare, "a")
        group.start_soon(declare, "b")

    assert bench.world.texts == [("a", "one"), ("b", "one")]


async def test_a_setting_is_no_reason_to_update_and_is_recorded(bench: Bench) -> None:
    await bench.up({"a": "one"})
    bench.world.written()

    async with bench.app():
        await Thing("a", text="one", timeout=60)

    assert bench.world.written() == []
    props = (await bench.records())["a"].props
    assert props == {"text": "one", "timeout": 60}


async def test_the_stage_is_locked_while_the_app_is_open(bench: Bench) -> None:
    async with bench.app():
        with contextlib.ExitStack() as stack:
            stack.enter_context(pytest.raises(Exception, match=r"^infra/dev is locked by "))
            await bench.app().__aenter__()
        Thing("a", text="one")

    assert bench.world.texts == [("a", "one")]


async def test_what_was_there_before_is_forgotten_and_left(bench: Bench) -> None:
    async with bench.app():
        Found("a", text="one")

    await bench.up({})

    assert bench.world.written() == ["create a"]
    assert bench.world.texts == [("a", "one")]
    assert await bench.records() == {}


class Found(Thing):
    """A thing that was there already."""

    async def create(self, context: Any) -> Any:
        context.not_created_by_us()
        return await super().create(context)


def test_a_cluster_that_is_no_provider_is_told_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        alchemy("infra", cluster=cast("Any", "kind-dev"))

    assert str(caught.value) == compose(
        "app 'infra' was given cluster='kind-dev'", "a str is nothing that can be connected to", "cluster=Cluster(context='kind-dev')"
    )


def test_an_empty_stage_is_none() -> None:
    with pytest.raises(UsageError, match="'' cannot be the name of a stage"):
        alchemy("infra", stage="")


@pytest.mark.parametrize("id_", ["", 1, None])
async def test_an_id_is_a_text(bench: Bench, id_: Any) -> None:
    await bench.up({"a": "one"})

    with pytest.raises(UsageError) as caught:
        async with bench.app():
            Thing(id_)

    assert bench.world.texts == [("a", "one")]
    assert str(caught.value) == compose(
        f"Thing({id_!r}): no id",
        "an id tells a resource from the others of its app, from run to run: a text of one letter or more",
        'Thing("my-id", ...)',
    )
