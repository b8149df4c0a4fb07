"""A graph as direct deployment evaluates it: by what is observed, one pass at a time; pure but for what a run keeps of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.evaluation import Definition, Evaluation, NodeState, prepared
from typekro.kro.awaiting import KnownGraph
from typekro.kro.direct_marks import Subject
from typekro.kro.direct_nesting import Blueprint, as_object, evaluated
from typekro.kro.readiness import Verdict, judge_instance


@attrs.frozen(eq=False)
class DirectGraph:
    """An instance of a graph, to be evaluated.

    Args:
        blueprint: the graph, checked, with the graphs that its nodes are instances of.
        instance: the instance with its defaults; no such object is in the cluster.
    """

    blueprint: Blueprint
    instance: dict[str, Any]

    @classmethod
    def of(cls, blueprint: Blueprint, subject: Subject, spec: Mapping[str, Any], uid: str) -> "DirectGraph":
        """An instance of a graph.

        Args:
            blueprint: the graph, checked.
            subject: the instance.
            spec: its spec, as JSON.
            uid: its UID.
        """
        place = {} if subject.namespace is None else {"namespace": subject.namespace}
        metadata = {"name": subject.name, **place, "uid": uid, "generation": 1}
        whole = {"apiVersion": subject.api_version, "kind": subject.kind, "metadata": metadata, "spec": dict(spec)}
        return cls(blueprint, prepared(blueprint.definition, whole))

    @property
    def known(self) -> KnownGraph:
        """What is recorded of the graph."""
        return self.blueprint.known

    @property
    def definition(self) -> Definition:
        """The graph, checked."""
        return self.blueprint.definition

    @property
    def uid(self) -> str:
        """The UID of the instance."""
        return str(self.instance["metadata"]["uid"])

    def evaluate(self, observed: Mapping[str, Sequence[Mapping[str, Any]]]) -> Evaluation:
        """What is to be there by what is; what inner graphs make is among it, by ids such as `note/inner/config`.

        Args:
            observed: the objects as the server has them, by node.
        """
        return evaluated(self.blueprint, self.instance, observed)

    def needs(self, node: str, evaluation: Evaluation) -> tuple[str, ...]:
        """The nodes that a node needs to be there first, by what is to be there."""
        return tuple(self.blueprint.needs(node, evaluation))

    def wave(self, node: str) -> int:
        """The wave of a node: what has a higher one is deleted before."""
        return self.blueprint.wave(node)

    def virtual(self, evaluation: Evaluation) -> dict[str, Any]:
        """The instance as kro would have it in the cluster."""
        return as_object(self.definition, self.instance, evaluation)

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
