"""What goes wrong on the real control plane: each of the six operations raised, and one clear line where there is no kro or no cluster."""

import re
from pathlib import Path
from typing import Any

import attrs
import pytest

from tests.cluster.control_plane import ControlPlane
from tests.cluster.errors import KubectlError
from tests.cluster.ports import free_ports
from tests.cluster.stages import NEVER_STARTS
from tests.kro.parts import HOLD, RELEASE, NoteSpec, ServerSpec, World, definition, graph_of, note_graph, outside, run, server_graph
from tests.kubernetes.stand_in import write_kubeconfig
from typekro import CRDInstanceError, ResourceGraph, ResourceGraphFactoryError, Schema, manifest_node
from typekro.errors import TypeKroError
from typekro.kubernetes import ClusterUnreachableError

pytestmark = pytest.mark.anyio

STUCK = f"example.com/{NEVER_STARTS}:1"


@attrs.frozen
class NumberSpec:
    text: int


@attrs.frozen
class TitleSpec:
    title: str


@attrs.frozen
class Nothing:
    pass


def plain_graph(world: World, spec: type[Any] = NoteSpec, **data: Any) -> ResourceGraph[Any, Any]:
    """A ConfigMap with this data, of a graph without a status."""

    def build(schema: Schema[Any, Nothing]) -> Any:
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"note": note}, Nothing()

    return graph_of(world.corner, "Note", build, spec, Nothing)


def misspelt_graph(world: World) -> ResourceGraph[Any, Any]:
    """An object of a kind that only the cluster knows, with a field that there is none of."""
    widget = definition(world, "Widget", "Namespaced")
    spec = {"type": "object", "properties": {"size": {"type": "integer"}}}
    widget["spec"]["versions"][0]["schema"] = {"openAPIV3Schema": {"type": "object", "properties": {"spec": spec}}}
    world.corner.kubectl("apply", "-f", "-", input=widget)
    world.corner.kubectl("wait", "crd", widget["metadata"]["name"], "--for=condition=Established", "--timeout=30s")

    def build(schema: Schema[NoteSpec, Nothing]) -> Any:
        head = {"apiVersion": f"{world.corner.group}/v1", "kind": "Widget", "metadata": {"name": schema.metadata.name}}
        return {"web": manifest_node({**head, "spec": {"resource": []}})}, Nothing()

    return graph_of(world.corner, "Note", build, NoteSpec, Nothing)


def policy(world: World) -> list[dict[str, Any]]:
    """What keeps every instance of the test's kinds away."""
    rule = {"apiGroups": [world.corner.group], "apiVersions": ["*"], "operations": ["CREATE"], "resources": ["*"]}
    spec = {"matchConstraints": {"resourceRules": [rule]}, "validations": [{"expression": "false", "message": "no notes here"}]}
    head = {"apiVersion": "admissionregistration.k8s.io/v1", "metadata": {"name": world.corner.namespace}}
    binding = {"policyName": world.corner.namespace, "validationActions": ["Deny"]}
    return [
        {**head, "kind": "ValidatingAdmissionPolicy", "spec": spec},
        {**head, "kind": "ValidatingAdmissionPolicyBinding", "spec": binding},
    ]


def refused(world: World, manifest: dict[str, Any]) -> bool:
    """Whether the API server would not have it."""
    try:
        world.corner.kubectl("create", "--dry-run=server", "-f", "-", input=manifest)
    except KubectlError:
        return True
    return False


async def test_a_graph_that_kro_refuses_says_why(world: World) -> None:
    with pytest.raises(ResourceGraphFactoryError) as raised:
        await world.up(misspelt_graph(world), first=NoteSpec("hello"))

    name = f"{world.corner.namespace}-note"
    of_kro = (
        '  failed to build resource "web": failed to extract CEL expressions from schema for resource web: '
        "error getting field schema for path spec.resource: schema not found for field resource\n"
    )
    of_ours = "  resources.web.spec.resource: there is no such field\n    it has size\n"
    assert raised.value.message == (
        f"{name}: kro refused the ResourceGraphDefinition\n{of_ours if world.corner.local else of_kro}hint: kubectl describe rgd {name}"
    )
    assert (raised.value.factory_name, raised.value.operation, raised.value.code) == (name, "deployment", "RESOURCE_GRAPH_FACTORY_ERROR")


