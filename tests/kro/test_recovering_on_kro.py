"""A state file that is lost is made anew from the cluster, and the next run goes on as if nothing had happened."""

import asyncio
import os
import subprocess
import sys

import pytest

from tests.kro.parts import NoteSpec, World, note_graph
from typekro import KroResourceGraphDefinition, KubernetesObject, simple
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.state.sqlite import SqliteStore

pytestmark = pytest.mark.anyio


def app_of(world: World) -> str:
    """An app of the test's own: what others leave in the cluster is not found."""
    return f"notes-{world.corner.namespace}"


async def records(world: World, state: str) -> dict[str, Record]:
    store = SqliteStore(world.folder / state)
    await store.open(app_of(world), "dev")
    try:
        return {record.id: record for record in await store.records()}
    finally:
        await store.close()


async def up(world: World, *notes: str, state: str = "state.sqlite") -> None:
    """A run of a graph, a note for each name, and two objects."""
    graph = note_graph(world.corner)
    async with world.app(app_of(world), state=state):
        create = KroResourceGraphDefinition("notes-rgd", factory=graph)
        for name in notes:
            create(name, NoteSpec(name), namespace=world.corner.namespace)
        KubernetesObject("settings", simple.config_map(name="settings", data={"a": "b"}), namespace=world.corner.namespace)
        KubernetesObject("adopted", simple.config_map(name="adopted", data={"a": "b"}), namespace=world.corner.namespace, adopt=True)


async def recovered(world: World, *more: str) -> subprocess.CompletedProcess[str]:
    state = str(world.folder / "new.sqlite")
    command = [sys.executable, "-m", "typekro", "state", "recover", app_of(world), "--state", state, *more]
    environment = {**os.environ, "KUBECONFIG": str(world.corner.kubeconfig)}
    return await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True, check=False)


async def test_a_lost_state_file_is_made_anew_and_the_next_run_writes_no_object_anew(world: World) -> None:
    world.corner.kubectl("create", "configmap", "adopted")
    await up(world, "first", "second")
    before = await records(world, "state.sqlite")
    uids = [world.get(kind, name)["metadata"]["uid"] for kind, name in (("Note", "first"), ("configmap", "settings"))]
    (world.folder / "state.sqlite").unlink()

    done = await recovered(world)

    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        "ID",
        "notes-rgd",
        *sorted(["adopted", "settings"]),
        *sorted([world.key("Note", "first"), world.key("Note", "second")]),
    ]
    after = await records(world, "new.sqlite")
    assert {id_: (one.handler, one.physical, one.created_by_us, one.place) for id_, one in after.items()} == {
        id_: (one.handler, one.physical, one.created_by_us, one.place) for id_, one in before.items()
    }

    await up(world, "first", state="new.sqlite")  # the second is no longer declared

    assert [world.get(kind, name)["metadata"]["uid"] for kind, name in (("Note", "first"), ("configmap", "settings"))] == uids
    assert not world.exists("Note", "second")
    await up(world, "first", state="new.sqlite")
    assert world.lines[-1] == "succeeded: 4 unchanged (nothing was written)"
    async with world.app(app_of(world), state="new.sqlite"):
        pass
    assert (world.crds(), world.exists("configmap", "settings"), world.exists("configmap", "adopted")) == ([], False, True)


async def test_a_state_that_has_records_is_not_overwritten_and_what_is_not_there_is_told(world: World) -> None:
    world.corner.kubectl("create", "configmap", "adopted")
    await up(world, state="new.sqlite")

    there = await recovered(world)
    nothing = await recovered(world, "--stage", "prod")

    assert (there.returncode, there.stderr.splitlines()[2]) == (5, f"error: {app_of(world)}/dev has records already")
    assert nothing.returncode == 1
    assert f"error: there is nothing of {app_of(world)}/prod in " in nothing.stderr
