"""ResourceGraphDefinitions: accepted or refused, made into revisions and kinds, and let go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from typekro.errors import DefinitionError
from typekro.evaluation import Definition
from typekro.kubernetes.objects import part, parts
from typekro.local.api import ApiServer, Change, StatusError
from typekro.local.kro.compatibility import changes, told
from typekro.local.kro.conditions import About, Conditions
from typekro.local.kro.finalizers import ensure_finalizer, remove_finalizer
from typekro.local.kro.hashing import snapshot_of, spec_hash
from typekro.local.kro.kinds import CRDS, DEFINITIONS, REVISIONS, crd_of, crd_patch
from typekro.local.kro.labels import ALLOW_BREAKING, CONTROLLER, GRAPH_NAME, OWNED, REVISION_HASH, is_owned, of_graph
from typekro.local.kro.registry import Registry, Revision, Served
from typekro.local.kro.revisions import Clock, order_of, reasons_of
from typekro.local.timestamps import rfc3339

_RESOLVED: Final = "GraphRevisionsResolved"
_ACCEPTED: Final = "GraphAccepted"
_KIND: Final = "KindReady"
_CONTROLLER: Final = "ControllerReady"
_COUNTING: Final = (_RESOLVED, _ACCEPTED, _KIND, _CONTROLLER)
_WAITING: Final = "WaitingForGraphRevision"
_KEPT: Final = 5
_AGAIN: Final = 1.0
_SOON: Final = 0.15


class KindError(Exception):
    """The kind of a definition cannot be as it should be; the text says why, in kro's words."""


class NotYetError(Exception):
    """The kind of a definition is not served yet: kro looks again and again before it says anything."""


@attrs.define
class _Pass:
    """One look at a definition.

    Args:
        definition: it.
        conditions: its conditions, which change as it goes.
        issued: the number of the newest revision.
        again: after how many seconds to look once more.
        order: what its status says of its resources; None to leave that as it is.
    """

    definition: dict[str, Any]
    conditions: Conditions
    issued: int
    again: float | None = None
    order: Mapping[str, Any] | None = None

    @property
    def name(self) -> str:
        return str(self.definition["metadata"]["name"])

    def refuse(self, why: str) -> None:
        self.conditions.set(_ACCEPTED, "False", "InvalidResourceGraph", why)
        self.order = {"topologicalOrder": None, "resources": None}
        self.again = _AGAIN


