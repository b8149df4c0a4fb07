"""Readiness that nobody asks for, and readiness that cannot come."""

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from typekro.checking.lints_guards import conditions
from typekro.checking.lints_unresolved import literal_at, steps_of
from typekro.checking.lints_values import UNKNOWN, value_of
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis, CheckedExpression, CheckedNode
from typekro.expressions.library import Tree

_OBSERVED: Final = "{id}.status.observedGeneration == {id}.metadata.generation"
_AVAILABLE: Final = "{id}.status.?{field}.orValue(0) == {id}.spec.replicas"
_WORKLOADS: Final = {
    ("apps/v1", "Deployment"): (_OBSERVED, _AVAILABLE.replace("{field}", "availableReplicas")),
    ("apps/v1", "ReplicaSet"): (_OBSERVED, _AVAILABLE.replace("{field}", "availableReplicas")),
    ("apps/v1", "StatefulSet"): (_OBSERVED, _AVAILABLE.replace("{field}", "readyReplicas")),
    ("apps/v1", "DaemonSet"): (_OBSERVED, "{id}.status.numberReady == {id}.status.desiredNumberScheduled"),
    ("batch/v1", "Job"): ("{id}.status.?conditions.orValue([]).exists(c, c.type == 'Complete' && c.status == 'True')",),
    ("v1", "Pod"): ("{id}.status.?conditions.orValue([]).exists(c, c.type == 'Ready' && c.status == 'True')",),
}
_READY: Final = "c.type == 'Ready' && c.status == 'True' && c.observedGeneration == {id}.metadata.generation"
_INSTANCE: Final = (f"{{id}}.status.?conditions.orValue([]).exists(c, {_READY})",)
_CONDITION_OF_KRO: Final = frozenset({"type", "status", "reason", "message", "lastTransitionTime", "observedGeneration"})


def unasked_readiness(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each workload, and each instance of another definition, that has no readyWhen."""
    for node in analysis.nodes.values():
        asked = _WORKLOADS.get((node.api_version, node.kind)) or (_INSTANCE if _is_instance(node) else None)
        if asked is None or node.type not in {"Resource", "Collection"} or conditions(analysis, node.id, "readyWhen"):
            continue
        name = "each" if node.type == "Collection" else node.id
        hints = [f'readyWhen: ["${{{text.replace("{id}", name)}}}"]' for text in (" && ".join(asked),)]
        why = [f"without a readyWhen kro calls a {node.kind} ready as soon as it is there, and the instance with it"]
        yield problem("S", f"resources.{node.id}", "nobody asks whether it is ready", why, hints)


def never_ready(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each readyWhen that is false whatever the cluster says."""
    for node in analysis.nodes.values():
        for one in conditions(analysis, node.id, "readyWhen"):
            if one.compiled is not None and value_of(one.compiled.tree, partial(_literal, node=node)) is False:
                yield _never_true(one, node)


def _never_true(one: CheckedExpression, node: CheckedNode) -> Problem:
    why = [f"{one.written} is false with what the template of {node.id} says", "so the instance stays IN_PROGRESS"]
    return problem("S", one.place, "it is never true", why, "compare with what the template says, or take it out")


def _is_instance(node: CheckedNode) -> bool:
    """Whether a kind is one that kro makes: its status has what kro puts there, to the letter."""
    if node.schema is None:
        return False
    status = node.schema.schema.get("properties", {}).get("status", {}).get("properties", {})
    condition = status.get("conditions", {}).get("items", {}).get("properties", {})
    return "state" in status and condition.keys() == _CONDITION_OF_KRO


def _literal(tree: Tree, node: CheckedNode) -> Any:
    """What the template says of a path of the spec; of texts plain words alone, since the API server may rewrite others (1024Mi)."""
    steps = steps_of(tree)
    if steps is None or steps[0] not in {node.id, "each"} or steps[1][:1] != ("spec",):
        return UNKNOWN
    known, value = literal_at(node.template, steps[1])
    plain = isinstance(value, bool | int | float) or (isinstance(value, str) and value.isalpha())
    return value if known and plain else UNKNOWN
