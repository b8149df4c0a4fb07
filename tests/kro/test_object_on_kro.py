"""Objects of any kind on the real control plane: applied, awaited, repaired, fed by others, and deleted in the right order."""

import json
import re
from typing import Any

import pytest

from tests.cluster.stages import NEVER_STARTS
from tests.kro.parts import NoteSpec, World, definition, graph_name, note_graph, outside, run
from typekro import (
    DefinitionError,
    Graph,
    KroCrdInstance,
    KubernetesObject,
    KubernetesObjectError,
    RefusedError,
    Schema,
    SchemaDefinition,
    k8s,
    manifest_node,
    simple,
    to_kro_resource_graph,
)
from typekro.kro import DeployedObject

pytestmark = pytest.mark.anyio

STUCK = f"example.com/{NEVER_STARTS}:1"
HOLD = json.dumps({"metadata": {"finalizers": ["example.com/hold"]}})
RELEASE = json.dumps([{"op": "remove", "path": "/metadata/finalizers"}])


def settings(text: str = "hello", name: str = "settings", **data: str) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"text": text, **data}}


async def up(world: World, manifest: Any, *, id_: str = "settings", refresh: bool = True, **options: Any) -> DeployedObject:
    """A run that declares one object."""
    async with world.app(refresh=refresh):
        declared = KubernetesObject(id_, manifest, namespace=world.corner.namespace, **options)
    return await declared


async def test_an_object_is_made_from_a_manifest_and_comes_back_whole(world: World) -> None:
    made = await up(world, settings())

    live = world.get("configmap", "settings")
    assert live["data"] == {"text": "hello"}
    assert (made.name, made.namespace, made.metadata["uid"]) == ("settings", world.corner.namespace, live["metadata"]["uid"])
    assert (made.live["data"], made.status) == ({"text": "hello"}, {})
    assert world.said()[1:] == ["+ create settings", "  created settings"]
    assert (await world.records())["settings"].physical == f"/ConfigMap/{world.corner.namespace}/settings"


async def test_many_objects_are_made_and_deleted_by_one_request_each(world: World) -> None:
    async def declare(*names: str) -> list[tuple[str, str]]:
        mark = world.corner.plane.mark()
        async with world.app():
            for name in names:
                KubernetesObject(name, settings(name=name), namespace=world.corner.namespace)
        asked = [event for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and event.answered]
        return sorted((event.verb, event.target.get("name", "")) for event in asked if event.target.get("resource") == "configmaps")

    names = sorted(f"one-of-{number}" for number in range(40))  # more than are made at once, so that some come after others

    assert await declare(*names) == [("list", ""), *(("patch", name) for name in names)]
    assert await declare() == [("delete", name) for name in names]
    assert not any(world.exists("configmap", name) for name in names)


async def test_a_name_that_an_object_of_the_same_run_took_meanwhile_is_refused(world: World) -> None:
    graph = note_graph(world.corner)

    async def declare() -> None:
        async with world.app():
            KubernetesObject("early", settings(name="early"), namespace=world.corner.namespace)
            world.define(graph)
            await world.instance(graph, "taken", NoteSpec(text="kro's"))
            KubernetesObject("late", settings(name="taken"), namespace=world.corner.namespace)

    with pytest.raises(RefusedError) as refused:
        await declare()

    first = f"ConfigMap {world.corner.namespace}/taken is there already, and is not ours: nothing was changed"
    assert refused.value.message.splitlines()[0] == first
    assert world.get("configmap", "taken")["data"] == {"text": "kro's", "word": "one"}


async def test_a_second_run_writes_nothing_and_asks_one_question_a_kind(world: World) -> None:
    async def both() -> None:
        async with world.app():
            for name in ("one", "two"):
                KubernetesObject(name, settings(name=name), namespace=world.corner.namespace)
            KubernetesObject("key", secret, namespace=world.corner.namespace)

    secret = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "key"}, "stringData": {"password": "x"}}
    await both()
    mark = world.corner.plane.mark()

    await both()

    assert world.corner.plane.writes(since=mark) == []
    assert world.lines[-1] == "succeeded: 3 unchanged (nothing was written)"
    asked = [event for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and "resource" in event.target]
    kinds = [(event.verb, event.target["resource"]) for event in asked if event.answered]
    assert sorted(kinds) == [("get", "namespaces"), ("list", "configmaps"), ("list", "secrets")]


