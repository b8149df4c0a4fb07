"""What others made, taken over where that is asked for, and never deleted; protection; `typekro destroy`."""

import asyncio
import json
import os
import subprocess
import sys

import pytest

from tests.kro.parts import GRAPHS, NoteSpec, World, graph_name, note_graph, run
from typekro import KroCrdInstance, KroResourceGraphDefinition, KubernetesObject, KubernetesObjectError, RefusedError, scope
from typekro.orchestrator.resource import Replacement

pytestmark = pytest.mark.anyio


def settings(text: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"text": text}}


async def adopt(world: World, text: str) -> None:
    async with world.app():
        KubernetesObject("settings", settings(text), namespace=world.corner.namespace, adopt=True)


async def test_a_live_graph_and_its_instance_are_adopted_and_left_where_they_are_in_the_end(world: World) -> None:
    graph = note_graph(world.corner)
    world.corner.kubectl("apply", "-f", "-", input=graph.to_yaml())
    world.corner.kubectl("wait", f"{GRAPHS}/{graph.name}", "--for=condition=Ready", "--timeout=30s")
    world.corner.kubectl("apply", "-f", "-", input=graph.get_instance(NoteSpec("theirs"), name="first").to_yaml())

    with pytest.raises(RefusedError, match="is there already, and is not ours"):
        await world.up(graph, first=NoteSpec("ours"))
    async with world.app():
        KroResourceGraphDefinition("Note", factory=graph, adopt=True)
        first = KroCrdInstance("first", factory=graph, spec=NoteSpec("ours"), namespace=world.corner.namespace, adopt=True)
    assert (await first).status.text == "ours"
    await world.down()

    assert (world.exists(GRAPHS, graph.name), world.exists("Note", "first")) == (True, True)
    assert await world.records() == {}
    assert world.lines[-1] == "succeeded: 2 forgotten (nothing was written)"


async def test_what_was_written_by_hand_is_overwritten_and_what_another_program_applies_is_not(world: World) -> None:
    world.corner.kubectl("create", "configmap", "settings", "--from-literal=text=theirs")
    await adopt(world, "ours")
    assert world.get("configmap", "settings")["data"] == {"text": "ours"}
    assert not (await world.records())["settings"].created_by_us

    world.corner.kubectl("delete", "configmap", "settings")
    manifest = json.dumps({**settings("theirs"), "metadata": {"name": "settings", "namespace": world.corner.namespace}})
    world.corner.kubectl("apply", "--server-side", "--field-manager=helm", "-f", "-", input=manifest)
    async with world.app():
        pass
    with pytest.raises(KubernetesObjectError, match='conflict with "helm"'):
        await adopt(world, "ours")
    assert world.get("configmap", "settings")["data"] == {"text": "theirs"}


async def test_what_another_stage_records_is_not_adopted(world: World) -> None:
    async with world.app(stage="prod", state="other.sqlite"):
        KubernetesObject("settings", settings("prod"), namespace=world.corner.namespace)

    with pytest.raises(RefusedError, match="it belongs to notes/prod of"):
        await adopt(world, "dev")

    assert world.get("configmap", "settings")["data"] == {"text": "prod"}


async def test_a_protected_instance_survives_its_removal(world: World) -> None:
    graph = note_graph(world.corner)
    async with world.app():
        create = world.define(graph)
        create("first", NoteSpec("hello"), namespace=world.corner.namespace, protect=True)
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError, match=r"^Note/.*/first is protected: nothing was deleted"):
        await run(world.app(), lambda: world.define(graph))

    assert [event.verb for event in world.corner.plane.writes(since=mark) if event.user == "typekro"] == []
    assert world.exists("configmap", "first")


async def test_an_instance_with_another_selector_is_replaced_where_that_is_allowed(world: World) -> None:
    def deployment(label: str) -> dict[str, object]:
        template = {"metadata": {"labels": {"app": label}}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}}
        spec = {"selector": {"matchLabels": {"app": label}}, "template": template}
        return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}

    async def declare(label: str, *, replaced: bool) -> None:
        order: Replacement = "delete-first" if replaced else "create-first"
        async with world.app():
            KubernetesObject("web", deployment(label), namespace=world.corner.namespace, replacement=order)

    await declare("one", replaced=False)
    uid = world.get("deployment", "web")["metadata"]["uid"]

    with pytest.raises(KubernetesObjectError) as caught:
        await declare("two", replaced=False)
    assert str(caught.value).splitlines()[-1] == (
        'hint: replacement="delete-first" deletes it and makes it anew; Kubernetes lets nobody change spec.selector'
    )
    await declare("two", replaced=True)

    live = world.get("deployment", "web")
    assert (live["metadata"]["uid"] != uid, live["spec"]["selector"]["matchLabels"]) == (True, {"app": "two"})


async def test_an_instance_that_goes_by_another_name_takes_the_place_of_the_old_one_in_a_scope_too(world: World) -> None:
    graph = note_graph(world.corner)

    async def named(name: str, *aliases: str) -> None:
        async with world.app():
            world.define(graph)
            with scope("eu"):
                KroCrdInstance(name, factory=graph, spec=NoteSpec("hello"), namespace=world.corner.namespace, aliases=aliases)

    await named("old")
    await named("new", f"eu/{world.key('Note', 'old')}")

    assert (world.exists("Note", "old"), world.exists("Note", "new")) == (False, True)
    assert sorted(await world.records()) == ["Note", f"eu/{world.key('Note', 'new')}"]
    await world.down()
    assert world.crds() == []


async def test_destroy_takes_everything_down_without_the_script(world: World) -> None:
    await world.up(note_graph(world.corner), first=NoteSpec("hello"), second=NoteSpec("bye"))

    def destroy(*more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "typekro", "destroy", "notes", "--state", str(world.folder / "state.sqlite"), *more]
        environment = {**os.environ, "KUBECONFIG": str(world.corner.kubeconfig)}
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)

    refused = await asyncio.to_thread(destroy, "--confirm")
    assert (refused.returncode, refused.stderr.splitlines()[-3:]) == (
        5,
        [
            f"error: nothing was deleted: 3 resources: {world.key('Note', 'second')}, {world.key('Note', 'first')}, Note",
            "  a yes has to be typed (--confirm, or confirm=True), and there is no terminal to type it on",
            "hint: run it on a terminal, or without --confirm",
        ],
    )
    done = await asyncio.to_thread(destroy)

    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, "succeeded: 3 deleted")
    assert not world.exists(GRAPHS, graph_name(world.corner, "Note"))
    assert (world.crds(), await world.records()) == ([], {})
