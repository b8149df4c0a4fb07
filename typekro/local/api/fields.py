"""Which fields of a kind can be selected by, and where they stand."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.local.api.changes import Manifest
from typekro.local.api.refusals import bad_request
from typekro.local.api.resources import Resource
from typekro.local.merging.shapes import is_object

Reader = Callable[[Manifest], str]

_EVENT_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    **{
        f"involvedObject.{name}": ("involvedObject", name)
        for name in ("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
    },
    **{
        f"regarding.{name}": ("involvedObject", name)
        for name in ("kind", "namespace", "name", "uid", "apiVersion", "resourceVersion", "fieldPath")
    },
    "reason": ("reason",),
    "reportingComponent": ("reportingComponent",),
    "reportingController": ("reportingComponent",),
    "source": ("source", "component"),
    "type": ("type",),
}
_FIELDS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "pods": {
        path: tuple(path.split("."))
        for path in (
            "spec.nodeName",
            "spec.restartPolicy",
            "spec.schedulerName",
            "spec.serviceAccountName",
            "spec.hostNetwork",
            "status.phase",
            "status.podIP",
            "status.nominatedNodeName",
        )
    },
    "events": _EVENT_FIELDS,
    "namespaces": {"status.phase": ("status", "phase")},
    "nodes": {"spec.unschedulable": ("spec", "unschedulable")},
    "secrets": {"type": ("type",)},
    "services": {"spec.clusterIP": ("spec", "clusterIP"), "spec.type": ("spec", "type")},
    "replicasets.apps": {"status.replicas": ("status", "replicas")},
    "replicationcontrollers": {"status.replicas": ("status", "replicas")},
    "jobs.batch": {"status.successful": ("status", "succeeded")},
    "certificatesigningrequests.certificates.k8s.io": {"spec.signerName": ("spec", "signerName")},
    "resourceslices.resource.k8s.io": {"spec.nodeName": ("spec", "nodeName"), "spec.driver": ("spec", "driver")},
}
_ZERO: Final = {"spec.hostNetwork": "false", "spec.unschedulable": "false", "status.replicas": "0", "status.successful": "0"}


def field_reader(resource: Resource, path: str) -> Reader:
    """What reads a field of a stored object for a selector.

    Raises:
        StatusError: the kind cannot be selected by it.
    """
    name = "events" if resource.plural == "events" and resource.group == "events.k8s.io" else resource.qualified
    if path == "metadata.name" or (path == "metadata.namespace" and resource.namespaced):
        where: tuple[str, ...] = tuple(path.split("."))
    elif resource.custom and path in resource.selectable:
        where = tuple(path.split("."))
    else:
        found = _FIELDS.get(name, {}).get(path)
        if found is None:
            if resource.custom:
                raise bad_request(f"field label not supported: {path}")
            raise bad_request(f"{_label_words(resource, path)}")
        where = found
    zero = _ZERO.get(path, "")

    def read(manifest: Manifest) -> str:
        value: Any = manifest
        for step in where:
            value = value.get(step) if is_object(value) else None
        if value is None:
            return zero
        return str(value).lower() if isinstance(value, bool) else str(value)

    return read


def _label_words(resource: Resource, path: str) -> str:
    if resource.qualified == "jobs.batch":
        return f'field label "{path}" not supported for Job'
    if resource.qualified in _FIELDS:
        return f"field label not supported: {path}"
    return f'"{path}" is not a known field selector: only "metadata.name", "metadata.namespace"'