async def test_without_refresh_what_is_recorded_comes_back(world: World) -> None:
    first = await up(world, settings())
    mark = world.corner.plane.mark()

    made = await up(world, settings(), refresh=False)

    assert [event.uri for event in world.corner.plane.audit(since=mark) if event.user == "typekro" and event.answered] == []
    assert (made, made.live["data"], made.metadata["uid"]) == (first, {"text": "hello"}, first.metadata["uid"])


async def test_a_changed_field_is_updated_and_a_field_that_is_left_out_goes(world: World) -> None:
    before = await up(world, settings(old="x"))
    mark = world.corner.plane.mark()

    after = await up(world, settings("bye"))

    assert (after.live["data"], after.metadata["uid"]) == ({"text": "bye"}, before.metadata["uid"])
    assert [(event.verb, event.target["name"]) for event in world.corner.plane.writes(since=mark)] == [("patch", "settings")]
    assert world.said()[1:] == ["~ update settings: manifest", "  updated settings"]


async def test_a_change_of_how_it_is_waited_for_writes_nothing(world: World) -> None:
    await up(world, settings())
    mark = world.corner.plane.mark()

    await up(world, settings(), timeout=5, wait=False)

    assert world.corner.plane.writes(since=mark) == []


async def test_what_was_changed_by_hand_is_repaired_once(world: World) -> None:
    await up(world, settings())
    world.corner.kubectl("patch", "configmap", "settings", "--type=merge", "-p", '{"data": {"text": "theirs", "more": "x"}}')

    await up(world, settings())

    assert world.get("configmap", "settings")["data"] == {"text": "hello", "more": "x"}
    assert world.said()[1] == "~ update settings: changed outside: .data.text"
    mark = world.corner.plane.mark()
    await up(world, settings())
    assert world.corner.plane.writes(since=mark) == []


async def test_a_field_that_another_apply_manages_is_left_to_it_with_an_error(world: World) -> None:
    await up(world, settings())
    world.corner.kubectl("apply", "--server-side", "--force-conflicts", "--field-manager=flux", "-f", "-", input=settings("theirs"))

    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, settings())

    assert raised.value.message == (
        f"ConfigMap {world.corner.namespace}/settings could not be applied\n"
        "  one field is managed by others\n"
        '    Kubernetes says (409 Conflict): Apply failed with 1 conflict: conflict with "flux": .data.text\n'
        "hint: leave it out: .data.text is managed by flux (Apply)"
    )
    facts = (raised.value.api_version, raised.value.kind, raised.value.object_name, raised.value.operation, raised.value.code)
    assert facts == ("v1", "ConfigMap", "settings", "creation", "KUBERNETES_OBJECT_ERROR")


async def test_what_was_deleted_outside_is_created_again(world: World) -> None:
    await up(world, settings())
    world.corner.kubectl("delete", "configmap", "settings")

    await up(world, settings())

    assert world.get("configmap", "settings")["data"] == {"text": "hello"}
    assert world.said()[1] == "! settings: was deleted outside; it is created again"


async def test_an_object_of_somebody_else_is_refused(world: World) -> None:
    world.corner.kubectl("apply", "-f", "-", input=settings("theirs"))
    mark = world.corner.plane.mark()

    with pytest.raises(RefusedError) as raised:
        await up(world, settings())

    assert raised.value.message == (
        f"ConfigMap {world.corner.namespace}/settings is there already, and is not ours: nothing was changed\n"
        "  it belongs to kubectl-client-side-apply\n"
        "  typekro changes only what it made\n"
        "hint: declare it under another name, or delete the one that is there:\n"
        f"hint: kubectl delete configmap settings --namespace {world.corner.namespace}\n"
        "hint: or take it over as it is declared, never to be deleted:\n"
        "hint: adopt=True"
    )
    assert world.corner.plane.writes(since=mark) == []
    assert world.get("configmap", "settings")["data"] == {"text": "theirs"}


