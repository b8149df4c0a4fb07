"""The side of an instance's handler that does without kro: what it does, and what it gives back."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, Protocol, TypeVar

import attrs

from typekro.kro.awaiting import KnownGraph
from typekro.kro.direct_handling import Direct
from typekro.kro.direct_objects import DirectObject, known_by_identity
from typekro.kro.direct_work import Work
from typekro.kro.instance_output import DeployedInstance
from typekro.kro.moving import Move
from typekro.kro.ownership import NOTHING
from typekro.kubernetes import ApiError, KindNotFoundError
from typekro.orchestrator import Context, FieldChange, Preview, Sharing

S = TypeVar("S")
T = TypeVar("T")


class Handled(Protocol):
    """What is asked of a handler as an earlier run had it."""

    @property
    def mode(self) -> Any:
        """How it was deployed."""
        ...

    @property
    def factory(self) -> Any:
        """Its graph, or what is recorded of it."""
        ...


@attrs.frozen
class Directly(Generic[S, T]):
    """An instance that is deployed without kro, or was, or is to be.

    Args:
        direct: what is done.
        status: makes a status of JSON.
        output: makes an output.
    """

    direct: Direct
    status: Callable[[Mapping[str, Any]], T]
    output: Callable[..., DeployedInstance[S, T]]

    async def create(self, context: Context) -> DeployedInstance[S, T]:
        """Makes what of its graph can be made by now."""
        await self.direct.check(context)
        taken = await self._taken(context, None, self.direct.known) if context.interrupted else []
        return self._worked(await self.direct.update(context, taken))

    async def update(self, context: Context, old: DeployedInstance[S, T], before: Handled) -> DeployedInstance[S, T]:
        """Brings what is there to what is declared; what kro has deployed is taken over first."""
        await self.direct.check(context)
        graph = KnownGraph.of(before.factory)
        taken: list[DirectObject] = []
        if before.mode == "kro":
            await self.direct.check_move(context)
        if before.mode == "kro" or context.interrupted:
            taken = await self._taken(context, old.footprint.uid or None, graph)
        objects = {**known_by_identity(old.objects), **known_by_identity(tuple(taken))}
        more = graph.children if graph.children != self.direct.known.children else ()
        return self._worked(await self.direct.update(context, list(objects.values()), more))

    async def read(self, context: Context, old: DeployedInstance[S, T] | None, before: Handled) -> DeployedInstance[S, T] | None:
        """Looks at what was made: one LIST a kind serves the whole run."""
        objects = await self.direct.read(context, None if old is None else old.objects, KnownGraph.of(before.factory))
        instance: dict[str, Any] | None = None
        if before.mode == "kro" or context.interrupted:
            uid = None if old is None else old.footprint.uid or None
            instance = await self._move(context, KnownGraph.of(before.factory)).instance(uid)
        if not objects and instance is None and (old is None or old.objects or before.mode == "kro" or context.interrupted):
            return None
        stale: str | None = None
        known = not isinstance(self.direct.factory, KnownGraph)
        if old is not None and known and instance is None and before.mode == "direct" and not context.interrupted:
            stale = await self.direct.difference(context, objects)
        status = None if old is None else old.status
        footprint = NOTHING if old is None else old.footprint
        return self.output(status, footprint, instance, 0, awaits_graph=False, objects=objects, stale=stale)

    async def recall(self, shared: Sharing, status: Mapping[str, Any] | None) -> None:
        """Lets others refer to it, though nothing of it is looked at.

        Args:
            shared: what the handlers of the run share.
            status: its status as it is recorded, as JSON.
        """
        await self.direct.recall(shared, status or {})

    async def preview(self, context: Context, live: DeployedInstance[S, T] | None, before: Handled) -> Preview:
        """What would be made, changed and taken away."""
        await self.direct.check(context)
        if before.mode == "kro":
            await self.direct.check_move(context)
            return Preview(changes=(FieldChange("mode", "kro", "direct"),))
        return await self.direct.preview(context, () if live is None else live.objects)

    async def ready(self, context: Context, output: DeployedInstance[S, T]) -> DeployedInstance[S, T]:
        """Waits until all is there and ready, and makes what waited for that."""
        work = await self.direct.ready(context, output.objects, output.work)
        evaluation = work.evaluation
        assert evaluation is not None  # noqa: S101 - it was judged
        told = work.graph.virtual(evaluation)["status"]
        return self.output(self.status(told), NOTHING, None, 0, awaits_graph=False, objects=work.objects)

    async def delete(self, context: Context, old: DeployedInstance[S, T]) -> None:
        """Asks for the deletion of what goes first; what kro has, where a run was cut off on the way, goes with its instance."""
        try:
            if context.interrupted:
                await self._move(context, self.direct.known).end()
        except ApiError as error:
            raise self.direct.failed(error, "deletion") from error
        await self.direct.delete(context, old.objects)

    async def gone(self, context: Context, old: DeployedInstance[S, T], *, asked: bool = True) -> None:
        """Waits until it is gone, and what goes after it; where nothing was asked for yet, that is done first."""
        await self.direct.gone(context, old.objects, asked=asked)

    # On the way to kro.

    def check_leaving(self, objects: tuple[DirectObject, ...]) -> None:
        """Refuses to give the objects of inner graphs to kro: it knows them by instances that are not there yet.

        Raises:
            RefusedError: there are some.
        """
        inner = next((one for one in sorted(objects, key=lambda one: one.node) if "/" in one.node), None)
        if inner is not None:
            raise self.direct.stays(f"{inner.identity} is of an inner graph ({inner.node}), which kro knows nothing of", 'mode="direct"')

    async def left_behind(self, context: Context, objects: tuple[DirectObject, ...], before: Handled) -> tuple[DirectObject, ...]:
        """What was made without kro, and is to be let go of once kro has it; looked for where more may be there than is recorded.

        Args:
            context: the handler's.
            objects: what is recorded.
            before: how an earlier run had it.
        """
        if not context.interrupted and before.mode == "kro":
            return objects
        found = known_by_identity(await self.direct.read(context, objects, KnownGraph.of(before.factory)))
        return tuple({**known_by_identity(objects), **found}.values())

    async def resumed(self, context: Context, live: dict[str, Any]) -> dict[str, Any]:
        """The instance with kro's hands unbound, where a run on its way out of kro was cut off."""
        return await self._move(context, self.direct.known).resumed(live)

    async def left_to_kro(self, context: Context, objects: tuple[DirectObject, ...], uid: str) -> None:
        """Lets go of what kro has by now."""
        if context.only_reads:
            return
        try:
            await self._move(context, self.direct.known).to_kro(objects, uid)
        except (ApiError, KindNotFoundError) as error:
            raise self.direct.failed(error, "creation") from error

    # Helpers.

    def _worked(self, work: Work) -> DeployedInstance[S, T]:
        return self.output(None, NOTHING, None, 0, awaits_graph=False, objects=work.objects, work=work)

    async def _taken(self, context: Context, uid: str | None, graph: KnownGraph) -> list[DirectObject]:
        try:
            return await self._move(context, graph).from_kro(uid)
        except (ApiError, KindNotFoundError) as error:
            raise self.direct.failed(error, "creation") from error

    def _move(self, context: Context, graph: KnownGraph) -> Move:
        return Move(context=context, subject=self.direct.subject, graph=graph, timeout=self.direct.timeout)