async def test_after_a_refused_graph_the_right_one_is_taken(world: World) -> None:
    with pytest.raises(ResourceGraphFactoryError):
        await world.up(misspelt_graph(world), first=NoteSpec("hello"))

    await world.up(plain_graph(world, a="b"), first=NoteSpec("hello"))

    assert world.get("configmap", "first")["data"] == {"a": "b"}


async def test_a_breaking_change_of_the_schema_is_refused_with_the_ways_on(world: World) -> None:
    await world.up(plain_graph(world), first=NoteSpec("hello"))

    with pytest.raises(ResourceGraphFactoryError) as raised:
        await world.up(plain_graph(world, NumberSpec), first=NumberSpec(1))

    name = f"{world.corner.namespace}-note"
    assert raised.value.message == (
        f"{name}: kro refused the change of the schema\n"
        f"  cannot update CRD notes.{world.corner.group}: breaking changes detected: Type changed from string to integer\n"
        "  spec.text was string, and would be integer\n"
        "  kro keeps the old kind, so that existing instances go on under the old schema\n"
        "hint: keep the fields as they were and add new ones with defaults, or define another graph: of another name, and another kind\n"
        f"hint: or let kro break them: kubectl annotate rgd {name} kro.run/allow-breaking-changes=true, and run again"
    )
    assert raised.value.operation == "deployment"
    assert world.get("Note", "first")["spec"] == {"text": "hello"}


async def test_a_breaking_change_goes_through_once_kro_may(world: World) -> None:
    await world.up(plain_graph(world), first=NoteSpec("hello"))
    world.corner.kubectl("annotate", "rgd", f"{world.corner.namespace}-note", "kro.run/allow-breaking-changes=true")

    await world.up(plain_graph(world, TitleSpec), first=TitleSpec("hello"))

    assert world.get("Note", "first")["spec"] == {"title": "hello"}


async def test_a_spec_that_the_graph_cannot_have_is_refused_where_it_is_written(world: World) -> None:
    graph = plain_graph(world)

    with pytest.raises(ResourceGraphFactoryError) as raised:
        await run(world.app(), lambda: world.define(graph), lambda: world.instance(graph, "First!", NoteSpec("hello")))

    assert raised.value.message == (
        f"{graph.name}: 'First!' is not a name of an instance\n"
        "  Kubernetes wants a lower-case DNS name, and kro writes it into a label: 63 characters at most\n"
        'hint: name="first"'
    )
    assert (raised.value.factory_name, raised.value.operation) == (graph.name, "getInstance")


async def test_a_definition_with_instances_of_others_stays(world: World) -> None:
    graph = plain_graph(world)
    await world.up(graph, first=NoteSpec("hello"))
    theirs = {"apiVersion": f"{world.corner.group}/v1alpha1", "kind": "Note", "metadata": {"name": "theirs"}, "spec": {"text": "x"}}
    world.corner.kubectl("apply", "-f", "-", input=theirs)

    with pytest.raises(ResourceGraphFactoryError) as raised:
        await world.down()

    assert raised.value.message == (
        f"{graph.name}: the ResourceGraphDefinition stays, since 1 of its instances are still there\n"
        f"  {world.corner.namespace}/theirs\n"
        "  without it kro could never delete them (kro's finalizer would stay on them for ever)\n"
        "hint: delete them, and run again"
    )
    assert (raised.value.factory_name, raised.value.operation) == (graph.name, "cleanup")
    assert [record.status for record in (await world.records()).values()] == ["deleting"]
    assert world.get("Note", "theirs")["spec"] == {"text": "x"}

    world.corner.kubectl("delete", world.kind("Note"), "theirs")
    await world.down()
    assert (await world.records(), world.crds()) == ({}, [])


