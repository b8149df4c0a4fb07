"""Revisions of definitions: each is compiled once, and says whether that went well."""

import textwrap
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, Protocol

from typekro.errors import DefinitionError
from typekro.evaluation import Definition
from typekro.kubernetes.objects import part, parts
from typekro.local.api import ApiServer, Change
from typekro.local.kro.conditions import About, Conditions
from typekro.local.kro.finalizers import ensure_finalizer, remove_finalizer
from typekro.local.kro.hashing import spec_hash
from typekro.local.kro.kinds import REVISIONS
from typekro.local.kro.labels import CONTROLLER
from typekro.local.kro.registry import Registry, Revision
from typekro.local.timestamps import rfc3339

_VERIFIED: Final = "GraphVerified"


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The time now, with its zone."""
        ...


class RevisionController:
    """Compiles GraphRevisions.

    Args:
        server: the API server.
        registry: where it keeps what it compiled.
        clock: tells the time.
    """

    name = "kro-graphrevision"
    kinds = None

    def __init__(self, server: ApiServer, registry: Registry, clock: Clock) -> None:
        self._server = server
        self._registry = registry
        self._clock = clock

    def wants(self, change: Change) -> Iterable[str]:
        """The names of revisions that are new, or are going."""
        if (change.resource.api_version, change.resource.kind) != REVISIONS or change.type == "DELETED":
            return ()
        metadata, old = change.object["metadata"], change.old
        going = "deletionTimestamp" in metadata and (old is None or "deletionTimestamp" not in old["metadata"])
        return (metadata["name"],) if change.type == "ADDED" or going else ()

    def reconcile(self, key: str) -> float | None:
        """Compiles a revision, or lets it go."""
        revision = self._server.get(*REVISIONS, key)
        if revision is None:
            return None
        snapshot, number = revision["spec"]["snapshot"], revision["spec"]["revision"]
        if "deletionTimestamp" in revision["metadata"]:
            self._registry.drop(snapshot["name"], number)
            remove_finalizer(self._server, revision)
            return None
        revision = ensure_finalizer(self._server, revision)
        hash_ = spec_hash(snapshot["spec"])
        conditions = Conditions((_VERIFIED,), About.of(revision, rfc3339(self._clock())), parts(part(revision, "status"), "conditions"))
        try:
            definition = self._registry.compiled(snapshot["name"], snapshot["spec"])
        except DefinitionError as error:
            conditions.set(_VERIFIED, "False", "InvalidGraph", f'failed to compile graph revision "{key}": {reasons_of(error)}')
            self._registry.put(snapshot["name"], Revision(number, hash_, "Failed"))
            self._write(revision, {"conditions": conditions.all, "topologicalOrder": None, "resources": None})
            return 1.0
        conditions.set(_VERIFIED, "True", "Verified", "graph revision compiled and verified")
        self._registry.put(snapshot["name"], Revision(number, hash_, "Active", definition))
        self._write(revision, {"conditions": conditions.all, **order_of(definition)})
        return None

    def _write(self, revision: dict[str, Any], status: dict[str, Any]) -> None:
        name = revision["metadata"]["name"]
        self._server.patch(*REVISIONS, name, None, {"status": status}, manager=CONTROLLER, subresource="status")


def reasons_of(error: DefinitionError) -> str:
    """Why a definition was refused, without whose it is: the words are ours, since kro's would be those of its Go code."""
    return textwrap.dedent("\n".join(str(error).splitlines()[1:])) or str(error)


def order_of(definition: Definition) -> dict[str, Any]:
    """What a status says of the order of resources, and of what each needs; what needs nothing is left out."""
    analysis = definition.analysis
    resources = [
        {"id": id_, "dependencies": [{"id": other} for other in analysis.dependencies[id_]]}
        for id_ in analysis.topological_order
        if analysis.dependencies[id_]
    ]
    return {"topologicalOrder": list(analysis.topological_order) or None, "resources": resources or None}
