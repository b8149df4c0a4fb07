"""What the API server says of the containers of pods: names, images, ports, variables, resources, mounts, probes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from typekro.local.schemas.builtin.judging import NOT_NEGATIVE, amount_problems, is_extended, judged, named, one_of, port_or_name
from typekro.local.schemas.field_problems import FieldProblem, duplicate, forbidden, invalid, not_found, not_supported, required
from typekro.local.schemas.names import config_key, dns_label, label_key, port_name, port_number, quoted_choices, variable
from typekro.local.schemas.quantities import quantity
from typekro.local.schemas.shapes import items_of, part_of

Part: TypeAlias = Mapping[str, Any]
"""A part of an object, with defaults."""

PROTOCOLS: Final = ("SCTP", "TCP", "UDP")
_PULLS: Final = ("Always", "IfNotPresent", "Never")
_STANDARD: Final = frozenset({"cpu", "memory", "ephemeral-storage"})
_KNOWN: Final = _STANDARD | {
    "storage", "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims",
    "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
    "limits.ephemeral-storage", "services.nodeports", "services.loadbalancers",
}  # fmt: skip
_HUGE: Final = "hugepages-"
_PROBES: Final = ("livenessProbe", "readinessProbe", "startupProbe")
_NUMBERS: Final = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_SOURCES: Final = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef")
_FIELDS: Final = frozenset(
    {"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName"}
    | {"status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs", "metadata.labels", "metadata.annotations"}
)


def container_problems(container: Part, at: str, volumes: Mapping[str, Any], *, init: bool = False) -> Iterator[FieldProblem]:
    """What is wrong with a container.

    Args:
        container: the container, with defaults.
        at: where it stands.
        volumes: the volumes that its pod has, by name.
        init: whether it runs before the others.
    """
    image = container.get("image") or ""
    yield from named(container.get("name"), dns_label, f"{at}.name")
    if not image:
        yield required(f"{at}.image")
    elif image != image.strip():
        yield invalid(f"{at}.image", image, "must not have leading or trailing whitespace")
    yield from _of_ports(items_of(container, "ports"), f"{at}.ports")
    for index, each in enumerate(items_of(container, "env")):
        yield from _of_variable(each, f"{at}.env[{index}]")
    yield from _of_sources(items_of(container, "envFrom"), f"{at}.envFrom")
    yield from _of_mounts(items_of(container, "volumeMounts"), f"{at}.volumeMounts", volumes)
    yield from one_of(container.get("imagePullPolicy"), _PULLS, f"{at}.imagePullPolicy")
    yield from resource_problems(part_of(container, "resources"), f"{at}.resources")
    sidecar = container.get("restartPolicy") == "Always"
    if init and not sidecar and container.get("lifecycle") is not None:
        yield forbidden(f"{at}.lifecycle", "may not be set for init containers without restartPolicy=Always")
    else:
        yield from _of_hooks(part_of(container, "lifecycle"), f"{at}.lifecycle")
    for name in _PROBES:
        if container.get(name) is None:
            continue
        if init and not sidecar:
            yield forbidden(f"{at}.{name}", "may not be set for init containers without restartPolicy=Always")
        else:
            yield from _of_probe(container[name], f"{at}.{name}", ends=name != "readinessProbe")
    user = part_of(container, "securityContext").get("runAsUser")
    if user is not None and not 0 <= user < 1 << 31:
        yield invalid(f"{at}.securityContext.runAsUser", user, "must be between 0 and 2147483647, inclusive")


def _of_ports(ports: Sequence[Part], at: str) -> Iterator[FieldProblem]:
    names: set[str] = set()
    for index, port in enumerate(ports):
        here, name = f"{at}[{index}]", port.get("name")
        if name:
            problems = port_name(name)
            yield from (invalid(f"{here}.name", name, problem) for problem in problems)
            if not problems and name in names:
                yield duplicate(f"{here}.name", name)
            names.add(name)
        if not port.get("containerPort"):
            yield required(f"{here}.containerPort")
        else:
            yield from judged(port["containerPort"], port_number, f"{here}.containerPort")
        if port.get("hostPort"):
            yield from judged(port["hostPort"], port_number, f"{here}.hostPort")
        if not port.get("protocol"):
            yield required(f"{here}.protocol")
        else:
            yield from one_of(port["protocol"], PROTOCOLS, f"{here}.protocol")


def host_port_problems(containers: Sequence[tuple[str, Part]]) -> Iterator[FieldProblem]:
    """Each port of the node that more than one port of a pod takes.

    Args:
        containers: the containers, each with the place where it stands.
    """
    seen: set[str] = set()
    for at, container in containers:
        for index, port in enumerate(items_of(container, "ports")):
            if not port.get("hostPort"):
                continue
            told = f"{port.get('protocol')}/{port.get('hostIP') or ''}/{port['hostPort']}"
            if told in seen:
                yield duplicate(f"{at}.ports[{index}].hostPort", told)
            seen.add(told)


def _of_variable(variable_: Part, at: str) -> Iterator[FieldProblem]:
    yield from named(variable_.get("name"), variable, f"{at}.name")
    source = variable_.get("valueFrom")
    if source is None:
        return
    given = [name for name in _SOURCES if source.get(name) is not None]
    for name in given:
        yield from _of_source(name, source[name], f"{at}.valueFrom.{name}")
    if not given:
        *most, last = (f"`{name}`" for name in _SOURCES)
        yield invalid(f"{at}.valueFrom", "", f"must specify one of: {', '.join(most)} or {last}")
    elif variable_.get("value"):
        yield invalid(f"{at}.valueFrom", "", "may not be specified when `value` is not empty")
    elif len(given) > 1:
        yield invalid(f"{at}.valueFrom", "", "may not have more than one field specified at a time")


def _of_source(name: str, source: Part, at: str) -> Iterator[FieldProblem]:
    if name == "fieldRef":
        path = source.get("fieldPath") or ""
        if not path:
            yield required(f"{at}.fieldPath")
        elif path.partition("[")[0] not in _FIELDS:
            yield invalid(f"{at}.fieldPath", path, f"error converting fieldPath: field label not supported: {path}")
    elif name in {"configMapKeyRef", "secretKeyRef"}:
        if not source.get("name"):
            yield required(f"{at}.name")
        yield from named(source.get("key"), config_key, f"{at}.key")
    elif name == "resourceFieldRef" and not source.get("resource"):
        yield required(f"{at}.resource")


def _of_sources(sources: Sequence[Part], at: str) -> Iterator[FieldProblem]:
    for index, source in enumerate(sources):
        here = f"{at}[{index}]"
        if source.get("prefix"):
            yield from judged(source["prefix"], variable, f"{here}.prefix")
        given = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
        yield from (required(f"{here}.{name}.name") for name in given if not source[name].get("name"))
        if not given:
            yield invalid(at, "", "must specify one of: `configMapRef` or `secretRef`")
        elif len(given) > 1:
            yield invalid(at, "", "may not have more than one field specified at a time")


def _of_mounts(mounts: Sequence[Part], at: str, volumes: Mapping[str, Any]) -> Iterator[FieldProblem]:
    paths: set[str] = set()
    for index, mount in enumerate(mounts):
        here, name, path = f"{at}[{index}]", mount.get("name") or "", mount.get("mountPath") or ""
        if not name:
            yield required(f"{here}.name")
        if name not in volumes:
            yield not_found(f"{here}.name", name)
        if not path:
            yield required(f"{here}.mountPath")
        if path in paths:
            yield invalid(f"{here}.mountPath", path, "must be unique")
        paths.add(path)
        for field in ("subPath", "subPathExpr"):
            yield from local_path_problems(mount.get(field) or "", f"{at}.{field}")


def local_path_problems(path: str, at: str) -> Iterator[FieldProblem]:
    """What is wrong with a path that stays below another."""
    if path.startswith("/"):
        yield invalid(at, path, "must be a relative path")
    if ".." in path.split("/"):
        yield invalid(at, path, "must not contain '..'")


def resource_problems(resources: Part, at: str, *, container: bool = True) -> Iterator[FieldProblem]:
    """What is wrong with what is asked for and what is allowed at most.

    Args:
        resources: `limits` and `requests`.
        at: where they stand.
        container: whether they are those of a container.
    """
    limits, requests = part_of(resources, "limits"), part_of(resources, "requests")
    for group, amounts in (("limits", limits), ("requests", requests)):
        for name, text in amounts.items():
            here = f"{at}.{group}[{name}]"
            yield from resource_name_problems(name, here, "containers" if container else "")
            yield from amount_problems(name, text, here)
            if group == "requests":
                yield from _of_request(name, text, limits.get(name), at)


def resource_name_problems(name: str, at: str, noun: str = "") -> Iterator[FieldProblem]:
    """What is wrong with the name of a resource.

    Args:
        name: the name.
        at: where it stands.
        noun: what it has to be a standard resource for; of anything where it is empty.
    """
    problems = label_key(name)
    yield from (invalid(at, name, problem) for problem in problems)
    if "/" in name:
        return
    huge = name.startswith(_HUGE)
    if not problems and name not in _KNOWN and not huge:
        yield invalid(at, name, "must be a standard resource type or fully qualified")
    if noun and name not in _STANDARD and not huge:
        yield invalid(at, name, f"must be a standard resource for {noun}")


def _of_request(name: str, text: str, limit: str | None, at: str) -> Iterator[FieldProblem]:
    fixed = is_extended(name) or name.startswith(_HUGE)
    if limit is None:
        if fixed:
            yield required(f"{at}.limits", "Limit must be set for non overcommitable resources")
    elif fixed and quantity(text) != quantity(limit):
        yield invalid(f"{at}.requests", text, f"must be equal to {name} limit of {limit}")
    elif quantity(text) > quantity(limit):
        yield invalid(f"{at}.requests", text, f"must be less than or equal to {name} limit of {limit}")


def _of_hooks(hooks: Part, at: str) -> Iterator[FieldProblem]:
    for name in ("postStart", "preStop"):
        if hooks.get(name) is not None:
            yield from _of_handler(hooks[name], f"{at}.{name}", ("exec", "httpGet", "tcpSocket", "sleep"))


def _of_probe(probe: Part, at: str, *, ends: bool) -> Iterator[FieldProblem]:
    yield from _of_handler(probe, at, ("exec", "httpGet", "tcpSocket", "grpc"))
    for name in _NUMBERS:
        value = probe.get(name)
        if value is not None and value < 0:
            yield invalid(f"{at}.{name}", value, NOT_NEGATIVE)
    if ends and probe.get("successThreshold", 1) != 1:
        yield invalid(f"{at}.successThreshold", probe["successThreshold"], "must be 1")


def _of_handler(handler: Part, at: str, kinds: Sequence[str]) -> Iterator[FieldProblem]:
    given = [kind for kind in kinds if handler.get(kind) is not None]
    if not given:
        yield required(at, "must specify a handler type")
    for number, kind in enumerate(given):
        action, here = handler[kind], f"{at}.{kind}"
        if number:
            yield forbidden(here, "may not specify more than 1 handler type")
            continue
        yield from _of_action(kind, action, here)


def _of_action(kind: str, action: Part, at: str) -> Iterator[FieldProblem]:
    if kind == "exec" and not action.get("command"):
        yield required(f"{at}.command")
    if kind == "httpGet" and not action.get("path"):
        yield required(f"{at}.path")
    if kind in {"httpGet", "tcpSocket"}:
        yield from port_or_name(action.get("port"), f"{at}.port")
    if kind == "httpGet" and action.get("scheme") not in {"HTTP", "HTTPS"}:
        yield not_supported(f"{at}.scheme", action.get("scheme"), ("HTTP", "HTTPS"))
    if kind == "grpc":
        yield from judged(action.get("port") or 0, port_number, f"{at}.port")


def valid_values(choices: Sequence[str]) -> str:
    """A few words as a rule tells them that has none."""
    return f"valid values: {quoted_choices(choices)}"
