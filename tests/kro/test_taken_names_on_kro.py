"""A name that somebody takes between our look at it and our create, on the real control plane: it is theirs as if it had been before."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.kro.parts import NoteSpec, NoteStatus, World, graph_of, note_graph
from typekro import (
    App,
    Cluster,
    CRDInstanceError,
    Fault,
    Graph,
    KroResourceGraphDefinition,
    KubernetesObject,
    LocalCluster,
    MemoryStore,
    RefusedError,
    Schema,
    alchemy,
    manifest_node,
)
from typekro.kubernetes import Client
from typekro.kubernetes.retry import Reply
from typekro.local.kro.labels import applyset_id
from typekro.orchestrator.report import Report

pytestmark = pytest.mark.anyio


@attrs.frozen
class Overtaken:
    """A cluster where somebody else is faster.

    Args:
        kubeconfig: leads to it.
        before: what they do before our first apply arrives.
    """

    kubeconfig: Path
    before: Callable[[], Awaitable[None]]

    @asynccontextmanager
    async def connect(self, *, identified: bool = True) -> AsyncGenerator[Client]:
        async with Cluster(kubeconfig=str(self.kubeconfig)).connect(identified=identified) as client:
            send, deeds = client._send, [self.before]

            async def overtaken(method: str, *given: Any, **more: Any) -> Reply:
                if method == "PATCH" and deeds:
                    await deeds.pop()()
                return await send(method, *given, **more)

            client._send = overtaken  # type: ignore[method-assign]
            yield client


def app(world: World, before: Callable[[], Awaitable[None]]) -> App:
    cluster = Overtaken(world.corner.kubeconfig, before)
    return alchemy("notes", state=world.folder / "state.sqlite", cluster=cluster, report=Report(say=world.lines.append))


def settings(text: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"text": text}}


async def test_an_object_that_somebody_makes_at_the_same_moment_is_refused_and_not_touched(world: World) -> None:
    async def before() -> None:
        world.corner.kubectl("create", "-f", "-", input={**settings("ours"), "data": {"other": "theirs"}})

    with pytest.raises(RefusedError) as raised:
        async with app(world, before):
            KubernetesObject("settings", settings("ours"), namespace=world.corner.namespace)

    assert raised.value.message == (
        f"ConfigMap {world.corner.namespace}/settings is there already, and is not ours: nothing was changed\n"
        "  it belongs to kubectl-create\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or delete the one that is there:\n"
        f"hint: kubectl delete configmap settings --namespace {world.corner.namespace}\n"
        "hint: or take it over as it is declared, never to be deleted:\n"
        "hint: adopt=True"
    )
    live = world.get("configmap", "settings")
    assert (live["data"], live["metadata"].get("labels")) == ({"other": "theirs"}, None)


async def test_what_may_be_adopted_is_adopted_where_somebody_makes_it_at_the_same_moment(world: World) -> None:
    async def before() -> None:
        world.corner.kubectl("create", "-f", "-", input=settings("theirs"))

    async with app(world, before):
        KubernetesObject("settings", settings("ours"), namespace=world.corner.namespace, adopt=True)

    assert "settings was there already: it is adopted, and will not be deleted" in "\n".join(world.lines)
    assert world.get("configmap", "settings")["data"] == {"text": "ours"}
    await world.down()
    assert world.get("configmap", "settings")["data"] == {"text": "ours"}


async def test_a_definition_that_another_app_makes_at_the_same_moment_is_shared(world: World) -> None:
    graph = note_graph(world.corner)

    async def before() -> None:
        async with world.app("other", state="other.sqlite"):
            KroResourceGraphDefinition("note", factory=graph)

    async with app(world, before):
        KroResourceGraphDefinition("note", factory=graph)

    assert f"{graph.name} is shared with other/dev of" in "\n".join(world.lines)
    await world.down()
    assert world.get("resourcegraphdefinition.kro.run", graph.name)["spec"]["resources"] == graph.definition["spec"]["resources"]


async def test_what_was_left_and_edited_by_hand_is_ours_when_it_is_declared_again(world: World) -> None:
    async def up() -> None:
        async with world.app():
            KubernetesObject("settings", settings("ours"), namespace=world.corner.namespace, retain=True)

    await up()
    await world.down()
    patch = '{"data": {"text": "edited"}}'
    world.corner.kubectl("patch", "configmap", "settings", "--patch", patch)

    await up()

    assert world.get("configmap", "settings")["data"] == {"text": "ours"}


async def test_what_was_adopted_as_it_was_declared_can_be_declared_otherwise(world: World) -> None:
    async def up(text: str) -> None:
        async with world.app():
            KubernetesObject("settings", settings(text), namespace=world.corner.namespace, adopt=True)

    world.corner.kubectl("create", "-f", "-", input=settings("same"))
    await up("same")

    await up("other")

    assert world.get("configmap", "settings")["data"] == {"text": "other"}


async def test_an_object_whose_creation_was_not_answered_is_ours_and_is_deleted_again() -> None:
    cluster, state = LocalCluster(faults=[Fault.drop_reply(verb="apply")]), MemoryStore()

    async with alchemy("notes", cluster=cluster, state=state):
        KubernetesObject("settings", settings("ours"))
    live = cluster.server.get("v1", "ConfigMap", "settings", "default")
    async with alchemy("notes", cluster=cluster, state=state):
        pass

    assert live is not None
    assert live["metadata"]["managedFields"][0]["operation"] == "Apply"
    assert cluster.server.get("v1", "ConfigMap", "settings", "default") is None


async def test_an_object_that_kro_made_for_another_instance_is_told_as_kro_tells_it(world: World) -> None:
    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": {"text": "mine"}}
        note = manifest_node(manifest)
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    first, second = note_graph(world.corner), graph_of(world.corner, "Reader", build)
    await world.up(first, taken=NoteSpec("first"))

    with pytest.raises(CRDInstanceError) as raised:
        await world.up(second, state="other.sqlite", within=5, taken=NoteSpec("second"))

    owner, other = (
        applyset_id({"apiVersion": graph.api_version, "kind": graph.kind, "metadata": world.get(graph.kind, "taken")["metadata"]})
        for graph in (first, second)
    )
    assert raised.value.message.splitlines()[2] == (
        f"    Ready=False NotReady: resource belongs to a different ApplySet: {world.corner.namespace}/taken (/v1, Kind=ConfigMap) "
        f'belongs to ApplySet "{owner}", cannot reassign to "{other}"'
    )
    assert raised.value.message.splitlines()[-1] == (
        "hint: what it makes, another instance has made: give it other names, or take the other one out first, in a run of its own"
    )
