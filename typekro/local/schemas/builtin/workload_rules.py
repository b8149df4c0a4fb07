"""What the API server says of what makes pods that stay: Deployments, ReplicaSets, DaemonSets and StatefulSets."""

from collections.abc import Iterator
from typing import Any, Final

from typekro.kubernetes.objects import selects
from typekro.local.schemas.builtin.container_rules import Part
from typekro.local.schemas.builtin.judging import count_or_percent, is_nothing, not_negative, one_of
from typekro.local.schemas.builtin.pod_rules import template_problems
from typekro.local.schemas.field_problems import FieldProblem, GoStruct, forbidden, invalid, not_supported, required
from typekro.local.schemas.metadata import IMMUTABLE, selector_problems, shown_selector
from typekro.local.schemas.shapes import items_of, part_of

_UNMATCHED: Final = "`selector` does not match template `labels`"
_CHANGEABLE: Final = (
    "replicas", "ordinals", "template", "updateStrategy", "revisionHistoryLimit", "persistentVolumeClaimRetentionPolicy",
    "minReadySeconds",
)  # fmt: skip
_RETENTIONS: Final = ("Retain", "Delete")


def _of_selector(spec: Part, noun: str, *, text: str = "invalid label selector") -> Iterator[FieldProblem]:
    """What is wrong with a selector, and whether the labels of the template follow it."""
    selector = spec.get("selector")
    labels = part_of(part_of(spec, "template"), "metadata").get("labels")
    if selector is None:
        yield required("spec.selector")
        yield invalid("spec.template.metadata.labels", labels, _UNMATCHED)
        return
    problems = list(selector_problems(selector, "spec.selector"))
    yield from problems
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        yield invalid("spec.selector", shown_selector(selector), f"empty selector is invalid for {noun}")
    elif problems:
        yield invalid("spec.selector", shown_selector(selector), text)
    elif not selects(selector, labels or {}):
        yield invalid("spec.template.metadata.labels", labels, _UNMATCHED)


def _of_template(spec: Part, noun: str, *, text: str = "invalid label selector", claims: tuple[str, ...] = ()) -> Iterator[FieldProblem]:
    problems = list(_of_selector(spec, noun, text=text))
    yield from problems
    if any(problem.message.endswith(text) and problem.path == "spec.selector" for problem in problems):
        return
    template: Part = part_of(spec, "template")
    yield from template_problems(template, "spec.template", claims=claims)
    pod: Part = part_of(template, "spec")
    if pod.get("restartPolicy") != "Always":
        yield not_supported("spec.template.spec.restartPolicy", pod.get("restartPolicy"), ("Always",))
    if pod.get("activeDeadlineSeconds") is not None:
        what = {"deployment": "ReplicaSet", "daemonset": "DaemonSet", "statefulset": "StatefulSet"}[noun]
        yield forbidden("spec.template.spec.activeDeadlineSeconds", f"activeDeadlineSeconds in {what} is not Supported")