async def test_what_was_replaced_outside_is_left_alone_by_the_end_of_a_run(world: World) -> None:
    await up(world, settings())
    world.corner.kubectl("delete", "configmap", "settings")
    world.corner.kubectl("create", "-f", "-", input=settings("theirs"))

    await world.down()

    assert world.get("configmap", "settings")["data"] == {"text": "theirs"}
    assert "! settings: was replaced by another object of its name, which is left alone" in world.lines
    assert await world.records() == {}


async def test_one_object_has_one_record(world: World) -> None:
    """The graph's own kind, as an object by its manifest and as an instance."""
    graph = note_graph(world.corner)
    manifest = {"apiVersion": graph.api_version, "kind": "Note", "metadata": {"name": "first"}, "spec": {"text": "hello"}}

    async def twice() -> None:
        async with world.app():
            world.define(graph)
            await world.instance(graph, "first", NoteSpec("hello"))
            KubernetesObject("again", manifest, namespace=world.corner.namespace)

    with pytest.raises(RefusedError, match=rf"{world.corner.group}/Note/{world.corner.namespace}/first"):
        await twice()

    assert "again" not in await world.records()


async def test_one_object_of_the_cluster_has_one_record_too(world: World) -> None:
    """Only the cluster knows that the kind has no namespaces, so that the two are called by different names."""

    def build(schema: Schema[NoteSpec, NoteSpec]) -> Graph[NoteSpec]:
        note = manifest_node(
            {**settings(schema.spec.text), "metadata": {"name": schema.metadata.name, "namespace": world.corner.namespace}}
        )
        return {"note": note}, NoteSpec(text=note.data.text)

    kind = SchemaDefinition(f"{world.corner.group}/v1alpha1", "Note", NoteSpec, NoteSpec, scope="Cluster")
    graph = to_kro_resource_graph(graph_name(world.corner, "Note"), build, kind)
    manifest = {"apiVersion": graph.api_version, "kind": "Note", "metadata": {"name": "first"}, "spec": {"text": "bye"}}

    async def twice() -> None:
        async with world.app():
            world.define(graph)
            await KroCrdInstance("first", factory=graph, spec=NoteSpec("hello"))
            KubernetesObject("again", manifest)

    with pytest.raises(RefusedError) as raised:
        await twice()

    assert raised.value.message == (
        "Note first is there already, and is recorded under another id than again: nothing was changed\n"
        "  two records would change and delete one object\n"
        "hint: declare it once"
    )
    assert world.get("Note", "first")["spec"] == {"text": "hello"}
    await world.down()


async def test_a_deletion_waits_until_the_object_is_gone(world: World) -> None:
    made = await up(world, settings(), timeout=3)
    mark = world.corner.plane.mark()

    await world.down()

    assert not world.exists("configmap", "settings")
    (write,) = world.corner.plane.writes(since=mark)
    assert (write.verb, write.body["preconditions"]["uid"]) == ("delete", made.metadata["uid"])
    assert await world.records() == {}


async def test_an_object_that_is_held_cannot_be_deleted_in_time(world: World) -> None:
    await up(world, settings(), timeout=2)
    world.corner.kubectl("patch", "configmap", "settings", "--type=merge", "-p", HOLD)

    with pytest.raises(KubernetesObjectError) as raised:
        await world.down()

    assert raised.value.message == (
        f"ConfigMap {world.corner.namespace}/settings is not gone after 2 s\n"
        "  last seen:\n"
        "    it is being deleted, held by example.com/hold\n"
        f"hint: kubectl describe configmap settings --namespace {world.corner.namespace}\n"
        "hint: run again to go on waiting"
    )
    assert (raised.value.operation, type(raised.value.cause)) == ("deletion", TimeoutError)
    assert (await world.records())["settings"].status == "deleting"

    world.corner.kubectl("patch", "configmap", "settings", "--type=json", "-p", RELEASE)
    await outside(lambda: not world.exists("configmap", "settings"), "it goes")
    await world.down()
    assert await world.records() == {}


