"""Only what is ours is changed or deleted, on the real control plane."""

import socket
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cluster.waiting import eventually
from tests.kro.parts import GRAPHS, NoteSpec, World, graph_name, note_graph, outside, run
from typekro import CRDInstanceError, KroResourceGraphDefinition, RefusedError
from typekro.holders import user

pytestmark = pytest.mark.anyio

HERE = f"{user()}@{socket.gethostname()}"


def foreign(world: World, name: str, text: str = "theirs") -> dict[str, Any]:
    """An instance as somebody else would write it."""
    return {"apiVersion": f"{world.corner.group}/v1alpha1", "kind": "Note", "metadata": {"name": name}, "spec": {"text": text}}


async def test_an_instance_whose_name_kubectl_has_taken_is_refused(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph)
    world.corner.kubectl("apply", "-f", "-", input=foreign(world, "first"))
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as raised:
        await world.up(graph, first=NoteSpec("ours"))

    assert raised.value.message == (
        f"Note {world.corner.namespace}/first is there already, and is not ours: nothing was changed\n"
        "  it belongs to kubectl-client-side-apply\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or delete the one that is there:\n"
        f"hint: kubectl delete note.{world.corner.group} first --namespace {world.corner.namespace}\n"
        "hint: or take it over as it is declared, never to be deleted:\n"
        "hint: adopt=True"
    )
    assert world.corner.plane.writes(since=mark) == []
    assert world.get("Note", "first")["spec"]["text"] == "theirs"
    await world.up(graph)
    assert world.get("Note", "first")["spec"]["text"] == "theirs"


async def test_a_definition_whose_name_kubectl_has_taken_is_refused(world: World) -> None:
    graph = note_graph(world.corner)
    world.corner.kubectl("apply", "-f", "-", input=graph.definition)
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as raised:
        await world.up(graph)

    assert raised.value.message == (
        f"ResourceGraphDefinition {graph.name} is there already, and is not ours: nothing was changed\n"
        "  it belongs to kubectl-client-side-apply\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or delete the one that is there:\n"
        f"hint: kubectl delete resourcegraphdefinition.kro.run {graph.name}\n"
        "hint: or take it over as it is declared, never to be deleted:\n"
        "hint: adopt=True"
    )
    assert world.corner.plane.writes(since=mark) == []


