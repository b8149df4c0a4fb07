"""What the API server does by itself to the objects of a kind: first statuses, generations, what an update may not touch."""

import functools
from collections.abc import Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.changes import Manifest
from typekro.local.api.resources import Resource
from typekro.local.schemas import is_typed, read_builtin
from typekro.local.schemas.builtin.pod_defaults import quality_of_service

_GENERATION: Final = frozenset(
    {
        "customresourcedefinitions.apiextensions.k8s.io",
        "priorityclasses.scheduling.k8s.io",
        "ingressclasses.networking.k8s.io",
        "networkpolicies.networking.k8s.io",
        "ingresses.networking.k8s.io",
        "endpointslices.discovery.k8s.io",
        "poddisruptionbudgets.policy",
        "resourceslices.resource.k8s.io",
        "deviceclasses.resource.k8s.io",
        "flowschemas.flowcontrol.apiserver.k8s.io",
        "prioritylevelconfigurations.flowcontrol.apiserver.k8s.io",
        "daemonsets.apps",
        "statefulsets.apps",
        "deployments.apps",
        "replicasets.apps",
        "jobs.batch",
        "cronjobs.batch",
        "pods",
        "podtemplates",
        "replicationcontrollers",
        "validatingadmissionpolicies.admissionregistration.k8s.io",
        "mutatingadmissionpolicies.admissionregistration.k8s.io",
        "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
        "validatingadmissionpolicybindings.admissionregistration.k8s.io",
    }
)
_CREATED_BY_UPDATE: Final = frozenset(
    {
        "runtimeclasses.node.k8s.io",
        "rolebindings.rbac.authorization.k8s.io",
        "clusterrolebindings.rbac.authorization.k8s.io",
        "roles.rbac.authorization.k8s.io",
        "clusterroles.rbac.authorization.k8s.io",
        "leases.coordination.k8s.io",
        "limitranges",
        "events",
        "events.events.k8s.io",
        "services",
        "endpoints",
    }
)
_GIVEN_BACK: Final = frozenset(
    {
        "resourceclaimtemplates.resource.k8s.io",
        "resourceslices.resource.k8s.io",
        "resourceclaims.resource.k8s.io",
        "deviceclasses.resource.k8s.io",
        "csidrivers.storage.k8s.io",
        "storageclasses.storage.k8s.io",
        "volumeattachments.storage.k8s.io",
        "csinodes.storage.k8s.io",
        "volumeattributesclasses.storage.k8s.io",
        "resourcequotas",
        "persistentvolumes",
        "serviceaccounts",
        "persistentvolumeclaims",
        "namespaces",
        "pods",
        "services",
        "podtemplates",
    }
)
_VERSIONED: Final = frozenset(
    {
        "runtimeclasses.node.k8s.io",
        "poddisruptionbudgets.policy",
        "csidrivers.storage.k8s.io",
        "csistoragecapacities.storage.k8s.io",
        "volumeattachments.storage.k8s.io",
        "csinodes.storage.k8s.io",
        "leases.coordination.k8s.io",
        "customresourcedefinitions.apiextensions.k8s.io",
        "validatingadmissionpolicies.admissionregistration.k8s.io",
        "mutatingadmissionpolicies.admissionregistration.k8s.io",
        "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingwebhookconfigurations.admissionregistration.k8s.io",
        "mutatingadmissionpolicybindings.admissionregistration.k8s.io",
        "validatingadmissionpolicybindings.admissionregistration.k8s.io",
    }
)
_ORPHANED: Final = frozenset({"jobs.batch", "replicationcontrollers"})
_FIRST_STATUS: Final[Mapping[str, Mapping[str, Any]]] = {
    "namespaces": {"phase": "Active"},
    "persistentvolumeclaims": {"phase": "Pending"},
    "persistentvolumes": {"phase": "Pending"},
}
_KEEP_STATUS: Final = frozenset({"nodes"})


def has_generation(resource: Resource) -> bool:
    """Objects of this kind count the changes of what they ask for."""
    return resource.custom or resource.qualified in _GENERATION


def created_by_update(resource: Resource) -> bool:
    """A PUT of what is not there creates it."""
    return resource.qualified in _CREATED_BY_UPDATE


def needs_version(resource: Resource) -> bool:
    """A PUT has to say which version it changes."""
    return resource.custom or resource.qualified in _VERSIONED


def given_back(resource: Resource) -> bool:
    """A deletion answers with the object, not with a Status."""
    return resource.qualified in _GIVEN_BACK