async def test_a_namespace_comes_before_what_lives_in_it_and_goes_after_it(world: World) -> None:
    shop = f"{world.corner.namespace}-shop"

    async def both() -> None:
        async with world.app():
            KubernetesObject("shop", k8s.core_v1.Namespace(metadata=k8s.meta_v1.ObjectMeta(name=shop)))
            KubernetesObject("settings", settings(), namespace=shop)
            KubernetesObject("more", {**settings(), "metadata": {"name": "more", "namespace": shop}})

    await both()

    assert world.corner.kubectl_json("get", "configmap", "settings", "-n", shop)["data"] == {"text": "hello"}
    assert [record.dependencies for record in (await world.records()).values()] == [(), ("shop",), ("shop",)]
    mark = world.corner.plane.mark()
    await world.down()
    deleted = [event.target["resource"] for event in world.corner.plane.writes(since=mark)]
    assert deleted == ["configmaps", "configmaps", "namespaces"]
    assert not world.exists("namespace", shop)
    assert await world.records() == {}


async def test_an_instance_waits_for_the_namespace_that_it_lives_in(world: World) -> None:
    graph, shop = note_graph(world.corner), f"{world.corner.namespace}-shop"

    async with world.app():
        KubernetesObject("shop", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": shop}})
        world.define(graph)
        made = world.instance(graph, "first", NoteSpec("hello"), namespace=shop)

    assert (await made).status.text == "hello"
    assert (await world.records())[f"Note/{shop}/first"].dependencies == ("shop", "Note")
    await world.down()
    assert await world.records() == {}


async def test_a_namespace_that_does_not_go_says_what_is_left_in_it(world: World) -> None:
    shop = f"{world.corner.namespace}-shop"
    async with world.app():
        KubernetesObject("shop", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": shop}}, timeout=8)
    world.corner.kubectl(
        "create", "-n", shop, "-f", "-", input={**settings(), "metadata": {"name": "theirs", "finalizers": ["example.com/hold"]}}
    )

    with pytest.raises(KubernetesObjectError) as raised:
        await world.down()

    assert raised.value.message == (
        f"Namespace {shop} is not gone after 8 s\n"
        "  last seen:\n"
        "    it is being deleted\n"
        "    NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances\n"
        "    NamespaceFinalizersRemaining=True SomeFinalizersRemain: "
        "Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances\n"
        f"hint: kubectl describe namespace {shop}\n"
        "hint: run again to go on waiting"
    )
    world.corner.kubectl("patch", "configmap", "theirs", "-n", shop, "--type=json", "-p", RELEASE)
    await outside(lambda: not world.exists("namespace", shop), "it goes")
    await world.down()


async def test_a_deployment_is_awaited_until_its_pods_are_available(world: World) -> None:
    made = await up(world, simple.deployment(name="web", image="nginx", replicas=2), id_="web")

    assert made.status["availableReplicas"] == 2
    changed = await up(world, simple.deployment(name="web", image="nginx:2", replicas=2), id_="web")
    assert (changed.status["updatedReplicas"], changed.status["observedGeneration"]) == (2, 2)
    assert world.get("deployment", "web")["spec"]["template"]["spec"]["containers"][0]["image"] == "nginx:2"


async def test_a_deployment_whose_image_never_starts_says_why_and_is_awaited_by_the_next_run_too(world: World) -> None:
    stuck = simple.deployment(name="web", image=STUCK, replicas=5)

    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, stuck, id_="web", timeout=3)
    mark = world.corner.plane.mark()
    with pytest.raises(KubernetesObjectError, match=r"^Deployment \S+/web is not ready after 1 s\n"):
        await up(world, stuck, id_="web", timeout=1)

    lines = re.sub(r"web-[0-9a-f]+(-[a-z0-9]+)?", "web-...", raised.value.message).splitlines()
    pod = f"Pod {world.corner.namespace}/web-..."
    assert lines[:5] == [
        f"Deployment {world.corner.namespace}/web is not ready after 3 s",
        "  last seen:",
        "    0 of 5 replicas are available",
        "    Available=False MinimumReplicasUnavailable: Deployment does not have minimum availability.",
        "      ScalingReplicaSet: Scaled up replica set web-... from 0 to 5",
    ]
    stuck_pods = [line for line in lines if line.startswith(f"    {pod}: container web: ImagePullBackOff: Back-off pulling image")]
    assert len(stuck_pods) == 3
    assert lines[-3:] == [
        "    and 2 more pods",
        f"hint: kubectl describe deployment.apps web --namespace {world.corner.namespace}",
        "hint: run again to go on waiting, or give it more time: timeout=..., or do not wait: wait=False",
    ]
    assert (raised.value.operation, type(raised.value.cause)) == ("statusResolution", TimeoutError)
    assert world.corner.plane.writes(since=mark) == []


async def test_an_object_that_is_not_waited_for_comes_back_at_once(world: World) -> None:
    made = await up(world, simple.deployment(name="web", image=STUCK), id_="web", wait=False)

    assert made.status.get("availableReplicas", 0) == 0
    assert (await world.records())["web"].status == "ready"


async def test_a_pod_that_has_failed_is_not_waited_for(world: World) -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "once"}}
    spec = {"restartPolicy": "Never", "nodeName": "nowhere", "containers": [{"name": "main", "image": STUCK}]}

    async def fail() -> None:
        async with world.app():
            KubernetesObject("once", {**pod, "spec": spec}, namespace=world.corner.namespace, timeout=60)
            await outside(lambda: world.exists("pod", "once"), "it is there")
            status = '{"status": {"phase": "Failed", "reason": "Evicted", "message": "no disk"}}'
            world.corner.kubectl("patch", "pod", "once", "--subresource=status", "--type=merge", "-p", status)

    with pytest.raises(KubernetesObjectError) as raised:
        await fail()

    assert raised.value.message == (
        f"Pod {world.corner.namespace}/once has failed\n"
        "  last seen:\n"
        "    it has failed; Evicted: no disk\n"
        f"hint: kubectl describe pod once --namespace {world.corner.namespace}\n"
        "hint: change it, or delete it, and run again"
    )


