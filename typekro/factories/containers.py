"""The container of a workload: image, command, environment, ports, resources, probes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, TypedDict, get_args

from typekro.checking.text_rules import IMAGE, MAX_PORT, PORT_NAME, QUANTITY
from typekro.expressions import Integer, cel
from typekro.factories.checks import Checks
from typekro.factories.environment import EnvValue, environment
from typekro.factories.joining import joined
from typekro.factories.metadata import About
from typekro.factories.volumes import Volume
from typekro.openapi import k8s

PullPolicy: TypeAlias = Literal["Always", "IfNotPresent", "Never"]
"""When an image is fetched."""


class Resources(TypedDict, total=False):
    """What a container asks for and what it may use at most, as quantities: `{"requests": {"cpu": "100m", "memory": "128Mi"}}`."""

    requests: Mapping[str, str]
    limits: Mapping[str, str]


class Workload(About, total=False):
    """What can be said about any workload, beside its name and its image. Each value may be a reference or an f-string."""

    command: Sequence[str]
    """The program and its first arguments, in place of the image's."""
    args: Sequence[str]
    """Further arguments, in place of the image's."""
    env: Mapping[str, EnvValue]
    """Environment variables: texts, `simple.secret_key`, `simple.config_key`, or a `k8s.core_v1.EnvVarSource`; a number goes into an
    f-string, since Kubernetes takes texts. A reference to a whole map is taken too."""
    ports: Sequence[int] | Mapping[str, int]
    """TCP ports that the container listens on, 1 to 65535; a dict gives them names."""
    resources: Resources
    """What the container asks for, and what it may use at most."""
    startup_probe: k8s.core_v1.Probe
    """What has to succeed once before the other probes are made."""
    readiness_probe: k8s.core_v1.Probe
    """What decides whether a Service sends requests to the pod: `simple.http_probe("/ready", 8080)`."""
    liveness_probe: k8s.core_v1.Probe
    """What has the container started anew when it fails."""
    volumes: Mapping[str, Volume | k8s.core_v1.Volume]
    """What the container finds below which of its paths: `{"/etc/nginx": simple.volume(config_map="nginx")}`."""
    service_account_name: str
    """The account that the pods act as."""
    image_pull_policy: PullPolicy
    """When the image is fetched; by default always for the tag `latest`, else where it is not there."""
    pod: k8s.core_v1.PodSpecFields
    """Any other field of the pods' spec; containers that stand here are further ones."""
    container: k8s.core_v1.ContainerFields
    """Any other field of the container."""


_RESOURCES: Final = ("requests", "limits")
_PROBES: Final[Mapping[str, Literal["startup_probe", "readiness_probe", "liveness_probe"]]] = {
    "startupProbe": "startup_probe",
    "readinessProbe": "readiness_probe",
    "livenessProbe": "liveness_probe",
}
_ARGUMENTS: Final = {
    "name": "name",
    "image": "image",
    "command": "command",
    "args": "args",
    "env": "env",
    "ports": "ports",
    "resources": "resources",
    **_PROBES,
    "volumeMounts": "volumes",
    "imagePullPolicy": "image_pull_policy",
}


def container(checks: Checks, name: str, image: str, more: Workload, mounted: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The container as it stands in a pod's template; what is not given is not there. The name is checked where it comes from.

    Args:
        checks: takes what is wrong.
        name: what it is called.
        image: what it runs.
        more: what else was said about the workload.
        mounted: where its volumes are, as it stands in a manifest.
    """
    checks.text("image", image, IMAGE)
    made: dict[str, Any] = {"name": name, "image": image}
    if "command" in more:
        made["command"] = checks.texts("command", more["command"])
    if "args" in more:
        made["args"] = checks.texts("args", more["args"])
    if "env" in more:
        made["env"] = environment(checks, more["env"])
    if "ports" in more:
        made["ports"] = _ports(checks, more["ports"])
    if "resources" in more:
        made["resources"] = _resources(checks, more["resources"])
    made |= _probes(checks, more)
    if mounted:
        made["volumeMounts"] = list(mounted)
    if "image_pull_policy" in more:
        checks.choice("image_pull_policy", more["image_pull_policy"], get_args(PullPolicy), may_be_reference=True)
        made["imagePullPolicy"] = more["image_pull_policy"]
    arguments = {f"container.{field}": argument for field, argument in _ARGUMENTS.items()}
    return joined(checks, made, checks.fields("container", k8s.core_v1.Container, more.get("container", {})), "container", arguments)


def _ports(checks: Checks, ports: Sequence[int] | Mapping[str, int]) -> Any:
    if checks.is_whole_list("ports", ports, Integer()):
        return cel.raw(f'{ports}.map(port, {{"containerPort": dyn(port)}})', list[Any])  # dyn: a port has fields of other types
    named = checks.mapping("ports", ports) if isinstance(ports, Mapping) else {}
    numbers = list(named.values()) if isinstance(ports, Mapping) else checks.sequence("ports", ports)
    places = [f'ports["{name}"]' for name in named] or [f"ports[{position}]" for position in range(len(numbers))]
    for name in named:
        checks.key("ports", name, PORT_NAME)
    for place, number in zip(places, numbers, strict=True):
        checks.integer(place, number, 1, MAX_PORT)
    checks.unique(places, numbers)
    names = [{"name": name} for name in named] or [{}] * len(numbers)
    return [{**name, "containerPort": number} for name, number in zip(names, numbers, strict=True)]


def _probes(checks: Checks, more: Workload) -> dict[str, Any]:
    hint = "simple.http_probe(path, port), simple.tcp_probe(port) or simple.command_probe(command)"
    given = {field: (argument, more.get(argument)) for field, argument in _PROBES.items() if argument in more}
    return {field: checks.shape(argument, probe, k8s.core_v1.Probe, hint) for field, (argument, probe) in given.items()}


def _resources(checks: Checks, resources: Resources) -> dict[str, Any]:
    given = checks.mapping("resources", resources)
    for key in given:
        checks.choice("a key of resources", key, _RESOURCES)
    return {key: checks.text_map(f"resources.{key}", value, values=QUANTITY) for key, value in given.items()}
