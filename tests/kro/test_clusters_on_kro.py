"""One app in two clusters on real control planes: what is in one is none of the other's, and both are taken down."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cluster.control_plane import ControlPlane
from tests.kro.parts import GRAPHS, NoteSpec, World, graph_name, note_graph
from typekro import App, Cluster, KroCrdInstance, KroResourceGraphDefinition, KubernetesObject, RefusedError, UsageError, alchemy
from typekro.cli.destroy import destroy
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.report import Report

pytestmark = pytest.mark.anyio


def both(world: World, other: Path, **clusters: Path) -> App:
    """An app in the test's cluster, and in the other one under the name `eu`."""
    world.lines.clear()
    named = {name: Cluster(kubeconfig=str(path)) for name, path in (clusters or {"eu": other}).items()}
    here, report = Cluster(kubeconfig=str(world.corner.kubeconfig)), Report(say=world.lines.append)
    return alchemy("notes", state=world.folder / "state.sqlite", cluster=here, clusters=named, report=report)


def settings(world: World, text: str) -> dict[str, Any]:
    metadata = {"name": "settings", "namespace": world.corner.namespace}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"text": text}}


def namespace(world: World) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": world.corner.namespace}}


async def up(world: World, bare: ControlPlane, here: str, there: str) -> None:
    """A run with the same ConfigMap in both, in a Namespace that only the other one makes."""
    async with both(world, bare.kubeconfig):
        KubernetesObject("space", namespace(world), cluster="eu")
        ours = KubernetesObject("settings", settings(world, here))
        theirs = KubernetesObject("settings-eu", settings(world, there), cluster="eu")
    found = (await ours).live["data"]["text"], (await theirs).live["data"]["text"]
    assert found == (here, there)


def texts(world: World, bare: ControlPlane) -> tuple[str, str]:
    planes = (world.corner.plane, bare)
    here, there = (plane.kubectl(world.corner.namespace).json("get", "configmap", "settings")["data"]["text"] for plane in planes)
    return here, there


def marks(world: World, bare: ControlPlane) -> tuple[int, int]:
    return world.corner.plane.mark(), bare.mark()


def writes(world: World, bare: ControlPlane, since: tuple[int, int]) -> list[list[str]]:
    return [
        [f"{event.verb} {event.target['resource']}" for event in plane.writes(since=mark)]
        for plane, mark in zip((world.corner.plane, bare), since, strict=True)
    ]


async def test_the_same_object_in_two_clusters_is_made_changed_repaired_and_deleted(world: World, bare_plane: ControlPlane) -> None:
    await up(world, bare_plane, "one", "two")
    assert texts(world, bare_plane) == ("one", "two")
    uids = [plane.kubectl().json("get", "namespace", "kube-system")["metadata"]["uid"] for plane in (world.corner.plane, bare_plane)]
    records = await world.records()
    assert {id_: (record.slot, record.place) for id_, record in records.items()} == {
        "space": ("cluster:eu", uids[1]),
        "settings": ("cluster", uids[0]),
        "settings-eu": ("cluster:eu", uids[1]),
    }
    assert records["settings"].physical == records["settings-eu"].physical == f"/ConfigMap/{world.corner.namespace}/settings"
    # A Namespace of the other cluster is not what the object here lives in.
    assert (records["settings"].dependencies, records["settings-eu"].dependencies) == ((), ("space",))

    before = marks(world, bare_plane)
    await up(world, bare_plane, "one", "two")
    assert writes(world, bare_plane, before) == [[], []]

    await up(world, bare_plane, "one", "three")
    assert texts(world, bare_plane) == ("one", "three")
    assert writes(world, bare_plane, before) == [[], ["patch configmaps"]]

    bare_plane.kubectl(world.corner.namespace)("patch", "configmap", "settings", "--patch", '{"data": {"text": "theirs"}}')
    await up(world, bare_plane, "one", "three")
    assert texts(world, bare_plane) == ("one", "three")

    before = marks(world, bare_plane)
    with pytest.raises(RefusedError) as raised:
        async with both(world, world.corner.kubeconfig):
            pass
    assert raised.value.message == (
        "this is another cluster eu than the one that the records were made in: nothing was changed\n"
        f"  connected to {uids[0]}: typekro-test at {world.corner.plane.server}\n"
        f"  recorded in {uids[1]}: space, settings-eu\n"
        "hint: go back to the old cluster eu, or drop its records and touch nothing there:\n"
        f"hint: typekro state forget --cluster {uids[1]} --app notes"
    )
    with pytest.raises(RefusedError) as raised:
        await world.down()
    assert raised.value.message == (
        "there are records in clusters that the app was not given: nothing was deleted\n"
        "  cluster eu: space, settings-eu\n"
        'hint: give them to the app: clusters={"eu": Cluster(...)}, or typekro destroy notes --cluster eu=CONTEXT\n'
        "hint: or drop these records and touch nothing there:\n"
        f"hint: typekro state forget --cluster {uids[1]} --app notes"
    )
    assert writes(world, bare_plane, before) == [[], []]

    async with both(world, bare_plane.kubeconfig):
        pass
    assert await world.records() == {}
    assert not world.exists("configmap", "settings")
    assert bare_plane.kubectl()("get", "namespace", world.corner.namespace, "--ignore-not-found", "-o", "name") == ""


