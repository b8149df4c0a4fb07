"""Graphs that are deployed without kro, on the real control plane: as kro would have it, repaired, pruned, and taken down in order."""

import pytest

from tests.cluster.stages import NEVER_STARTS
from tests.kro.direct_parts import SiteSpec, app, desired, down, live, settings, site_graph, uids, up
from tests.kro.parts import HOLD, RELEASE, NoteSpec, NoteStatus, World, graph_of, note_graph, outside
from typekro import (
    CRDInstanceError,
    DirectDeployment,
    Graph,
    KroCrdInstance,
    KroResourceGraphDefinition,
    KubernetesObject,
    RefusedError,
    Schema,
    external_ref,
    manifest_node,
)

pytestmark = pytest.mark.anyio

STUCK = f"example.com/{NEVER_STARTS}:1"


def asked(world: World, since: int) -> list[tuple[str, str]]:
    """What was asked for, but for who the cluster is."""
    events = [event for event in world.corner.plane.audit(since=since) if event.user == "typekro" and event.answered]
    told = [(event.verb, str(event.target.get("resource"))) for event in events]
    return sorted(each for each in told if each[1] not in {"None", "namespaces"})


async def test_the_same_objects_and_the_same_status_come_out_as_through_kro(world: World) -> None:
    graph = site_graph(world)
    spec = SiteSpec("hello", regions=["eu", "us"], mirrored=True)
    through = (await up(world, graph, "kro", one=spec))["one"]
    by_kro = desired(live(world))
    await down(world, "kro")

    direct = (await up(world, graph, "direct", one=spec))["one"]

    assert desired(live(world)) == by_kro
    host = live(world)["Service/one"]["spec"]["clusterIP"]
    assert (direct.status.host, direct.status.replicas, direct.status.text) == (host, through.status.replicas, through.status.text)
    assert sorted(by_kro) == [
        "ConfigMap/one-derived",
        "ConfigMap/one-eu",
        "ConfigMap/one-mirror",
        "ConfigMap/one-us",
        "Deployment/one",
        "Service/one",
    ]


