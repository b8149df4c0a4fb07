import copy
from typing import Any

import attrs
import pytest

from typekro.expressions import MisuseError, Root, UnknownFieldError, expressions_in, reference_to
from typekro.nodes import manifest_node, parts_of
from typekro.openapi import k8s
from typekro.schema import object_of_class, plain


@attrs.frozen
class Spec:
    name: str


def spec() -> Spec:
    found: Spec = reference_to(Root(object_of_class(Spec), "schema.spec"))
    return found


def config_map(**given: Any) -> k8s.core_v1.ConfigMap:
    return k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name="settings"), **given)


def claim() -> k8s.core_v1.PersistentVolumeClaim:
    return k8s.core_v1.PersistentVolumeClaim(
        metadata=k8s.meta_v1.ObjectMeta(name="data"), spec=k8s.core_v1.PersistentVolumeClaimSpec(access_modes=["ReadWriteOnce"])
    )


def test_a_kind_becomes_its_manifest() -> None:
    name = spec().name
    node = k8s.core_v1.Service(
        metadata=k8s.meta_v1.ObjectMeta(name=name),
        spec=k8s.core_v1.ServiceSpec(cluster_ip="None", ports=[k8s.core_v1.ServicePort(port=80, target_port="http")]),
    )

    template = parts_of(node).template

    assert template == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": template["metadata"]["name"]},
        "spec": {"clusterIP": "None", "ports": [{"port": 80, "targetPort": "http"}]},
    }
    assert template["metadata"]["name"] is name
    assert parts_of(node).conditions == ()


def test_the_attributes_of_a_kind_are_references_also_to_what_was_given() -> None:
    node = config_map(data={"host": "db"})

    assert repr(node.data["host"]) == "<typekro reference ConfigMap.data['host']>"
    assert repr(node.metadata.uid) == "<typekro reference ConfigMap.metadata.uid>"
    assert (node.api_version, node.kind) == ("v1", "ConfigMap")


def test_an_attribute_that_does_not_exist_is_refused() -> None:
    node: Any = config_map()

    with pytest.raises(UnknownFieldError) as caught:
        node.binaryData  # noqa: B018 - that is it

    assert str(caught.value).splitlines()[-1] == "hint: ConfigMap.binary_data"


def test_what_is_wrong_with_a_kind_is_told_at_once() -> None:
    make: Any = k8s.apps_v1.Deployment

    with pytest.raises(MisuseError) as caught:
        make(spec={}, status={}, replicas=1)

    assert str(caught.value).splitlines() == [
        "Deployment: 4 problems",
        "Deployment.replicas: there is no such field",
        "  Deployment has: metadata, spec, status",
        "Deployment.metadata: it is missing",
        "  the cluster requires it",
        "hint: metadata=...",
        "Deployment.spec: expected k8s.apps_v1.DeploymentSpec, got dict {}",
        "hint: k8s.apps_v1.DeploymentSpec(...)",
        "Deployment.status: it is given",
        "  the cluster writes it: it can be read, and nothing else",
        "hint: leave it out",
    ]


def test_a_resource_in_another_ones_field_is_its_manifest() -> None:
    spec = k8s.apps_v1.StatefulSetSpec(
        selector=k8s.meta_v1.LabelSelector(), template=k8s.core_v1.PodTemplateSpec(), volume_claim_templates=[claim()]
    )
    node = k8s.apps_v1.StatefulSet(metadata=k8s.meta_v1.ObjectMeta(name="db"), spec=spec)

    assert parts_of(node).template["spec"]["volumeClaimTemplates"] == [
        {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"]}}
    ]


def test_a_resource_in_a_manifest_stays_what_it_is_since_a_field_of_it_was_meant() -> None:
    node = claim()

    assert plain({"claim": node})["claim"] is node


def test_shapes_can_stand_in_a_manifest_too() -> None:
    port = k8s.core_v1.ServicePort(port=80, target_port="http")
    manifest = {"apiVersion": "v1", "kind": "Service", "metadata": k8s.meta_v1.ObjectMeta(name="web"), "spec": {"ports": [port]}}

    assert parts_of(manifest_node(manifest)).template == {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web"},
        "spec": {"ports": [{"port": 80, "targetPort": "http"}]},
    }


def test_a_reference_to_one_of_many_resources_has_its_kind_and_version_too() -> None:
    each: k8s.core_v1.ConfigMap = reference_to(Root(object_of_class(k8s.core_v1.ConfigMap), "maps"))

    assert repr(each.api_version) == "<typekro reference maps.api_version>"
    assert repr(each.kind) == "<typekro reference maps.kind>"


def test_a_resource_is_equal_to_itself_alone() -> None:
    node = claim()

    assert node == node  # noqa: PLR0124 - that is it
    assert node != claim()
    assert {node: 1}[node] == 1
    assert copy.deepcopy(node) is node


def test_what_looks_for_references_passes_a_resource_by() -> None:
    assert list(expressions_in([config_map(data={"name": spec().name})])) == []


def test_a_kind_is_ready_when_it_is_told() -> None:
    node = claim()

    ready = node.with_ready_when(lambda claim: claim.status.phase == "Bound")

    assert len(parts_of(ready).conditions) == 1
    assert parts_of(ready).template == parts_of(node).template
