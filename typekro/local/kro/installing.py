"""kro put onto an API server: its own kinds, and the controllers that work on them."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs

from typekro.local.api import ApiServer, Change
from typekro.local.kro.kinds import CRDS, DEFINITIONS, REVISIONS, own_crds
from typekro.local.kro.labels import VERSION
from typekro.openapi.kro_kinds import LOCAL_KRO

if TYPE_CHECKING:
    from typekro.local.controllers import Controller
    from typekro.local.kro.revisions import Clock

_NAMES: Final = ("kro-graphrevision", "kro-resourcegraphdefinition", "kro-instance")
_MANAGER: Final = "kubectl-client-side-apply"
_MARK: Final = {LOCAL_KRO: VERSION}


def install(server: ApiServer) -> None:
    """Puts kro's own kinds onto a server, where they are not there yet, and has them say which kro is played here.

    Args:
        server: the API server.
    """
    for crd in own_crds():
        name = crd["metadata"]["name"]
        found = server.get(*CRDS, name)
        if found is None:
            # What the rules of Kubernetes say of them, the tests ask.
            server.create(_marked(crd), manager=_MANAGER, known=True)
        elif _annotations(found).get(LOCAL_KRO) != VERSION:  # in a file that another typekro wrote
            server.patch(*CRDS, name, None, {"metadata": {"annotations": _MARK}}, manager=_MANAGER)


def _marked(crd: Mapping[str, Any]) -> dict[str, Any]:
    """A kind of kro, from which clients know that no Deployment stands behind it, wherever they come from."""
    return {**crd, "metadata": {**crd["metadata"], "annotations": {**_annotations(crd), **_MARK}}}


def _annotations(crd: Mapping[str, Any]) -> Mapping[str, str]:
    return crd["metadata"].get("annotations") or {}


def kro_controllers(server: ApiServer, clock: "Clock", feature_gates: frozenset[str] = frozenset()) -> "Sequence[Controller]":
    """The controllers of kro, for the runner of the cluster.

    They are made when there is the first definition, since they bring the checks and the evaluator with them.

    Args:
        server: the API server, with kro's kinds on it.
        clock: tells the time.
        feature_gates: the features of kro that are switched on, such as `CELOmitFunction`.
    """
    kro = _Kro(server, clock, feature_gates)
    if server.list(*DEFINITIONS):
        kro.wake()
    return [_Part(kro, rank, name) for rank, name in enumerate(_NAMES)]


@attrs.define
class _Kro:
    """kro, which has nothing to do before there is a definition."""

    server: ApiServer
    clock: "Clock"
    feature_gates: frozenset[str]
    controllers: "Sequence[Controller]" = ()

    def wake(self) -> None:
        from typekro.local.kro.definitions import DefinitionController  # noqa: PLC0415 - they take their time to be imported
        from typekro.local.kro.instances import InstanceController  # noqa: PLC0415 - the same
        from typekro.local.kro.registry import Registry  # noqa: PLC0415 - the same
        from typekro.local.kro.revisions import RevisionController  # noqa: PLC0415 - the same

        registry = Registry(self.server, self.feature_gates)
        classes = (RevisionController, DefinitionController, InstanceController)
        self.controllers = [each(self.server, registry, self.clock) for each in classes]


@attrs.frozen
class _Part:
    """One of the controllers, awake or not."""

    kro: _Kro
    rank: int
    name: str

    @property
    def kinds(self) -> None:
        """It is told of all changes."""

    def wants(self, change: Change) -> Iterable[Hashable]:
        """What the controller wants; nothing before there is a definition."""
        if not self.kro.controllers:
            if (change.resource.api_version, change.resource.kind) not in {DEFINITIONS, REVISIONS}:
                return ()
            self.kro.wake()
        return self.kro.controllers[self.rank].wants(change)

    def reconcile(self, key: Any) -> float | None:
        """Lets the controller look."""
        return self.kro.controllers[self.rank].reconcile(key)
