"""What an evaluation comes to: the state of each node, and of the instance."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import attrs

Manifest: TypeAlias = Mapping[str, Any]
"""An object of Kubernetes as JSON."""
Observed: TypeAlias = Mapping[str, Sequence[Manifest]]
"""The objects as the server has them, by the id of their node: none or one of a resource; of a forEach any, in any order; of an external
reference by selector all that it finds, and where its id is missing, it was not read yet."""


def metadata_of(manifest: Manifest) -> Mapping[str, Any]:
    """The metadata of an object; nothing where it has none."""
    found: Mapping[str, Any] | None = manifest.get("metadata")
    return found or {}


@attrs.frozen
class Identity:
    """What tells one object from another.

    Args:
        api_version: its group and version.
        kind: its kind.
        namespace: its namespace; None where it has none.
        name: its name.

    Example:
        >>> Identity.of({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", "namespace": "default"}})
        Identity(api_version='v1', kind='ConfigMap', namespace='default', name='a')
    """

    api_version: str
    kind: str
    namespace: str | None
    name: str

    @classmethod
    def of(cls, manifest: Manifest) -> "Identity":
        """The identity of an object.

        Args:
            manifest: the object.
        """
        metadata = metadata_of(manifest)
        return cls(
            str(manifest.get("apiVersion")), str(manifest.get("kind")), metadata.get("namespace") or None, str(metadata.get("name") or "")
        )

    def __str__(self) -> str:
        """Its kind and name, with the namespace where it has one."""
        return f"{self.kind} {self.namespace}/{self.name}" if self.namespace else f"{self.kind} {self.name}"


@attrs.frozen
class Read:
    """What is to be read for an external reference.

    Args:
        api_version: group and version.
        kind: the kind.
        namespace: the namespace; None for a kind without, and for a selector that looks everywhere.
        name: the name of the one object; None where a selector finds any number.
        selector: a label selector as Kubernetes has it (`matchLabels`, `matchExpressions`); None beside a name; empty for all.
    """

    api_version: str
    kind: str
    namespace: str | None
    name: str | None = None
    selector: Mapping[str, Any] | None = None


@attrs.frozen
class NodeState:
    """What becomes of a node of a graph.

    Args:
        id: its id.
        state: `applied`: its objects are known, and are to be there, or are to be read; `pending`: it waits; `ignored`: it is not to
            be there; `error`: kro cannot evaluate it, and stops.
        reason: why it is pending, ignored or in error; empty where it is applied.
        manifests: the objects to apply, in the order of the forEach, with their namespaces; none of an external reference.
        reads: what is to be read for an external reference.
        there: whether all of it was observed to be there.
        ready: whether all of it is there and ready by its readyWhen; an ignored node is, since nobody waits for it.
        ready_reason: what it waits for where it is not ready.
        message: what kro says of it, in kro's words; empty where kro says nothing.
    """

    id: str
    state: Literal["applied", "pending", "ignored", "error"]
    reason: str = ""
    manifests: tuple[dict[str, Any], ...] = ()
    reads: tuple[Read, ...] = ()
    there: bool = False
    ready: bool = False
    ready_reason: str = ""
    message: str = ""


Look: TypeAlias = Callable[[NodeState], Sequence[Manifest]]
"""Gives the objects of a node as the server has them, once it is known what they are to be (`manifests`), or what is read (`reads`)."""


@attrs.frozen
class Evaluation:
    """What an instance comes to.

    Args:
        nodes: the state of each node, in the order in which kro makes them.
        status: the fields of the status that can be told by now, without `state` and `conditions`.
        state: what kro writes into `status.state`.
        conditions: what kro writes into `status.conditions`, without the times: its own, or those of the definition where it has some.
        built_in: kro's own conditions, also where the definition has others.
        status_problems: why a field of the status is not there, by its place, such as `status.host`.
        error: what is wrong with the graph of this instance, for people: a node that cannot be evaluated, two nodes that make one object;
            None where nothing is.
        status_error: what keeps kro from writing a status at all; None where it writes one.
        stopped: why nothing is applied in this pass, in kro's words: an error, or an object that is being deleted; None where all that is
            known is applied.
    """

    nodes: Mapping[str, NodeState]
    status: dict[str, Any]
    state: Literal["ACTIVE", "IN_PROGRESS", "ERROR"]
    conditions: list[dict[str, Any]]
    built_in: list[dict[str, Any]] = attrs.Factory(list[dict[str, Any]])
    status_problems: Mapping[str, str] = attrs.Factory(dict[str, str])
    error: str | None = None
    status_error: str | None = None
    stopped: str | None = None

    @property
    def complete(self) -> bool:
        """Whether all that there is to be is known: only then kro takes away what is no longer wanted."""
        return self.stopped is None and all(node.state in {"applied", "ignored"} for node in self.nodes.values())

    @property
    def to_apply(self) -> tuple[tuple[str, dict[str, Any]], ...]:
        """What is to be applied in this pass, in order, each object with the id of its node; nothing where kro stopped."""
        if self.stopped is not None:
            return ()
        return tuple((node.id, manifest) for node in self.nodes.values() for manifest in node.manifests)
