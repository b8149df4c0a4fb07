"""The main job on the real control plane: deploy, run again, change, take out, tear down."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.cluster.control_plane import ControlPlane
from tests.kro.parts import (
    GRAPHS,
    NoteSpec,
    NoteStatus,
    ServerSpec,
    World,
    conditions,
    graph_name,
    graph_of,
    note_graph,
    outside,
    run,
    server_graph,
)
from typekro import CRDInstanceError, Graph, RefusedError, ResourceGraph, Schema, external_ref, manifest_node
from typekro.kro import awaiting
from typekro.kro.readiness import READY

pytestmark = pytest.mark.anyio

EMPTY = """
import asyncio
from typekro import alchemy

async def main():
    async with alchemy("notes", state={state!r}):
        pass

asyncio.run(main())
"""


def reader_graph(world: World, note: ResourceGraph[NoteSpec, NoteStatus]) -> ResourceGraph[Any, Any]:
    """A ConfigMap that is told what the note `first` says."""

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        first = external_ref(note, "first")
        data = {"text": f"{first.status.text} and {schema.spec.text}"}
        copy = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"first": first, "copy": copy}, NoteStatus(text=copy.data.text, version=copy.metadata.resourceVersion)

    return graph_of(world.corner, "Reader", build)


async def both(world: World) -> tuple[NoteStatus, NoteStatus]:
    """A run of two graphs, the second of which reads what the first one makes."""
    note = note_graph(world.corner)
    reader = reader_graph(world, note)
    async with world.app():
        world.define(note)
        world.define(reader)
        first = world.instance(note, "first", NoteSpec("hello"))
        second = world.instance(reader, "second", NoteSpec("more"))
    return (await first).status, (await second).status


async def cut_after(world: World, graph: ResourceGraph[Any, Any]) -> None:
    """A run whose body ends badly once the graph is there."""
    async with world.app():
        await world.define(graph)
        raise OSError("cut")


async def script(world: World, text: str) -> subprocess.CompletedProcess[str]:
    """Runs a script in a process of its own, against the cluster that kubectl would use."""
    environment = {**os.environ, "KUBECONFIG": str(world.corner.kubeconfig)}
    command = [sys.executable, "-c", text]
    return await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True, check=False)


def always(answer: Any) -> Callable[..., Any]:
    """A function that gives this whatever it is asked."""

    def give(*_: Any) -> Any:
        return answer

    return give


async def test_after_the_first_run_all_is_there_and_what_it_gives_is_what_kubectl_shows(world: World) -> None:
    first, second = await both(world)

    graphs = [world.get(GRAPHS, graph_name(world.corner, kind)) for kind in ("Note", "Reader")]
    assert [graph["status"]["state"] for graph in graphs] == ["Active", "Active"]
    note, reader = world.get("Note", "first"), world.get("Reader", "second")
    assert (conditions(note)["Ready"], conditions(reader)["Ready"]) == ("True", "True")
    assert (note["status"]["text"], note["status"]["version"]) == (first.text, first.version)
    assert first == NoteStatus("hello", world.get("configmap", "first")["metadata"]["resourceVersion"])
    assert (second.text, world.get("configmap", "second")["data"]) == ("hello and more", {"text": "hello and more"})
    assert world.lines[-1] == "succeeded: 4 created"


async def test_a_second_run_writes_nothing_and_gives_what_is_there_now(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    world.corner.kubectl("annotate", "configmap", "first", "touched=yes")
    version = world.get("configmap", "first")["metadata"]["resourceVersion"]
    await outside(lambda: world.get("Note", "first")["status"].get("version") == version, "kro sees the annotation")
    records = await world.records()
    mark = world.corner.plane.mark()

    made = await world.up(note_graph(world.corner), first=NoteSpec("hello"))

    assert world.corner.plane.writes(since=mark) == []
    assert made["first"].status == NoteStatus("hello", version)
    assert world.lines[-1] == "succeeded: 2 unchanged (nothing was written)"
    assert list(records) == list(await world.records())


async def test_a_second_run_asks_one_question_a_kind(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"), second=NoteSpec("hello"))
    mark = world.corner.plane.mark()

    await world.up(note_graph(world.corner), first=NoteSpec("hello"), second=NoteSpec("hello"))

    asked = [event for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and "resource" in event.target]
    kinds = [(event.verb, event.target["resource"]) for event in asked if event.answered]
    assert sorted(kinds) == [
        ("get", "namespaces"),
        ("list", "customresourcedefinitions"),
        ("list", "notes"),
        ("list", "resourcegraphdefinitions"),
    ]


async def test_without_refresh_a_second_run_does_not_even_connect(world: World) -> None:
    first = await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    mark = world.corner.plane.mark()

    made = await world.up(note_graph(world.corner), refresh=False, first=NoteSpec("hello"))

    assert [event.uri for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and event.answered] == []
    assert made["first"].status == first["first"].status


async def test_a_changed_spec_updates_that_instance_only_and_waits_for_it(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("hello"), second=NoteSpec("hello"))
    mark = world.corner.plane.mark()

    made = await world.up(graph, first=NoteSpec("bye"), second=NoteSpec("hello"))

    assert world.get("configmap", "first")["data"]["text"] == "bye"
    assert [(event.verb, event.target["name"]) for event in world.corner.plane.writes(since=mark)] == [("patch", "first")]
    assert (made["first"].status.text, made["first"].generation) == ("bye", 2)
    assert world.said()[1:] == [f"~ update {world.key('Note', 'first')}: spec", f"  updated {world.key('Note', 'first')}"]


async def test_a_changed_graph_is_awaited_until_the_children_show_it(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"), second=NoteSpec("hello"))

    made = await world.up(note_graph(world.corner, "two"), first=NoteSpec("hello"), second=NoteSpec("hello"))

    children = [world.get("configmap", name) for name in ("first", "second")]
    assert [child["data"]["word"] for child in children] == ["two", "two"]
    assert [made[name].status.version for name in ("first", "second")] == [child["metadata"]["resourceVersion"] for child in children]


async def test_a_changed_graph_is_awaited_until_the_children_show_it_also_where_kro_is_not_seen_at_work(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"), second=NoteSpec("hello"))
    monkeypatch.setattr(awaiting, "judge_instance", always(READY))
    monkeypatch.setattr(awaiting, "_LOOK_AT_CHILDREN", 0.01)
    monkeypatch.setattr(awaiting, "_LOOK_AGAIN", 0.01)

    await world.up(note_graph(world.corner, "two"), first=NoteSpec("hello"), second=NoteSpec("hello"))

    assert [world.get("configmap", name)["data"]["word"] for name in ("first", "second")] == ["two", "two"]


async def test_children_that_do_not_follow_a_changed_graph_in_time_are_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    monkeypatch.setattr(awaiting, "judge_instance", always(READY))
    monkeypatch.setattr(awaiting, "_follows", always(answer=False))

    with pytest.raises(CRDInstanceError) as raised:
        await world.up(note_graph(world.corner, "two"), first=NoteSpec("hello"), within=0.1)

    place = world.corner.namespace
    assert str(raised.value) == (
        f"Note {place}/first is not ready after 0.1 s\n"
        "  last seen:\n"
        f"    Ready, but ConfigMap {place}/first not yet as the changed graph says\n"
        f"hint: kubectl describe note.{world.corner.group} first --namespace {place}\n"
        "hint: run again to go on waiting, or give it more time: timeout=..."
    )


async def test_a_changed_image_in_a_spec_is_awaited_until_the_pods_run(world: World) -> None:
    await world.up(server_graph(world.corner), web=ServerSpec("nginx:1"))

    made = await world.up(server_graph(world.corner), web=ServerSpec("nginx:2"))

    deployment = world.get("deployment", "web")
    assert deployment["spec"]["template"]["spec"]["containers"][0]["image"] == "nginx:2"
    assert (deployment["status"]["updatedReplicas"], made["web"].status.replicas) == (1, 1)


async def test_a_graph_that_a_cut_run_changed_is_awaited_by_the_next_one(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    with pytest.raises(OSError, match=r"^cut$"):
        await cut_after(world, note_graph(world.corner, "two"))

    made = await world.up(note_graph(world.corner, "two"), first=NoteSpec("hello"))

    child = world.get("configmap", "first")
    assert (child["data"]["word"], made["first"].status.version) == ("two", child["metadata"]["resourceVersion"])


async def test_an_instance_that_is_taken_out_goes_with_its_children_and_the_others_stay(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("hello"), second=NoteSpec("hello"))
    before = world.get("Note", "second")["metadata"]["generation"], world.get("configmap", "second")["metadata"]["uid"]

    await world.up(graph, second=NoteSpec("hello"))

    assert not world.exists("Note", "first")
    assert not world.exists("configmap", "first")
    assert (world.get("Note", "second")["metadata"]["generation"], world.get("configmap", "second")["metadata"]["uid"]) == before
    assert list(await world.records()) == ["Note", world.key("Note", "second")]


async def test_an_empty_body_in_a_script_that_knows_nothing_takes_everything_down_in_order(world: World) -> None:
    await both(world)
    mark = world.corner.plane.mark()

    done = await script(world, EMPTY.format(state=str(world.folder / "state.sqlite")))

    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "succeeded: 4 deleted")
    deleted = [(event.target["resource"], event.target["name"]) for event in world.corner.plane.writes(since=mark)]
    order = [resource for resource, _ in deleted]
    assert sorted(deleted) == sorted(
        [
            ("readers", "second"),
            ("notes", "first"),
            ("resourcegraphdefinitions", graph_name(world.corner, "Reader")),
            ("resourcegraphdefinitions", graph_name(world.corner, "Note")),
            ("customresourcedefinitions", f"readers.{world.corner.group}"),
            ("customresourcedefinitions", f"notes.{world.corner.group}"),
        ]
    )
    assert order.index("readers") < order.index("notes") < order.index("customresourcedefinitions")
    assert deleted[-2:] == [
        ("resourcegraphdefinitions", graph_name(world.corner, "Note")),
        ("customresourcedefinitions", f"notes.{world.corner.group}"),
    ]
    assert [world.exists(GRAPHS, graph_name(world.corner, kind)) for kind in ("Note", "Reader")] == [False, False]
    assert [world.exists("configmap", name) for name in ("first", "second")] == [False, False]
    assert (world.crds(), await world.records()) == ([], {})


async def test_every_delete_names_the_uid_that_is_meant(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    crd = f"notes.{world.corner.group}"
    uids = [world.get(*each)["metadata"]["uid"] for each in (("Note", "first"), (GRAPHS, graph_name(world.corner, "Note")), ("crd", crd))]
    mark = world.corner.plane.mark()

    await world.down()

    assert [event.body["preconditions"]["uid"] for event in world.corner.plane.writes(since=mark)] == uids


async def test_another_cluster_under_the_same_context_is_refused_and_nothing_is_forgotten(world: World, bare_plane: ControlPlane) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"))
    before = await world.records()
    here, there = (plane.kubectl().json("get", "namespace", "kube-system")["metadata"]["uid"] for plane in (world.corner.plane, bare_plane))
    mark = bare_plane.mark()

    note = note_graph(world.corner)
    for declared in ([], [lambda: world.define(note)]):
        with pytest.raises(RefusedError) as raised:
            await run(world.app(kubeconfig=bare_plane.kubeconfig), *declared)

        assert raised.value.message == (
            "this is another cluster than the one that the records were made in: nothing was changed\n"
            f"  connected to {there}: typekro-test at {bare_plane.server}\n"
            f"  recorded in {here}: Note, {world.key('Note', 'first')}\n"
            "hint: go back to the old cluster, or drop its records and touch nothing there:\n"
            f"hint: typekro state forget --cluster {here} --app notes"
        )
    assert bare_plane.writes(since=mark) == []
    assert await world.records() == before
    assert world.exists("Note", "first")
