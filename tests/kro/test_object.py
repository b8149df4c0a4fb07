"""What can be said of an object without a cluster: what may be declared, what it is called, what is recorded, and when it works."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.kro.judged import changed
from typekro import (
    DefinitionError,
    KubernetesObject,
    KubernetesObjectError,
    Schema,
    external_ref,
    for_each,
    k8s,
    manifest_node,
    raw,
    simple,
)
from typekro.expressions import AwaitedRoot, Dyn, List, reference_to
from typekro.kro import DeployedObject
from typekro.kro.object_manifest import check_manifest, template_of
from typekro.kro.object_output import OBJECT_TYPE
from typekro.kro.object_readiness import describe_leaving, describe_pod, describe_trouble, judge_object
from typekro.kro.ownership import Footprint, Owner
from typekro.kro.readiness import READY, Verdict
from typekro.nodes import Node
from typekro.orchestrator.codec import as_recorded

OWNER = Owner("infra", "dev", "lineage-1", "ada@host")
SETTINGS: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {"a": "b"}}
OUTPUT: Any = reference_to(AwaitedRoot(Dyn(), "db.output"))


@attrs.frozen
class Spec:
    text: str


SCHEMA: Any = Schema("notes", Spec, Spec)


def made(manifest: Any, namespace: Any = None, id_: str = "web") -> KubernetesObject:
    """An object that no app knows of."""
    return KubernetesObject.undeclared(id_, {"manifest": template_of(manifest), "namespace": namespace})


def of(kind: str = "ConfigMap", api_version: str = "v1", **metadata: Any) -> dict[str, Any]:
    return {"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", **metadata}}


def problem(manifest: Any, namespace: Any = None) -> str:
    """Why it may not be declared."""
    with pytest.raises(DefinitionError) as raised:
        check_manifest("web", template_of(manifest), namespace)
    return raised.value.message


# What may be declared.


def test_a_dict_a_typed_object_and_a_node_are_the_same_manifest() -> None:
    typed = k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name="settings"), data={"a": "b"})

    assert template_of(typed) == template_of(manifest_node(SETTINGS)) == template_of(SETTINGS) == SETTINGS
    assert made(simple.deployment(name="web", image="nginx")).identity() == "apps/Deployment/default/web"


def test_a_typed_part_of_a_dict_becomes_what_the_cluster_calls_it() -> None:
    port = k8s.core_v1.ServicePort(port=80, target_port=8080)

    assert template_of({**of("Service"), "spec": {"ports": [port]}})["spec"] == {"ports": [{"port": 80, "targetPort": 8080}]}


def test_what_is_changed_after_it_was_declared_changes_nothing() -> None:
    given = {**SETTINGS, "data": {"a": "b"}}
    template = template_of(given)

    given["data"]["a"] = "c"

    assert template["data"] == {"a": "b"}


def test_what_kubectl_writes_without_meaning_it_is_left_out() -> None:
    nothing: dict[str, Any] = {}
    given = {**of("Deployment", "apps/v1", creationTimestamp=None), "status": nothing}

    assert template_of(given) == of("Deployment", "apps/v1")


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            "kind: ConfigMap",
            "web: no manifest\n  a manifest is a dict, as for kubectl apply, and this is str\nhint: yaml.safe_load(text)",
        ),
        (
            [SETTINGS],
            (
                "web: no manifest\n  a manifest is a dict, as for kubectl apply, and this is list\n"
                "hint: for manifest in manifests: KubernetesObject(...)"
            ),
        ),
        (
            None,
            (
                "web: no manifest\n  a manifest is a dict, as for kubectl apply, and this is NoneType\n"
                'hint: {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "settings"}, "data": {...}}'
            ),
        ),
        (
            {"apiVersion": "v1", "kind": "List", "items": [SETTINGS]},
            (
                "web: List is many objects\n  each object has a record of its own, by which it is updated and deleted\n"
                "hint: for item in manifest['items']: KubernetesObject(...)"
            ),
        ),
        (
            {"kind": "ConfigMap", "metadata": {"name": "a"}},
            'web: apiVersion: there is none\n  the kind has to be known while the script runs\nhint: "apiVersion": "apps/v1"',
        ),
        (
            of(OUTPUT.kind),
            'web: kind: db.output.kind is no constant text\n  the kind has to be known while the script runs\nhint: "kind": "Deployment"',
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap"},
            'web: metadata: there is none\n  an object is known by its name\nhint: "metadata": {"name": "..."}',
        ),
        (
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": OUTPUT.metadata},
            'web: metadata: it is not a dict\n  an object is known by its name\nhint: "metadata": {"name": "..."}',
        ),
        (
            {**SETTINGS, "metadata": {"labels": {}}},
            'web: metadata.name: there is none\n  an object is known by its name\nhint: "metadata": {"name": "..."}',
        ),
        (
            {**SETTINGS, "metadata": {"generateName": "a-"}},
            (
                "web: metadata.generateName: it is given\n"
                "  the server would make another object at each apply; typekro finds what it made by its name\n"
                'hint: "name": "..."'
            ),
        ),
        (
            {**SETTINGS, "status": {"a": 1}},
            "web: status: it is given\n  the cluster writes it: an apply cannot set it\nhint: leave it out",
        ),
        (
            of(uid="1"),
            "web: metadata.uid: it is given\n  the cluster writes it: an apply cannot set it\nhint: leave it out",
        ),
        (
            of(labels={"kro.run/owned": "true"}),
            "web: metadata.labels: 'kro.run/owned' is reserved\n  kro knows by it what is its own\nhint: leave it out",
        ),
        (
            of(labels={"owner.typekro.io/1": "x"}),
            "web: metadata.labels: 'owner.typekro.io/1' is reserved\n  typekro knows by it what is its own\nhint: leave it out",
        ),
        (
            of(annotations={"owner.typekro.io/1": "x"}),
            "web: metadata.annotations: 'owner.typekro.io/1' is reserved\n  typekro knows by it what is its own\nhint: leave it out",
        ),
        (
            of(labels=["a"]),
            'web: metadata.labels: it is not a dict\n  typekro adds its own to it\nhint: "labels": {"key": "value"}',
        ),
        (
            of(name="My Settings"),
            (
                "web: metadata.name: 'My Settings' is no name\n"
                "  Kubernetes wants a lower-case DNS name of at most 253 characters: letters, digits, - and .\n"
                'hint: "name": "my-settings"'
            ),
        ),
        (
            of(name="{name}-config"),
            (
                "web: metadata.name: '{name}-config' is no name\n"
                "  Kubernetes wants a lower-case DNS name of at most 253 characters: letters, digits, - and .\n"
                'hint: "name": f"{name}-config"'
            ),
        ),
        (
            of("Namespace", name="a.b"),
            (
                "web: metadata.name: 'a.b' is no name\n"
                "  Kubernetes wants a lower-case DNS name of at most 63 characters: letters, digits and -\n"
                'hint: "name": "a-b"'
            ),
        ),
        (
            of(name=3),
            (
                "web: metadata.name: 3 is no name\n"
                "  Kubernetes wants a lower-case DNS name of at most 253 characters: letters, digits, - and .\n"
                'hint: "name": "3"'
            ),
        ),
        (
            of("Namespace", namespace="shop"),
            "web: metadata.namespace: it is given\n  Namespace is a kind of the cluster: its objects have no namespace\nhint: leave it out",
        ),
        (
            of(namespace="Shop"),
            (
                "web: metadata.namespace: 'Shop' is no name of a namespace\n"
                "  Kubernetes wants small letters, digits and -, 63 characters at most\n"
                'hint: "shop"'
            ),
        ),
        (
            of(namespace="shop-{stage}"),
            (
                "web: metadata.namespace: 'shop-{stage}' is no name of a namespace\n"
                "  Kubernetes wants small letters, digits and -, 63 characters at most\n"
                'hint: f"shop-{stage}"'
            ),
        ),
        (
            {**SETTINGS, "data": {"until": dt.date(2026, 1, 1)}},
            (
                "web: data.until: date 2026-01-01\n"
                "  a manifest holds str, int, float, bool, None, lists, dicts and outputs of other resources\n"
                'hint: "2026-01-01"'
            ),
        ),
        (
            {**SETTINGS, "data": {1: "a"}},
            'web: data: the key 1 is no text\n  keys of a manifest are texts\nhint: "1": ...',
        ),
        (
            {**SETTINGS, "data": {"a": manifest_node(SETTINGS)}},
            "web: data.a: a whole resource stands where a value should\n  its fields are known in the cluster alone",
        ),
        (
            {**SETTINGS, "data": {"a": f"{OUTPUT.host}"[1:]}},
            None,
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_as_it_is_declared(given: Any, text: str | None) -> None:
    told = problem(given)

    if text is None:
        assert told.splitlines()[0].startswith("web: data.a: a reference was formatted into a text")
    else:
        assert told == text


def test_all_problems_of_a_manifest_are_told_at_once() -> None:
    assert problem({"kind": "ConfigMap", "metadata": {}}) == (
        "web: 2 problems\n"
        "web: apiVersion: there is none\n"
        "  the kind has to be known while the script runs\n"
        'hint: "apiVersion": "apps/v1"\n'
        "web: metadata.name: there is none\n"
        "  an object is known by its name\n"
        'hint: "metadata": {"name": "..."}'
    )


def test_references_into_a_graph_are_refused() -> None:
    why = (
        "  kro resolves it in the cluster, for each instance of the graph; this object is in none\n"
        "hint: return the object as a node of the graph; here, outputs of other resources can stand: other.output..."
    )

    written = problem({**SETTINGS, "data": {"a": [f"{SCHEMA.spec.text}!"]}})
    node = problem({**SETTINGS, "data": {"a": manifest_node(SETTINGS).data.a}})
    cel = problem({**SETTINGS, "data": {"a": raw("1 + 1", int)}})

    assert written == f'web: data.a[0]: f"{{schema.spec.text}}!" is a reference into a graph\n{why}'
    assert node == f"web: data.a: ConfigMap.data.a is a reference into a graph\n{why}"
    assert cel == f'web: data.a: raw(f"1 + 1") is a reference into a graph\n{why}'


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (
            lambda: external_ref("v1", "ConfigMap", "settings"),
            ("web: the node is an external reference\n  it is only read, and made by somebody else\nhint: leave it out"),
        ),
        (
            lambda: manifest_node(SETTINGS).with_ready_when(lambda node: node.data.a == "b"),
            (
                "web: the node has conditions on being ready\n"
                "  kro asks with_ready_when, and KubernetesObject waits by the rules of the kind\n"
                "hint: leave them out, and say wait=False where none should be waited for"
            ),
        ),
        (
            lambda: manifest_node(SETTINGS).with_include_when(SCHEMA.spec.text == "a"),
            (
                "web: the node has a condition on being made\n"
                "  kro asks with_include_when, and the script decides what is declared here\n"
                "hint: if ...: KubernetesObject(...)"
            ),
        ),
        (
            lambda: for_each(reference_to(AwaitedRoot(List(Dyn()), "names")), lambda name: manifest_node(of(name=name))),
            (
                "web: the node is many objects\n"
                "  kro makes the nodes of for_each, one for each item of a list that the cluster knows\n"
                "hint: for region in regions: KubernetesObject(...)"
            ),
        ),
    ],
)
def test_a_node_that_only_a_graph_can_hold_is_refused(node: Callable[[], Node], text: str) -> None:
    assert problem(node()) == text


def test_what_is_left_of_a_reference_is_told_once_wherever_it_stands() -> None:
    cut = f"{OUTPUT.host}"[1:]

    for given in (of(name=cut), of(namespace=cut), of(labels=cut)):
        assert problem(given).count("\nhint: ") == 1
        assert ": a reference was formatted into a text" in problem(given)
    assert problem(of(namespace=cut), "shop").startswith("web: 2 problems\nweb: metadata.namespace: a reference was formatted into a text")


def test_names_of_other_forms_are_left_to_the_server() -> None:
    check_manifest("web", of("ClusterRole", "rbac.authorization.k8s.io/v1", name="system:Web"), None)


def test_a_namespace_that_is_given_twice_has_to_be_the_same() -> None:
    assert problem(of(namespace="shop"), "store") == (
        "web: the namespace is given twice\n  metadata.namespace is 'shop', and namespace= is 'store'\nhint: leave one of them out"
    )
    check_manifest("web", of(namespace="shop"), "shop")


def test_a_namespace_beside_a_kind_of_the_cluster_is_refused() -> None:
    assert problem(of("Namespace"), "shop") == (
        "web: namespace=: it is given\n  Namespace is a kind of the cluster: its objects have no namespace\nhint: leave it out"
    )


def test_outputs_of_other_resources_may_stand_anywhere() -> None:
    check_manifest("web", of(name=f"{OUTPUT.name}-web", labels={"a": OUTPUT.a}, namespace=OUTPUT.namespace), None)


# What the engine asks.


@pytest.mark.parametrize(
    ("manifest", "namespace", "identity", "requires"),
    [
        (SETTINGS, None, "/ConfigMap/default/settings", ("kind /ConfigMap", "object /Namespace/default")),
        (SETTINGS, "shop", "/ConfigMap/shop/settings", ("kind /ConfigMap", "object /Namespace/shop")),
        (of(namespace="shop"), None, "/ConfigMap/shop/web", ("kind /ConfigMap", "object /Namespace/shop")),
        (of("Namespace"), None, "/Namespace/web", ("kind /Namespace",)),
        (of("Thing", "example.com/v1"), None, "example.com/Thing/default/web", ("kind example.com/Thing", "object /Namespace/default")),
        (of(name=OUTPUT.name), "shop", None, ("kind /ConfigMap", "object /Namespace/shop")),
        (of(), OUTPUT.namespace, None, ("kind /ConfigMap",)),
    ],
)
def test_an_object_says_what_it_is_and_needs(manifest: Any, namespace: Any, identity: str | None, requires: tuple[str, ...]) -> None:
    found = made(manifest, namespace)

    assert (found.identity(), found.requires()) == (identity, requires)
    assert found.provides() == (() if identity is None else (f"object {identity}",))


def test_a_custom_resource_definition_brings_its_kind() -> None:
    crd = {
        **of("CustomResourceDefinition", "apiextensions.k8s.io/v1", name="things.example.com"),
        "spec": {"group": "example.com", "names": {"kind": "Thing"}},
    }

    assert made(crd).provides() == ("object apiextensions.k8s.io/CustomResourceDefinition/things.example.com", "kind example.com/Thing")
    assert made({**crd, "spec": OUTPUT.spec}).provides() == ("object apiextensions.k8s.io/CustomResourceDefinition/things.example.com",)


def test_what_is_recorded_is_the_same_wherever_the_namespace_was_said() -> None:
    beside, inside = made(SETTINGS, "shop"), made({**SETTINGS, "metadata": {"name": "settings", "namespace": "shop"}})

    props = as_recorded(beside.encode())

    assert props == as_recorded(inside.encode())
    assert props == {
        "manifest": {**SETTINGS, "metadata": {"name": "settings", "namespace": "shop"}},
        "timeout": 30.0,
        "wait": True,
    }
    decoded = KubernetesObject.decode("web", props)
    assert (decoded.id, decoded.identity(), decoded.encode()) == ("web", "/ConfigMap/shop/settings", props)


def test_an_output_that_cannot_stand_where_it_stands_is_told_before_anything_is_recorded() -> None:
    resolved = made(of(name="Not A Name"))

    with pytest.raises(DefinitionError, match=r"^web: metadata.name: 'Not A Name' is no name\n"):
        resolved.encode()


def test_of_an_object_our_fields_and_its_status_are_recorded() -> None:
    fields: list[dict[str, Any]] = [{"manager": OWNER.manager, "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}}]
    metadata = {"name": "settings", "namespace": "shop", "uid": "1", "creationTimestamp": "now", "managedFields": fields}
    live = {**SETTINGS, "metadata": metadata, "data": {"a": "b", "theirs": "c"}, "status": {"phase": "Active"}}
    output = DeployedObject.of(live, OWNER, lambda path, text: f"{path} {len(text)}")
    resource = made(SETTINGS, "shop")

    back = resource.decode_output(as_recorded(resource.encode_output(output)))

    assert back == output
    assert (back.live, back.metadata["uid"]) == (
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": "settings", "namespace": "shop", "uid": "1"},
            "data": {"a": "b"},
            "status": {"phase": "Active"},
        },
        "1",
    )
    assert resource.drifted(back, output) is None


def test_an_object_without_a_status_has_an_empty_one() -> None:
    output = DeployedObject(name="a", namespace=None, live={"metadata": {}}, footprint=Footprint("1", "now", {}, {}))

    assert (output.status, output.metadata) == ({}, {})


def test_references_to_an_output_reach_into_what_only_the_cluster_knows() -> None:
    output: Any = reference_to(AwaitedRoot(OBJECT_TYPE, "web.output"))

    assert repr(output.status["loadBalancer"].ingress[0].ip) == "<typekro reference web.output.status['loadBalancer'].ingress[0].ip>"
    assert repr(output.live["spec"]) == "<typekro reference web.output.live['spec']>"
    assert repr(output.name) == "<typekro reference web.output.name>"


def test_an_error_of_an_object_has_its_facts() -> None:
    cause = TimeoutError("late")

    error = KubernetesObjectError("no", "v1", "ConfigMap", "web", "creation", cause)

    facts = {"api_version": "v1", "kind": "ConfigMap", "object_name": "web", "operation": "creation", "cause": cause}
    assert (error.code, error.context, error.__cause__) == ("KUBERNETES_OBJECT_ERROR", facts, cause)


# When it works.


def live_of(kind: str, api_version: str = "v1", *, generation: int = 2, spec: Any = None, **status: Any) -> dict[str, Any]:
    return {
        "apiVersion": api_version,
        "kind": kind,
        "metadata": {"name": "web", "uid": "1", "generation": generation},
        "spec": spec or {},
        "status": status,
    }


def said(kind: str, status: str = "True", **more: Any) -> dict[str, Any]:
    return {"type": kind, "status": status, **more}


def deployment(spec: Any = None, **status: Any) -> dict[str, Any]:
    counts = {"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}
    return live_of("Deployment", "apps/v1", spec={"replicas": 2, **(spec or {})}, **{**counts, **status})


def stateful_set(spec: Any = None, **status: Any) -> dict[str, Any]:
    counts = {"observedGeneration": 2, "replicas": 3, "updatedReplicas": 3, "readyReplicas": 3}
    return live_of("StatefulSet", "apps/v1", spec={"replicas": 3, **(spec or {})}, **{**counts, **status})


def daemon_set(spec: Any = None, **status: Any) -> dict[str, Any]:
    counts = {"observedGeneration": 2, "desiredNumberScheduled": 2, "updatedNumberScheduled": 2, "numberAvailable": 2}
    return live_of("DaemonSet", "apps/v1", spec=spec, **{**counts, **status})


PARTITION = {"updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2}}}
ON_DELETE = {"updateStrategy": {"type": "OnDelete"}}
PULLING = {"name": "main", "state": {"waiting": {"reason": "ImagePullBackOff", "message": "Back-off"}}}
LOOPING = {
    "name": "main",
    "state": {"waiting": {"reason": "CrashLoopBackOff"}},
    "lastState": {"terminated": {"exitCode": 2, "reason": "Error"}},
}
BALANCED = {"type": "LoadBalancer"}


@pytest.mark.parametrize(
    "live",
    [
        deployment(),
        deployment({"paused": True}),
        live_of("Deployment", "apps/v1", spec={"replicas": 0}, observedGeneration=2),
        stateful_set(),
        stateful_set(PARTITION, updatedReplicas=1),
        stateful_set(ON_DELETE, updatedReplicas=0),
        daemon_set(),
        daemon_set(ON_DELETE, updatedNumberScheduled=0),
        live_of("ReplicaSet", "apps/v1", spec={"replicas": 1}, observedGeneration=2, availableReplicas=1),
        live_of("Pod", phase="Succeeded"),
        live_of("Pod", phase="Running", conditions=[said("Ready")]),
        live_of("Job", "batch/v1", conditions=[said("Complete")]),
        live_of("PersistentVolumeClaim", phase="Bound"),
        live_of("PersistentVolumeClaim", phase="Pending"),
        live_of("Service", spec=BALANCED, loadBalancer={"ingress": [{"ip": "1.2.3.4"}]}),
        live_of("Service", spec={"type": "ClusterIP"}),
        live_of("Service", "serving.knative.dev/v1", spec=BALANCED, observedGeneration=2),
        live_of("Namespace", phase="Active"),
        live_of("CustomResourceDefinition", "apiextensions.k8s.io/v1", conditions=[said("Established"), said("NamesAccepted")]),
        live_of("APIService", "apiregistration.k8s.io/v1", conditions=[said("Available")]),
        live_of("Certificate", "cert-manager.io/v1", conditions=[said("Ready", observedGeneration=2)]),
        live_of("Certificate", "cert-manager.io/v1", conditions=[said("Ready")]),
        live_of("Thing", "example.com/v1", observedGeneration=2),
        live_of("ConfigMap"),
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"uid": "1"}},
    ],
)
def test_an_object_works_by_the_rule_of_its_kind(live: dict[str, Any]) -> None:
    assert judge_object(live, live) == READY


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (None, "it is not there"),
        (changed(live_of("ConfigMap"), metadata={"uid": "2"}), "it was replaced by another object of its name"),
        (changed(live_of("ConfigMap"), metadata={"generation": 1}), "its new generation is on its way"),
        (changed(live_of("ConfigMap"), metadata={"deletionTimestamp": "now"}), "it is being deleted"),
        (live_of("Deployment", "apps/v1"), "its controller has not looked at it yet"),
        (deployment(observedGeneration=1), "its controller has seen generation 1, not 2 yet"),
        (deployment(updatedReplicas=1), "1 of 2 replicas are of its present template"),
        (deployment(replicas=3), "1 replicas of an older template are still there"),
        (deployment(availableReplicas=0), "0 of 2 replicas are available"),
        (deployment({"paused": True}, updatedReplicas=0), "it is paused, and 0 of 2 replicas are of its present template"),
        (deployment(conditions=[said("Progressing", "False", reason="Else")], availableReplicas=1), "1 of 2 replicas are available"),
        (stateful_set(observedGeneration=1), "its controller has seen generation 1, not 2 yet"),
        (stateful_set(updatedReplicas=1), "1 of 3 replicas are updated"),
        (stateful_set(PARTITION, updatedReplicas=0), "0 of 1 replicas are updated"),
        (stateful_set(readyReplicas=2), "2 of 3 replicas are ready"),
        (daemon_set(observedGeneration=1), "its controller has seen generation 1, not 2 yet"),
        (daemon_set(updatedNumberScheduled=1), "1 of 2 pods are updated"),
        (daemon_set(ON_DELETE, numberAvailable=1), "1 of 2 pods are available"),
        (live_of("ReplicaSet", "apps/v1", spec={"replicas": 2}, observedGeneration=2), "0 of 2 replicas are available"),
        (live_of("Pod", phase="Pending"), "phase is Pending"),
        (live_of("Pod", phase="Pending", containerStatuses=[PULLING]), "container main: ImagePullBackOff: Back-off"),
        (
            live_of("Pod", phase="Running", containerStatuses=[LOOPING], conditions=[said("Ready", "False")]),
            "container main: CrashLoopBackOff; container main: Error (exit code 2)",
        ),
        (
            live_of("Pod", phase="Pending", conditions=[said("PodScheduled", "False", reason="Unschedulable", message="no node")]),
            "PodScheduled=False Unschedulable: no node",
        ),
        (live_of("Job", "batch/v1", spec={"completions": 3}, succeeded=1, failed=2), "1 of 3 pods have succeeded, 2 failed"),
        (live_of("Job", "batch/v1"), "0 of 1 pods have succeeded, 0 failed"),
        (live_of("Job", "batch/v1", spec={"suspend": True}), "it is suspended"),
        (live_of("Service", spec=BALANCED, loadBalancer={}), "its load balancer has no address yet"),
        (live_of("Namespace", phase="Terminating"), "phase is Terminating, not Active"),
        (live_of("CustomResourceDefinition", "apiextensions.k8s.io/v1"), "Established is not said yet"),
        (
            live_of(
                "CustomResourceDefinition",
                "apiextensions.k8s.io/v1",
                conditions=[said("Established"), said("NamesAccepted", "False", reason="Taken")],
            ),
            "NamesAccepted=False Taken",
        ),
        (live_of("APIService", "apiregistration.k8s.io/v1", conditions=[said("Available", "False")]), "Available=False"),
        (live_of("Thing", "example.com/v1", conditions=[said("Ready", "False", message="wait")]), "Ready=False wait"),
        (
            live_of("Thing", "example.com/v1", conditions=[said("Ready", observedGeneration=1)]),
            "Ready is said of generation 1, not 2 yet",
        ),
        (live_of("Thing", "example.com/v1", observedGeneration=1), "its controller has seen generation 1, not 2 yet"),
    ],
)
def test_an_object_is_awaited(live: dict[str, Any] | None, reason: str) -> None:
    assert judge_object(live, live_of("Any")) == Verdict("waiting", reason)


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (
            deployment(conditions=[said("Progressing", "False", reason="ProgressDeadlineExceeded", message="timed out")]),
            "Progressing=False ProgressDeadlineExceeded: timed out",
        ),
        (live_of("Pod", phase="Failed"), "it has failed"),
        (live_of("Pod", phase="Failed", reason="Evicted", message="no disk"), "it has failed; Evicted: no disk"),
        (
            live_of("Job", "batch/v1", conditions=[said("Failed", reason="BackoffLimitExceeded", message="too often")]),
            "Failed=True BackoffLimitExceeded: too often",
        ),
        (live_of("PersistentVolumeClaim", phase="Lost"), "its volume is lost"),
    ],
)
def test_an_object_is_refused_where_waiting_is_of_no_use(live: dict[str, Any], reason: str) -> None:
    assert judge_object(live, live) == Verdict("refused", reason)


def test_trouble_is_a_condition_that_is_not_as_it_should_be() -> None:
    conditions = [said("Available", "False"), said("Progressing"), said("ReplicaFailure", message="quota"), said("Failed", "False")]

    assert describe_trouble({"status": {"conditions": conditions}}) == ["Available=False", "ReplicaFailure=True quota"]


def test_what_is_left_in_a_namespace_is_told() -> None:
    conditions = [said("NamespaceContentRemaining", message="some are left"), said("NamespaceDeletionContentFailure", "False")]

    assert describe_leaving({"status": {"conditions": conditions}}) == ["NamespaceContentRemaining=True some are left"]


def test_a_pod_that_works_has_nothing_to_tell() -> None:
    assert describe_pod(live_of("Pod", phase="Running", conditions=[said("Ready")])) == []