async def test_an_object_is_fed_by_an_instance_that_nobody_awaited(world: World) -> None:
    graph = note_graph(world.corner)
    async with world.app():
        world.define(graph)
        note = world.instance(graph, "first", NoteSpec("hello"))
        typed = k8s.core_v1.ConfigMap(
            metadata=k8s.meta_v1.ObjectMeta(name=f"{note.name}-copy", labels={"text": note.status.text}),
            data={"said": f"it says {note.status.text}"},
        )
        copy = KubernetesObject("copy", typed, namespace=world.corner.namespace)
        told = settings(copy.output.live["data"]["said"], name="reader", uid=copy.output.metadata["uid"], of=copy.name)
        reader = KubernetesObject("reader", told, namespace=copy.output.namespace)

    assert (await copy).live["data"] == {"said": "it says hello"}
    assert (await reader).live["data"] == {"text": "it says hello", "uid": (await copy).metadata["uid"], "of": "first-copy"}
    found = await world.records()
    assert (found["copy"].dependencies, found["reader"].dependencies) == ((f"Note/{world.corner.namespace}/first",), ("copy",))


async def test_objects_wait_for_the_definition_of_their_kind(world: World) -> None:
    api_version = f"{world.corner.group}/v1"
    mine = world.corner.namespace

    async def body() -> None:
        async with world.app():
            KubernetesObject("crd", definition(world, "Widget", "Namespaced"))
            KubernetesObject("wide", definition(world, "Gadget", "Cluster"))
            KubernetesObject(
                "widget", {"apiVersion": api_version, "kind": "Widget", "metadata": {"name": "a"}, "spec": {"x": 1}}, namespace=mine
            )
            KubernetesObject("gadget", {"apiVersion": api_version, "kind": "Gadget", "metadata": {"name": "a"}, "spec": {"x": 1}})

    await body()
    mark = world.corner.plane.mark()
    await body()
    assert world.corner.plane.writes(since=mark) == []
    records = await world.records()
    assert [records[id_].dependencies for id_ in ("widget", "gadget")] == [("crd",), ("wide",)]
    assert [records[id_].output["namespace"] for id_ in ("widget", "gadget")] == [mine, None]
    await world.down()
    deleted = [event.target["resource"] for event in world.corner.plane.writes(since=mark)]
    assert sorted(deleted[:2]) == ["gadgets", "widgets"]
    assert deleted[2:] == ["customresourcedefinitions"] * 2
    assert (await world.records(), world.crds()) == ({}, [])


