"""The rules for statuses of Kubernetes' own kinds, where they are written by themselves."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from typekro.local.schemas.builtin.judging import not_negative
from typekro.local.schemas.field_problems import FieldProblem, invalid
from typekro.local.schemas.shapes import part_of


def builtin_status_problems(new: Mapping[str, Any], old: Mapping[str, Any]) -> list[FieldProblem]:
    r"""Why the API server refuses a status of one of Kubernetes' own kinds; nothing where it takes it.

    Args:
        new: the object with its new status.
        old: what it was.

    Example:
        >>> namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "a"}, "status": {"phase": "Terminating"}}
        >>> [problem.text for problem in builtin_status_problems(namespace, namespace)]
        ['status.Phase: Invalid value: "Terminating": may only be \'Active\' if `deletionTimestamp` is empty']
    """
    rules = _RULES.get((new["apiVersion"], new["kind"]))
    return [] if rules is None else list(rules(new, old))


def _of_namespace(new: Mapping[str, Any], _: Mapping[str, Any]) -> Iterator[FieldProblem]:
    phase: str = part_of(new, "status").get("phase") or ""
    going = "deletionTimestamp" in part_of(new, "metadata")
    if going and phase != "Terminating":
        yield invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")
    if not going and phase != "Active":
        yield invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty")


_COUNTS: Final = ("observedGeneration", "replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas")
_MORE: Final = "cannot be greater than status.replicas"


def _of_deployment(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[FieldProblem]:
    status = part_of(new, "status")
    for name in (*_COUNTS, "terminatingReplicas", "collisionCount"):
        yield from not_negative(status.get(name), f"status.{name}")
    before = part_of(old, "status").get("collisionCount")
    if before is not None and (status.get("collisionCount") is None or status["collisionCount"] < before):
        yield invalid("status.collisionCount", status.get("collisionCount"), "cannot be decremented")
    yield from _at_most(status, ("updatedReplicas", "readyReplicas", "availableReplicas"))
    if (status.get("availableReplicas") or 0) > (status.get("readyReplicas") or 0):
        yield invalid("status.availableReplicas", status["availableReplicas"], "cannot be greater than readyReplicas")


def _of_stateful_set(new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[FieldProblem]:
    status = part_of(new, "status")
    for name in (
        "replicas",
        "readyReplicas",
        "currentReplicas",
        "updatedReplicas",
        "availableReplicas",
        "observedGeneration",
        "collisionCount",
    ):
        yield from not_negative(status.get(name), f"status.{name}")
    yield from _at_most(status, ("readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas"))
    del old


def _at_most(status: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[FieldProblem]:
    for name in names:
        if (status.get(name) or 0) > (status.get("replicas") or 0):
            yield invalid(f"status.{name}", status.get(name) or 0, _MORE)


_Rules = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[FieldProblem]]
_RULES: Final[Mapping[tuple[str, str], _Rules]] = {
    ("v1", "Namespace"): _of_namespace,
    ("apps/v1", "Deployment"): _of_deployment,
    ("apps/v1", "StatefulSet"): _of_stateful_set,
}
