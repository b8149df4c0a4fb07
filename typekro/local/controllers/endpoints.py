"""Who answers for a Service: its EndpointSlices and its Endpoints, from the pods that it selects."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from typekro.kubernetes.objects import parts
from typekro.local.api import Change
from typekro.local.controllers.base import MANAGER, KindController
from typekro.local.controllers.manifests import (
    Manifest,
    annotations_of,
    compact,
    is_leaving,
    labels_of,
    name_of,
    namespace_of,
    owner_reference,
    spec_of,
    status_of,
    uid_of,
)
from typekro.local.controllers.objects import POD, Key, key_of, kind_of
from typekro.local.controllers.replicas import is_ready
from typekro.local.controllers.services import SERVICE
from typekro.local.timestamps import rfc3339

SLICE: Final = ("discovery.k8s.io", "EndpointSlice")
ENDPOINTS: Final = ("", "Endpoints")

_TRIGGER = "endpoints.kubernetes.io/last-change-trigger-time"
_HEADLESS = "service.kubernetes.io/headless"
_ENDED = ("Succeeded", "Failed")


class EndpointController(KindController):
    """Keeps the EndpointSlice and the Endpoints of each Service that has a selector."""

    name = "endpoints"
    kind = SERVICE
    children = frozenset({SLICE})
    beside = frozenset({POD})

    def wants(self, change: Change) -> Iterable[Key]:
        """Also the Services that select a pod, or selected it."""
        yield from super().wants(change)
        if kind_of(change.object) == POD:
            versions = [change.object] if change.old is None else [change.object, change.old]
            services = (service for each in versions for service in self.cluster.objects.selecting.services(each))
            yield from dict.fromkeys(key_of(service) for service in services)

    def reconcile(self, key: Key) -> float | None:
        """Deletes the Endpoints of a Service that is gone, too: nothing else would."""
        service = self.cluster.objects.get(SERVICE, key)
        if service is not None:
            return self.sync(service)
        left = self.cluster.objects.get(ENDPOINTS, key)
        if left is not None and labels_of(left).get("endpoints.kubernetes.io/managed-by") == "endpoint-controller":
            self.cluster.delete(left)
        return None

    def sync(self, obj: Manifest) -> float | None:
        """Writes who answers now."""
        if not spec_of(obj).get("selector") or spec_of(obj).get("type") == "ExternalName" or is_leaving(obj):
            return None
        pods = [each for each in self.cluster.objects.selecting.pods(obj) if _counts(each)]
        pods.sort(key=lambda each: (each["metadata"]["creationTimestamp"], int(each["metadata"]["resourceVersion"])))
        self._write_slice(obj, pods)
        self._write_endpoints(obj, pods)
        return None

    def _write_slice(self, service: Manifest, pods: Sequence[Manifest]) -> None:
        found = self.cluster.objects.controlled(service, SLICE)
        wanted = slice_of(service, pods)
        if not found:
            self.cluster.server.create({**wanted, "metadata": {**wanted["metadata"], **self._trigger(service)}}, manager=MANAGER)
            return
        known = found[0]
        if any(known.get(name) != wanted[name] for name in ("endpoints", "ports")) or not _has_labels(known, wanted):
            merged = {**known["metadata"], "labels": wanted["metadata"]["labels"], **self._trigger(service)}
            self.cluster.update({**known, **wanted, "metadata": merged})

    def _write_endpoints(self, service: Manifest, pods: Sequence[Manifest]) -> None:
        known = self.cluster.objects.get(ENDPOINTS, key_of(service))
        wanted = endpoints_of(service, pods)
        if known is None:
            self.cluster.server.create({**wanted, "metadata": {**wanted["metadata"], **self._trigger(service)}}, manager=MANAGER)
        elif known.get("subsets") != wanted.get("subsets") or labels_of(known) != labels_of(wanted):
            annotations = {**annotations_of(known), **self._trigger(service)["annotations"]}
            merged = {**known["metadata"], "labels": labels_of(wanted), "annotations": annotations}
            self.cluster.update({**{key: value for key, value in known.items() if key != "subsets"}, **wanted, "metadata": merged})

    def _trigger(self, service: Manifest) -> Manifest:
        return {"annotations": {**annotations_to_copy(service), _TRIGGER: rfc3339(self.cluster.clock())}}


def annotations_to_copy(service: Mapping[str, Any]) -> dict[str, str]:
    """The annotations of a Service that those have as well that answer for it."""
    return {key: value for key, value in annotations_of(service).items() if key != "kubectl.kubernetes.io/last-applied-configuration"}


def slice_of(service: Mapping[str, Any], pods: Sequence[Mapping[str, Any]]) -> Manifest:
    """The EndpointSlice of a Service.

    Args:
        service: the Service.
        pods: those that it selects, in order.
    """
    labels = {
        **labels_of(service),
        "endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io",
        "kubernetes.io/service-name": name_of(service),
        **_headless(service),
    }
    about = {"generateName": f"{name_of(service)}-", "namespace": namespace_of(service), "labels": labels}
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {**about, "ownerReferences": [owner_reference(service)]},
        "addressType": "IPv4",
        "endpoints": [_endpoint(service, each) for each in pods] or None,
        "ports": [_port(each, number) for each, number in _ports(service, pods)] or None,
    }


def endpoints_of(service: Mapping[str, Any], pods: Sequence[Mapping[str, Any]]) -> Manifest:
    """The Endpoints of a Service, which are older than EndpointSlices; the arguments are those of `slice_of`."""
    publish = spec_of(service).get("publishNotReadyAddresses", False)
    ready = [_address(service, each) for each in pods if publish or (is_ready(each) and not is_leaving(each))]
    unready = [_address(service, each) for each in pods if not publish and not is_ready(each) and not is_leaving(each)]
    ports = [compact(_port(each, number)) for each, number in _ports(service, pods)]
    subset = {"addresses": ready, "notReadyAddresses": unready, "ports": ports}
    labels = {**labels_of(service), "endpoints.kubernetes.io/managed-by": "endpoint-controller", **_headless(service)}
    about = {"name": name_of(service), "namespace": namespace_of(service), "labels": labels}
    subsets = {"subsets": [{key: value for key, value in subset.items() if value}]} if ready or unready else {}
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": about, **subsets}


def _endpoint(service: Mapping[str, Any], pod: Mapping[str, Any]) -> Manifest:
    serving, leaving = is_ready(pod), is_leaving(pod)
    ready = spec_of(service).get("publishNotReadyAddresses", False) or (serving and not leaving)
    endpoint: Manifest = {
        "addresses": [status_of(pod)["podIP"]],
        "conditions": {"ready": ready, "serving": serving, "terminating": leaving},
        "nodeName": spec_of(pod)["nodeName"],
        "targetRef": {"kind": "Pod", "name": name_of(pod), "namespace": namespace_of(pod), "uid": uid_of(pod)},
    }
    return {**endpoint, **_hostname(service, pod)}


def _hostname(service: Mapping[str, Any], pod: Mapping[str, Any]) -> Manifest:
    spec = spec_of(pod)
    named = spec.get("subdomain") == name_of(service) and spec.get("hostname")
    return {"hostname": spec["hostname"]} if named else {}


def _address(service: Mapping[str, Any], pod: Mapping[str, Any]) -> Manifest:
    target = {"kind": "Pod", "name": name_of(pod), "namespace": namespace_of(pod), "uid": uid_of(pod)}
    where = {"ip": status_of(pod)["podIP"], "nodeName": spec_of(pod)["nodeName"], "targetRef": target}
    return {**where, **_hostname(service, pod)}


def _ports(service: Mapping[str, Any], pods: Sequence[Mapping[str, Any]]) -> list[tuple[Mapping[str, Any], int]]:
    """The ports of a Service with the number on the pods; a name that no pod has is left out."""
    if not pods:
        return []
    found = [(each, _number(each, pods[0])) for each in parts(spec_of(service), "ports")]
    return [(each, number) for each, number in found if number is not None]


def _number(port: Mapping[str, Any], pod: Mapping[str, Any]) -> int | None:
    target = port.get("targetPort", port["port"])
    if isinstance(target, int):
        return target or int(port["port"])
    protocol = port.get("protocol", "TCP")
    for container in parts(spec_of(pod), "containers"):
        for each in parts(container, "ports"):
            if each.get("name") == target and each.get("protocol", "TCP") == protocol:
                return int(each["containerPort"])
    return None


def _port(port: Mapping[str, Any], number: int) -> Manifest:
    own: Manifest = {"appProtocol": port["appProtocol"]} if port.get("appProtocol") else {}
    return {"name": port.get("name", ""), "port": number, "protocol": port.get("protocol", "TCP"), **own}


def _headless(service: Mapping[str, Any]) -> dict[str, str]:
    return {_HEADLESS: ""} if spec_of(service).get("clusterIP") == "None" else {}


def _counts(pod: Mapping[str, Any]) -> bool:
    return "podIP" in status_of(pod) and status_of(pod).get("phase") not in _ENDED


def _has_labels(known: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    return labels_of(known) == labels_of(wanted)
