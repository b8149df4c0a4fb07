"""What the API server says of roles and bindings, autoscalers, budgets, quotas and the smaller kinds."""

from collections.abc import Iterator
from typing import Any, Final

from typekro.local.schemas.builtin.container_rules import Part, resource_name_problems
from typekro.local.schemas.builtin.judging import amount_problems, count_or_percent, judged, not_negative, one_of, unchanged
from typekro.local.schemas.field_problems import FieldProblem, GoStruct, forbidden, invalid, required
from typekro.local.schemas.metadata import selector_problems, shown_selector
from typekro.local.schemas.names import dns_subdomain, label_key, path_segment
from typekro.local.schemas.quantities import quantity
from typekro.local.schemas.shapes import items_of, part_of

_RBAC: Final = "rbac.authorization.k8s.io"
_METRICS: Final = ("ContainerResource", "External", "Object", "Pods", "Resource")
_WINDOW: Final = 3600
_HIGHEST: Final = 1_000_000_000
_COUNTED: Final = frozenset(
    {"pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps", "persistentvolumeclaims"}
    | {"services.nodeports", "services.loadbalancers"}
)
_QUOTED: Final = _COUNTED | {
    "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage",
    "limits.cpu", "limits.memory", "limits.ephemeral-storage",
}  # fmt: skip


def role_problems(role: Part) -> Iterator[FieldProblem]:
    """What is wrong with a Role or a ClusterRole, beside its metadata."""
    for index, rule in enumerate(items_of(role, "rules")):
        yield from _of_rule(rule, f"rules[{index}]", namespaced=role["kind"] == "Role")


def _of_rule(rule: Part, at: str, *, namespaced: bool) -> Iterator[FieldProblem]:
    if not rule.get("verbs"):
        yield required(f"{at}.verbs", "verbs must contain at least one value")
    urls = rule.get("nonResourceURLs")
    if urls:
        if namespaced:
            yield invalid(f"{at}.nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs")
        if any(rule.get(field) for field in ("apiGroups", "resources", "resourceNames")):
            yield invalid(f"{at}.nonResourceURLs", urls, "rules cannot apply to both regular resources and non-resource URLs")
        return
    if not rule.get("apiGroups"):
        yield required(f"{at}.apiGroups", "resource rules must supply at least one api group")
    if not rule.get("resources"):
        yield required(f"{at}.resources", "resource rules must supply at least one resource")


def binding_problems(binding: Part) -> Iterator[FieldProblem]:
    """What is wrong with a RoleBinding or a ClusterRoleBinding, beside its metadata."""
    role, namespaced = part_of(binding, "roleRef"), binding["kind"] == "RoleBinding"
    yield from one_of(role.get("apiGroup"), (_RBAC,), "roleRef.apiGroup")
    yield from one_of(role.get("kind") or "", ("Role", "ClusterRole") if namespaced else ("ClusterRole",), "roleRef.kind")
    if role.get("name"):
        yield from judged(role["name"], path_segment, "roleRef.name")
    else:
        yield required("roleRef.name")
    for index, subject in enumerate(items_of(binding, "subjects")):
        yield from _of_subject(subject, f"subjects[{index}]", namespaced=namespaced)


def _of_subject(subject: Part, at: str, *, namespaced: bool) -> Iterator[FieldProblem]:
    name, group = subject.get("name") or "", subject.get("apiGroup") or ""
    if not name:
        yield required(f"{at}.name")
    match subject.get("kind"):
        case "ServiceAccount":
            yield from judged(name, dns_subdomain, f"{at}.name") if name else ()
            yield from one_of(group, ("",), f"{at}.apiGroup")
            if not namespaced and not subject.get("namespace"):
                yield required(f"{at}.namespace")
        case "User" | "Group":
            yield from one_of(group, (_RBAC,), f"{at}.apiGroup")
        case kind:
            yield from one_of(kind or "", ("ServiceAccount", "User", "Group"), f"{at}.kind")