async def test_an_instance_in_a_namespace_that_is_not_there_cannot_be_created(world: World) -> None:
    graph = plain_graph(world)

    with pytest.raises(CRDInstanceError) as raised:
        await run(world.app(), lambda: world.define(graph), lambda: world.instance(graph, "first", NoteSpec("hello"), namespace="nowhere"))

    assert raised.value.message == (
        "Note nowhere/first could not be applied\n"
        "  there is no namespace nowhere\n"
        '    Kubernetes says (404 NotFound): namespaces "nowhere" not found\n'
        'hint: KubernetesObject("nowhere", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "nowhere"}}) before it'
    )
    facts = (raised.value.api_version, raised.value.kind, raised.value.instance_name, raised.value.operation, raised.value.code)
    assert facts == (graph.api_version, "Note", "first", "creation", "CRD_INSTANCE_ERROR")
    await world.down()
    assert (await world.records(), world.crds()) == ({}, [])


async def test_an_instance_that_is_held_cannot_be_deleted_in_time(world: World) -> None:
    graph = plain_graph(world)
    await world.up(graph, within=3, first=NoteSpec("hello"))
    world.corner.kubectl("patch", world.kind("Note"), "first", "--type=merge", "-p", HOLD)

    with pytest.raises(CRDInstanceError) as raised:
        await world.down()

    assert raised.value.message == (
        f"Note {world.corner.namespace}/first is not gone after 3 s\n"
        "  last seen:\n"
        "    it is being deleted, held by example.com/hold\n"
        "    ResourcesReady=Unknown UnderDeletion: deleting resources\n"
        f"hint: kubectl describe note.{world.corner.group} first --namespace {world.corner.namespace}\n"
        "hint: run again to go on waiting"
    )
    assert (raised.value.operation, type(raised.value.cause)) == ("deletion", TimeoutError)

    world.corner.kubectl("patch", world.kind("Note"), "first", "--type=json", "-p", RELEASE)
    await outside(lambda: not world.exists("Note", "first"), "it goes")
    await world.down()
    assert (await world.records(), world.crds()) == ({}, [])


async def test_an_instance_whose_image_never_starts_is_awaited_by_the_next_run_too(world: World) -> None:
    graph = server_graph(world.corner)

    with pytest.raises(CRDInstanceError) as raised:
        await world.up(graph, within=2, web=ServerSpec(STUCK))
    mark = world.corner.plane.mark()
    with pytest.raises(CRDInstanceError) as again:
        await world.up(graph, within=1, web=ServerSpec(STUCK))

    short = "Available=False MinimumReplicasUnavailable: Deployment does not have minimum availability."
    lines = re.sub("web-[0-9a-f]+(-[0-9a-z]+)?", "web-...", raised.value.message).splitlines()
    assert lines[:5] == [
        f"Server {world.corner.namespace}/web is not ready after 2 s",
        "  last seen:",
        '    Ready=False NotReady: waiting for node "deployment": readyWhen is not true yet',
        f"    Deployment {world.corner.namespace}/web: {short}",
        "      ScalingReplicaSet: Scaled up replica set web-... from 0 to 1",
    ]
    stuck = f"      Pod {world.corner.namespace}/web-...: container web: ImagePullBackOff: Back-off pulling image"
    assert lines[5].startswith(stuck)  # then the words of what runs containers there, and events, of which there is one at least
    assert [line for line in lines[6:-2] if re.match(r" {8}\w+: .", line)] == lines[6:-2] != []
    assert lines[-2:] == [
        f"hint: kubectl describe server.{world.corner.group} web --namespace {world.corner.namespace}",
        "hint: run again to go on waiting, or give it more time: timeout=...",
    ]
    assert (raised.value.operation, type(raised.value.cause)) == ("statusResolution", TimeoutError)
    assert again.value.message == raised.value.message.replace("after 2 s", "after 1 s")
    assert world.corner.plane.writes(since=mark) == []


async def test_a_run_goes_on_waiting_for_what_another_one_gave_up_on(world: World) -> None:
    """The pods run after all, without a change of the instance."""

    def build(schema: Schema[NoteSpec, Nothing]) -> Any:
        data = {"text": schema.spec.text}
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"note": note.with_ready_when(lambda node: node.metadata.labels.ready == "yes")}, Nothing()

    graph = graph_of(world.corner, "Note", build, NoteSpec, Nothing)
    with pytest.raises(CRDInstanceError, match=r"^Note \S+/first is not ready after 1 s\n"):
        await world.up(graph, within=1, first=NoteSpec("hello"))
    world.corner.kubectl("label", "configmap", "first", "ready=yes")
    mark = world.corner.plane.mark()

    await world.up(graph, first=NoteSpec("hello"))

    assert world.corner.plane.writes(since=mark) == []
    assert (await world.records())[world.key("Note", "first")].status == "ready"
    assert world.said()[1:] == [
        f"… wait {world.key('Note', 'first')}: an earlier run ended before it was ready",
        f"  ready {world.key('Note', 'first')}",
    ]


