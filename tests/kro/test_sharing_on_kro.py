"""One definition of several stages and apps, on the real control plane: shared while all say the same, and deleted with the last."""

import asyncio
from typing import Any

import pytest

from tests.kro.parts import GRAPHS, NoteSpec, World, note_graph
from typekro import KroCrdInstance, KroResourceGraphDefinition, RefusedError, ResourceGraph
from typekro.orchestrator.engine import whoami

pytestmark = pytest.mark.anyio


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


async def test_both_can_leave_at_once(world: World) -> None:
    graph = note_graph(world.corner)
    for who in ("notes/dev", "notes/prod"):
        await declare(world, who, graph)

    await asyncio.gather(leave(world, "notes/dev"), leave(world, "notes/prod"))

    assert (world.exists(GRAPHS, graph.name), world.crds()) == (False, [])
