"""Deleting objects: what goes at once, what waits for its finalizers, what has a time to end in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.changes import Manifest
from typekro.local.api.creating import DEFINITIONS
from typekro.local.api.errors import about
from typekro.local.api.options import DeleteOptions
from typekro.local.api.refusals import conflict, forbidden, not_found, precondition
from typekro.local.api.resources import Resource
from typekro.local.api.strategies import default_policy, given_back
from typekro.local.api.world import World
from typekro.local.timestamps import rfc3339

_ORPHAN: Final = "orphan"
_FOREGROUND: Final = "foregroundDeletion"
_IMMORTAL: Final = frozenset({"default", "kube-system", "kube-public"})
CLEANUP: Final = "customresourcecleanup.apiextensions.k8s.io"
"""What holds a CustomResourceDefinition until its objects are gone."""
_POD_GRACE: Final = 30
_OWN_WAY: Final = frozenset({"namespaces", DEFINITIONS})


def delete(world: World, resource: Resource, key: tuple[str, str], options: DeleteOptions) -> Manifest:
    """Asks for the deletion of an object; gives what is answered: the object, or a Status that it is gone.

    Args:
        world: the server's state.
        resource: its kind.
        key: namespace and name.
        options: how.

    Raises:
        StatusError: it is refused.
    """
    old = world.read(resource, key)
    if resource.qualified == "namespaces" and key[1] in _IMMORTAL:
        raise forbidden(resource, key[1], "this namespace may not be deleted")
    if old is None:
        raise not_found(resource, key[1])
    _check_preconditions(resource, key[1], old["metadata"], options)
    finalizers = _finalizers(resource, old, options)
    if resource.qualified == DEFINITIONS and "deletionTimestamp" not in old["metadata"] and CLEANUP not in finalizers:
        finalizers.append(CLEANUP)
    grace = _grace(resource, old, options)
    held = bool(finalizers or grace or (resource.qualified == "namespaces" and part(old, "spec").get("finalizers")))
    if held:
        new = _marked(world, resource, old, finalizers, grace)
        if new == old or options.dry_run:
            return new
        return world.put(resource, key, {**new, "metadata": {**new["metadata"]}})
    if not options.dry_run:
        world.remove(resource, key)
        old = {**old, "metadata": {**old["metadata"], "resourceVersion": str(world.store.revision)}}
    if resource.qualified == "pods":
        return _marked(world, resource, old, finalizers, grace)
    return old if given_back(resource) else success(resource, old)


def success(resource: Resource, old: Manifest) -> Manifest:
    """The Status of a deletion that is done."""
    details = {**about(resource.group, resource.plural, old["metadata"]["name"]), "uid": old["metadata"]["uid"]}
    return {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details}


def _check_preconditions(resource: Resource, name: str, metadata: Mapping[str, Any], options: DeleteOptions) -> None:
    if resource.qualified == "namespaces" and options.uid not in {None, metadata["uid"]}:
        why = f"Precondition failed: UID in precondition: {options.uid}, UID in object meta: {metadata['uid']}"
        raise conflict(resource, name, why)
    if options.uid is not None and options.uid != metadata["uid"]:
        why = f"the UID in the precondition ({options.uid}) does not match the UID in record ({metadata['uid']}). "
        raise precondition(resource, name, why + "The object might have been deleted and then recreated")
    version = options.resource_version
    if version is not None and version != metadata["resourceVersion"]:
        why = f"the ResourceVersion in the precondition ({version}) does not match the ResourceVersion in record "
        raise precondition(resource, name, f"{why}({metadata['resourceVersion']}). The object might have been modified")


def _finalizers(resource: Resource, old: Manifest, options: DeleteOptions) -> list[str]:
    found: list[str] = list(old["metadata"].get("finalizers") or ())
    policy = options.policy
    if policy is None:
        before = "Orphan" if _ORPHAN in found else "Foreground" if _FOREGROUND in found else ""
        policy = before or default_policy(resource)
    if resource.qualified in {"events", "events.events.k8s.io"}:
        return found
    wanted = {"Orphan": _ORPHAN, "Foreground": _FOREGROUND}.get(policy)
    kept = [each for each in found if each not in {_ORPHAN, _FOREGROUND} or each == wanted]
    return [*kept, wanted] if wanted and wanted not in kept else kept


def _grace(resource: Resource, old: Manifest, options: DeleteOptions) -> int:
    if resource.qualified != "pods":
        return 0
    spec: Mapping[str, Any] = part(old, "spec")
    status: Mapping[str, Any] = part(old, "status")
    if not spec.get("nodeName") or status.get("phase") in {"Failed", "Succeeded"}:
        return 0
    asked = options.grace
    if asked is None:
        asked = int(spec.get("terminationGracePeriodSeconds", _POD_GRACE))
    if asked < 0:
        asked = 1
    if "deletionTimestamp" in old["metadata"]:
        return min(asked, int(old["metadata"].get("deletionGracePeriodSeconds") or 0))
    return asked


def _marked(world: World, resource: Resource, old: Manifest, finalizers: list[str], grace: int) -> Manifest:
    before = old["metadata"]
    metadata = {**before}
    if finalizers:
        metadata["finalizers"] = finalizers
    else:
        metadata.pop("finalizers", None)
    if "deletionTimestamp" not in before or grace < (before.get("deletionGracePeriodSeconds") or 0):
        metadata["deletionTimestamp"] = rfc3339(world.clock() + timedelta(seconds=grace))
        if resource.qualified not in _OWN_WAY:
            metadata["deletionGracePeriodSeconds"] = grace
            if "deletionTimestamp" not in before and metadata.get("generation"):
                metadata["generation"] += 1
    new = {**old, "metadata": metadata}
    if resource.qualified == DEFINITIONS and "deletionTimestamp" not in before:
        new["status"] = _going(old.get("status") or {}, rfc3339(world.clock()))
    if resource.qualified == "namespaces":
        new["status"] = {**part(old, "status"), "phase": "Terminating"}
    return new


def _going(status: Mapping[str, Any], now: str) -> dict[str, Any]:
    said = "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"
    condition = {"type": "Terminating", "status": "True", "lastTransitionTime": now, "reason": "InstanceDeletionPending", "message": said}
    kept = [each for each in status.get("conditions") or () if each["type"] != "Terminating"]
    return {**status, "conditions": [*kept, condition]}