async def test_a_cluster_without_kro_is_told_in_one_line(world: World, bare_plane: ControlPlane) -> None:
    graph = note_graph(world.corner)

    with pytest.raises(ResourceGraphFactoryError) as raised:
        await run(
            world.app(kubeconfig=bare_plane.kubeconfig),
            lambda: world.define(graph),
            lambda: world.instance(graph, "first", NoteSpec("hello")),
        )

    assert raised.value.message == (
        f"{graph.name}: this cluster has no kro\n"
        "  the cluster of context typekro-test knows no ResourceGraphDefinition of kro.run/v1alpha1\n"
        "hint: install kro 0.9 or newer in this cluster: its Helm chart is the usual way\n"
        "hint: or deploy without it: typekro up FILE --direct"
    )


async def test_a_cluster_that_cannot_be_reached_is_told_once(world: World, tmp_path: Path) -> None:
    (port,) = free_ports(1)
    config = write_kubeconfig(tmp_path / "config", f"https://127.0.0.1:{port}")

    with pytest.raises(ClusterUnreachableError) as raised:
        await run(
            world.app(kubeconfig=config), lambda: world.define(note_graph(world.corner)), lambda: world.define(server_graph(world.corner))
        )

    assert raised.value.message == (
        f"cannot reach the cluster of context dev at https://127.0.0.1:{port}: connection refused\nhint: kubectl --context dev cluster-info"
    )
    assert await world.records() == {}


async def test_two_graphs_that_kro_refuses_are_both_told(world: World) -> None:
    broken = misspelt_graph(world)

    with pytest.raises(TypeKroError) as raised:
        await run(world.app(), lambda: world.define(broken), lambda: world.define(server_graph(world.corner)))

    assert isinstance(raised.value, ResourceGraphFactoryError)
    assert {key: record.status for key, record in (await world.records()).items()} == {"Note": "applied", "Server": "ready"}


@pytest.mark.real_only("a local cluster keeps admission policies, and does not hold anybody to them")
async def test_a_spec_that_the_cluster_does_not_allow_cannot_be_created(world: World) -> None:
    graph = plain_graph(world)
    await world.up(graph)
    world.corner.kubectl("apply", "-f", "-", input=policy(world))
    probe = {"apiVersion": graph.api_version, "kind": "Note", "metadata": {"name": "probe"}, "spec": {"text": "hello"}}
    await outside(lambda: refused(world, probe), "the policy holds")

    with pytest.raises(CRDInstanceError) as raised:
        await world.up(graph, first=NoteSpec("hello"))

    target, name = f"Note {world.corner.namespace}/first", world.corner.namespace
    assert raised.value.message == (
        f"{target} could not be applied\n"
        f'  Kubernetes says (422 Invalid): notes.{world.corner.group} "first" is forbidden: '
        f"ValidatingAdmissionPolicy '{name}' with binding '{name}' denied request: no notes here"
    )
    assert raised.value.operation == "creation"
    world.corner.kubectl("delete", "-f", "-", input=policy(world))


async def test_an_instance_whose_definition_is_not_declared_says_what_is_missing(world: World) -> None:
    graph = plain_graph(world)

    with pytest.raises(CRDInstanceError) as raised:
        async with world.app():
            world.instance(graph, "first", NoteSpec("hello"))

    assert str(raised.value) == (
        f"Note {world.corner.namespace}/first could not be applied\n"
        f"  the cluster of context typekro-test knows no Note of {world.corner.group}/v1alpha1\n"
        "  its ResourceGraphDefinition defines it, and is not declared before this\n"
        f'hint: KroResourceGraphDefinition("{graph.name}", factory=...) before it'
    )