class DefinitionController:
    """Serves the kinds of ResourceGraphDefinitions.

    Args:
        server: the API server.
        registry: the revisions that were compiled.
        clock: tells the time.
    """

    name = "kro-resourcegraphdefinition"
    kinds = None

    def __init__(self, server: ApiServer, registry: Registry, clock: Clock) -> None:
        self._server = server
        self._registry = registry
        self._clock = clock

    def wants(self, change: Change) -> Iterable[str]:
        """The names of definitions that changed, or whose revisions or kinds did."""
        metadata = change.object["metadata"]
        match (change.resource.api_version, change.resource.kind):
            case known if known == DEFINITIONS:
                return (metadata["name"],) if change.type != "DELETED" and _matters(change) else ()
            case known if known == REVISIONS:
                return (change.object["spec"]["snapshot"]["name"],)
            case known if known == CRDS and change.type != "ADDED":
                name = part(metadata, "labels").get(GRAPH_NAME)
                return (name,) if name is not None and is_owned(change.object) else ()
            case _:
                return ()

    def reconcile(self, key: str) -> float | None:
        """Brings revisions, kind and status of a definition to what it says."""
        definition = self._server.get(*DEFINITIONS, key)
        if definition is None:
            return None
        if "deletionTimestamp" in definition["metadata"]:
            self._let_go(definition)
            return None
        definition = ensure_finalizer(self._server, definition)
        status = part(definition, "status")
        about = About.of(definition, rfc3339(self._clock()))
        conditions = Conditions(_COUNTING, about, parts(status, "conditions"), ("ResourceGraphAccepted",))
        at = _Pass(definition, conditions, status.get("lastIssuedRevision", 0))
        try:
            self._reconcile(at)
        except NotYetError:
            return _SOON
        self._write(at)
        self._registry.taken_up.discard(at.name)  # where nothing was written, nobody was told
        return at.again

    def _reconcile(self, at: _Pass) -> None:
        revisions = self._revisions(at.name)
        if any("deletionTimestamp" in each["metadata"] for each in revisions):
            at.conditions.set(_RESOLVED, "Unknown", f"{_WAITING}Settlement", "waiting for terminating graph revisions to settle")
            return
        self._adopt(at.definition, revisions)
        if not revisions:
            self._registry.drop_all(at.name)
        newest = max((each["spec"]["revision"] for each in revisions), default=0)
        found = self._registry.get(at.name, newest) if newest else None
        if newest and found is None:
            why = "waiting for the latest graph revision to warm the in-memory registry"
            at.conditions.set(_RESOLVED, "Unknown", f"{_WAITING}Warmup", why)
            return
        at.issued = max(at.issued, newest)
        if found is None or found.hash != spec_hash(at.definition["spec"]):
            self._issue(at, newest)
            return
        self._serve(at, found)

    def _issue(self, at: _Pass, newest: int) -> None:
        """Makes the next revision, where the definition is one that kro takes."""
        if newest:
            at.conditions.set(_RESOLVED, "True", "Resolved", f"revision {newest} compiled and active")
        try:
            self._registry.compiled(at.name, at.definition["spec"])
        except DefinitionError as error:
            at.refuse(reasons_of(error))
            return
        at.conditions.set(_ACCEPTED, "True", "Valid", "resource graph and schema are valid")
        number = max(at.issued, newest) + 1
        try:
            self._server.create(_revision(at.definition, number), manager=CONTROLLER)
        except StatusError as error:
            at.refuse(f'creating graph revision "{_revision_name(at.name, number)}": {error.message}')
            return
        at.issued = number
        why = f"graph revision {number} issued and awaiting compilation"
        at.conditions.set(_RESOLVED, "Unknown", f"{_WAITING}Compilation", why)

    def _serve(self, at: _Pass, revision: Revision) -> None:
        if revision.definition is None:
            why = f"latest graph revision {revision.number} failed compilation"
            at.conditions.set(_RESOLVED, "False", "Failed", why)
            at.conditions.set(_ACCEPTED, "False", "InvalidResourceGraph", why)
            return
        at.conditions.set(_RESOLVED, "True", "Resolved", f"revision {revision.number} compiled and active")
        at.conditions.set(_ACCEPTED, "True", "Valid", "resource graph and schema are valid")
        at.order = order_of(revision.definition)
        try:
            kind = self._ensure_kind(at.definition, revision.definition)
        except KindError as error:
            at.conditions.set(_KIND, "False", "Failed", str(error))
            at.again = _AGAIN
        else:
            at.conditions.set(_KIND, "True", "Ready", f"kind {kind} has been accepted and ready")
            self._take_up(at.name, revision.definition)
            at.conditions.set(_CONTROLLER, "True", "Running", "controller is running")
        self._collect_revisions(at.name)

    def _take_up(self, name: str, compiled: Definition) -> None:
        """Has instances looked after from now on, and looked at once the status says so."""
        group = compiled.api_version.rpartition("/")[0]
        self._registry.served[group, compiled.kind] = Served(name, (None, "condition") in compiled.analysis.expressions_of)
        self._registry.taken_up.add(name)

    def _ensure_kind(self, definition: Mapping[str, Any], compiled: Definition) -> str:
        """Makes or changes the CustomResourceDefinition; the kind that was accepted.

        Raises:
            KindError: it belongs to somebody else, would change in a way that breaks instances, or is refused.
        """
        wanted = crd_of(compiled.schema, compiled.analysis, of_graph(definition))
        name = wanted["metadata"]["name"]
        live = self._server.get(*CRDS, name)
        try:
            if live is None:
                live = self._server.create(wanted, manager=CONTROLLER)
            elif self._is_changed(live, wanted, definition):
                live = self._server.patch(*CRDS, name, None, crd_patch(wanted), manager=CONTROLLER)
        except StatusError as error:
            raise KindError(f"failed to {'create' if live is None else 'patch'} CRD: {error.message}") from error
        conditions = parts(part(live, "status"), "conditions")
        if not any(each["type"] == "Established" and each["status"] == "True" for each in conditions):
            raise NotYetError
        return str(live["status"]["acceptedNames"]["kind"])

    def _is_changed(self, live: Mapping[str, Any], wanted: Mapping[str, Any], definition: Mapping[str, Any]) -> bool:
        name, labels = wanted["metadata"]["name"], part(live["metadata"], "labels")
        if not is_owned(live):
            raise KindError(f"failed to update CRD {name}: CRD already exists and is not owned by KRO")
        if labels.get(GRAPH_NAME, "") != definition["metadata"]["name"]:
            owner = labels.get(GRAPH_NAME, "")
            raise KindError(f"failed to update CRD {name}: CRD is owned by another ResourceGraphDefinition {owner}")
        found = changes(live["spec"]["versions"][0], wanted["spec"]["versions"][0])
        allowed = part(definition["metadata"], "annotations").get(ALLOW_BREAKING) == "true"
        if any(each.breaking for each in found) and not allowed:
            raise KindError(f"cannot update CRD {name}: breaking changes detected: {told(found)}")
        return bool(found) or live["spec"]["names"] != wanted["spec"]["names"]

    def _let_go(self, definition: dict[str, Any]) -> None:
        schema = part(definition["spec"], "schema")
        served = (schema.get("group") or "kro.run", schema.get("kind", ""))
        known = self._registry.served.get(served)
        if known is not None and known.name == definition["metadata"]["name"]:
            del self._registry.served[served]
        remove_finalizer(self._server, definition)

    def _revisions(self, name: str) -> list[dict[str, Any]]:
        return [each for each in self._server.list(*REVISIONS) if each["spec"]["snapshot"]["name"] == name]

    def _adopt(self, definition: Mapping[str, Any], revisions: Sequence[dict[str, Any]]) -> None:
        """Revisions that a definition of the same name left behind are those of this one."""
        owner = _owner(definition)
        for each in revisions:
            references = parts(each["metadata"], "ownerReferences")
            if not any(reference["uid"] == owner["uid"] for reference in references):
                kept = [reference for reference in references if reference["kind"] != owner["kind"]]
                patch = {"metadata": {"ownerReferences": [*kept, owner]}}
                self._server.patch(*REVISIONS, each["metadata"]["name"], None, patch, manager=CONTROLLER)

    def _collect_revisions(self, name: str) -> None:
        found = sorted(self._revisions(name), key=lambda each: int(each["spec"]["revision"]))
        for each in found[:-_KEPT]:
            self._server.delete(*REVISIONS, each["metadata"]["name"])

    def _write(self, at: _Pass) -> None:
        state = "Active" if at.conditions.holds(_ACCEPTED, _KIND, _CONTROLLER) else "Inactive"
        status = {"conditions": at.conditions.all, "state": state, **({"lastIssuedRevision": at.issued} if at.issued else {})}
        patch = {"status": {**status, **(at.order or {})}}
        self._server.patch(*DEFINITIONS, at.name, None, patch, manager=CONTROLLER, subresource="status")


