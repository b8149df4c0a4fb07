"""A state file that is lost is made anew from the cluster, and the next run goes on as if nothing had happened."""

import asyncio
import os
import subprocess
import sys
from typing import Unpack
from unittest.mock import AsyncMock

import pytest

from tests.kro.parts import NoteSpec, World, note_graph
from typekro import App, Cluster, KroResourceGraphDefinition, KubernetesObject, RefusedError, alchemy, simple
from typekro.orchestrator.resource import Handling
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


def settings(world: World, name: str, id_: str | None = None, **handling: Unpack[Handling]) -> KubernetesObject:
    """Declares a ConfigMap."""
    return KubernetesObject(id_ or name, simple.config_map(name=name, data={"a": "b"}), namespace=world.corner.namespace, **handling)


async def test_what_is_retained_and_what_is_protected_is_known_again(world: World) -> None:
    async with world.app(app_of(world)):
        settings(world, "kept", retain=True)
        settings(world, "guarded", protect=True)
        settings(world, "plain")
    async with world.app(app_of(world)):  # forgets what is retained
        settings(world, "guarded", protect=True)
        settings(world, "plain")

    done = await recovered(world)

    assert done.returncode == 0, done.stderr
    assert {line.split()[0]: line.split()[2:] for line in done.stdout.splitlines()} == {
        "ID": ["KEPT"],
        "guarded": ["protected"],
        "kept": ["retained"],
        "plain": [],
    }
    after = await records(world, "new.sqlite")
    assert {id_: (one.protected, one.retained) for id_, one in after.items()} == {
        "guarded": (True, False),
        "kept": (False, True),
        "plain": (False, False),
    }
    with pytest.raises(RefusedError, match="guarded is protected: nothing was deleted"):
        async with world.app(app_of(world), state="new.sqlite"):
            pass
    async with world.app(app_of(world), state="new.sqlite"):
        settings(world, "guarded")
    async with world.app(app_of(world), state="new.sqlite"):
        pass
    assert [world.exists("configmap", name) for name in ("kept", "guarded", "plain")] == [True, False, False]
    assert await records(world, "new.sqlite") == {}


async def test_a_protected_stage_is_protected_again(world: World) -> None:
    def app(state: str, *, protect: bool | None = None) -> App:
        cluster = Cluster(kubeconfig=str(world.corner.kubeconfig))
        return alchemy(app_of(world), state=world.folder / state, cluster=cluster, protect=protect)

    async with app("state.sqlite", protect=True):
        settings(world, "plain")

    done = await recovered(world)

    assert "the stage is protected" in done.stderr.splitlines()
    with pytest.raises(RefusedError, match=f"{app_of(world)}/dev is protected: nothing was deleted"):
        async with app("new.sqlite"):
            pass
    async with app("new.sqlite", protect=False):
        pass
    assert not world.exists("configmap", "plain")


async def test_of_two_objects_of_one_id_the_older_one_was_replaced_and_is_still_to_be_deleted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with world.app(app_of(world)):
        settings(world, "one", "settings", protect=True)
    uid = world.get("configmap", "one")["metadata"]["uid"]
    await asyncio.sleep(1)  # which one is younger is told by the second

    async def replace() -> None:
        async with world.app(app_of(world)):
            settings(world, "two", "settings")

    with monkeypatch.context() as patched:
        patched.setattr(KubernetesObject, "delete", AsyncMock(side_effect=OSError("busy")))
        with pytest.raises(OSError, match="busy"):
            await replace()

    await recovered(world)

    after = await records(world, "new.sqlite")
    place = f"/ConfigMap/{world.corner.namespace}"
    assert {id_: (one.physical, one.replaced_by, one.protected) for id_, one in after.items()} == {
        "settings": (f"{place}/two", None, False),
        f"settings (replaced, {uid[:8]})": (f"{place}/one", "settings", False),
    }
    async with world.app(app_of(world), state="new.sqlite"):
        settings(world, "two", "settings")
    assert (world.exists("configmap", "one"), world.exists("configmap", "two")) == (False, True)
    async with world.app(app_of(world), state="new.sqlite"):
        pass


async def test_an_instance_of_another_app_s_graph_is_an_instance(world: World) -> None:
    graph = note_graph(world.corner)
    async with world.app("platform", state="platform.sqlite"):
        KroResourceGraphDefinition("Note", factory=graph)

    async def team(state: str) -> None:
        async with world.app(app_of(world), state=state):
            world.instance(graph, "first", NoteSpec("first"))

    await team("state.sqlite")
    before = await records(world, "state.sqlite")

    await recovered(world)

    after = await records(world, "new.sqlite")
    assert {id_: (one.handler, one.physical, one.props["spec"], one.props["name"]) for id_, one in after.items()} == {
        id_: (one.handler, one.physical, one.props["spec"], one.props["name"]) for id_, one in before.items()
    }
    await team("new.sqlite")
    assert world.lines[-1] == "succeeded: 1 updated"
    async with world.app(app_of(world), state="new.sqlite"):
        pass
    assert not world.exists("Note", "first")
    async with world.app("platform", state="platform.sqlite"):
        pass
