"""What has to fit together in an object, or Kubernetes refuses it: selectors and labels, mounts and volumes, the ports of a Service."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from typekro.checking.known_texts import is_open, mapping_at
from typekro.checking.places import Step, at
from typekro.checking.problems import Problem, refused
from typekro.checking.report import Analysis, CheckedNode
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.schema.problems import nearest

_TEMPLATES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("v1", "Pod"): (),
    **{("apps/v1", kind): ("spec", "template") for kind in ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet")},
    ("batch/v1", "Job"): ("spec", "template"),
    ("batch/v1", "CronJob"): ("spec", "jobTemplate", "spec", "template"),
}
_SELECTING: Final = frozenset({"Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"})
_ENDING: Final = frozenset({"Job", "CronJob"})
_ENDS: Final = ("OnFailure", "Never")
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_SERVICE: Final = re.compile(r"\$\{(\w+)\.metadata\.name\}")


@attrs.frozen
class _Pod:
    """The pod that a node is, or makes.

    Args:
        node: the node.
        path: where its template is.
        template: its metadata and its spec.
    """

    node: CheckedNode
    path: tuple[Step, ...]
    template: Mapping[str, Any]

    @property
    def spec(self) -> Mapping[str, Any]:
        """Its spec."""
        return mapping_at(self.template, "spec")

    def place(self, *steps: Step) -> str:
        """A place below its spec."""
        return at(f"resources.{self.node.id}", (*self.path, "spec", *steps))

    def containers(self) -> Iterator[tuple[tuple[Step, ...], Mapping[str, Any]]]:
        """Its containers that are written out, with their paths below its spec."""
        for group in ("initContainers", "containers"):
            for index, container in _items(self.spec.get(group)):
                yield (group, index), container


def broken_rules(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each object whose parts do not fit together."""
    for node in analysis.nodes.values():
        if node.type not in {"Resource", "Collection"}:
            continue
        pod = _pod_of(node)
        if pod is not None:
            yield from _selected(pod)
            yield from _restarted(pod)
            yield from _mounted(pod)
            yield from _probed(pod)
        elif (node.api_version, node.kind) == ("v1", "Service"):
            yield from _unnamed_ports(node)
        elif (node.api_version, node.kind) == ("networking.k8s.io/v1", "Ingress"):
            yield from _routed(node, analysis)


def _pod_of(node: CheckedNode) -> _Pod | None:
    path = _TEMPLATES.get((node.api_version, node.kind))
    if path is None:
        return None
    template: Any = node.template
    for step in path:
        template = mapping_at(template, step)
    return _Pod(node, path, template) if is_mapping(template.get("spec")) else None


def _selected(pod: _Pod) -> Iterator[Problem]:
    """A workload selects the pods of its own template."""
    metadata = pod.template.get("metadata", {})
    labels = metadata.get("labels", {}) if is_mapping(metadata) else None
    if pod.node.kind not in _SELECTING or not is_mapping(labels):
        return
    wanted = mapping_at(mapping_at(mapping_at(pod.node.template, "spec"), "selector"), "matchLabels")
    for key, value in wanted.items():
        own = labels.get(key)
        if own == value or is_open(own) or (is_open(value) and own is not None):
            continue
        place = at(f"resources.{pod.node.id}", ("spec", "selector", "matchLabels", str(key)))
        has = f"{key}: {own}" if own is not None else f"no label {key}"
        yield refused(
            place,
            f"it selects {key}: {value}, and the pods of its template have {has}",
            f"Kubernetes: a {pod.node.kind} selects the pods that it makes",
            [f"labels: {{{key}: {value}}} in the metadata of its template"],
            [f'labels={{"{key}": ...}} in the metadata of its template, the same as in match_labels'],
        )


def _restarted(pod: _Pod) -> Iterator[Problem]:
    """The pods of a Job come to an end, and those of other workloads do not."""
    policy = pod.spec.get("restartPolicy") or "Always"
    said = f"it is {policy}" if pod.spec.get("restartPolicy") else "nothing is said, and that is Always"
    if pod.node.kind in _ENDING and policy == "Always":
        why = f"Kubernetes: the pods of a {pod.node.kind} end, so that it is one of {', '.join(_ENDS)}"
        hints = ["restartPolicy: OnFailure"], ['restart_policy="OnFailure" in the spec of the pod']
    elif pod.node.kind in _SELECTING and policy in _ENDS:
        why, hints = (
            f"Kubernetes: the pods of a {pod.node.kind} do not end, so that it is Always",
            (["restartPolicy: Always"], ["leave it out"]),
        )
    else:
        return
    yield refused(pod.place("restartPolicy"), said, why, *hints)