def default_policy(resource: Resource) -> str:
    """What becomes of dependents where a deletion does not say it."""
    return "Orphan" if resource.qualified in _ORPHANED else "Background"


def first_status(resource: Resource, manifest: Manifest) -> Manifest:
    """An object with the status that it has when it is created: what the client said of it does not count."""
    if "status" not in resource.subresources or resource.qualified in _KEEP_STATUS:
        return manifest
    kept = {name: value for name, value in manifest.items() if name != "status"}
    if resource.custom:
        return kept
    if resource.qualified == "pods":
        return {**kept, "status": {"phase": "Pending", "qosClass": quality_of_service(part(manifest, "spec"))}}
    if resource.qualified == "customresourcedefinitions.apiextensions.k8s.io":
        stored = list(dict.fromkeys(each["name"] for each in part(manifest, "spec").get("versions") or () if each.get("storage")))
        return {**kept, "status": {"conditions": None, "acceptedNames": {"plural": "", "kind": ""}, "storedVersions": stored}}
    status = {**_empty_status(resource.api_version, resource.kind), **_FIRST_STATUS.get(resource.qualified, {})}
    return {**kept, "status": status} if status or _has_status(resource) else kept


@functools.cache
def _empty(api_version: str, kind: str) -> Mapping[str, Any]:
    return read_builtin({"apiVersion": api_version, "kind": kind}).object if is_typed(api_version, kind) else {}


def _empty_status(api_version: str, kind: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = _empty(api_version, kind).get("status", {})
    return found


def _has_status(resource: Resource) -> bool:
    return "status" in _empty(resource.api_version, resource.kind)


def kept_for_update(resource: Resource, new: Manifest, old: Manifest, subresource: str | None) -> Manifest:
    """An updated object with what this update may not touch as it was: the status, or through `status` all else."""
    if subresource == "status":
        return _with_status(resource, new, old)
    if "status" not in resource.subresources or subresource == "binding":
        return new
    kept = {name: value for name, value in new.items() if name != "status"}
    if "status" not in old:
        return kept
    status = old["status"]
    if resource.qualified == "customresourcedefinitions.apiextensions.k8s.io":
        versions: list[str] = list(status.get("storedVersions") or ())
        added = [each["name"] for each in part(new, "spec").get("versions") or () if each.get("storage") and each["name"] not in versions]
        status = {**status, "storedVersions": [*versions, *added]}
    return {**kept, "status": status}


def _with_status(resource: Resource, new: Manifest, old: Manifest) -> Manifest:
    metadata, before = new["metadata"], old["metadata"]
    if resource.custom or resource.qualified == "customresourcedefinitions.apiextensions.k8s.io":
        metadata = {**before, **{name: metadata[name] for name in ("managedFields", "resourceVersion") if name in metadata}}
    elif resource.qualified == "deployments.apps":
        metadata = {name: value for name, value in metadata.items() if name != "labels"}
        metadata |= {name: before[name] for name in ("labels",) if name in before}
    kept = {**old, "metadata": metadata}
    if "status" in new:
        kept["status"] = new["status"]
        if resource.qualified == "pods" and "qosClass" in (old.get("status") or {}):
            kept["status"] = {**kept["status"], "qosClass": old["status"]["qosClass"]}
    else:
        kept.pop("status", None)
    return kept


def generation(resource: Resource, new: Manifest, old: Manifest) -> int | None:
    """The generation of an updated object; None where its kind has none."""
    before: int | None = old["metadata"].get("generation")
    if before is None or not has_generation(resource):
        return before
    ignored = {"metadata", "status"} if not resource.custom or "status" in resource.subresources else {"metadata"}
    changed = any(new.get(name) != old.get(name) for name in (new.keys() | old.keys()) - ignored)
    if resource.qualified == "deployments.apps":
        changed = changed or part(new["metadata"], "annotations") != part(old["metadata"], "annotations")
    return before + 1 if changed else before


def namespace_marks(manifest: Manifest) -> Manifest:
    """A namespace with its finalizer and the label that holds its name."""
    metadata = manifest["metadata"]
    labels = {**part(metadata, "labels"), "kubernetes.io/metadata.name": metadata["name"]}
    spec: Mapping[str, Any] = part(manifest, "spec")
    finalizers: list[str] = spec.get("finalizers") or []
    if "kubernetes" not in finalizers:
        finalizers = [*finalizers, "kubernetes"]
    return {**manifest, "metadata": {**metadata, "labels": labels}, "spec": {**spec, "finalizers": finalizers}}
