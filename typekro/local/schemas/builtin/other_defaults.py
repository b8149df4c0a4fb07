"""Defaults of Services, storage, rules of access, policies and the smaller kinds of the core."""

import base64
from typing import Final

from typekro.local.schemas.builtin.filling import Fields, each, fill, fill_empty, given, part
from typekro.local.schemas.builtin.pod_defaults import claim_defaults, fill_template
from typekro.local.schemas.shapes import part_of

_RBAC: Final = "rbac.authorization.k8s.io"
_STICKY_SECONDS: Final = 10800
_INTERNAL: Final = frozenset({"NodePort", "LoadBalancer", "ClusterIP"})


def fill_service(service: Fields) -> None:
    """The defaults of a Service, but its addresses."""
    spec = part(service, "spec")
    fill_empty(spec, sessionAffinity="None", type="ClusterIP")
    if spec["sessionAffinity"] == "None":
        spec.pop("sessionAffinityConfig", None)
    elif spec["sessionAffinity"] == "ClientIP" and not any(
        client.get("timeoutSeconds") is not None for client in given(spec, "sessionAffinityConfig", "clientIP")
    ):
        spec["sessionAffinityConfig"] = {"clientIP": {"timeoutSeconds": _STICKY_SECONDS}}
    for port in each(spec, "ports"):
        fill_empty(port, protocol="TCP", targetPort=port.get("port", 0))
    external = spec["type"] in {"NodePort", "LoadBalancer"} or (spec["type"] == "ClusterIP" and bool(spec.get("externalIPs")))
    if external:
        fill_empty(spec, externalTrafficPolicy="Cluster")
    if spec["type"] in _INTERNAL:
        fill(spec, internalTrafficPolicy="Cluster")
    if spec["type"] == "LoadBalancer":
        fill(spec, allocateLoadBalancerNodePorts=True)
        for ingress in each(service, "status", "loadBalancer", "ingress"):
            if ingress.get("ip"):
                fill(ingress, ipMode="VIP")


def fill_secret(secret: Fields) -> None:
    """The defaults of a Secret; its texts become bytes among its data."""
    fill_empty(secret, type="Opaque")
    texts = secret.pop("stringData", None)
    if texts:
        encoded = {name: base64.b64encode(text.encode()).decode() for name, text in texts.items()}
        secret["data"] = {**part_of(secret, "data"), **encoded}


def fill_namespace(namespace: Fields) -> None:
    """The defaults of a Namespace."""
    metadata = part(namespace, "metadata")
    if metadata.get("name"):
        metadata["labels"] = {**part_of(metadata, "labels"), "kubernetes.io/metadata.name": metadata["name"]}
    fill_empty(part(namespace, "status"), phase="Active")


def fill_node(node: Fields) -> None:
    """The defaults of a Node."""
    status = part(node, "status")
    if status.get("capacity") is not None:
        fill(status, allocatable=dict(status["capacity"]))


def fill_volume(volume: Fields) -> None:
    """The defaults of a PersistentVolume."""
    fill_empty(part(volume, "status"), phase="Pending")
    spec = part(volume, "spec")
    fill_empty(spec, persistentVolumeReclaimPolicy="Retain")
    fill(spec, volumeMode="Filesystem")
    for source in given(spec, "hostPath"):
        fill(source, type="")


def fill_claim(claim: Fields) -> None:
    """The defaults of a PersistentVolumeClaim."""
    fill_empty(part(claim, "status"), phase="Pending")
    claim_defaults(part(claim, "spec"))


def fill_storage_class(storage_class: Fields) -> None:
    """The defaults of a StorageClass."""
    fill(storage_class, reclaimPolicy="Delete", volumeBindingMode="Immediate")


def fill_csi_driver(driver: Fields) -> None:
    """The defaults of a CSIDriver."""
    spec = part(driver, "spec")
    fill(spec, attachRequired=True, podInfoOnMount=False, storageCapacity=False, fsGroupPolicy="ReadWriteOnceWithFSType")
    fill_empty(spec, volumeLifecycleModes=["Persistent"])
    fill(spec, requiresRepublish=False, seLinuxMount=False)


def fill_endpoints(endpoints: Fields) -> None:
    """The defaults of Endpoints."""
    for subset in each(endpoints, "subsets"):
        for port in each(subset, "ports"):
            fill_empty(port, protocol="TCP")


def fill_endpoint_slice(endpoint_slice: Fields) -> None:
    """The defaults of an EndpointSlice."""
    for port in each(endpoint_slice, "ports"):
        fill(port, name="", protocol="TCP")


def fill_limit_range(limit_range: Fields) -> None:
    """The defaults of a LimitRange: what a container gets follows from its bounds."""
    for item in each(limit_range, "spec", "limits"):
        if item.get("type") == "Container":
            most, least = part_of(item, "max"), part_of(item, "min")
            item["default"] = {**most, **(part_of(item, "default"))}
            item["defaultRequest"] = {**least, **item["default"], **(part_of(item, "defaultRequest"))}


def fill_pod_template(template: Fields) -> None:
    """The defaults of a PodTemplate."""
    fill_template(part(template, "template"))


def fill_network_policy(policy: Fields) -> None:
    """The defaults of a NetworkPolicy."""
    spec = part(policy, "spec")
    fill_empty(spec, policyTypes=["Ingress", "Egress"] if spec.get("egress") else ["Ingress"])
    for rule in (*each(spec, "ingress"), *each(spec, "egress")):
        for port in each(rule, "ports"):
            fill(port, protocol="TCP")


def fill_ingress_class(ingress_class: Fields) -> None:
    """The defaults of an IngressClass."""
    for parameters in given(ingress_class, "spec", "parameters"):
        fill(parameters, scope="Cluster")


def fill_binding(binding: Fields) -> None:
    """The defaults of a RoleBinding and of a ClusterRoleBinding."""
    fill_empty(part(binding, "roleRef"), apiGroup=_RBAC)
    for subject in each(binding, "subjects"):
        if subject.get("kind") in {"User", "Group"}:
            fill_empty(subject, apiGroup=_RBAC)


def fill_priority_class(priority_class: Fields) -> None:
    """The defaults of a PriorityClass."""
    fill(priority_class, preemptionPolicy="PreemptLowerPriority")


def fill_runtime_class(_: Fields) -> None:
    """A RuntimeClass has no defaults."""


def fill_definition(definition: Fields) -> None:
    """The defaults of a CustomResourceDefinition."""
    spec = part(definition, "spec")
    names = part(spec, "names")
    if names.get("kind"):
        fill_empty(names, singular=names["kind"].lower(), listKind=f"{names['kind']}List")
    fill(spec, conversion={"strategy": "None"})
    for webhook in given(spec, "conversion", "webhook", "clientConfig", "service"):
        fill(webhook, port=443)
