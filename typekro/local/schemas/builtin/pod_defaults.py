"""Defaults of pods and of the templates that pods are made from."""

import re
from collections.abc import Iterator
from typing import Any, Final

from typekro.local.schemas.builtin.filling import Fields, each, fill, fill_empty, given, part
from typekro.local.schemas.quantities import Quantity, quantity
from typekro.local.schemas.shapes import is_object, part_of

_GROUPS: Final = ("initContainers", "containers", "ephemeralContainers")
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS: Final = ("postStart", "preStop")
_MODE: Final = 0o644
_PATH: Final = r"[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*"
_IMAGE: Final = re.compile(
    rf"((?=[^/]*[.:]|localhost/|[^/]*[A-Z])[A-Za-z0-9.\[\]:-]+/)?{_PATH}(/{_PATH})*(:(?P<tag>\w[\w.-]{{0,127}}))?(?P<digest>@[A-Za-z][\w+.:-]+)?",
    re.ASCII,
)
_VOLUMES: Final[dict[str, Fields]] = {
    "secret": {"defaultMode": _MODE},
    "configMap": {"defaultMode": _MODE},
    "downwardAPI": {"defaultMode": _MODE},
    "projected": {"defaultMode": _MODE},
    "hostPath": {"type": ""},
    "azureDisk": {"cachingMode": "ReadWrite", "fsType": "ext4", "readOnly": False, "kind": "Shared"},
}
_VOLUMES_IF_EMPTY: Final[dict[str, Fields]] = {
    "iscsi": {"iscsiInterface": "default"},
    "rbd": {"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"},
    "scaleIO": {"storageMode": "ThinProvisioned", "fsType": "xfs"},
}
_NANOS_OF_MILLI: Final = 10**6


def fill_pod(pod: Fields) -> None:
    """The defaults of a pod."""
    for status in given(pod, "status"):
        if status.get("podIP") and not status.get("podIPs"):
            status["podIPs"] = [{"ip": status["podIP"]}]
    spec = part(pod, "spec")
    for container in (*each(spec, "containers"), *each(spec, "initContainers")):
        _request_limits(container)
    fill(spec, enableServiceLinks=True)
    if spec.get("hostNetwork"):
        for container in (*each(spec, "containers"), *each(spec, "initContainers")):
            for port in each(container, "ports"):
                fill_empty(port, hostPort=port.get("containerPort"))
    fill_pod_spec(spec)


def fill_template(template: Fields) -> None:
    """The defaults of a template that pods are made from."""
    fill_pod_spec(part(template, "spec"))


def fill_pod_spec(spec: Fields) -> None:
    """The defaults of what a pod and a template have in common."""
    fill_empty(spec, dnsPolicy="ClusterFirst", restartPolicy="Always", schedulerName="default-scheduler")
    fill(spec, securityContext={}, terminationGracePeriodSeconds=30)
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")  # the second is the older name
    if account:
        spec |= {"serviceAccountName": account, "serviceAccount": account}
    for volume in each(spec, "volumes"):
        _fill_volume(volume)
    for group in _GROUPS:
        for container in each(spec, group):
            _fill_container(container)
    for resources in given(spec, "resources"):
        round_resources(resources)


def round_resources(resources: Fields) -> None:
    """Amounts have at most thousandths, rounded up."""
    for amounts in (*given(resources, "limits"), *given(resources, "requests")):
        for name, text in amounts.items():
            amount = quantity(text)
            if amount.nanos % _NANOS_OF_MILLI:
                amounts[name] = Quantity(-(-amount.nanos // _NANOS_OF_MILLI) * _NANOS_OF_MILLI, amount.kind).text


def claim_defaults(spec: Fields) -> None:
    """The defaults of what a claim asks for."""
    fill(spec, volumeMode="Filesystem")
    for resources in given(spec, "resources"):
        round_resources(resources)


def _request_limits(container: Fields) -> None:
    """What has a limit asks for as much, where it does not say what it asks for."""
    for resources in given(container, "resources"):
        if resources.get("limits"):
            resources["requests"] = {**resources["limits"], **(part_of(resources, "requests"))}


def _fill_container(container: Fields) -> None:
    fill_empty(
        container,
        imagePullPolicy="Always" if _tag(container.get("image") or "") == "latest" else "IfNotPresent",
        terminationMessagePath="/dev/termination-log",
        terminationMessagePolicy="File",
    )
    for port in each(container, "ports"):
        fill_empty(port, protocol="TCP")
    for variable in each(container, "env"):
        for reference in given(variable, "valueFrom", "fieldRef"):
            fill_empty(reference, apiVersion="v1")
        for reference in given(variable, "valueFrom", "fileKeyRef"):
            fill(reference, optional=False)
    for resources in given(container, "resources"):
        round_resources(resources)
    for action in _actions(container):
        fill_empty(action, path="/", scheme="HTTP")


def _actions(container: Fields) -> Iterator[Fields]:
    for name in _PROBES:
        for probe in given(container, name):
            fill_empty(probe, timeoutSeconds=1, periodSeconds=10, successThreshold=1, failureThreshold=3)
            for call in given(probe, "grpc"):
                fill(call, service="")
            yield from given(probe, "httpGet")
    for hook in _HOOKS:
        yield from given(container, "lifecycle", hook, "httpGet")


def _tag(image: str) -> str:
    found = _IMAGE.fullmatch(image)
    if found is None:
        return ""
    return found["tag"] or ("" if found["digest"] else "latest")


def _fill_volume(volume: Fields) -> None:
    if not any(is_object(value) for name, value in volume.items() if name != "name"):
        volume["emptyDir"] = {}
    for source in given(volume, "image"):
        fill_empty(source, pullPolicy="Always" if _tag(source.get("reference") or "") == "latest" else "IfNotPresent")
    for name, defaults in _VOLUMES.items():
        for source in given(volume, name):
            fill(source, **defaults)
    for name, defaults in _VOLUMES_IF_EMPTY.items():
        for source in given(volume, name):
            fill_empty(source, **defaults)
    _fill_projected(volume)
    for spec in given(volume, "ephemeral", "volumeClaimTemplate", "spec"):
        claim_defaults(spec)


def _fill_projected(volume: Fields) -> None:
    projected = list(each(volume, "projected", "sources"))
    for source in (*given(volume, "downwardAPI"), *(api for item in projected for api in given(item, "downwardAPI"))):
        for item in each(source, "items"):
            for reference in given(item, "fieldRef"):
                fill_empty(reference, apiVersion="v1")
    for item in projected:
        for token in given(item, "serviceAccountToken"):
            fill(token, expirationSeconds=3600)


def quality_of_service(spec: Any) -> str:
    """The class that a pod is of, by what it asks for and may have at most.

    Args:
        spec: its spec, with defaults.
    """
    containers = [part_of(container, "resources") for group in _GROUPS[:2] for container in each(spec, group)]
    for resources in given(spec, "resources"):
        containers = [resources]
    asked = [_amounts(resources.get("requests")) for resources in containers]
    limited = [_amounts(resources.get("limits")) for resources in containers]
    if not any(asked) and not any(limited):
        return "BestEffort"
    whole = all(set(limits) == {"cpu", "memory"} for limits in limited)
    return "Guaranteed" if whole and all(requests == limits for requests, limits in zip(asked, limited, strict=True)) else "Burstable"


def _amounts(amounts: Fields | None) -> dict[str, int]:
    found = {name: quantity(amounts[name]).nanos for name in ("cpu", "memory") if name in amounts} if amounts else {}
    return {name: nanos for name, nanos in found.items() if nanos > 0}