async def test_what_another_app_made_is_refused(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as raised:
        await run(world.app("other", state="other.sqlite"), lambda: world.instance(graph, "first", NoteSpec("theirs")))

    assert raised.value.message == (
        f"Note {world.corner.namespace}/first is there already, and is not ours: nothing was changed\n"
        f"  it belongs to notes/dev of {HERE}\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or no more in the app that it belongs to"
    )
    assert world.corner.plane.writes(since=mark) == []


async def test_what_the_same_app_made_from_another_state_is_refused(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as raised:
        await world.up(graph, state="lost.sqlite", first=NoteSpec("ours"))

    assert raised.value.message == (
        f"ResourceGraphDefinition {graph.name} is there already, and is not ours: nothing was changed\n"
        f"  it belongs to notes/dev of {HERE}: the same app and stage, recorded in another state\n"
        "  typekro never changes what another state records\n"
        "hint: where that state is lost, make its records anew from what is there:\n"
        "hint: typekro state recover notes --stage dev\n"
        "hint: else run it where that state is, or give this one a stage of its own:\n"
        'hint: alchemy(..., stage="...")'
    )
    assert world.corner.plane.writes(since=mark) == []


async def test_what_was_deleted_outside_is_created_again(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    world.corner.kubectl("delete", world.kind("Note"), "first")

    await world.up(graph, first=NoteSpec("ours"))

    assert world.get("configmap", "first")["data"]["text"] == "ours"
    assert world.said()[1:] == [
        f"! {world.key('Note', 'first')}: was deleted outside; it is created again",
        f"+ create {world.key('Note', 'first')}",
        f"  created {world.key('Note', 'first')}",
    ]


@pytest.mark.real_only("on a local cluster all of it happens within the second that ages are told in")
async def test_a_definition_that_was_deleted_outside_is_created_again(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    kept = f"notes.{world.corner.group}"
    made = datetime.fromisoformat(world.corner.kubectl_json("get", "crd", kept)["metadata"]["creationTimestamp"])
    world.corner.kubectl("delete", GRAPHS, graph.name)
    eventually(lambda: datetime.now(UTC) >= made + timedelta(seconds=1), "the next second, since ages are told in seconds")

    await world.up(graph, first=NoteSpec("ours"))

    assert world.get(GRAPHS, graph.name)["status"]["state"] == "Active"
    await world.down()
    assert not world.exists("configmap", "first")
    note = f"CustomResourceDefinition {kept} stays: it is older than this, so another one may have made it (kubectl delete crd {kept})"
    assert f"! Note: {note}" in world.lines


async def test_what_is_being_deleted_outside_is_awaited_and_created_again(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    before = world.get("Note", "first")["metadata"]["uid"]
    world.corner.kubectl("delete", world.kind("Note"), "first", "--wait=false")

    await world.up(graph, first=NoteSpec("ours"))

    after = world.get("Note", "first")["metadata"]
    assert after["uid"] != before
    assert "deletionTimestamp" not in after


async def test_what_was_made_anew_outside_under_the_same_name_is_refused_and_left_alone(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    world.corner.kubectl("delete", world.kind("Note"), "first")
    world.corner.kubectl("create", "-f", "-", input=foreign(world, "first"))

    with pytest.raises(
        RefusedError, match=r"^Note \S+/first is there already, and is not ours: nothing was changed\n  it belongs to kubectl-create\n"
    ):
        await world.up(graph, first=NoteSpec("ours"))
    await world.up(graph)

    assert world.get("Note", "first")["spec"]["text"] == "theirs"
    assert list(await world.records()) == ["Note"]


async def test_what_was_replaced_outside_is_left_alone_by_the_end_of_a_run(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    world.corner.kubectl("delete", world.kind("Note"), "first")
    world.corner.kubectl("create", "-f", "-", input=foreign(world, "first"))

    await world.up(graph)

    assert world.get("Note", "first")["spec"]["text"] == "theirs"
    assert f"! {world.key('Note', 'first')}: was replaced by another object of its name, which is left alone" in world.lines


async def test_a_field_that_was_changed_by_hand_is_repaired(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    world.corner.kubectl("patch", world.kind("Note"), "first", "--type=merge", "-p", '{"spec": {"text": "theirs"}}')

    made = await world.up(graph, first=NoteSpec("ours"))

    assert (made["first"].status.text, world.get("configmap", "first")["data"]["text"]) == ("ours", "ours")
    assert world.said()[1] == f"~ update {world.key('Note', 'first')}: changed outside: .spec.text"


async def test_a_label_that_was_taken_off_by_hand_is_put_back(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    labels = world.get("Note", "first")["metadata"]["labels"]
    (label,) = (key for key in labels if key.startswith("owner.typekro.io/"))
    world.corner.kubectl("label", world.kind("Note"), "first", f"{label}-")

    await world.up(graph, first=NoteSpec("ours"))

    assert world.get("Note", "first")["metadata"]["labels"][label] == labels[label]


async def test_what_others_add_is_theirs(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    world.corner.kubectl("label", world.kind("Note"), "first", "team=blue")
    mark = world.corner.plane.mark()

    await world.up(graph, first=NoteSpec("ours"))
    assert world.corner.plane.writes(since=mark) == []
    await world.up(graph, first=NoteSpec("new"))

    assert world.get("Note", "first")["metadata"]["labels"]["team"] == "blue"


async def test_a_field_that_another_apply_manages_is_left_to_it_with_an_error(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    arguments = ("apply", "--server-side", "--force-conflicts", "--field-manager=flux", "-f", "-")
    world.corner.kubectl(*arguments, input=foreign(world, "first"))

    with pytest.raises(CRDInstanceError) as raised:
        await world.up(graph, first=NoteSpec("ours"))

    target = f"Note {world.corner.namespace}/first"
    assert raised.value.message == (
        f"{target} could not be applied\n"
        "  one field is managed by others\n"
        '    Kubernetes says (409 Conflict): Apply failed with 1 conflict: conflict with "flux": .spec.text\n'
        "hint: leave it out: .spec.text is managed by flux (Apply)"
    )
    assert raised.value.operation == "creation"
    assert world.get("Note", "first")["spec"]["text"] == "theirs"


async def test_a_definition_that_was_changed_by_hand_is_repaired(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph, first=NoteSpec("ours"))
    patch = '[{"op": "replace", "path": "/spec/resources/0/template/data/word", "value": "theirs"}]'
    world.corner.kubectl("patch", GRAPHS, graph.name, "--type=json", "-p", patch)
    await outside(lambda: world.get("configmap", "first")["data"]["word"] == "theirs", "kro follows the change")

    await world.up(graph, first=NoteSpec("ours"))

    assert world.get(GRAPHS, graph.name)["spec"]["resources"][0]["template"]["data"]["word"] == "one"
    await outside(lambda: world.get("configmap", "first")["data"]["word"] == "one", "kro follows the repair")


async def test_a_definition_that_was_replaced_outside_stays_with_its_kind(world: World) -> None:
    graph = note_graph(world.corner)
    await world.up(graph)
    world.corner.kubectl("delete", GRAPHS, graph.name)
    world.corner.kubectl("create", "-f", "-", input=graph.definition)

    await world.down()

    assert world.exists(GRAPHS, graph_name(world.corner, "Note"))
    assert len(world.crds()) == 1
    assert "! Note: was replaced by another ResourceGraphDefinition of its name, which is left alone" in world.lines


async def test_what_a_run_that_was_cut_had_made_is_taken_up(world: World) -> None:
    """The definition was applied, and the run ended before that was recorded."""
    graph = note_graph(world.corner)

    class Cut(KroResourceGraphDefinition[Any, Any]):
        async def create(self, context: Any) -> Any:
            await super().create(context)
            raise OSError("cut")

    Cut.__name__ = Cut.__qualname__ = "KroResourceGraphDefinition"
    with pytest.raises(OSError, match=r"^cut$"):
        await run(world.app(), lambda: Cut("Note", factory=graph))
    assert (await world.records())["Note"].status == "creating"
    uid = world.get(GRAPHS, graph.name)["metadata"]["uid"]

    await world.up(graph, first=NoteSpec("ours"))

    assert world.get(GRAPHS, graph.name)["metadata"]["uid"] == uid