async def test_a_namespace_beside_a_kind_of_the_cluster_is_told_by_the_cluster(world: World) -> None:
    gadget = {"apiVersion": f"{world.corner.group}/v1", "kind": "Gadget", "metadata": {"name": "a"}}

    async def body() -> None:
        async with world.app():
            KubernetesObject("wide", definition(world, "Gadget", "Cluster"))
            KubernetesObject("gadget", gadget, namespace="shop")

    with pytest.raises(KubernetesObjectError) as raised:
        await body()

    assert raised.value.message == (
        "Gadget a could not be applied\n"
        "  Gadget is a kind of the cluster: its objects have no namespace, and shop is given\n"
        "hint: leave the namespace out"
    )


async def test_a_kind_that_the_cluster_does_not_know_is_told(world: World) -> None:
    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, {"apiVersion": "apps/v1", "kind": "Deploymnt", "metadata": {"name": "web"}}, id_="web")

    assert raised.value.message == (
        "Deploymnt web could not be applied\n"
        "  the cluster of context typekro-test knows no Deploymnt of apps/v1\n"
        "    of apps/v1 it knows ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet\n"
        "hint: did you mean Deployment?"
    )
    await world.down()
    assert await world.records() == {}


async def test_a_field_that_the_kind_does_not_have_is_told(world: World) -> None:
    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, {**settings(), "datas": {}})

    assert raised.value.message.startswith(f"ConfigMap {world.corner.namespace}/settings could not be applied\n  Kubernetes says (")
    assert "datas" in raised.value.message


async def test_what_cannot_be_meant_stops_the_end_of_the_run(world: World) -> None:
    """An object that was refused as it was declared may be one that has a record."""
    await up(world, settings())

    with pytest.raises(DefinitionError, match=r"^settings: metadata.name: there is none\n"):
        await run(world.app(), lambda: KubernetesObject("settings", {**settings(), "metadata": {}}))

    assert world.exists("configmap", "settings")


async def test_what_a_run_that_was_cut_had_made_is_taken_up(world: World) -> None:
    """The object was applied, and the run ended before that was recorded."""

    class Cut(KubernetesObject):
        async def create(self, context: Any) -> Any:
            await super().create(context)
            raise OSError("cut")

    Cut.__name__ = Cut.__qualname__ = "KubernetesObject"
    with pytest.raises(OSError, match=r"^cut$"):
        await run(world.app(), lambda: Cut("settings", settings(), namespace=world.corner.namespace))
    assert (await world.records())["settings"].status == "creating"
    uid = world.get("configmap", "settings")["metadata"]["uid"]

    made = await up(world, settings())

    assert made.metadata["uid"] == uid


async def test_an_object_that_was_refused_and_never_was_is_forgotten_not_deleted(world: World) -> None:
    with pytest.raises(KubernetesObjectError):
        await up(world, {**settings(), "datas": {}})

    await world.down()

    assert world.lines[2:] == [
        "- delete settings: no longer declared",
        f"! settings: nothing of it was made: ConfigMap {world.corner.namespace}/settings could not be applied: forgotten",
        "succeeded: 1 forgotten (nothing was written)",
    ]
    assert await world.records() == {}


def deployment(**spec: Any) -> dict[str, Any]:
    template = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "nginx"}]}}
    whole = {"selector": {"matchLabels": {"app": "web"}}, "template": template, **spec}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": whole}


async def test_an_object_that_an_autoscaler_also_writes_is_left_in_peace(world: World) -> None:
    await up(world, deployment(), id_="web")
    world.corner.kubectl("scale", "deployment", "web", "--replicas=2")
    mark = world.corner.plane.mark()

    await up(world, deployment(), id_="web")

    assert [event.verb for event in world.corner.plane.writes(since=mark) if event.user == "typekro"] == []
    assert world.get("deployment", "web")["spec"]["replicas"] == 2


async def test_a_field_that_an_autoscaler_writes_is_to_be_left_out(world: World) -> None:
    await up(world, deployment(replicas=1), id_="web")
    world.corner.kubectl("scale", "deployment", "web", "--replicas=2")

    with pytest.raises(KubernetesObjectError) as raised:
        await up(world, deployment(replicas=1), id_="web")

    lines = raised.value.message.splitlines()
    assert lines[0] == f"Deployment {world.corner.namespace}/web could not be applied"
    assert lines[-1] == "hint: leave it out: .spec.replicas is managed by kubectl (Update through scale)"
    assert world.get("deployment", "web")["spec"]["replicas"] == 2
