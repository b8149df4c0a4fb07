"""A graph as direct deployment evaluates it: by what is observed, one pass at a time; pure but for what a run keeps of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.evaluation import Definition, Evaluation, NodeState, evaluate, prepared, stored_status
from typekro.graph import ResourceGraph
from typekro.kro.awaiting import KnownGraph
from typekro.kro.direct_marks import Subject
from typekro.kro.readiness import Verdict, judge_instance
from typekro.openapi.kinds import Kinds
from typekro.orchestrator import Context


@attrs.frozen(eq=False)
class DirectGraph:
    """An instance of a graph, to be evaluated.

    Args:
        known: what is recorded of the graph.
        definition: the graph, checked.
        instance: the instance with its defaults; no such object is in the cluster.
    """

    known: KnownGraph
    definition: Definition
    instance: dict[str, Any]

    @classmethod
    async def of(
        cls, context: Context, factory: ResourceGraph[Any, Any], subject: Subject, spec: Mapping[str, Any], uid: str
    ) -> "DirectGraph":
        """An instance of a graph.

        Args:
            context: the handler's.
            factory: the graph.
            subject: the instance.
            spec: its spec, as JSON.
            uid: its UID.

        Raises:
            DefinitionError: the graph cannot be evaluated here.
        """
        known = KnownGraph.of(factory)

        async def define() -> Definition:
            if factory.analysis is not None:
                return Definition(factory.manifest, factory.analysis)
            return Definition.of(factory.manifest, Kinds.builtin(), unknown_kinds="trust")

        definition = await context.once(f"direct definition {known.name} {known.hash}", define)
        place = {} if subject.namespace is None else {"namespace": subject.namespace}
        metadata = {"name": subject.name, **place, "uid": uid, "generation": 1}
        whole = {"apiVersion": subject.api_version, "kind": subject.kind, "metadata": metadata, "spec": dict(spec)}
        return cls(known, definition, prepared(definition, whole))

    @property
    def uid(self) -> str:
        """The UID of the instance."""
        return str(self.instance["metadata"]["uid"])

    def evaluate(self, observed: Mapping[str, Sequence[Mapping[str, Any]]]) -> Evaluation:
        """What is to be there by what is.

        Args:
            observed: the objects as the server has them, by node.
        """
        return evaluate(self.definition, self.instance, observed)

    def needs(self, node: str) -> tuple[str, ...]:
        """The nodes that a node needs to be there first."""
        return self.definition.analysis.dependencies[node]

    def wave(self, node: str) -> int:
        """The wave of a node: what has a higher one is deleted before."""
        return self.definition.analysis.apply_orders.get(node, 0)

    def virtual(self, evaluation: Evaluation) -> dict[str, Any]:
        """The instance as kro would have it in the cluster."""
        conditions = [{"observedGeneration": 1, **each} for each in evaluation.conditions]
        own = stored_status(self.definition, evaluation.status)
        return {**self.instance, "status": {**own, "state": evaluation.state, "conditions": conditions}}

    def judge(self, evaluation: Evaluation) -> Verdict:
        """Whether all is there and ready, as kro would say of the instance."""
        reason = next(_waits(evaluation), "")
        if reason:
            return Verdict("waiting", reason)
        live = self.virtual(evaluation)
        verdict = judge_instance(live, live, self.known.awaited, self.known.ready)
        if verdict.state == "ready" or not evaluation.status_problems:
            return verdict
        return Verdict(verdict.state, f"{verdict.reason}; {next(iter(evaluation.status_problems.values()))}")


def _waits(evaluation: Evaluation) -> Iterator[str]:
    """What is not as it should be, the first first."""
    if evaluation.error is not None:
        failed = next((node.reason for node in evaluation.nodes.values() if node.state == "error"), "")
        yield failed or evaluation.error
    if evaluation.status_error is not None:
        yield evaluation.status_error
    for node in evaluation.nodes.values():
        yield from _waits_of(node)


def _waits_of(node: NodeState) -> Iterator[str]:
    if node.state == "pending":
        yield f"{node.id}: {node.reason}"
    elif node.state == "applied" and not node.ready:
        yield node.ready_reason if node.ready_reason.startswith(node.id) else f"{node.id}: {node.ready_reason}"


def waiting_nodes(evaluation: Evaluation) -> list[str]:
    """What each node that is not ready waits for, one line each."""
    return [text for node in evaluation.nodes.values() for text in _waits_of(node)]
