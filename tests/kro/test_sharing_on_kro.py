"""One definition of several stages and apps, on the real control plane: shared while all say the same, and deleted with the last."""

import asyncio
import contextvars
from typing import Any

import attrs
import pytest

from tests.cluster.plugin import Cluster as Corner
from tests.kro.parts import GRAPHS, NoteSpec, World, graph_of, note_graph, outside
from typekro import Graph, KroCrdInstance, KroResourceGraphDefinition, RefusedError, ResourceGraph, Schema, manifest_node
from typekro.holders import whoami
from typekro.orchestrator.launch import Launch, begin_launch

pytestmark = pytest.mark.anyio


@attrs.frozen
class TextStatus:
    text: str


def versionless_graph(corner: Corner) -> ResourceGraph[Any, Any]:
    """The graph of notes, whose status has no version."""

    def build(schema: Schema[NoteSpec, TextStatus]) -> Graph[TextStatus]:
        data = {"text": schema.spec.text, "word": "one"}
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"note": note}, TextStatus(text=note.data.text)

    return graph_of(corner, "Note", build, NoteSpec, TextStatus)


async def declare(world: World, who: str, graph: ResourceGraph[Any, Any], *names: str, take_over: bool = False) -> list[str]:
    """A run of a stage or app, `app/stage`, with a state of its own; what it reported."""
    app, stage = who.split("/")
    async with world.app(app, stage=stage, state=f"{app}-{stage}.sqlite"):
        KroResourceGraphDefinition("Note", factory=graph, take_over=take_over)
        for name in names:
            KroCrdInstance(name, factory=graph, spec=NoteSpec(name), namespace=world.corner.namespace)
    return list(world.lines)


async def leave(world: World, who: str) -> list[str]:
    app, stage = who.split("/")
    async with world.app(app, stage=stage, state=f"{app}-{stage}.sqlite"):
        pass
    return list(world.lines)


async def test_two_stages_and_another_app_share_a_definition_that_goes_with_the_last(world: World) -> None:
    graph = note_graph(world.corner)
    await declare(world, "notes/dev", graph, "first")
    uid = world.get(GRAPHS, graph.name)["metadata"]["uid"]

    joined = await declare(world, "notes/prod", graph, "second")
    await declare(world, "other/dev", graph)
    assert f"! Note: {graph.name} is shared with notes/dev of {whoami()}" in joined
    assert (await declare(world, "notes/dev", graph, "first"))[-1] == "succeeded: 2 unchanged (nothing was written)"

    left = await leave(world, "notes/dev")
    assert f"! Note: {graph.name} stays with notes/prod of {whoami()}, other/dev of {whoami()}, who share it" in left
    assert (world.exists("Note", "first"), world.exists("Note", "second")) == (False, True)
    await leave(world, "other/dev")
    live = world.get(GRAPHS, graph.name)
    assert (live["metadata"]["uid"], live["status"]["state"]) == (uid, "Active")

    await leave(world, "notes/prod")
    assert (world.exists(GRAPHS, graph.name), world.crds()) == (False, [])


async def test_who_declares_it_otherwise_is_stopped_until_it_takes_over_and_then_the_other_one_is(world: World) -> None:
    one, two = note_graph(world.corner), note_graph(world.corner, "two")
    await declare(world, "notes/dev", one, "first")
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as caught:
        await declare(world, "notes/prod", two)
    changes = [event for event in world.corner.plane.writes(since=mark) if "dryRun" not in event.uri and event.user == "typekro"]
    assert changes == []
    assert str(caught.value).splitlines() == [
        f"ResourceGraphDefinition {one.name} is shared with notes/dev of {whoami()}, and declared otherwise here: nothing was changed",
        "  they differ in spec.resources[0].template.data.word, spec.resources[0].template.metadata.annotations.typekro.io/graph",
        "  it is one for all of them, and each would undo what the other does",
        "hint: make both say the same, give this one a name of its own, or let this one decide for all:",
        "hint: take_over=True",
    ]

    await declare(world, "notes/prod", two, take_over=True)
    assert world.get(GRAPHS, one.name)["spec"]["resources"][0]["template"]["data"]["word"] == "two"
    with pytest.raises(RefusedError, match=rf"is shared with notes/prod of {whoami()}, and declared otherwise here"):
        await declare(world, "notes/dev", one, "first")
    await declare(world, "notes/dev", two, "first")

    assert world.get("configmap", "first")["data"]["word"] == "two"
    await leave(world, "notes/prod")
    await leave(world, "notes/dev")
    assert world.crds() == []


