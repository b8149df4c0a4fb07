"""One pass of kro over the graph of one instance."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from typekro.evaluation.authored import authored, with_previous
from typekro.evaluation.concluding import SUSPENDING, Conclusion, State, built_in, is_suspended, resources_ready, stopped, suspended
from typekro.evaluation.definition import Definition
from typekro.evaluation.scope import SEVERAL, Scope
from typekro.evaluation.soft_status import soft_status
from typekro.evaluation.states import Evaluation, Look, Manifest, NodeState, Observed
from typekro.evaluation.walking import Stop, Walk, matching


@attrs.frozen
class _Ended:
    """A pass that came to its end.

    Args:
        scope: what was observed.
        instance: the instance, with the status that it has.
        stop: why nothing was applied; None where something could be.
        errors: what went wrong as nodes were applied, by their ids.
    """

    scope: Scope
    instance: Manifest
    stop: Stop | None = None
    errors: Mapping[str, str] = attrs.Factory(dict[str, str])


def evaluate(
    definition: Definition, instance: Manifest, observed: Observed | Look, *, assumed_ready: Mapping[str, bool] | None = None
) -> Evaluation:
    """What kro makes of an instance by what it sees, where applying that again changes nothing.

    Args:
        definition: the definition of its kind.
        instance: the instance, with its defaults (`prepared`), and with its status where it has one.
        observed: the objects of the nodes as the server has them, or who says which they are: is asked once for each node that is to be
            there or is read, in the order in which kro makes them, so that one pass is enough where later nodes depend on earlier ones.
        assumed_ready: whether a node that is there counts as ready, by id, whatever its readyWhen says: kro assumes nothing.

    Example:
        >>> from typekro.evaluation import prepared
        >>> from typekro.openapi.kinds import Kinds
        >>> cm = {"id": "cm", "template": {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "${schema.spec.name}-data"}}}
        >>> schema = {"apiVersion": "v1alpha1", "kind": "App", "spec": {"name": "string"}, "status": {"uid": "${cm.metadata.uid}"}}
        >>> rgd = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": "app"}}
        >>> definition = Definition.of({**rgd, "spec": {"schema": schema, "resources": [cm]}}, Kinds.builtin())
        >>> evaluation = evaluate(definition, prepared(definition, {"metadata": {"name": "a"}, "spec": {"name": "web"}}), {})
        >>> evaluation.nodes["cm"].manifests[0]["metadata"]
        {'name': 'web-data', 'namespace': 'default'}
        >>> evaluation.state, evaluation.status_problems
        ('IN_PROGRESS', {'status.uid': 'status.uid: ${cm.metadata.uid} waits for cm.metadata.uid'})
    """
    scope = Scope(definition, instance, assumed_ready)
    if is_suspended(instance):
        return _suspended(scope, instance)
    walk = Walk(scope, observed)
    walk.run()
    return _finished(_Ended(scope, instance, walk.stop), walk.states, mutated=False, unresolved=walk.unresolved)


def concluded(
    definition: Definition,
    instance: Manifest,
    planned: Evaluation,
    observed: Observed,
    *,
    errors: Mapping[str, str] | None = None,
    mutated: bool = False,
) -> Evaluation:
    """What kro writes at the end of a pass in which it applied something: what waited before waits on, until the next pass.

    Args:
        definition: the definition of its kind.
        instance: the instance, with its defaults.
        planned: what was found before, and applied.
        observed: the objects as the server has them now.
        errors: what went wrong as the objects of a node were applied, by its id, in the words that kro has for it.
        mutated: whether an object was changed, made, or taken away.
    """
    if planned.stopped is not None:
        return planned
    scope = Scope(definition, instance)
    for node in planned.nodes.values():
        if node.state == "applied":
            _observe(scope, node, observed)
    waiting = next((node.message for node in planned.nodes.values() if node.state == "pending" and node.message), None)
    return _finished(_Ended(scope, instance, errors=errors or {}), planned.nodes, mutated=mutated, unresolved=waiting)


def reconsidered(
    definition: Definition, instance: Manifest, planned: Evaluation, observed: Observed, built_in: Sequence[Mapping[str, Any]]
) -> Evaluation:
    """What kro writes at the end of a pass that failed for a reason of its own, before anything was applied.

    Args:
        definition: the definition of its kind.
        instance: the instance, with its defaults.
        planned: what was found before.
        observed: the objects as the server has them.
        built_in: kro's own conditions, which say what failed.
    """
    scope = Scope(definition, instance)
    for node in planned.nodes.values():
        if node.state == "applied":
            _observe(scope, node, observed)
    return _told(_Ended(scope, instance), planned.nodes, planned.state, [dict(each) for each in built_in])


def _observe(scope: Scope, node: NodeState, observed: Observed) -> None:
    given = tuple(observed.get(node.id, ()))
    found = matching(given, node.manifests) if node.manifests else given
    if found or scope.definition.analysis.nodes[node.id].type in SEVERAL:
        scope.observe(node.id, found)


def _finished(ended: _Ended, states: Mapping[str, NodeState], *, mutated: bool, unresolved: str | None) -> Evaluation:
    conclusion = Conclusion(ended.scope, ended.errors)
    if ended.stop is not None:
        resources = resources_ready(ended.stop, [], None, mutated=False)
        return _told(ended, states, stopped(states, ended.stop), built_in(resources, ended.scope.generation))
    for node in states.values():
        conclusion.take(node)
    resources = resources_ready(None, conclusion.waiting, unresolved, mutated=mutated)
    return _told(ended, conclusion.nodes, conclusion.state, built_in(resources, ended.scope.generation))


def _told(ended: _Ended, nodes: Mapping[str, NodeState], state: State, own: list[dict[str, Any]]) -> Evaluation:
    """The evaluation with what kro writes into the status."""
    scope, stop = ended.scope, ended.stop
    conditions = own
    status, problems, status_error = soft_status(scope, [node.id for node in nodes.values() if node.state == "ignored"])
    made = authored(scope, own)
    if made is not None:
        status_before: Mapping[str, Any] = ended.instance.get("status") or {}
        previous: Sequence[Mapping[str, Any]] = status_before.get("conditions") or ()
        conditions = with_previous(made.conditions, previous) if made.incomplete else made.conditions
        problems = {**problems, **made.problems}
        state = "ERROR" if made.degraded else state
    return Evaluation(
        nodes=nodes,
        status=status,
        state=state,
        conditions=conditions,
        built_in=own,
        status_problems=problems,
        error=stop.reason if stop is not None and stop.kind != "deleting" else None,
        status_error=status_error,
        stopped=None if stop is None else stop.message,
    )


def _suspended(scope: Scope, instance: Manifest) -> Evaluation:
    reason = f"the annotation {SUSPENDING} tells kro to leave the instance alone"
    nodes = {id_: NodeState(id_, "pending", reason) for id_ in scope.definition.analysis.topological_order}
    return _told(_Ended(scope, instance), nodes, "ACTIVE", built_in(suspended(), scope.generation))