async def test_nothing_of_kro_is_made_and_a_second_run_writes_nothing_and_asks_one_question_a_kind(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello"), two=SiteSpec("hello"))
    assert world.crds() == []
    assert world.corner.kubectl("get", "rgd", graph.name, "--ignore-not-found") == ""
    mark = world.corner.plane.mark()

    again = await up(world, graph, one=SiteSpec("hello"), two=SiteSpec("hello"))

    assert world.lines[-1] == "succeeded: 3 unchanged (nothing was written)"
    assert asked(world, mark) == [("list", "configmaps"), ("list", "deployments"), ("list", "services")]
    assert again["one"].status.text == "hello"


async def test_without_refresh_what_is_recorded_comes_back(world: World) -> None:
    first = await up(world, site_graph(world), one=SiteSpec("hello"))
    mark = world.corner.plane.mark()

    again = await up(world, site_graph(world), refresh=False, one=SiteSpec("hello"))

    assert [event.uri for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and event.answered] == []
    assert again["one"].status == first["one"].status


async def test_a_cluster_without_kro_is_asked_for_nothing_of_it(world: World) -> None:
    mark = world.corner.plane.mark()

    await up(world, site_graph(world), one=SiteSpec("hello"))
    await down(world)

    uris = [event.uri for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and event.answered]
    assert [uri for uri in uris if "kro.run" in uri.partition("?")[0] or world.corner.group in uri] == []


async def test_a_changed_spec_changes_only_what_follows_from_it(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello"))
    before, mark = uids(world), world.corner.plane.mark()

    after = await up(world, graph, one=SiteSpec("bye"))

    assert after["one"].status.text == "bye"
    assert uids(world) == before
    assert [event.target["name"] for event in world.corner.plane.writes(since=mark)] == ["one-derived"]


async def test_what_the_graph_no_longer_makes_is_pruned(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello", regions=["eu", "us"], mirrored=True))

    await up(world, graph, one=SiteSpec("hello", regions=["us"]))

    assert sorted(live(world, "configmaps")) == ["ConfigMap/one-derived", "ConfigMap/one-us"]
    mark = world.corner.plane.mark()
    await up(world, graph, one=SiteSpec("hello", regions=["us"]))
    assert world.corner.plane.writes(since=mark) == []


async def test_a_changed_graph_changes_what_is_there_and_prunes_other_kinds(world: World) -> None:
    def only(schema: Schema[SiteSpec, NoteStatus]) -> Graph[NoteStatus]:
        note = settings(f"{schema.metadata.name}-derived", text=schema.spec.text)
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    await up(world, site_graph(world), one=SiteSpec("hello"))
    before = uids(world)["ConfigMap/one-derived"]

    await up(world, graph_of(world.corner, "Site", only, SiteSpec, NoteStatus), one=SiteSpec("hello"))

    assert uids(world) == {"ConfigMap/one-derived": before}


async def test_what_was_changed_or_deleted_outside_is_repaired(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello"))
    world.corner.kubectl("patch", "configmap", "one-derived", "--type=merge", "-p", '{"data": {"text": "theirs", "more": "x"}}')

    await up(world, graph, one=SiteSpec("hello"))

    key = f"Site/{world.corner.namespace}/one"
    changed = f"~ update {key}: ConfigMap {world.corner.namespace}/one-derived was changed outside: .data.text"
    assert changed in world.lines
    assert live(world)["ConfigMap/one-derived"]["data"]["text"] == "hello"
    world.corner.kubectl("delete", "service", "one")
    await up(world, graph, one=SiteSpec("hello"))
    assert f"~ update {key}: Service {world.corner.namespace}/one was deleted outside" in world.lines
    host = live(world)["Service/one"]["spec"]["clusterIP"]
    assert live(world)["ConfigMap/one-derived"]["data"]["host"] == host


async def test_what_others_apply_is_left_to_them_with_an_error(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello"))
    theirs = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one-derived"}, "data": {"text": "theirs"}}
    world.corner.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=them", "-f", "-", input=theirs)

    with pytest.raises(CRDInstanceError) as caught:
        await up(world, graph, one=SiteSpec("hello"))

    assert str(caught.value).splitlines()[0] == f"Site {world.corner.namespace}/one could not be deployed"
    assert "them" in str(caught.value)


async def test_a_name_that_is_taken_is_refused_before_anything_is_made(world: World) -> None:
    theirs = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "one"}, "spec": {"ports": [{"port": 1}]}}
    world.corner.kubectl("apply", "--server-side", "--field-manager=them", "-f", "-", input=theirs)

    with pytest.raises(RefusedError) as caught:
        await up(world, site_graph(world), one=SiteSpec("hello"))

    place = world.corner.namespace
    assert str(caught.value) == (
        f"Service {place}/one is there already, and is not ours: nothing was changed\n"
        "  it belongs to them\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or delete the one that is there:\n"
        f"hint: kubectl delete service one --namespace {place}\n"
        "hint: or take it over as it is declared, never to be deleted:\n"
        "hint: adopt=True"
    )
    assert sorted(live(world)) == ["Service/one"]


async def test_what_is_adopted_is_changed_and_never_deleted(world: World) -> None:
    theirs = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "one-derived"}, "data": {"text": "theirs"}}
    world.corner.kubectl("create", "-f", "-", input=theirs)
    before = world.get("configmap", "one-derived")["metadata"]["uid"]
    graph = site_graph(world)

    async with app(world):
        DirectDeployment("one", factory=graph, spec=SiteSpec("hello"), namespace=world.corner.namespace, adopt=True)
    found = world.get("configmap", "one-derived")
    await down(world)

    assert (found["metadata"]["uid"], found["data"]["text"]) == (before, "hello")
    assert sorted(live(world)) == ["ConfigMap/one-derived"]


async def test_what_kro_looks_after_is_refused(world: World) -> None:
    await world.up(note_graph(world.corner), one=NoteSpec("hello"))

    def same(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        note = settings(schema.metadata.name, text=schema.spec.text)
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    with pytest.raises(RefusedError) as caught:
        await up(world, graph_of(world.corner, "Other", same), one=NoteSpec("hello"))

    place = world.corner.namespace
    assert str(caught.value) == (
        f"ConfigMap {place}/one is there already, and kro's: nothing was changed\n"
        f"  kro made it for Note {place}/one, and would change it back\n"
        f"  Other {place}/one is deployed without kro\n"
        "hint: where the instance is recorded by this app and stage, it is taken over as it is: typekro state recover APP --stage STAGE"
    )


async def test_two_deployments_of_one_object_are_refused(world: World) -> None:
    def same(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        note = settings("shared", text=schema.spec.text)
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    graph = graph_of(world.corner, "Same", same)
    await up(world, graph, one=NoteSpec("hello"))

    with pytest.raises(RefusedError) as caught:
        await up(world, graph, one=NoteSpec("hello"), two=NoteSpec("bye"))

    place = world.corner.namespace
    assert str(caught.value) == (
        f"ConfigMap {place}/shared is there already, and is another resource's of this app: nothing was changed\n"
        f"  it is Same/{place}/one's\n"
        "hint: declare it once"
    )


async def test_it_is_deleted_in_waves_the_highest_first(world: World) -> None:
    graph = site_graph(world)
    await up(world, graph, one=SiteSpec("hello", mirrored=True))
    world.corner.kubectl("patch", "configmap", "one-mirror", "--type=merge", "-p", HOLD)
    async with app(world):
        world.define(graph)
        world.instance(graph, "one", SiteSpec("hello", mirrored=True), timeout=2)

    with pytest.raises(CRDInstanceError) as caught:
        await down(world)

    place = world.corner.namespace
    assert str(caught.value) == (
        f"Site {place}/one is not gone after 2 s\n"
        f"  ConfigMap {place}/one-mirror: it is being deleted, held by example.com/hold\n"
        f"hint: kubectl describe configmap one-mirror --namespace {place}\n"
        "hint: run again to go on waiting"
    )
    assert "ConfigMap/one-derived" in live(world)
    world.corner.kubectl("patch", "configmap", "one-mirror", "--type=json", "-p", RELEASE)
    await down(world)
    assert live(world) == {}


async def test_what_does_not_become_ready_says_which_node_waits_for_what(world: World) -> None:
    with pytest.raises(CRDInstanceError) as caught:
        await up(world, site_graph(world), within=2, one=SiteSpec("hello", image=STUCK))

    place = world.corner.namespace
    lines = str(caught.value).splitlines()
    assert lines[0] == f"Site {place}/one is not ready after 2 s"
    assert lines[1] == "  last seen:"
    assert lines[2].startswith("    deployment: ")
    assert f"  Deployment {place}/one: 0 of 1 replicas are available" in str(caught.value)
    assert lines[-2:] == [
        f"hint: kubectl describe deployment.apps one --namespace {place}",
        "hint: run again to go on waiting, or give it more time: timeout=...",
    ]


async def test_what_waits_is_made_as_soon_as_what_it_needs_is_there(world: World) -> None:
    """An external reference that comes later, and a run that was not ready in time."""

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        source = external_ref("v1", "ConfigMap", "source")
        note = settings(schema.metadata.name, text=source.data.text, own=schema.spec.text)
        return {"source": source, "note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    graph = graph_of(world.corner, "Note", build)
    with pytest.raises(CRDInstanceError):
        await up(world, graph, within=1, one=NoteSpec("hello"))
    source = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "source"}, "data": {"text": "there"}}

    async with app(world):
        one = world.instance(graph, "one", NoteSpec("hello"))
        world.define(graph)
        await outside(lambda: any("waiting" in line or line.startswith("…") for line in world.lines), "it waits")
        world.corner.kubectl("create", "-f", "-", input=source)

    assert (await one).status.text == "there"
    await down(world)
    assert sorted(live(world)) == ["ConfigMap/source"]


async def test_an_instance_can_be_referred_to_though_it_is_no_object(world: World) -> None:
    graph = note_graph(world.corner)

    def reader(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        other = external_ref(graph, "one")
        note = settings(schema.metadata.name, text=other.status.text)
        return {"other": other, "note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    async def both(text: str, *, refresh: bool = True, own: str = "x") -> str:
        async with app(world, refresh=refresh):
            create_note = KroResourceGraphDefinition("notes", factory=graph)
            create_reader = KroResourceGraphDefinition("readers", factory=graph_of(world.corner, "Reader", reader))
            create_note("one", NoteSpec(text), namespace=world.corner.namespace)
            two = create_reader("two", NoteSpec(own), namespace=world.corner.namespace)
        return str((await two).status.text)

    assert await both("hello") == "hello"
    assert await both("hello") == "hello"
    assert world.lines[-1] == "succeeded: 4 unchanged (nothing was written)"
    assert await both("bye") == "bye"
    assert await both("bye", refresh=False, own="y") == "bye"  # nobody looked at the other one: it is as it was recorded


async def test_objects_of_its_graph_and_others_of_the_app_are_kept_apart(world: World) -> None:
    graph = note_graph(world.corner)
    manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "other"}, "data": {"text": "hello"}}
    async with app(world):
        KubernetesObject("other", manifest, namespace=world.corner.namespace)
        DirectDeployment("one", factory=graph, spec=NoteSpec("hello"), namespace=world.corner.namespace)

    async with app(world):
        KubernetesObject("other", manifest, namespace=world.corner.namespace)

    assert sorted(live(world)) == ["ConfigMap/other"]


async def test_what_is_in_a_secret_is_not_recorded(world: World) -> None:
    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        data = {"password": "hunter2-in-the-graph"}
        manifest = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": schema.metadata.name}, "stringData": data}
        made = manifest_node(manifest)
        return {"made": made}, NoteStatus(text=schema.spec.text, version=made.metadata.resourceVersion)

    graph = graph_of(world.corner, "Note", build)
    await up(world, graph, one=NoteSpec("hello"))
    mark = world.corner.plane.mark()
    await up(world, graph, one=NoteSpec("hello"))

    assert world.corner.plane.writes(since=mark) == []
    recorded = b"".join(path.read_bytes() for path in world.folder.iterdir())
    assert b"aHVudGVyMi1pbi10aGUtZ3JhcGg=" not in recorded


async def test_a_deployment_of_its_own_and_an_instance_of_an_app_are_one_record(world: World) -> None:
    graph = note_graph(world.corner)
    await up(world, graph, one=NoteSpec("hello"))
    mark = world.corner.plane.mark()

    async with app(world, None):
        DirectDeployment("one", factory=graph, spec=NoteSpec("hello"), namespace=world.corner.namespace)
    assert world.corner.plane.writes(since=mark) == []

    async with app(world):
        KroCrdInstance("one", factory=graph, spec=NoteSpec("hello"), namespace=world.corner.namespace)
    assert world.corner.plane.writes(since=mark) == []
