"""The walk over the nodes of an instance, in the order in which kro makes them: what each comes to, before anything is applied."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import attrs

from typekro.checking import CheckedNode
from typekro.evaluation.desiring import desired, identity, read_of
from typekro.evaluation.readiness import readiness
from typekro.evaluation.scope import SCHEMA, ExpressionError, Scope
from typekro.evaluation.states import Identity, Look, Manifest, NodeState, Observed, metadata_of
from typekro.evaluation.words import Halted, Readiness, user_text
from typekro.schema.go_texts import quoted


@attrs.frozen
class Stop:
    """Why kro applies nothing in a pass.

    Args:
        kind: `error`: a node cannot be evaluated; `deleting`: an object is on its way out; `conflict`: two nodes make one object.
        message: the same in kro's words.
        reason: the same for people.
    """

    kind: Literal["error", "deleting", "conflict"]
    message: str
    reason: str


@attrs.define
class Walk:
    """One walk, and what it found.

    Args:
        scope: what expressions read; it gets to know the objects on the way.
        given: the objects as the server has them, or who says which they are.
        states: the states of the nodes that were looked at.
        undecided: what those wait for of which it is not known whether they are to be there.
        unresolved: what the first node that waits waits for, in kro's words.
        stop: why kro applies nothing; None where it does.
    """

    scope: Scope
    given: Observed | Look
    states: dict[str, NodeState] = attrs.Factory(dict[str, NodeState])
    undecided: dict[str, Halted] = attrs.Factory(dict[str, Halted])
    unresolved: str | None = None
    stop: Stop | None = None

    def run(self) -> None:
        """Goes over all nodes; after what stops kro, the rest waits."""
        analysis = self.scope.definition.analysis
        stopped_at = ""
        for id_ in analysis.topological_order:
            if self.stop is None:
                self.states[id_] = self._state(analysis.nodes[id_])
                stopped_at = id_
            else:
                self.states[id_] = NodeState(id_, "pending", f"kro stops at {stopped_at}, which comes before it")
        if self.stop is None:
            self.stop = _conflict(list(self.states.values()), analysis.nodes)

    def _state(self, node: CheckedNode) -> NodeState:
        try:
            why = self._ignored(node)
            if why:
                return NodeState(node.id, "ignored", why, ready=True)
            self._await_dependencies(node)
            manifests = desired(self.scope, node)
            return self._observed(node, manifests)
        except Halted as halted:
            if not halted.pending:
                self.stop = Stop("error", halted.message, halted.reason)
                return NodeState(node.id, "error", halted.reason, message=halted.message)
            message = f"gvr {quoted(_resource(node))}: {halted.message}"
            self.unresolved = self.unresolved or message
            return NodeState(node.id, "pending", halted.reason, message=message)

    def _ignored(self, node: CheckedNode) -> str:
        """Why a node is not to be there; empty where it is."""
        needs = self.scope.definition.analysis.dependencies[node.id]
        for need in needs:
            if self.states[need].state == "ignored":
                return f"it needs {need}, which is ignored"
        for need in needs:
            if need in self.undecided:
                self.undecided[node.id] = self.undecided[need]
                raise self.undecided[need]
        try:
            return self._excluded(node)
        except Halted as halted:
            if halted.pending:
                self.undecided[node.id] = halted
            raise

    def _excluded(self, node: CheckedNode) -> str:
        conditions = self.scope.definition.analysis.expressions_of.get((node.id, "includeWhen"), ())
        for need in dict.fromkeys(name for one in conditions for name in one.references if name != SCHEMA):
            self._await(need, f"includeWhen dependency {quoted(need)} not ready: ", f"includeWhen dependency {quoted(need)}: ")
        for condition in conditions:
            try:
                result = self.scope.run(condition)
            except ExpressionError as error:
                # What the instance itself does not say, it will not say later.
                pending = error.pending and any(name != SCHEMA for name in condition.references)
                message = f"includeWhen {quoted(user_text(condition))}: {error.told}"
                if pending or not error.pending:
                    raise Halted(f"{message} (data pending)" if pending else message, error.reason, pending=pending) from error
                raise Halted(message, f"{error.reason}, which the instance does not say, so that nobody will") from error
            if result is not None and not isinstance(result, bool):
                text = quoted(user_text(condition))
                raise Halted(
                    f"includeWhen {text}: expression {text} did not return bool", f"{condition.place}: it is neither true nor false"
                )
            if not result:
                return f"{condition.place}: {condition.written} is {'null' if result is None else 'false'}"
        return ""

    def _await_dependencies(self, node: CheckedNode) -> None:
        for need in self.scope.definition.analysis.dependencies[node.id]:
            own = f"node {quoted(node.id)}: "
            self._await(
                need,
                f"{own}dependent node {quoted(need)} not ready: ",
                f"{own}failed to check readiness of dependent node {quoted(need)}: ",
            )

    def _await(self, need: str, waiting: str, failing: str) -> None:
        """Goes on only where another node is ready."""
        state = self.states[need]
        try:
            found = readiness(self.scope, self.scope.definition.analysis.nodes[need], None if state.state == "pending" else state.manifests)
        except Halted as halted:
            raise Halted(f"{failing}{halted.message}", halted.reason) from halted
        if not found.ready:
            raise Halted(f"{waiting}{found.message} (data pending)", _needs(need, state, found), pending=True)

    def _observed(self, node: CheckedNode, manifests: tuple[dict[str, Any], ...]) -> NodeState:
        external = node.type in {"External", "ExternalCollection"}
        reads = (read_of(node, manifests[0]),) if external else ()
        state = NodeState(node.id, "applied", manifests=() if external else manifests, reads=reads)
        given = self._given(state)
        match node.type:
            case "External":
                self._observe(node.id, (given or ())[:1])
                return self._external(node, state)
            case "ExternalCollection":
                if given is not None:
                    self.scope.observe(node.id, given)
                return self._external(node, state)
            case _:
                found = matching(given or (), manifests)
                self.stop = _deleting(node, found)
                if self.stop is not None:
                    return NodeState(node.id, "pending", self.stop.reason)
                if node.type == "Collection":
                    self.scope.observe(node.id, found if manifests else given or ())
                else:
                    self._observe(node.id, found)
        return state

    def _given(self, state: NodeState) -> tuple[Manifest, ...] | None:
        """The objects of a node; None where nobody looked."""
        found = self.given(state) if callable(self.given) else self.given.get(state.id)
        return None if found is None else tuple(found)

    def _external(self, node: CheckedNode, state: NodeState) -> NodeState:
        """The state of a reference, whose readiness kro asks for at once."""
        readiness(self.scope, node, None)
        return state

    def _observe(self, id_: str, objects: tuple[Manifest, ...]) -> None:
        if objects:
            self.scope.observe(id_, objects)


def matching(objects: Sequence[Manifest], manifests: Sequence[Manifest]) -> tuple[Manifest, ...]:
    """The objects that there are of those that are to be there, in the order of these.

    Args:
        objects: what the server has, in any order.
        manifests: what is to be there.
    """
    known = {identity(one): one for one in objects}
    return tuple(known[key] for one in manifests if (key := identity(one)) in known)


def _deleting(node: CheckedNode, objects: Sequence[Manifest]) -> Stop | None:
    """An object that is on its way out, which kro waits for."""
    for one in objects:
        if metadata_of(one).get("deletionTimestamp"):
            found = Identity.of(one)
            name = f"{found.namespace}/{found.name}" if found.namespace else found.name
            message = (
                f"resource {quoted(name)} for node {quoted(node.id)} is currently being deleted; "
                "waiting for deletion to complete before continuing reconciliation"
            )
            return Stop("deleting", message, f"{found} of {node.id} is being deleted")
    return None


def _conflict(states: Sequence[NodeState], nodes: Mapping[str, CheckedNode]) -> Stop | None:
    """Two nodes that make the same object, which kro does not do."""
    seen: dict[str, str] = {}
    conflicts: list[tuple[str, str]] = []
    for state in states:
        for index, manifest in enumerate(state.manifests):
            id_, key = f"{state.id}-{index}" if nodes[state.id].type == "Collection" else state.id, identity(manifest)
            if key in seen:
                conflicts.append((id_, seen[key]))
            seen[key] = id_
    if not conflicts:
        return None
    told = ", ".join(f"resourceID: {one} conflicts with resourceID: {other}" for one, other in conflicts)
    one, other = conflicts[0]
    return Stop("conflict", f"found resources with conflicts: {told}", f"{other} and {one} make the same object")


def _needs(need: str, state: NodeState, found: Readiness) -> str:
    if state.state == "pending":
        return f"it needs {need}, which waits itself"
    return f"it needs {need}, which is {'not ready' if found.there else 'not there yet'}"


def _resource(node: CheckedNode) -> str:
    """The resource of a kind as kro writes it."""
    group, _, version = node.api_version.rpartition("/")
    plural = "" if node.schema is None else node.schema.plural
    return f"{group}/{version}, Resource={plural or node.kind.lower() + 's'}"