async def test_an_object_moves_to_another_cluster_before_it_leaves_the_old_one(world: World, bare_plane: ControlPlane) -> None:
    async def place(where: str | None) -> None:
        async with both(world, bare_plane.kubeconfig):
            KubernetesObject("space", namespace(world), cluster="eu")
            KubernetesObject("settings", settings(world, "one"), cluster=where)

    await place(None)
    assert world.exists("configmap", "settings")

    await place("eu")

    assert not world.exists("configmap", "settings")
    assert bare_plane.kubectl(world.corner.namespace).json("get", "configmap", "settings")["data"] == {"text": "one"}
    assert {id_: record.slot for id_, record in (await world.records()).items()} == {"space": "cluster:eu", "settings": "cluster:eu"}
    async with both(world, bare_plane.kubeconfig):
        pass


async def test_instances_are_made_where_their_definition_is(world: World) -> None:
    graph = note_graph(world.corner)
    plane = world.corner.plane

    async def declared() -> list[KroCrdInstance[Any, Any]]:
        async with both(world, plane.kubeconfig):
            create = KroResourceGraphDefinition("note-eu", factory=graph, cluster="eu")
            first = create("first", NoteSpec("hello"), namespace=world.corner.namespace)
            second = (await create)("second", NoteSpec("hello"), namespace=world.corner.namespace)
        return [first, second]

    instances = await declared()

    assert [(await each).status.text for each in instances] == ["hello", "hello"]
    assert {id_: (record.slot, record.dependencies) for id_, record in (await world.records()).items()} == {
        "note-eu": ("cluster:eu", ()),
        f"eu/Note/{world.corner.namespace}/first": ("cluster:eu", ("note-eu",)),
        f"eu/Note/{world.corner.namespace}/second": ("cluster:eu", ("note-eu",)),
    }
    before = plane.mark()
    await declared()
    assert plane.writes(since=before) == []
    async with both(world, plane.kubeconfig):
        pass
    assert (world.exists(GRAPHS, graph_name(world.corner, "Note")), world.crds(), await world.records()) == (False, [], {})


async def test_a_cluster_of_no_such_name_is_refused_before_one_is_asked(world: World) -> None:
    async def body() -> None:
        async with both(world, world.corner.kubeconfig, europe=world.corner.kubeconfig):
            KubernetesObject("settings", settings(world, "one"), cluster="europa")

    with pytest.raises(UsageError) as raised:
        await body()

    assert str(raised.value) == (
        "settings is declared in cluster 'europa', and app 'notes' was given none of that name\n"
        "  did you mean 'europe'?\n"
        'hint: cluster="europe"'
    )
    assert await world.records() == {}


async def test_destroy_takes_the_contexts_of_both(world: World, bare_plane: ControlPlane, monkeypatch: pytest.MonkeyPatch) -> None:
    await up(world, bare_plane, "one", "two")
    merged = world.folder / "kubeconfig"
    merged.write_text(yaml.safe_dump(_merged(world.corner.kubeconfig, bare_plane.kubeconfig)))
    monkeypatch.setenv("KUBECONFIG", str(merged))

    try:
        await destroy("notes", "dev", world.folder / "state.sqlite", context="here", clusters=["eu=there"], confirm=False)
    finally:
        begin_launch(Launch())

    assert await world.records() == {}
    assert not world.exists("configmap", "settings")
    assert bare_plane.kubectl()("get", "namespace", world.corner.namespace, "--ignore-not-found", "-o", "name") == ""


def _merged(here: Path, there: Path) -> dict[str, Any]:
    parts: dict[str, list[Any]] = {"clusters": [], "users": [], "contexts": []}
    for name, path in (("here", here), ("there", there)):
        config = yaml.safe_load(path.read_text())
        current = next(each["context"] for each in config["contexts"] if each["name"] == config["current-context"])
        cluster = next(each["cluster"] for each in config["clusters"] if each["name"] == current["cluster"])
        user = next(each["user"] for each in config["users"] if each["name"] == current["user"])
        parts["clusters"].append({"name": name, "cluster": cluster})
        parts["users"].append({"name": name, "user": user})
        parts["contexts"].append({"name": name, "context": {"cluster": name, "user": name}})
    return {"apiVersion": "v1", "kind": "Config", "current-context": "", "preferences": {}, **parts}
