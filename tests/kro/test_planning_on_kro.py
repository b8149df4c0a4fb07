"""Plans on the real control plane: the server tries each change, nothing is written, and what was shown is what is done."""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import pytest

from tests.kro.parts import NoteSpec, NoteStatus, World, graph_name, graph_of, note_graph
from typekro import (
    Graph,
    KubernetesObject,
    KubernetesObjectError,
    RefusedError,
    ResourceGraph,
    ResourceGraphFactoryError,
    Schema,
    manifest_node,
)
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.plan import FieldChange, Plan

pytestmark = pytest.mark.anyio

Body = Callable[[], Awaitable[None]]


@attrs.frozen
class NumberSpec:
    text: int


async def launched(world: World, launch: Launch, body: Body | None) -> None:
    """A run of a script that was started with these choices."""

    async def run() -> None:
        begin_launch(launch)
        async with world.app():
            if body is not None:
                await body()

    await asyncio.get_running_loop().create_task(run(), context=contextvars.copy_context())


async def planned(world: World, body: Body | None = None) -> Plan:
    """The plan of a body; that it wrote nothing is looked up in the server's own log."""
    launch, mark = Launch(operation="plan"), world.corner.plane.mark()
    try:
        await launched(world, launch, body)
    finally:
        written = [event for event in world.corner.plane.writes(since=mark) if "dryRun=All" not in event.uri]
        assert written == []
    (plan,) = launch.plans
    return plan


def steps(plan: Plan) -> list[tuple[str, str, str, bool]]:
    return [(step.action, step.id, step.reason, step.checked) for step in plan.steps]


def notes(world: World, **texts: str) -> Body:
    """A body that declares the graph of notes, and a note for each text."""

    async def body() -> None:
        graph = note_graph(world.corner)
        world.define(graph)
        for name, text in texts.items():
            world.instance(graph, name, NoteSpec(text))

    return body


def settings(world: World, text: str, **options: Any) -> Body:
    """A body that declares one ConfigMap."""
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"text": text}}

    async def body() -> None:
        KubernetesObject("settings", manifest, namespace=world.corner.namespace, **options)

    return body


async def up(world: World, body: Body) -> None:
    async with world.app():
        await body()


async def test_plan_up_plan_says_no_changes(world: World) -> None:
    body = notes(world, first="hello")
    key = world.key("Note", "first")

    before = await planned(world, body)
    await up(world, body)
    after = await planned(world, body)

    assert steps(before) == [("create", "Note", "", True), ("create", key, "", False)]
    assert (after.steps, after.unchanged) == ((), 2)


async def test_a_change_is_shown_field_by_field_as_the_server_would_write_it(world: World) -> None:
    await up(world, notes(world, first="hello", second="stays"))

    plan = await planned(world, notes(world, first="bye", second="stays"))

    assert steps(plan) == [("update", world.key("Note", "first"), "", True)]
    assert plan.steps[0].changes == (FieldChange(".spec.text", "hello", "bye"),)
    assert plan.unchanged == 2


async def test_an_edit_by_kubectl_shows_up_field_by_field_and_is_repaired_once(world: World) -> None:
    body = settings(world, "hello")
    await up(world, body)
    world.corner.kubectl("patch", "configmap", "settings", "--type=merge", '--patch={"data":{"text":"edited"}}')

    drift = await planned(world, body)
    await up(world, body)

    assert steps(drift) == [("update", "settings", "changed outside: .data.text", True)]
    assert drift.steps[0].changes == (FieldChange(".data.text", "edited", "hello"),)
    assert world.get("configmap", "settings")["data"] == {"text": "hello"}
    assert (await planned(world, body)).steps == ()


async def test_what_is_no_longer_declared_and_what_was_deleted_outside(world: World) -> None:
    await up(world, notes(world, first="hello", second="bye"))
    world.corner.kubectl("delete", world.kind("Note"), "first")

    plan = await planned(world, notes(world, first="hello"))

    assert steps(plan) == [
        ("create", world.key("Note", "first"), "was deleted outside", True),
        ("delete", world.key("Note", "second"), "no longer declared", True),
    ]