def _mounted(pod: _Pod) -> Iterator[Problem]:
    """A container mounts volumes that its pod has."""
    spec = mapping_at(pod.node.template, "spec")
    claims = spec.get("volumeClaimTemplates", ()) if pod.node.kind == "StatefulSet" else ()
    volumes = pod.spec.get("volumes") or ()
    if not is_sequence(volumes) or not is_sequence(claims):
        return
    names: list[object] = [volume.get("name") if is_mapping(volume) else volume for volume in volumes]
    names += [mapping_at(claim, "metadata").get("name") if is_mapping(claim) else claim for claim in claims]
    if any(is_open(name) for name in names):
        return
    known = [str(name) for name in names]
    for path, container in pod.containers():
        for index, mount in _items(container.get("volumeMounts")):
            name = mount.get("name")
            if not isinstance(name, str) or is_open(name) or name in known:
                continue
            near = nearest(name, known)
            why = f"Kubernetes: a mount names one of the volumes of its pod, {', '.join(known) if known else 'which has none'}"
            hints = [f"name: {near}"] if near else [f"volumes: [{{name: {name}, ...}}] beside the containers"]
            python = [f'name="{near}"'] if near else [f'volumes=[k8s.core_v1.Volume(name="{name}", ...)] beside the containers']
            yield refused(pod.place(*path, "volumeMounts", index, "name"), f"there is no volume {name!r}", why, hints, python)


def _probed(pod: _Pod) -> Iterator[Problem]:
    """A probe that names a port names one of its container."""
    for path, container in pod.containers():
        ports = container.get("ports") or ()
        if not is_sequence(ports) or any(is_open(port) for port in ports):
            continue
        names = [str(port["name"]) for _, port in _items(ports) if port.get("name")]
        for probe in _PROBES:
            for action in ("httpGet", "tcpSocket"):
                port = mapping_at(mapping_at(container, probe), action).get("port")
                if not isinstance(port, str) or is_open(port) or port in names or any(map(is_open, names)):
                    continue
                why = f"Kubernetes: a probe asks a number, or a port that its container names: {', '.join(names) or 'it names none'}"
                near = nearest(port, names)
                yield refused(
                    pod.place(*path, probe, action, "port"),
                    f"there is no port {port!r}",
                    why,
                    [f"port: {near}" if near else f"ports: [{{name: {port}, containerPort: 8080}}] in the container"],
                    [f'"{near}"' if near else f'ports={{"{port}": 8080}} in simple.*, ContainerPort(name="{port}", ...) in k8s'],
                    effect="the probe fails each time: the pod does not become ready, or is started anew again and again",
                )


def _unnamed_ports(node: CheckedNode) -> Iterator[Problem]:
    """Of several ports each has a name."""
    ports = mapping_at(node.template, "spec").get("ports")
    unnamed = [index for index, port in _items(ports) if not port.get("name")]
    if is_sequence(ports) and len(ports) > 1 and unnamed:
        place = at(f"resources.{node.id}", ("spec", "ports", unnamed[0]))
        why = "Kubernetes: where a Service has several ports, each has a name"
        yield refused(place, "it has no name", why, ["name: http"], ['name="http"'])


def _routed(node: CheckedNode, analysis: Analysis) -> Iterator[Problem]:
    """A Service of the same definition has the port that requests are led to."""
    for index, rule in _items(mapping_at(node.template, "spec").get("rules")):
        for position, path in _items(mapping_at(rule, "http").get("paths")):
            service = mapping_at(mapping_at(path, "backend"), "service")
            found = _SERVICE.fullmatch(str(service.get("name")))
            made = analysis.nodes.get(found[1]) if found is not None else None
            if made is None or made.type != "Resource" or (made.api_version, made.kind) != ("v1", "Service"):
                continue
            for field, own in (("number", "port"), ("name", "name")):
                wanted = mapping_at(service, "port").get(field)
                known = _known(mapping_at(made.template, "spec").get("ports"), own)
                if known is None or wanted is None or is_open(wanted) or wanted in known:
                    continue
                steps = ("spec", "rules", index, "http", "paths", position, "backend", "service", "port", field)
                shown = ", ".join(map(str, known)) or "none with a name"
                yield refused(
                    at(f"resources.{node.id}", steps),
                    f"the Service {made.id} has no port {wanted}",
                    f"it has {shown}",
                    [f"{field}: {known[0]}"] if len(known) == 1 else [],
                    [str(known[0]) if field == "number" else f'"{known[0]}"'] if len(known) == 1 else [],
                    effect="the controller of the Ingress finds nothing behind it, and answers with an error",
                )


def _known(ports: object, field: str) -> Sequence[Any] | None:
    """The numbers or the names of the ports of a Service; None where they are not all known."""
    if not is_sequence(ports) or any(is_open(port) for port in ports):
        return None
    found = [port[field] for _, port in _items(ports) if port.get(field) is not None]
    return None if any(map(is_open, found)) else found


def _items(value: object) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The maps in a list, with their positions."""
    for index, item in enumerate(value if is_sequence(value) else ()):
        if is_mapping(item):
            yield index, item
