"""What the API server's strategies and admission add to the objects of controllers' kinds before they are stored: pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part, parts
from typekro.local.api import ApiServer
from typekro.local.controllers.manifests import Manifest, annotations_of, finalizers_of, labels_of, name_of, spec_of, uid_of, with_metadata
from typekro.local.controllers.services import SERVICE, ServiceAllocator

_GENERATION: Final = "deprecated.daemonset.template.generation"
_TOLERATED: Final = ("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable")
_SECONDS: Final = 300
_CONTROLLER_UID: Final = ("controller-uid", "batch.kubernetes.io/controller-uid")
_JOB_NAME: Final = ("job-name", "batch.kubernetes.io/job-name")


def admit(server: ApiServer, services: Iterable[Mapping[str, Any]]) -> None:
    """Has an API server complete what it stores.

    Args:
        server: the API server.
        services: the Services that are there already.
    """
    allocator = ServiceAllocator(services)
    server.subscribe(allocator.take)
    admissions: list[tuple[str, str, Callable[[Manifest, Manifest | None], Manifest]]] = [
        ("v1", SERVICE[1], allocator.complete),
        ("v1", "Pod", complete_pod),
        ("v1", "PersistentVolumeClaim", protected_by("kubernetes.io/pvc-protection")),
        ("v1", "PersistentVolume", protected_by("kubernetes.io/pv-protection")),
        ("apps/v1", "DaemonSet", complete_daemon_set),
        ("apps/v1", "StatefulSet", complete_stateful_set),
        ("batch/v1", "Job", complete_job),
    ]
    for api_version, kind, complete in admissions:
        server.admission(api_version, kind, complete)


def complete_pod(new: Manifest, old: Manifest | None) -> Manifest:
    """A pod with its priority, and with the patience that it has with a node that is not ready."""
    spec = spec_of(new)
    tolerations = list(parts(spec, "tolerations"))
    for key in _TOLERATED:
        if not any(each.get("key") in {key, None, ""} and each.get("effect") in {"NoExecute", None, ""} for each in tolerations):
            tolerations.append({"effect": "NoExecute", "key": key, "operator": "Exists", "tolerationSeconds": _SECONDS})
    added: dict[str, Any] = {"preemptionPolicy": "PreemptLowerPriority", "priority": 0, "enableServiceLinks": True}
    if old is not None:
        added = {name: spec_of(old)[name] for name in ("preemptionPolicy", "priority") if name in spec_of(old)}
    return {**new, "spec": {**added, **spec, "tolerations": tolerations}}


def protected_by(finalizer: str) -> Callable[[Manifest, Manifest | None], Manifest]:
    """Adds a finalizer to new objects, so that they stay while they are in use."""

    def complete(new: Manifest, old: Manifest | None) -> Manifest:
        found = finalizers_of(new)
        return new if old is not None or finalizer in found else with_metadata(new, finalizers=[*found, finalizer])

    return complete


def complete_daemon_set(new: Manifest, old: Manifest | None) -> Manifest:
    """A DaemonSet with the number of its template."""
    number = 1 if old is None else int(annotations_of(old).get(_GENERATION, "1"))
    if old is not None and spec_of(old).get("template") != spec_of(new).get("template"):
        number += 1
    return with_metadata(new, annotations={**annotations_of(new), _GENERATION: str(number)})


def complete_stateful_set(new: Manifest, old: Manifest | None) -> Manifest:
    """A StatefulSet whose claim templates say what they are."""
    templates = parts(spec_of(new), "volumeClaimTemplates")
    if old is not None or not templates:
        return new
    kind = {"apiVersion": "v1", "kind": "PersistentVolumeClaim"}
    return {
        **new,
        "spec": {**spec_of(new), "volumeClaimTemplates": [{**kind, "status": {"phase": "Pending"}, **each} for each in templates]},
    }


def complete_job(new: Manifest, old: Manifest | None) -> Manifest:
    """A new Job that selects its own pods, and no others."""
    spec = spec_of(new)
    if old is not None or spec.get("manualSelector"):
        return new
    template = part(spec, "template")
    own = part(part(template, "metadata"), "labels")
    labels = {**dict.fromkeys(_JOB_NAME, name_of(new)), **dict.fromkeys(_CONTROLLER_UID, uid_of(new)), **own}
    selector = part(spec, "selector")
    wanted = {_CONTROLLER_UID[1]: uid_of(new), **part(selector, "matchLabels")}
    template = {**template, "metadata": {**part(template, "metadata"), "labels": labels}}
    made = {**new, "spec": {**spec, "selector": {**selector, "matchLabels": wanted}, "template": template}}
    follows = labels_of(new) in ({}, own)  # they are those of the template, whenever there are none of its own
    return with_metadata(made, labels=labels) if follows else made
