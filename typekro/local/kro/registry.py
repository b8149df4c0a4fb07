"""What the controllers of the local kro share: the revisions that were compiled, the kinds that are known, and who is served."""

from collections.abc import Mapping
from typing import Any, Literal

import attrs

from typekro.errors import DefinitionError
from typekro.evaluation import Definition
from typekro.local.api import ApiServer
from typekro.local.kro.kinds import CRDS
from typekro.openapi.kinds import Kinds


@attrs.frozen
class Revision:
    """A revision of a definition.

    Args:
        number: which one, from 1.
        hash: what tells its spec from another.
        state: whether it was compiled.
        definition: what it was compiled to, where it is active.
    """

    number: int
    hash: str
    state: Literal["Pending", "Active", "Failed"]
    definition: Definition | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Served:
    """A kind whose instances are looked after.

    Args:
        name: the definition that it is of.
        has_conditions: whether its instances have conditions of the definition in place of kro's.
    """

    name: str
    has_conditions: bool = False


class Registry:
    """What is known of definitions beyond what the API server has; made anew with each start.

    Args:
        server: the API server.
        feature_gates: the features of kro that are switched on.
    """

    def __init__(self, server: ApiServer, feature_gates: frozenset[str]) -> None:
        self.server = server
        self.feature_gates = feature_gates
        self.served: dict[tuple[str, str], Served] = {}
        self.taken_up: set[str] = set()
        """The definitions that were just taken up, so that all their instances have to be looked at."""
        self._revisions: dict[str, dict[int, Revision]] = {}
        self._kinds: tuple[object, Kinds] = (None, Kinds.builtin())
        self._compiled: tuple[Mapping[str, Any], Kinds, Definition] | None = None

    def put(self, name: str, revision: Revision) -> None:
        """Keeps a revision of the definition of this name."""
        self._revisions.setdefault(name, {})[revision.number] = revision

    def get(self, name: str, number: int) -> Revision | None:
        """A revision, or None."""
        return self._revisions.get(name, {}).get(number)

    def drop(self, name: str, number: int) -> None:
        """Forgets a revision."""
        self._revisions.get(name, {}).pop(number, None)

    def drop_all(self, name: str) -> None:
        """Forgets all revisions of a definition."""
        self._revisions.pop(name, None)

    def latest(self, name: str) -> Revision | None:
        """The newest revision of a definition, or None."""
        found = self._revisions.get(name)
        return found[max(found)] if found else None

    def kinds(self) -> Kinds:
        """Kubernetes' own kinds, and those of the CustomResourceDefinitions that are there now."""
        crds = self.server.list(*CRDS)
        state = tuple((crd["metadata"]["name"], crd["metadata"]["resourceVersion"]) for crd in crds)
        if self._kinds[0] != state:
            kinds = Kinds.builtin()
            for crd in crds:
                try:
                    kinds = kinds.with_crd(crd)
                except DefinitionError:  # a kind that nobody can read is none that a definition can use
                    continue
            self._kinds = (state, kinds)
        return self._kinds[1]

    def compiled(self, name: str, spec: Mapping[str, Any]) -> Definition:
        """A spec as a definition that can be evaluated.

        Args:
            name: the name of the definition.
            spec: its spec.

        Raises:
            DefinitionError: kro would refuse it.
        """
        manifest = {"apiVersion": "kro.run/v1alpha1", "kind": "ResourceGraphDefinition", "metadata": {"name": name}, "spec": spec}
        kinds, last = self.kinds(), self._compiled
        # A definition is looked at once to be accepted, and at once again as its revision.
        if last is not None and last[1] is kinds and last[0] == manifest:
            return last[2]
        definition = Definition.of(manifest, kinds, self.feature_gates)
        self._compiled = manifest, kinds, definition
        return definition