def _matters(change: Change) -> bool:
    if change.old is None:
        return True
    new, old = change.object["metadata"], change.old["metadata"]
    return (
        new.get("generation") != old.get("generation")
        or ("deletionTimestamp" in new) != ("deletionTimestamp" in old)
        or part(new, "annotations").get(ALLOW_BREAKING) != part(old, "annotations").get(ALLOW_BREAKING)
    )


def _owner(definition: Mapping[str, Any]) -> dict[str, Any]:
    metadata = definition["metadata"]
    return {
        "apiVersion": DEFINITIONS[0],
        "kind": DEFINITIONS[1],
        "name": metadata["name"],
        "uid": metadata["uid"],
        "controller": True,
    }


def _revision_name(name: str, number: int) -> str:
    return f"{name}-r{number:05d}"


def _revision(definition: Mapping[str, Any], number: int) -> dict[str, Any]:
    metadata, spec = definition["metadata"], definition["spec"]
    return {
        "apiVersion": REVISIONS[0],
        "kind": REVISIONS[1],
        "metadata": {
            "name": _revision_name(metadata["name"], number),
            "labels": {**OWNED, GRAPH_NAME: metadata["name"], REVISION_HASH: spec_hash(spec)},
            "ownerReferences": [_owner(definition)],
        },
        "spec": {
            "revision": number,
            "snapshot": {"name": metadata["name"], "generation": metadata["generation"], "spec": snapshot_of(spec)},
        },
    }