async def test_a_breaking_change_of_a_kind_is_found_before_anything_is_applied_and_kro_agrees(world: World) -> None:
    def build(schema: Schema[NumberSpec, NoteStatus]) -> Graph[NoteStatus]:
        data = {"text": f"{schema.spec.text}", "word": "one"}
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    changed: ResourceGraph[Any, Any] = graph_of(world.corner, "Note", build, NumberSpec)

    async def body() -> None:
        world.define(changed)

    await up(world, notes(world, first="hello"))

    with pytest.raises(ResourceGraphFactoryError) as caught:
        await planned(world, body)

    name = graph_name(world.corner, "Note")
    assert str(caught.value).splitlines() == [
        f"{name}: kro refused the change of the schema",
        "  breaking changes detected: spec.text was string, and would be integer",
        "  kro keeps the old kind, so that existing instances go on under the old schema",
        "hint: keep the fields as they were and add new ones with defaults, or define another graph: of another name, and another kind",
        f"hint: or let kro break them: kubectl annotate rgd {name} kro.run/allow-breaking-changes=true, and run again",
    ]
    with pytest.raises(ResourceGraphFactoryError, match="breaking changes detected: Type changed from string to integer"):
        await up(world, body)


async def test_what_the_server_would_refuse_is_refused_when_it_is_planned(world: World) -> None:
    manifest = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"ports": [{"port": 80, "targetPort": 70000}]},
    }

    async def body() -> None:
        KubernetesObject("web", manifest, namespace=world.corner.namespace)

    with pytest.raises(KubernetesObjectError, match="must be between 1 and 65535"):
        await planned(world, body)


async def test_a_foreign_object_is_refused_when_it_is_planned_and_shown_as_it_would_become_where_it_is_adopted(world: World) -> None:
    world.corner.kubectl("create", "configmap", "settings", "--from-literal=text=theirs")

    with pytest.raises(RefusedError, match="is there already, and is not ours"):
        await planned(world, settings(world, "ours"))
    plan = await planned(world, settings(world, "ours", adopt=True))

    assert steps(plan) == [("create", "settings", "", True)]
    assert FieldChange(".data.text", "theirs", "ours") in plan.steps[0].changes


async def test_a_saved_plan_is_carried_out_exactly_and_nothing_else_is(world: World) -> None:
    await up(world, notes(world, first="hello", second="bye"))
    plan = await planned(world, notes(world, first="changed"))
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError, match=r"^Note/.*/third: to create it is not in the plan: it was not touched"):
        await launched(world, Launch(plan=plan), notes(world, first="hello", third="new"))
    assert [event.verb for event in world.corner.plane.writes(since=mark) if event.user == "typekro"] == []
    await launched(world, Launch(plan=plan), notes(world, first="changed"))

    assert world.lines[-1] == "succeeded: 1 updated, 1 deleted, 1 unchanged"
    assert world.get("configmap", "first")["data"]["text"] == "changed"
    with pytest.raises(RefusedError, match=r"^the plan for notes/dev is stale: nothing was changed"):
        await launched(world, Launch(plan=plan), notes(world, first="changed"))


async def test_values_that_are_not_known_yet_go_on_as_references(world: World) -> None:
    async def body() -> None:
        graph = note_graph(world.corner)
        world.define(graph)
        first = await world.instance(graph, "first", NoteSpec("hello"))
        world.instance(graph, "second", NoteSpec(first.status.text))

    plan = await planned(world, body)

    follows = f"follows {world.key('Note', 'first')} (known after apply)"
    assert steps(plan) == [
        ("create", "Note", "", True),
        ("create", world.key("Note", "first"), "", False),
        ("create", world.key("Note", "second"), follows, False),
    ]
    await up(world, body)
    assert (await planned(world, body)).steps == ()
