"""The cells of what makes a cluster: nodes, namespaces, events, roles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from typekro.local.api.ages import UNKNOWN, age
from typekro.local.api.printers.cells import NONE, name, part, parts, since

Object = Mapping[str, Any]

_ROLE: Final = "node-role.kubernetes.io/"
_OLD_ROLE: Final = "kubernetes.io/role"


def _namespace(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), part(manifest, "status").get("phase", ""), since(manifest, now)]


def _node(manifest: Object, now: datetime) -> list[Any]:
    status, about = part(manifest, "status"), part(manifest, "status", "nodeInfo")
    ready = next((each for each in parts(status, "conditions") if each.get("type") == "Ready"), None)
    said = ["Unknown" if ready is None else "Ready" if ready.get("status") == "True" else "NotReady"]
    if part(manifest, "spec").get("unschedulable"):
        said.append("SchedulingDisabled")
    found = part(manifest, "metadata", "labels")
    old = {found[_OLD_ROLE]} if found.get(_OLD_ROLE) else set[str]()
    roles: set[str] = {key.removeprefix(_ROLE) for key in found if key.startswith(_ROLE)} | old
    kernel = about.get("kernelVersion") or UNKNOWN
    if about.get("architecture"):
        kernel += f" ({about['architecture']})"
    addresses = [_address(manifest, kind) for kind in ("InternalIP", "ExternalIP")]
    wide = [*addresses, about.get("osImage") or UNKNOWN, kernel, about.get("containerRuntimeVersion") or UNKNOWN]
    names = ",".join(sorted(roles - {""})) or NONE
    return [name(manifest), ",".join(said), names, since(manifest, now), about.get("kubeletVersion", ""), *wide]


def _address(manifest: Object, kind: str) -> str:
    return next((each["address"] for each in parts(manifest, "status", "addresses") if each.get("type") == kind), NONE)


def _event(manifest: Object, now: datetime) -> list[Any]:
    first = age(manifest.get("firstTimestamp") or manifest.get("eventTime"), now)
    last = age(manifest["lastTimestamp"], now) if manifest.get("lastTimestamp") else first
    count = manifest.get("count") or 1
    series = manifest.get("series")
    if series:
        last, count = age(series.get("lastObservedTime"), now), series.get("count", 0)
    about = part(manifest, "involvedObject")
    kind = about.get("kind", "").lower()
    source = part(manifest, "source")
    component = source.get("component") or manifest.get("reportingComponent") or ""
    instance = source.get("host") or manifest.get("reportingInstance") or ""
    return [
        last,
        manifest.get("type", ""),
        manifest.get("reason", ""),
        f"{kind}/{about['name']}" if about.get("name") else kind,
        about.get("fieldPath", ""),
        f"{component}, {instance}" if instance else component,
        manifest.get("message", "").strip(),
        first,
        count,
        name(manifest),
    ]


def _binding(manifest: Object, now: datetime) -> list[Any]:
    role = part(manifest, "roleRef")
    found = parts(manifest, "subjects")
    users = [each["name"] for each in found if each.get("kind") == "User"]
    groups = [each["name"] for each in found if each.get("kind") == "Group"]
    accounts = [f"{each.get('namespace', '')}/{each['name']}" for each in found if each.get("kind") == "ServiceAccount"]
    said = [", ".join(each) for each in (users, groups, accounts)]
    return [name(manifest), f"{role.get('kind', '')}/{role.get('name', '')}", since(manifest, now), *said]


def _quota(manifest: Object, now: datetime) -> list[Any]:
    hard, used = part(manifest, "status", "hard"), part(manifest, "status", "used")
    said = [(each, f"{each}: {used.get(each, '0')}/{hard[each]}") for each in sorted(hard)]
    requests = ", ".join(text for each, text in said if not each.startswith("limits."))
    return [name(manifest), requests, ", ".join(text for each, text in said if each.startswith("limits.")), since(manifest, now)]


def _account(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), since(manifest, now)]


def _lease(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), part(manifest, "spec").get("holderIdentity", ""), since(manifest, now)]


def _priority(manifest: Object, now: datetime) -> list[Any]:
    return [
        name(manifest),
        manifest.get("value", 0),
        manifest.get("globalDefault", False),
        since(manifest, now),
        manifest.get("preemptionPolicy", ""),
    ]


def _api_service(manifest: Object, now: datetime) -> list[Any]:
    service = part(manifest, "spec").get("service")
    said = f"{service['namespace']}/{service['name']}" if service else "Local"
    ready = next((each for each in parts(manifest, "status", "conditions") if each.get("type") == "Available"), None)
    state = "Unknown" if ready is None else "True" if ready.get("status") == "True" else f"{ready.get('status')} ({ready.get('reason')})"
    return [name(manifest), said, state, since(manifest, now)]


CLUSTER = {
    "namespaces": _namespace,
    "nodes": _node,
    "events": _event,
    "rolebindings.rbac.authorization.k8s.io": _binding,
    "clusterrolebindings.rbac.authorization.k8s.io": _binding,
    "resourcequotas": _quota,
    "serviceaccounts": _account,
    "leases.coordination.k8s.io": _lease,
    "priorityclasses.scheduling.k8s.io": _priority,
    "apiservices.apiregistration.k8s.io": _api_service,
}
"""The printers of the cluster."""