def binding_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a RoleBinding or a ClusterRoleBinding."""
    if new.get("roleRef") != old.get("roleRef"):
        role: Part = part_of(new, "roleRef")
        shown = GoStruct(APIGroup=role.get("apiGroup"), Kind=role.get("kind"), Name=role.get("name"))
        yield invalid("roleRef", shown, "cannot change roleRef")


def autoscaler_problems(autoscaler: Part) -> Iterator[FieldProblem]:
    """What is wrong with a HorizontalPodAutoscaler, beside its metadata."""
    spec: Part = part_of(autoscaler, "spec")
    least, most = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    metrics = items_of(spec, "metrics")
    if least is not None and least < 1:
        yield invalid("spec.minReplicas", least, "must be greater than or equal to 1")
    if most < 1:
        yield required("spec.maxReplicas", "must be set and greater than 0")
    if least is not None and most < least:
        yield invalid("spec.maxReplicas", most, "must be greater than or equal to `minReplicas`")
    yield from _of_target(part_of(spec, "scaleTargetRef"))
    for index, metric in enumerate(metrics):
        yield from _of_metric(metric, f"spec.metrics[{index}]")
    if least == 0 and not any(metric.get("type") in {"Object", "External"} for metric in metrics):
        yield forbidden("spec.metrics", "must specify at least one Object or External metric to support scaling to zero replicas")
    yield from _of_behavior(part_of(spec, "behavior"))


def _of_target(target: Part) -> Iterator[FieldProblem]:
    for field in ("kind", "name"):
        if target.get(field):
            yield from judged(target[field], path_segment, f"spec.scaleTargetRef.{field}")
        else:
            yield required(f"spec.scaleTargetRef.{field}")
    if "/" not in (target.get("apiVersion") or "") and target.get("kind") != "ReplicationController":
        yield invalid("spec.scaleTargetRef.apiVersion", target.get("apiVersion") or "", "apiVersion must specify API group")


def _of_behavior(behavior: Part) -> Iterator[FieldProblem]:
    for direction in ("scaleUp", "scaleDown"):
        window = part_of(behavior, direction).get("stabilizationWindowSeconds")
        at = f"spec.behavior.{direction}.stabilizationWindowSeconds"
        if window is not None and window < 0:
            yield invalid(at, window, "must be greater than or equal to zero")
        elif window is not None and window > _WINDOW:
            yield invalid(at, window, f"must be less than or equal to {_WINDOW}")


def _of_metric(metric: Part, at: str) -> Iterator[FieldProblem]:
    kind = metric.get("type") or ""
    if not kind:
        yield required(f"{at}.type", "must specify a metric source type")
    if kind not in _METRICS:
        yield from one_of(kind, _METRICS, f"{at}.type")
        yield from one_of(kind, _METRICS, f"{at}.type")
        return
    field = f"{kind[0].lower()}{kind[1:]}"
    source = metric.get(field)
    if source is None:
        yield required(f"{at}.{field}", "must populate information for the given metric source")
        return
    usage: Any = part_of(source, "target").get("averageUtilization")
    if usage is not None and usage < 1:
        yield invalid(f"{at}.{field}.target.averageUtilization", usage, "must be greater than 0")


def budget_problems(budget: Part) -> Iterator[FieldProblem]:
    """What is wrong with a PodDisruptionBudget, beside its metadata."""
    spec: Part = part_of(budget, "spec")
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    if least is not None and most is not None:
        shown = GoStruct(
            MinAvailable=least,
            Selector=shown_selector(spec.get("selector")),
            MaxUnavailable=most,
            UnhealthyPodEvictionPolicy=spec.get("unhealthyPodEvictionPolicy"),
        )
        yield invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set")
    yield from count_or_percent(least, "spec.minAvailable", at_most_all=True)
    yield from count_or_percent(most, "spec.maxUnavailable", at_most_all=True)
    yield from selector_problems(spec.get("selector"), "spec.selector")


def lease_problems(lease: Part) -> Iterator[FieldProblem]:
    """What is wrong with a Lease, beside its metadata."""
    spec: Part = part_of(lease, "spec")
    seconds = spec.get("leaseDurationSeconds")
    if seconds is not None and seconds <= 0:
        yield invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")
    yield from not_negative(spec.get("leaseTransitions"), "spec.leaseTransitions")


def quota_problems(quota: Part) -> Iterator[FieldProblem]:
    """What is wrong with a ResourceQuota, beside its metadata."""
    for name, text in part_of(part_of(quota, "spec"), "hard").items():
        at = f"spec.hard[{name}]"
        yield from resource_name_problems(name, at)
        if "/" not in name and name not in _QUOTED:
            yield invalid(at, name, "must be a standard resource for quota")
        yield from amount_problems(name, text, at, integers=_COUNTED)


def limit_range_problems(limit_range: Part) -> Iterator[FieldProblem]:
    """What is wrong with a LimitRange, beside its metadata."""
    for index, item in enumerate(items_of(part_of(limit_range, "spec"), "limits")):
        at = f"spec.limits[{index}]"
        yield from judged(item.get("type") or "", label_key, f"{at}.type")
        least, most = part_of(item, "min"), part_of(item, "max")
        for group, noun in (("max", "max value"), ("defaultRequest", "default request value"), ("default", "default value")):
            for name, text in part_of(item, group).items():
                if name not in least or quantity(least[name]) <= quantity(text):
                    continue
                place, shown = (f"{at}.min[{name}]", least[name]) if group == "max" else (f"{at}.{group}[{name}]", text)
                told = shown if group != "default" else least[name]
                yield invalid(place, told, f"min value {least[name]} is greater than {noun} {text}")
        for group, noun in (("defaultRequest", "default request value"), ("default", "default value")):
            for name, text in part_of(item, group).items():
                if name in most and quantity(text) > quantity(most[name]):
                    yield invalid(f"{at}.{group}[{name}]", text, f"{noun} {text} is greater than max value {most[name]}")


def event_problems(event: Part) -> Iterator[FieldProblem]:
    """What is wrong with an Event of the core group, beside its metadata."""
    about = part_of(event, "involvedObject").get("namespace") or ""
    own = part_of(event, "metadata").get("namespace") or ""
    if about and about != own:
        yield invalid("involvedObject.namespace", about, "does not match event.namespace")


def priority_class_problems(priority: Part) -> Iterator[FieldProblem]:
    """What is wrong with a PriorityClass, beside its metadata."""
    name = part_of(priority, "metadata").get("name") or ""
    if not name.startswith("system-") and (priority.get("value") or 0) > _HIGHEST:
        yield forbidden("value", f"maximum allowed value of a user defined priority is {_HIGHEST}")
    policy = priority.get("preemptionPolicy")
    if policy is not None:
        yield from one_of(policy, ("PreemptLowerPriority", "Never"), "preemptionPolicy")


def priority_class_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a PriorityClass."""
    if (new.get("value") or 0) != (old.get("value") or 0):
        yield forbidden("value", "may not be changed in an update.")
    yield from unchanged(new.get("preemptionPolicy"), old.get("preemptionPolicy"), "preemptionPolicy")
