"""Previews: what kro makes of an instance, as far as that can be said without a cluster."""

import copy
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from typekro.errors import ResourceGraphFactoryError, compose
from typekro.evaluation import Definition, Evaluation, NodeState, Read, evaluate, prepared
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.graph.preview_texts import as_tree, as_yaml
from typekro.schema.problems import nearest

Given: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]
"""What is known of the objects of a node: of one, or of each of several; or a list, one for each in their order."""


@attrs.frozen
class GraphPreview:
    """What kro makes of an instance, before any cluster was asked.

    What the preview takes as the cluster's answer is what is applied, and what the caller says that the cluster has; so that nothing of
    what a cluster fills in by itself is there, and what depends on it waits.

    Args:
        definition: the definition of the graph.
        instance: the instance, with the defaults of its spec.
        evaluation: what kro makes of it, once all that can be applied was applied.
        assumed: the nodes whose readiness was said by the caller, and what was said.
    """

    definition: Definition = attrs.field(repr=False)
    instance: Mapping[str, Any]
    evaluation: Evaluation = attrs.field(repr=False)
    assumed: Mapping[str, bool] = attrs.Factory(dict[str, bool])

    @property
    def nodes(self) -> Mapping[str, NodeState]:
        """Each node by its id, in the order in which kro makes them: applied, pending, ignored or in error, and why."""
        return self.evaluation.nodes

    @property
    def objects(self) -> tuple[dict[str, Any], ...]:
        """The objects that are applied, in order, as copies."""
        return tuple(copy.deepcopy(manifest) for node in self.nodes.values() for manifest in node.manifests)

    @property
    def status(self) -> dict[str, Any]:
        """The fields of the status that have a value without a cluster."""
        return self.evaluation.status

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """The conditions of the instance, without times."""
        return self.evaluation.conditions

    def to_yaml(self) -> str:
        """The objects as YAML documents, in order; what waits or is ignored, and the status, as comments between and below."""
        return as_yaml(self.definition, self.instance, self.evaluation, self.assumed)

    def to_tree(self) -> str:
        """The nodes, what becomes of each and why, and the status, as lines for people."""
        return as_tree(self.definition, self.instance, self.evaluation, self.assumed)

    def to_json(self) -> dict[str, Any]:
        """All of it as JSON: `instance`, `nodes`, `status`, `statusProblems`, `state`, `conditions`, `error`."""
        evaluation = self.evaluation
        return {
            "instance": copy.deepcopy(dict(self.instance)),
            "nodes": [_node_as_json(node) for node in evaluation.nodes.values()],
            "status": evaluation.status,
            "statusProblems": dict(evaluation.status_problems),
            "state": evaluation.state,
            "conditions": evaluation.conditions,
            "error": evaluation.error,
        }


def previewed(
    definition: Definition,
    instance: Mapping[str, Any],
    observed: Mapping[str, Given] | None = None,
    *,
    ready: bool | Collection[str] = False,
    not_ready: Collection[str] = (),
) -> GraphPreview:
    """What kro makes of an instance, once everything is applied that can be.

    Args:
        definition: the definition of its kind.
        instance: the instance as it is written.
        observed: what the cluster is taken to have, by the ids of nodes.
        ready: the ids of those that count as ready once they are applied, whatever their readyWhen says; True for all.
        not_ready: the ids of those that do not, whatever it says.

    Raises:
        ResourceGraphFactoryError: an id is none of the graph, or what is observed of it is not as it has to be.
    """
    given = observed or {}
    _check_ids(definition, {"observed": given, "ready": () if isinstance(ready, bool) else ready, "not_ready": not_ready})
    _check_given(definition, given)
    ids = definition.analysis.nodes
    assumed = {**dict.fromkeys(ids if ready is True else ready or (), True), **dict.fromkeys(not_ready, False)}
    whole = prepared(definition, instance)
    evaluation = evaluate(definition, whole, _echo(definition, {}, given), assumed_ready=assumed)
    for _ in range(len(ids) + 1):  # each time, one more at least of those that wait goes on
        after = evaluate(definition, whole, _echo(definition, evaluation.nodes, given), assumed_ready=assumed)
        if after == evaluation:
            break
        evaluation = after
    return GraphPreview(definition, whole, evaluation, assumed)


def _check_ids(definition: Definition, named: Mapping[str, Collection[str]]) -> None:
    ids = definition.analysis.nodes
    for argument, names in named.items():
        for name in names:
            if name not in ids:
                near = nearest(name, ids)
                why = f"the graph has {', '.join(ids) or 'no nodes'}"
                text = compose(f"{argument}: there is no node {name!r}", why, () if near is None else repr(near))
                raise ResourceGraphFactoryError(text, str(definition.manifest["metadata"]["name"]), "getInstance")


def _check_given(definition: Definition, given: Mapping[str, object]) -> None:
    for id_, known in given.items():
        if not all(is_mapping(one) for one in (known if is_sequence(known) else [known])):
            text = compose(f"observed: what is said of {id_} is no object", (), f'observed={{"{id_}": {{"status": {{...}}}}}}')
            raise ResourceGraphFactoryError(text, str(definition.manifest["metadata"]["name"]), "getInstance")


def _echo(definition: Definition, nodes: Mapping[str, NodeState], given: Mapping[str, Given]) -> dict[str, list[dict[str, Any]]]:
    """What the cluster is taken to have: what was applied, with what the caller knows of it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for id_, node in definition.analysis.nodes.items():
        state = nodes.get(id_, NodeState(id_, "pending"))
        if node.type in {"External", "ExternalCollection"}:
            about = {"apiVersion": node.api_version, "kind": node.kind, **_named(state.reads)}
            known = given.get(id_, ())
            found[id_] = [_merged(about, one) for one in ([known] if isinstance(known, Mapping) else known)]
        else:
            found[id_] = list(_as_known(state.manifests, given.get(id_, {})))
    return {id_: objects for id_, objects in found.items() if objects or id_ in given}


def _as_known(manifests: Sequence[dict[str, Any]], known: Given) -> Iterator[dict[str, Any]]:
    for index, manifest in enumerate(manifests):
        own: Mapping[str, Any] = known if isinstance(known, Mapping) else known[index] if index < len(known) else {}
        yield _merged(manifest, own)


def _named(reads: Sequence[Read]) -> dict[str, Any]:
    """What is known of an object by how it is read."""
    texts = {key: text for read in reads for key, text in (("name", read.name), ("namespace", read.namespace)) if text}
    return {"metadata": texts} if texts else {}


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, part in over.items():
        below = merged.get(key)
        merged[key] = _merged(below, part) if is_mapping(below) and is_mapping(part) else part
    return merged


def _node_as_json(node: NodeState) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": node.id,
        "state": node.state,
        "reason": node.reason,
        "objects": list(node.manifests),
        "reads": [_read_as_json(read) for read in node.reads],
        "there": node.there,
        "ready": node.ready,
        "readyReason": node.ready_reason,
    }
    return {key: part for key, part in found.items() if part or part is False}


def _read_as_json(read: Read) -> dict[str, Any]:
    texts = {"apiVersion": read.api_version, "kind": read.kind, "namespace": read.namespace, "name": read.name}
    return {**{key: text for key, text in texts.items() if text}, **({} if read.selector is None else {"selector": dict(read.selector)})}