def managers(world: World, graph: ResourceGraph[Any, Any]) -> list[str]:
    """Who applies the definition of a graph."""
    live = world.corner.kubectl_json("get", GRAPHS, graph.name, "--show-managed-fields")
    return sorted(entry["manager"] for entry in live["metadata"]["managedFields"] if entry["operation"] == "Apply")


async def test_who_has_taken_over_and_leaves_leaves_all_as_it_is_and_the_others_can_decide_again(world: World) -> None:
    one, two = note_graph(world.corner), note_graph(world.corner, "two")
    await declare(world, "notes/dev", one, "first")
    uid = world.get("configmap", "first")["metadata"]["uid"]
    await declare(world, "notes/prod", two, take_over=True)
    decided = world.get(GRAPHS, one.name)
    mark = world.corner.plane.mark()

    await leave(world, "notes/prod")

    live = world.get(GRAPHS, one.name)
    assert (live["spec"], live["metadata"]["generation"]) == (decided["spec"], decided["metadata"]["generation"])
    assert managers(world, one) == ["typekro:notes/dev"]
    assert len(live["metadata"]["labels"]) == 1
    await outside(lambda: world.get("configmap", "first")["data"]["word"] == "two", "kro's own work on the instance")
    assert live["status"]["state"] == "Active"
    deleted = [event.uri for event in world.corner.plane.writes(since=mark) if event.verb == "delete"]
    assert [uri for uri in deleted if "/configmaps/first" in uri] == []

    assert (await declare(world, "notes/dev", one, "first"))[-1].startswith("succeeded: 1 updated, 1 unchanged")
    assert world.get(GRAPHS, one.name)["spec"]["resources"][0]["template"]["data"]["word"] == "one"
    await outside(lambda: world.get("configmap", "first")["data"]["word"] == "one", "the note in the words of dev")
    assert world.get("configmap", "first")["metadata"]["uid"] == uid
    await leave(world, "notes/dev")
    assert world.crds() == []


async def test_what_only_the_others_had_declared_goes_with_a_take_over_and_is_not_wanted_by_them_when_that_one_left(world: World) -> None:
    more, less = note_graph(world.corner), versionless_graph(world.corner)
    await declare(world, "notes/dev", more)
    world.corner.kubectl("annotate", GRAPHS, more.name, "kro.run/allow-breaking-changes=true")

    await declare(world, "notes/prod", less, take_over=True)
    assert list(world.get(GRAPHS, more.name)["spec"]["schema"]["status"]) == ["text"]
    await leave(world, "notes/prod")
    await declare(world, "notes/dev", more)
    assert list(world.get(GRAPHS, more.name)["spec"]["schema"]["status"]) == ["text", "version"]

    await declare(world, "notes/dev", less)
    assert list(world.get(GRAPHS, more.name)["spec"]["schema"]["status"]) == ["text"]
    await leave(world, "notes/dev")


async def test_a_plan_says_what_a_take_over_would_change(world: World) -> None:
    one, two = note_graph(world.corner), note_graph(world.corner, "two")
    await declare(world, "notes/dev", one)
    await declare(world, "notes/prod", one)
    launch = Launch(operation="plan")

    async def plan() -> None:
        begin_launch(launch)
        await declare(world, "notes/prod", two, take_over=True)

    await asyncio.get_running_loop().create_task(plan(), context=contextvars.copy_context())

    assert [(step.action, step.id) for step in launch.plans[0].steps] == [("update", "Note")]
    assert world.get(GRAPHS, one.name)["spec"]["resources"][0]["template"]["data"]["word"] == "one"
    await asyncio.gather(leave(world, "notes/dev"), leave(world, "notes/prod"))


async def test_both_can_leave_at_once(world: World) -> None:
    graph = note_graph(world.corner)
    for who in ("notes/dev", "notes/prod"):
        await declare(world, who, graph)

    await asyncio.gather(leave(world, "notes/dev"), leave(world, "notes/prod"))

    assert (world.exists(GRAPHS, graph.name), world.crds()) == (False, [])
