"""What Kubernetes takes at some fields and its OpenAPI does not say: one of a few words, a quantity, a port, a schedule, a name."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from typekro.checking.known_texts import KnownText, known_text, values_at
from typekro.checking.places import at
from typekro.checking.problems import Problem, refused
from typekro.checking.report import Analysis, CheckedNode
from typekro.checking.schedules import problem_of_any_schedule, problem_of_schedule
from typekro.checking.text_rules import (
    BASE64,
    CRON_JOB_NAME,
    HOST,
    LABEL_VALUE,
    MAX_PORT,
    NAME,
    PORT_NAME,
    QUANTITY,
    ROLE_NAME,
    SERVICE_PORT_NAME,
    SUBDOMAIN,
    VARIABLE,
    Rule,
)
from typekro.schema.problems import nearest

Found: TypeAlias = tuple[str, str, str]
"""What is wrong, whose rule it is, and what to write instead; the last is empty where that is not known."""

Judge: TypeAlias = Callable[[KnownText | int], Found | None]
"""Says what is wrong with a text or a number."""


def choice(*choices: str) -> Judge:
    """One of a few words."""

    def judge(value: KnownText | int) -> Found | None:
        literal = value.literal if isinstance(value, KnownText) else None
        if not literal or literal in choices:
            return None
        by_lower_case = {choice.lower(): choice for choice in choices}
        near = nearest(literal.lower(), by_lower_case)
        return f"{literal!r} is none", f"Kubernetes: one of {', '.join(choices)}", f'"{by_lower_case[near]}"' if near else ""

    return judge


def follows(rule: Rule, *, empty: bool = False) -> Judge:
    """A text that follows a rule; where it may be empty, that is no value at all."""

    def judge(value: KnownText | int) -> Found | None:
        if isinstance(value, int) or (empty and not value.written) or rule.can_allow(value.parts):
            return None
        near = rule.nearest(value.written) if value.literal is not None else None
        what = f"{value.written!r} is {'not' if value.literal is not None else 'never'} {rule.noun}"
        return what, rule.says, f'"{near}"' if near else ""

    return judge


def port(value: KnownText | int) -> Found | None:
    """A port by its number."""
    return (f"{value} is no port", f"Kubernetes: 1 to {MAX_PORT}", "") if isinstance(value, int) and not 1 <= value <= MAX_PORT else None


def port_or_name(value: KnownText | int) -> Found | None:
    """A port by its number or its name."""
    return port(value) if isinstance(value, int) else follows(PORT_NAME)(value)


def schedule(value: KnownText | int) -> Found | None:
    """When a CronJob runs."""
    if isinstance(value, int) or not value.numbers:
        return None
    found = problem_of_schedule(value.literal) if value.literal is not None else problem_of_any_schedule(value.parts)
    return None if found is None else (f"{value.written!r} is no schedule", f"Kubernetes: {found}", "")


def base64(value: KnownText | int) -> Found | None:
    """Bytes as text; line breaks in it do not count."""
    if isinstance(value, int) or value.literal is None:
        return None
    without_breaks = "".join(value.literal.splitlines())
    return follows(BASE64)(KnownText(without_breaks, (without_breaks,)))


_PULL: Final = choice("Always", "IfNotPresent", "Never")
_PROTOCOL: Final = choice("TCP", "UDP", "SCTP")
_CONTAINER: Final[Mapping[str, Judge]] = {
    "name": follows(NAME),
    "imagePullPolicy": _PULL,
    "ports[].containerPort": port,
    "ports[].name": follows(PORT_NAME, empty=True),
    "ports[].protocol": _PROTOCOL,
    "env[].name": follows(VARIABLE),
    "resources.limits.*": follows(QUANTITY),
    "resources.requests.*": follows(QUANTITY),
    **{
        f"{probe}.{action}.port": port_or_name
        for probe in ("livenessProbe", "readinessProbe", "startupProbe")
        for action in ("httpGet", "tcpSocket")
    },
}
_POD: Final[Mapping[str, Judge]] = {
    "restartPolicy": choice("Always", "OnFailure", "Never"),
    "dnsPolicy": choice("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"),
    "volumes[].name": follows(NAME),
    **{f"{group}[].{field}": judge for group in ("containers", "initContainers") for field, judge in _CONTAINER.items()},
}
_CLAIM: Final[Mapping[str, Judge]] = {
    "accessModes[]": choice("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"),
    "resources.requests.*": follows(QUANTITY),
    "volumeMode": choice("Filesystem", "Block"),
}


def _of_pods(spec: str, template: str) -> dict[str, Judge]:
    """The rules of a kind that makes pods: where their spec is, and where the template is that it stands in."""
    pods = {f"{spec}.{field}": judge for field, judge in _POD.items()}
    return {f"{template}.metadata.labels.*": follows(LABEL_VALUE), **pods}


_TEMPLATE: Final = _of_pods("spec.template.spec", "spec.template")
_FIELDS: Final[Mapping[tuple[str, str], Mapping[str, Judge]]] = {
    ("v1", "Pod"): {f"spec.{field}": judge for field, judge in _POD.items()},
    ("apps/v1", "Deployment"): {"spec.strategy.type": choice("RollingUpdate", "Recreate"), **_TEMPLATE},
    ("apps/v1", "ReplicaSet"): _TEMPLATE,
    ("apps/v1", "DaemonSet"): {"spec.updateStrategy.type": choice("RollingUpdate", "OnDelete"), **_TEMPLATE},
    ("apps/v1", "StatefulSet"): {
        "spec.updateStrategy.type": choice("RollingUpdate", "OnDelete"),
        "spec.podManagementPolicy": choice("OrderedReady", "Parallel"),
        **_TEMPLATE,
        **{f"spec.volumeClaimTemplates[].spec.{field}": judge for field, judge in _CLAIM.items()},
    },
    ("batch/v1", "Job"): _TEMPLATE,
    ("batch/v1", "CronJob"): {
        "spec.schedule": schedule,
        "spec.concurrencyPolicy": choice("Allow", "Forbid", "Replace"),
        **_of_pods("spec.jobTemplate.spec.template.spec", "spec.jobTemplate.spec.template"),
    },
    ("v1", "Service"): {
        "spec.type": choice("ClusterIP", "NodePort", "LoadBalancer", "ExternalName"),
        "spec.sessionAffinity": choice("ClientIP", "None"),
        "spec.externalTrafficPolicy": choice("Cluster", "Local"),
        "spec.ports[].port": port,
        "spec.ports[].targetPort": port_or_name,
        "spec.ports[].name": follows(SERVICE_PORT_NAME, empty=True),
        "spec.ports[].protocol": _PROTOCOL,
    },
    ("v1", "PersistentVolumeClaim"): {f"spec.{field}": judge for field, judge in _CLAIM.items()},
    ("v1", "ResourceQuota"): {"spec.hard.*": follows(QUANTITY)},
    ("v1", "Secret"): {"data.*": base64},
    ("networking.k8s.io/v1", "Ingress"): {
        "spec.rules[].host": follows(HOST, empty=True),
        "spec.rules[].http.paths[].pathType": choice("Prefix", "Exact", "ImplementationSpecific"),
        "spec.rules[].http.paths[].backend.service.port.number": port,
    },
    ("networking.k8s.io/v1", "NetworkPolicy"): {"spec.policyTypes[]": choice("Ingress", "Egress")},
}
_PATH_SEGMENTS: Final = ("rbac.authorization.k8s.io/", "certificates.k8s.io/")
_NAMES: Final = {("v1", "Service"): NAME, ("v1", "Namespace"): NAME, ("batch/v1", "CronJob"): CRON_JOB_NAME}


def refused_values(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each value that Kubernetes does not take at its field."""
    for node in analysis.nodes.values():
        for pattern, judge in _rules_of(node).items():
            for path, value in values_at(node.template, pattern):
                known = known_text(analysis, node.id, path, value) if isinstance(value, str) else value
                found = judge(known) if isinstance(known, KnownText | int) and not isinstance(known, bool) else None
                if found is not None:
                    what, why, instead = found
                    key = "- " if isinstance(path[-1], int) else f"{path[-1]}: "
                    hints = ((f"{key}{instead.strip(chr(34))}",), (instead,)) if instead else ((), ())
                    yield refused(at(f"resources.{node.id}", path), what, why, *hints, external=node.type == "External")


def _rules_of(node: CheckedNode) -> Mapping[str, Judge]:
    """What holds at which fields of a node; of a kind of which nothing is known nothing does."""
    if node.schema is None or node.type == "ExternalCollection":
        return {}
    name = ROLE_NAME if node.api_version.startswith(_PATH_SEGMENTS) else _NAMES.get((node.api_version, node.kind), SUBDOMAIN)
    names: dict[str, Any] = {"metadata.name": follows(name)}
    if node.type == "External":
        return names
    own = _FIELDS.get((node.api_version, node.kind), {})
    return {**names, "metadata.namespace": follows(NAME, empty=True), "metadata.labels.*": follows(LABEL_VALUE), **own}
