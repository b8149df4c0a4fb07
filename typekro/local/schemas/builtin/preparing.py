"""What the API server itself sets on objects of its own kinds, after it read them and before it holds them against its rules."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.local.schemas.builtin.filling import Fields, fill
from typekro.local.schemas.builtin.job_rules import generated_labels
from typekro.local.schemas.builtin.pod_defaults import quality_of_service
from typekro.local.schemas.go_types import empty_status
from typekro.local.schemas.shapes import items_of, part_of

_FINALIZER: Final = "kubernetes"
_PROTECTION: Final = {"PersistentVolumeClaim": "kubernetes.io/pvc-protection", "PersistentVolume": "kubernetes.io/pv-protection"}
_TOLERATED: Final = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_TOLERATED_SECONDS: Final = 300
# kinds whose status the API server leaves to those who send the object
_OWN_STATUS: Final = frozenset({"Node", "Lease", "Event"})
_GENERATION: Final = "deprecated.daemonset.template.generation"
_DEFINITION: Final = "CustomResourceDefinition"
_UID: Final = "batch.kubernetes.io/controller-uid"


def created(made: Mapping[str, Any], *, uid: str, allocate: Callable[[], str] | None = None) -> dict[str, Any]:
    """An object of a built-in kind as it is created: without a status of its own, and with what the API server decides.

    Args:
        made: the object, read and filled in; it is not changed.
        uid: the uid that it gets.
        allocate: gives an address to a Service; without it, there are none.

    Example:
        >>> from typekro.local.schemas.builtin.reading import read_builtin
        >>> created(read_builtin({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}}).object, uid="1")["spec"]
        {'finalizers': ['kubernetes']}
    """
    new = dict(made)
    if "status" in new and new["kind"] not in _OWN_STATUS:
        new["status"] = empty_status(new["apiVersion"], new["kind"])
    prepare = _CREATED.get(new["kind"])
    if prepare is not None:
        prepare(new)
    if new["kind"] in _PROTECTION:
        metadata = new["metadata"] = dict(part_of(new, "metadata"))
        finalizers = [*items_of(metadata, "finalizers")]
        metadata["finalizers"] = finalizers if _PROTECTION[new["kind"]] in finalizers else [*finalizers, _PROTECTION[new["kind"]]]
    if new["kind"] == "Job":
        _prepare_job(new, uid)
    if new["kind"] == _DEFINITION:
        new["status"] = {**new["status"], "storedVersions": _storage_versions(new)}
    if new["kind"] == "Service" and new["apiVersion"] == "v1":
        new["spec"] = service_addresses(part_of(new, "spec"), allocate)
    return new


def updated(made: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    """An object of a built-in kind as it is changed: its status stays, and what was decided for good is taken over where it is left out.

    Args:
        made: the object, read and filled in; it is not changed.
        old: what it was.
    """
    new = dict(made)
    if "status" in new and new["kind"] not in _OWN_STATUS:
        new["status"] = old.get("status", {})
    if new["kind"] == "Service" and new["apiVersion"] == "v1":
        new["spec"] = _kept_addresses(part_of(new, "spec"), part_of(old, "spec"))
    if new["kind"] == _DEFINITION:
        stored = items_of(part_of(old, "status"), "storedVersions")
        added = [name for name in _storage_versions(new) or () if name not in stored]
        new["status"] = {**new["status"], "storedVersions": [*stored, *added]}
    if new["kind"] == "DaemonSet":
        _keep_generation(new, old)
    if new["kind"] == "Pod":
        spec = new["spec"] = dict(part_of(new, "spec"))
        fill(spec, **{name: part_of(old, "spec").get(name) for name in ("priority", "preemptionPolicy")})
    return new


def service_addresses(spec: Mapping[str, Any], allocate: Callable[[], str] | None) -> dict[str, Any]:
    """The spec of a new Service with its address, and how many families of addresses it has.

    Args:
        spec: the spec, with defaults.
        allocate: gives an address; without it, there is none.

    Example:
        >>> service_addresses({"type": "ClusterIP"}, lambda: "10.0.0.7")["clusterIPs"]
        ['10.0.0.7']
    """
    made = dict(spec)
    if made.get("type") == "ExternalName" or allocate is None:
        return made
    address = made.get("clusterIP") or allocate()
    made |= {"clusterIP": address, "clusterIPs": made.get("clusterIPs") or [address]}
    fill(made, ipFamilies=["IPv6"] if ":" in address else ["IPv4"], ipFamilyPolicy="SingleStack")
    if address == "None" and not made.get("selector"):
        made["ipFamilyPolicy"] = spec.get("ipFamilyPolicy") or "RequireDualStack"
        made["ipFamilies"] = spec.get("ipFamilies") or ["IPv4", "IPv6"]
    return made


def _kept_addresses(new: Mapping[str, Any], old: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(new)
    if "ExternalName" in {new.get("type"), old.get("type")}:
        return made
    fill(made, **{name: old.get(name) for name in ("ipFamilies", "ipFamilyPolicy")})
    if not made.get("clusterIP"):
        made |= {"clusterIP": old.get("clusterIP"), "clusterIPs": old.get("clusterIPs")}
    elif made["clusterIP"] != old.get("clusterIP"):
        made["clusterIPs"] = [made["clusterIP"]]
    else:
        fill(made, clusterIPs=old.get("clusterIPs"))
    if old.get("type") in {"NodePort", "LoadBalancer"} and made.get("type") in {"NodePort", "LoadBalancer"}:
        known = {(port.get("protocol"), port.get("port")): port.get("nodePort") for port in items_of(old, "ports")}
        made["ports"] = [
            {**port, "nodePort": found}
            if not port.get("nodePort") and (found := known.get((port.get("protocol"), port.get("port"))))
            else port
            for port in items_of(made, "ports")
        ]
    return made


def _prepare_namespace(namespace: Fields) -> None:
    spec = namespace["spec"] = dict(part_of(namespace, "spec"))
    finalizers = [*items_of(spec, "finalizers")]
    spec["finalizers"] = finalizers if _FINALIZER in finalizers else [*finalizers, _FINALIZER]
    namespace["status"] = {"phase": "Active"}


def _prepare_pod(pod: Fields) -> None:
    spec = pod["spec"] = dict(part_of(pod, "spec"))
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        spec["terminationGracePeriodSeconds"] = 1
    fill(spec, priority=0, preemptionPolicy="PreemptLowerPriority")
    tolerations = list(items_of(spec, "tolerations"))
    for key in _TOLERATED:
        if not any(_tolerates(toleration, key) for toleration in tolerations):
            tolerations.append({"key": key, "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": _TOLERATED_SECONDS})
    spec["tolerations"] = tolerations
    pod["status"] = {"phase": "Pending", "qosClass": quality_of_service(spec)}


def _tolerates(toleration: Mapping[str, Any], key: str) -> bool:
    return (toleration.get("key") or key) == key and (toleration.get("effect") or "NoExecute") == "NoExecute"


def _prepare_daemon_set(daemon_set: Fields) -> None:
    metadata = daemon_set["metadata"] = dict(part_of(daemon_set, "metadata"))
    metadata["annotations"] = {**part_of(metadata, "annotations"), _GENERATION: "1"}


def _keep_generation(new: Fields, old: Mapping[str, Any]) -> None:
    """Count the templates that a DaemonSet had."""
    metadata = new["metadata"] = dict(part_of(new, "metadata"))
    count = int(part_of(part_of(old, "metadata"), "annotations").get(_GENERATION) or 1)
    changed = part_of(new, "spec").get("template") != part_of(old, "spec").get("template")
    metadata["annotations"] = {**part_of(metadata, "annotations"), _GENERATION: str(count + changed)}


def _storage_versions(definition: Mapping[str, Any]) -> list[str] | None:
    """The version in which the objects of a CustomResourceDefinition are stored."""
    versions = items_of(part_of(definition, "spec"), "versions")
    return [version.get("name") or "" for version in versions if version.get("storage")] or None


def _prepare_pending(storage: Fields) -> None:
    storage["status"] = {"phase": "Pending"}


def _prepare_job(job: Fields, uid: str) -> None:
    """Let a Job know its own pods by labels of their template."""
    spec = job["spec"] = dict(part_of(job, "spec"))
    if spec.get("manualSelector"):
        return
    template = spec["template"] = dict(part_of(spec, "template"))
    metadata = template["metadata"] = dict(part_of(template, "metadata"))
    name = part_of(job, "metadata").get("name") or ""
    own = job["metadata"] = dict(part_of(job, "metadata"))
    follows = part_of(own, "labels") in ({}, part_of(metadata, "labels"))
    metadata["labels"] = {**part_of(metadata, "labels"), **generated_labels(name, uid)}
    if follows:  # they are those of the template, whenever there are none of its own
        own["labels"] = metadata["labels"]
    selector = spec["selector"] = dict(part_of(spec, "selector"))
    selector["matchLabels"] = {**part_of(selector, "matchLabels"), _UID: uid}


_CREATED: Final[Mapping[str, Callable[[Fields], None]]] = {
    "Namespace": _prepare_namespace,
    "Pod": _prepare_pod,
    "DaemonSet": _prepare_daemon_set,
    "PersistentVolumeClaim": _prepare_pending,
    "PersistentVolume": _prepare_pending,
}