def deployment_problems(deployment: Part) -> Iterator[FieldProblem]:
    """What is wrong with a Deployment, beside its metadata."""
    spec: Part = part_of(deployment, "spec")
    yield from not_negative(spec.get("replicas"), "spec.replicas")
    yield from _of_template(spec, "deployment")
    yield from _of_strategy(part_of(spec, "strategy"))
    yield from not_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    yield from not_negative(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")
    progress = spec.get("progressDeadlineSeconds")
    if progress is not None:
        yield from not_negative(progress, "spec.progressDeadlineSeconds")
        if progress <= (spec.get("minReadySeconds") or 0):
            yield invalid("spec.progressDeadlineSeconds", progress, "must be greater than minReadySeconds")


def _internal(strategy: Part) -> GoStruct:
    """A strategy as Kubernetes has it inside, which some of its messages show."""
    rolling = strategy.get("rollingUpdate")
    inside = None
    if rolling is not None:
        names = ("partition", "maxUnavailable", "maxSurge")
        inside = GoStruct({f"{name[0].upper()}{name[1:]}": rolling[name] for name in names if name in rolling})
    return GoStruct({"Type": strategy.get("type"), "RollingUpdate": inside})


def _of_strategy(strategy: Part) -> Iterator[FieldProblem]:
    kind, rolling, at = strategy.get("type"), strategy.get("rollingUpdate"), "spec.strategy"
    if kind == "Recreate":
        if rolling is not None:
            yield forbidden(f"{at}.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'")
    elif kind == "RollingUpdate":
        yield from _of_rolling(rolling or {}, f"{at}.rollingUpdate")
    else:
        yield not_supported(at, _internal(strategy), ("Recreate", "RollingUpdate"))


def _of_rolling(rolling: Part, at: str) -> Iterator[FieldProblem]:
    unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
    yield from count_or_percent(unavailable, f"{at}.maxUnavailable")
    yield from count_or_percent(surge, f"{at}.maxSurge")
    if is_nothing(unavailable) and is_nothing(surge):
        yield invalid(f"{at}.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0")
    if isinstance(unavailable, str):
        problems = list(count_or_percent(unavailable, f"{at}.maxUnavailable", at_most_all=True))
        yield from (problem for problem in problems if "greater" in problem.message)


def replica_set_problems(replica_set: Part) -> Iterator[FieldProblem]:
    """What is wrong with a ReplicaSet, beside its metadata."""
    spec: Part = part_of(replica_set, "spec")
    yield from not_negative(spec.get("replicas"), "spec.replicas")
    yield from not_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    yield from _of_template(spec, "deployment")


def daemon_set_problems(daemon_set: Part) -> Iterator[FieldProblem]:
    """What is wrong with a DaemonSet, beside its metadata."""
    spec: Part = part_of(daemon_set, "spec")
    yield from _of_template(spec, "daemonset")
    yield from not_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    strategy = part_of(spec, "updateStrategy")
    kind, rolling, at = strategy.get("type"), strategy.get("rollingUpdate"), "spec.updateStrategy"
    if kind == "RollingUpdate":
        yield from _of_daemons_rolling(rolling or {}, f"{at}.rollingUpdate")
    elif kind != "OnDelete":
        yield not_supported(at, _internal(strategy), ("RollingUpdate", "OnDelete"))
    yield from not_negative(spec.get("revisionHistoryLimit"), "spec.revisionHistoryLimit")


def _of_daemons_rolling(rolling: Part, at: str) -> Iterator[FieldProblem]:
    unavailable, surge = rolling.get("maxUnavailable"), rolling.get("maxSurge")
    yield from count_or_percent(unavailable, f"{at}.maxUnavailable", at_most_all=True)
    yield from count_or_percent(surge, f"{at}.maxSurge", at_most_all=True)
    if not is_nothing(unavailable) and not is_nothing(surge):
        yield invalid(f"{at}.maxSurge", surge, "may not be set when maxUnavailable is non-zero")
    if is_nothing(unavailable) and is_nothing(surge):
        yield required(f"{at}.maxUnavailable", "cannot be 0 when maxSurge is 0")


def stateful_set_problems(stateful_set: Part) -> Iterator[FieldProblem]:
    """What is wrong with a StatefulSet, beside its metadata."""
    spec: Part = part_of(stateful_set, "spec")
    policy = spec.get("podManagementPolicy")
    if policy not in {"OrderedReady", "Parallel"}:
        yield invalid("spec.podManagementPolicy", policy, "must be 'OrderedReady' or 'Parallel'")
    yield from _of_update(part_of(spec, "updateStrategy"))
    retention = part_of(spec, "persistentVolumeClaimRetentionPolicy")
    for field in ("whenDeleted", "whenScaled"):
        yield from one_of(retention.get(field), _RETENTIONS, f"spec.persistentVolumeClaimRetentionPolicy.{field}")
    yield from not_negative(spec.get("replicas"), "spec.replicas")
    yield from not_negative(spec.get("minReadySeconds"), "spec.minReadySeconds")
    yield from not_negative(part_of(spec, "ordinals").get("start"), "spec.ordinals.start")
    claims = tuple(part_of(claim, "metadata").get("name") or "" for claim in items_of(spec, "volumeClaimTemplates"))
    yield from _of_template(spec, "statefulset", text="", claims=claims)


def _of_update(strategy: Part) -> Iterator[FieldProblem]:
    kind, rolling, at = strategy.get("type"), strategy.get("rollingUpdate"), "spec.updateStrategy"
    if kind == "RollingUpdate":
        yield from not_negative(part_of(strategy, "rollingUpdate").get("partition"), f"{at}.rollingUpdate.partition")
        yield from count_or_percent(
            part_of(strategy, "rollingUpdate").get("maxUnavailable"), f"{at}.rollingUpdate.maxUnavailable", at_most_all=True
        )
    elif kind == "OnDelete":
        if rolling is not None:
            inside = GoStruct({"Partition": rolling.get("partition") or 0, "MaxUnavailable": rolling.get("maxUnavailable")})
            yield invalid(f"{at}.rollingUpdate", inside, "only allowed for updateStrategy 'RollingUpdate'")
    else:
        yield invalid(at, _internal(strategy), "must be 'RollingUpdate' or 'OnDelete'")


def selector_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """That the selector of a Deployment, a ReplicaSet or a DaemonSet changed."""
    after, before = part_of(new, "spec").get("selector"), part_of(old, "spec").get("selector")
    if after != before:
        yield invalid("spec.selector", shown_selector(after), IMMUTABLE)


def stateful_set_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a StatefulSet."""
    after, before = _unchangeable(new), _unchangeable(old)
    if after != before:
        *most, last = (f"'{field}'" for field in _CHANGEABLE)
        yield forbidden("spec", f"updates to statefulset spec for fields other than {', '.join(most)} and {last} are forbidden")


def _unchangeable(stateful_set: Part) -> dict[str, Any]:
    return {name: value for name, value in part_of(stateful_set, "spec").items() if name not in _CHANGEABLE}
