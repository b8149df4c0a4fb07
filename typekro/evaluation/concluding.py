"""What kro says of an instance at the end of a pass: the readiness of its nodes, its state, its conditions."""

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

import attrs

from typekro.evaluation.readiness import readiness
from typekro.evaluation.scope import Scope
from typekro.evaluation.states import Manifest, NodeState, metadata_of
from typekro.evaluation.walking import Stop
from typekro.evaluation.words import Halted
from typekro.schema.go_texts import quoted

State: TypeAlias = Literal["ACTIVE", "IN_PROGRESS", "ERROR"]
SUSPENDING = "kro.run/reconcile"

_SUSPENDED = frozenset({"suspended", "disabled"})
_FAILED = "resource reconciliation failed: "


@attrs.define
class Conclusion:
    """What a pass comes to, node by node.

    Args:
        scope: what was observed in the end.
        errors: what went wrong as nodes were applied.
        nodes: the nodes with their readiness.
        waiting: what nodes wait for, and what went wrong with them, in kro's words.
        state: what kro makes of the states of the nodes.
    """

    scope: Scope
    errors: Mapping[str, str]
    nodes: dict[str, NodeState] = attrs.Factory(dict[str, NodeState])
    waiting: list[str] = attrs.Factory(list[str])
    state: State = "ACTIVE"

    def take(self, node: NodeState) -> None:
        """Adds a node to what is concluded."""
        self.nodes[node.id] = node if node.state != "applied" else self._judged(node)
        found = self.nodes[node.id]
        if found.state == "error" or node.id in self.errors:
            self.state = "ERROR"
        elif not found.ready and self.state == "ACTIVE":
            self.state = "IN_PROGRESS"

    def _judged(self, node: NodeState) -> NodeState:
        if node.id in self.errors:
            self.waiting.append(self.errors[node.id])
            return attrs.evolve(node, state="error", reason=self.errors[node.id], message=self.errors[node.id])
        checked = self.scope.definition.analysis.nodes[node.id]
        try:
            found = readiness(self.scope, checked, node.manifests)
        except Halted as halted:
            self.waiting.append(halted.message)
            return attrs.evolve(node, state="error", reason=halted.reason, message=halted.message)
        if found.ready:
            return attrs.evolve(node, there=True, ready=True, ready_reason="", message="")
        message = self._waiting(node, found.message)
        self.waiting.append(message)
        return attrs.evolve(node, there=found.there, ready=False, ready_reason=found.reason, message=message)

    def _waiting(self, node: NodeState, message: str) -> str:
        match self.scope.definition.analysis.nodes[node.id].type:
            case "External":
                missing = not self.scope.observed.get(node.id)
                return f"waiting for external reference {quoted(node.id)}: {'not found' if missing else message}"
            case "ExternalCollection":
                return f"waiting for external collection {quoted(node.id)}: {message}"
            case _:
                return f"waiting for node {quoted(node.id)}: {message}"


def stopped(nodes: Mapping[str, NodeState], stop: Stop) -> State:
    """The state of an instance of which nothing is applied."""
    return "ERROR" if stop.kind == "error" or any(node.state == "error" for node in nodes.values()) else "IN_PROGRESS"


def resources_ready(stop: Stop | None, waiting: list[str], unresolved: str | None, *, mutated: bool) -> dict[str, str]:
    """The condition ResourcesReady that kro makes.

    Args:
        stop: why nothing is applied.
        waiting: what nodes wait for, and what went wrong with them.
        unresolved: what the first node waits for that could not be applied.
        mutated: whether something was changed.
    """
    if stop is not None and stop.kind == "deleting":
        return _condition("ResourcesReady", "False", "ResourceDeleting", stop.message)
    if stop is not None:
        told = stop.message
    elif waiting:
        told = "apply results contain errors: " + "\n".join(waiting)
    elif unresolved is not None:
        told = f"waiting for unresolved resource: {unresolved}"
    elif mutated:
        told = "cluster mutated"
    else:
        return _condition("ResourcesReady", "True", "AllResourcesReady", "all resources are created and ready")
    return _condition("ResourcesReady", "False", "NotReady", _FAILED + told)


def is_suspended(instance: Manifest) -> bool:
    """Whether an instance says that kro is to leave it alone.

    Args:
        instance: the instance.
    """
    annotations: Mapping[str, Any] = metadata_of(instance).get("annotations") or {}
    return str(annotations.get(SUSPENDING, "")).lower() in _SUSPENDED


def suspended() -> dict[str, str]:
    """The condition ResourcesReady of an instance that it is told to leave alone."""
    message = f"reconciliation suspended via {SUSPENDING} annotation"
    return _condition("ResourcesReady", "False", "ReconciliationSuspended", message)


def built_in(resources: dict[str, str], generation: int | None) -> list[dict[str, Any]]:
    """All conditions that kro makes, without their times.

    Args:
        resources: the condition ResourcesReady.
        generation: the generation of the instance; None before the server gave it one.
    """
    ready = {**resources, "type": "Ready"} if resources["status"] != "True" else _condition("Ready", "True", "Ready", "")
    found = [
        _condition("InstanceManaged", "True", "Managed", "instance is properly managed with finalizers and labels"),
        _condition("GraphResolved", "True", "Resolved", "runtime graph created and all resources resolved"),
        resources,
        ready,
    ]
    return [{**one, **observed_at(generation)} for one in found]


def observed_at(generation: int | None) -> dict[str, int]:
    """What says which generation a condition is about."""
    return {} if generation is None else {"observedGeneration": generation}


def _condition(type_: str, status: str, reason: str, message: str) -> dict[str, str]:
    return {"type": type_, "status": status, "reason": reason, "message": message}
