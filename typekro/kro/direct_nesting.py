"""Graphs of graphs without kro: what an inner graph makes is a part of the deployment of the outer one.

The instance of an inner graph is no object in the cluster. It is evaluated with what is observed of its objects, and what comes of it is
what the outer graph sees. The objects of an inner graph go by the node, the name of the instance, and their own node:
`note/inner/config`. An id of kro has no slash.
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import attrs

from typekro.errors import RefusedError, compose
from typekro.evaluation import Definition, Evaluation, Identity, NodeState, evaluate, prepared, stored_status
from typekro.graph import ResourceGraph
from typekro.kro.awaiting import KnownGraph
from typekro.openapi.kinds import Kinds
from typekro.orchestrator import Context
from typekro.orchestrator.handle import App, current_app

Observed = Mapping[str, Sequence[Mapping[str, Any]]]
Graphs = Mapping[tuple[str, str], ResourceGraph[Any, Any]]
"""Graphs that an app defines without kro, by group and kind: no kinds of the cluster."""

_declared: WeakKeyDictionary[App, dict[str | None, dict[tuple[str, str], ResourceGraph[Any, Any]]]] = WeakKeyDictionary()
"""By app and cluster. They are known as they are declared: what is recorded of an instance before it is made names what they make."""


def declare_graph(app: App | None, cluster: str | None, factory: ResourceGraph[Any, Any]) -> None:
    """Lets the graphs know of one that are declared after it.

    Args:
        app: the app that was given; None for the current one.
        cluster: the name of the cluster that it is declared for.
        factory: the graph.
    """
    here = app if app is not None else current_app()
    if here is not None:
        _declared.setdefault(here, {}).setdefault(cluster, {})[factory.group, factory.kind] = factory


def inner_graphs(app: App | None, cluster: str | None, factory: Any) -> Graphs:
    """The graphs that the nodes of one are instances of, and theirs, among those that were declared so far.

    Args:
        app: the app that was given; None for the current one.
        cluster: the name of the cluster.
        factory: the graph.
    """
    here = app if app is not None else current_app()
    known = {} if here is None else _declared.get(here, {}).get(cluster, {})
    found: dict[tuple[str, str], ResourceGraph[Any, Any]] = {}
    left: list[Any] = [factory] if known and isinstance(factory, ResourceGraph) else []  # what is none is refused later
    while left:
        for api_version, kind in KnownGraph.of(left.pop()).children:
            key = (api_version.rpartition("/")[0], kind)
            if key in known and key not in found:
                found[key] = known[key]
                left.append(known[key])
    return dict(sorted(found.items()))


def known_with(factory: Any, inner: Graphs) -> KnownGraph:
    """What is recorded of a graph, with the kinds of what its inner graphs make.

    Args:
        factory: the graph, or what was recorded of it.
        inner: its inner graphs.
    """
    known = KnownGraph.of(factory)
    children = [*known.children, *(child for each in inner.values() for child in KnownGraph.of(each).children)]
    return attrs.evolve(known, children=tuple(dict.fromkeys(children)))


@attrs.frozen(eq=False)
class Blueprint:
    """A graph, with the graphs that its nodes are instances of.

    Args:
        known: what is recorded of it.
        definition: the graph, checked.
        inner: the graphs of its nodes, by node; empty for most graphs.
    """

    known: KnownGraph
    definition: Definition
    inner: Mapping[str, "Blueprint"] = attrs.field(factory=dict[str, "Blueprint"])

    @classmethod
    async def of(cls, context: Context, factory: ResourceGraph[Any, Any], graphs: Graphs) -> "Blueprint":
        """The graph of a factory.

        Args:
            context: the handler's.
            factory: the factory.
            graphs: its inner graphs.

        Raises:
            DefinitionError: the graph, or an inner one, cannot be evaluated here.
            RefusedError: a node of the graph is an instance of itself.
        """
        return await cls._below(context, factory, graphs, (factory.kind,))

    @classmethod
    async def _below(cls, context: Context, factory: ResourceGraph[Any, Any], graphs: Graphs, path: tuple[str, ...]) -> "Blueprint":
        known = KnownGraph.of(factory)

        async def define() -> Definition:
            if factory.analysis is not None:
                return Definition(factory.manifest, factory.analysis)
            return Definition.of(factory.manifest, Kinds.builtin(), unknown_kinds="trust")

        definition = await context.once(f"direct definition {known.name} {known.hash}", define)
        inner: dict[str, Blueprint] = {}
        for id_, node in definition.analysis.nodes.items():
            found = graphs.get((node.api_version.rpartition("/")[0], node.kind)) if node.type in {"Resource", "Collection"} else None
            if found is None:
                continue
            if found.kind in path:
                what = f"the graph {factory.name} cannot be deployed without kro: its instances would have no end"
                raise RefusedError(compose(what, f"{' has a '.join((*path, found.kind))}", "leave one of them out"), {"kind": found.kind})
            inner[id_] = await cls._below(context, found, graphs, (*path, found.kind))
        return cls(known, definition, inner)

    def needs(self, node: str, evaluation: Evaluation) -> Iterator[str]:
        """The nodes that a node needs to be there first; of an instance of an inner graph, all of it.

        Args:
            node: its id.
            evaluation: what is to be there.
        """
        if not self.inner:
            yield from self.definition.analysis.dependencies[node]
            return
        id_, _, rest = node.partition("/")
        for need in self.definition.analysis.dependencies[id_]:
            yield from (each for each in evaluation.nodes if each == need or each.startswith(f"{need}/"))
        if rest:
            instance, _, below = rest.partition("/")
            place = f"{id_}/{instance}/"
            inside = {each.removeprefix(place): state for each, state in evaluation.nodes.items() if each.startswith(place)}
            yield from (f"{place}{need}" for need in self.inner[id_].needs(below, attrs.evolve(evaluation, nodes=inside)))

    def wave(self, node: str) -> int:
        """The wave of a node, from 1: an instance of an inner graph has as many as that graph."""
        id_, _, rest = node.partition("/")
        orders = self.definition.analysis.apply_orders
        if not self.inner:
            return orders.get(id_, 0)
        before = sum(self._spans(order) for order in {*orders.values()} if order < orders[id_])
        return before + (self.inner[id_].wave(rest.partition("/")[2]) if rest else 1)

    @property
    def waves(self) -> int:
        """How many waves it has."""
        return sum(self._spans(order) for order in {*self.definition.analysis.apply_orders.values()})

    def _spans(self, order: int) -> int:
        """How many waves the nodes of one order of kro take."""
        inside = [id_ for id_, one in self.definition.analysis.apply_orders.items() if one == order]
        return max(self.inner[id_].waves if id_ in self.inner else 1 for id_ in inside)


def evaluated(blueprint: Blueprint, instance: Mapping[str, Any], observed: Observed) -> Evaluation:
    """What is to be there by what is, with what inner graphs make.

    Args:
        blueprint: the graph.
        instance: its instance, with its defaults.
        observed: the objects as the server has them, by node.
    """
    if not blueprint.inner:
        return evaluate(blueprint.definition, instance, observed)
    seen = {id_: objects for id_, objects in observed.items() if "/" not in id_}
    while True:  # what one inner graph tells may be what another one is made of; there is no circle
        outer = evaluate(blueprint.definition, instance, seen)
        instances = [one for id_ in blueprint.inner for one in _instances(blueprint, instance, outer.nodes[id_], observed)]
        told: dict[str, list[dict[str, Any]]] = {id_: [] for id_ in blueprint.inner}
        for one in instances:
            told[one.node].append(one.told)
        if all(seen.get(id_, []) == told[id_] for id_ in told):
            return _merged(outer, instances)
        seen |= told


def as_object(definition: Definition, instance: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """An instance as kro would have it in the cluster.

    Args:
        definition: its graph.
        instance: the instance, with its defaults.
        evaluation: what it comes to.
    """
    conditions = [{"observedGeneration": 1, **each} for each in evaluation.conditions]
    own = stored_status(definition, evaluation.status)
    return {**instance, "status": {**own, "state": evaluation.state, "conditions": conditions}}


@attrs.frozen
class _Inner:
    """An instance of an inner graph.

    Args:
        node: the node of the outer graph.
        place: what stands before the ids of its own nodes.
        evaluation: what it comes to.
        told: the instance, as the outer graph sees it.
    """

    node: str
    place: str
    evaluation: Evaluation
    told: dict[str, Any]


def _instances(blueprint: Blueprint, outer: Mapping[str, Any], node: NodeState, observed: Observed) -> Iterator[_Inner]:
    inner = blueprint.inner[node.id]
    for manifest in node.manifests:
        metadata = manifest["metadata"]
        elsewhere = metadata.get("namespace") not in {None, outer["metadata"].get("namespace")}
        name = f"{metadata['namespace']}:{metadata['name']}" if elsewhere else metadata["name"]  # no name has a colon
        place = f"{node.id}/{name}/"
        uid = str(uuid.uuid5(uuid.UUID(str(outer["metadata"]["uid"])), place))
        instance = prepared(inner.definition, {**manifest, "metadata": {**metadata, "uid": uid, "generation": 1}})
        inside = {id_.removeprefix(place): objects for id_, objects in observed.items() if id_.startswith(place)}
        evaluation = evaluated(inner, instance, inside)
        yield _Inner(node.id, place, evaluation, as_object(inner.definition, instance, evaluation))


def _merged(outer: Evaluation, instances: Sequence[_Inner]) -> Evaluation:
    """One evaluation of all: an instance of an inner graph is nothing to be applied, what it makes is."""
    nodes: dict[str, NodeState] = {}
    for id_, node in outer.nodes.items():
        mine = [one for one in instances if one.node == id_]
        for one in mine:
            nodes |= {f"{one.place}{inner.id}": _placed(inner, one.place) for inner in one.evaluation.nodes.values()}
        nodes[id_] = attrs.evolve(node, manifests=()) if mine else node
    evaluations = [outer, *(one.evaluation for one in instances)]
    return attrs.evolve(
        outer,
        nodes=nodes,
        error=next((one.error for one in evaluations if one.error is not None), None) or _made_twice(nodes.values()),
        stopped=next((one.stopped for one in evaluations if one.stopped is not None), None),
        status_error=next((one.status_error for one in evaluations if one.status_error is not None), None),
    )


def _placed(inner: NodeState, place: str) -> NodeState:
    """A node of an inner graph as the outer one knows it."""
    reason = f"{place}{inner.ready_reason}" if inner.ready_reason.startswith(inner.id) else inner.ready_reason
    return attrs.evolve(inner, id=f"{place}{inner.id}", ready_reason=reason)


def _made_twice(nodes: Iterable[NodeState]) -> str | None:
    """What is wrong where graphs that know nothing of each other make the same object; kro's instances would fight over it."""
    makers: dict[Identity, str] = {}
    for node in nodes:
        for identity in map(Identity.of, node.manifests):
            other = makers.setdefault(identity, node.id)
            if other != node.id:
                return f"{other} and {node.id} both make {identity}"
    return None
