"""What the handler of an instance does where there is to be no kro: makes its objects itself, and has nothing else in the cluster."""

from collections.abc import Mapping, Sequence
from typing import Any

import anyio
import attrs

from typekro.errors import CRDInstanceError, InstanceOperation, RefusedError, TypeKroError, compose, retell
from typekro.evaluation import Identity
from typekro.kro.apply import preview as preview_object
from typekro.kro.awaiting import KnownGraph
from typekro.kro.direct_graph import DirectGraph, waiting_nodes
from typekro.kro.direct_marks import Subject, uid_of
from typekro.kro.direct_nesting import Blueprint, Graphs, known_with
from typekro.kro.direct_objects import DirectObject
from typekro.kro.direct_reading import deployed_instances, objects_of, watch_of
from typekro.kro.direct_removing import ask, highest, until_gone
from typekro.kro.direct_work import Work, is_as_applied
from typekro.kro.object_awaiting import GONE, explain_leaving, explain_object
from typekro.kro.object_secret import encoded, told
from typekro.kro.ownership import Owner, kubectl_name
from typekro.kro.readiness import Verdict
from typekro.kubernetes import ApiError, KindNotFoundError
from typekro.orchestrator import Context, FieldChange, Preview, Sharing
from typekro.orchestrator.plan import KNOWN_LATER

_EXPLAINED = 3


@attrs.frozen(kw_only=True)
class Direct:
    """An instance that is deployed without kro, as its handler has it.

    Args:
        subject: the instance.
        factory: its graph; only what is recorded of it where it is taken down.
        inner: its inner graphs.
        spec: its spec, as JSON.
        timeout: how long to wait, in seconds.
    """

    subject: Subject
    factory: Any
    inner: Graphs
    spec: Mapping[str, Any]
    timeout: float

    @property
    def known(self) -> KnownGraph:
        """What is recorded of its graph."""
        return known_with(self.factory, self.inner)

    async def check(self, context: Context) -> None:
        """Refuses a graph that cannot be evaluated, before anything is changed.

        Raises:
            DefinitionError: the graph, or one that its nodes are instances of, cannot be evaluated here.
            RefusedError: a node of the graph is an instance of itself.
        """
        await self._blueprint(context)

    async def check_move(self, context: Context) -> None:
        """Refuses to take a graph of graphs from kro: what the inner instances made would go with them.

        Raises:
            RefusedError: a node is an instance of another graph.
        """
        inner = next(iter((await self._blueprint(context)).inner.values()), None)
        if inner is not None:
            raise self.stays(f"a node of its graph is a {inner.known.kind}, and what that has made would go with it", 'mode="kro"')

    def stays(self, why: str, mode: str) -> RefusedError:
        """The refusal to move it from kro, or to kro.

        Args:
            why: what is in the way.
            mode: what to write so that it stays as it is.
        """
        what = f"{self.subject} cannot be moved: nothing was changed"
        return RefusedError(compose(what, why, [f"let it stay as it is: {mode}", "or take it down first, and then deploy it anew"]))

    async def update(self, context: Context, old: Sequence[DirectObject], more: Sequence[tuple[str, str]] = ()) -> Work:
        """Brings what is there to what the graph says, as far as that can be done by now; `ready` does what waits for it.

        Args:
            context: the handler's.
            old: what is recorded.
            more: kinds of what may be there too.

        Raises:
            CRDInstanceError: the server refused something.
            RefusedError: an object is somebody else's.
        """
        try:
            work = await self._work(context, await self._present(context, old, more))
            await work.apply()
        except (ApiError, KindNotFoundError) as error:
            raise self.failed(error, "creation") from error
        return work

    async def read(self, context: Context, old: Sequence[DirectObject] | None, graph: KnownGraph) -> tuple[DirectObject, ...]:
        """Its objects as they are now: one LIST a kind serves the whole run.

        Args:
            context: the handler's.
            old: what is recorded; None where a run was cut off before anything was.
            graph: its graph as it is recorded: what was made while it was awaited is of one of its kinds.
        """
        before = {one.footprint.uid: one for one in old or ()}
        owner = Owner.of(context)
        recorded = [(one.api_version, one.kind) for one in (each.identity for each in before.values())]
        kinds = [*self.known.children, *graph.children, *recorded]
        found = await objects_of(context, self.subject, kinds, everywhere=context.interrupted)
        objects: list[DirectObject] = []
        for live in found:
            one = before.get(live["metadata"]["uid"])
            there = DirectObject.of(live, owner, None if one is None else one.digest).kept(context.digest)
            # As the graph calls it, which may know no better than to give it a namespace.
            objects.append(there if one is None else attrs.evolve(there, identity=one.identity))
        return tuple(sorted(objects, key=lambda one: (one.wave, str(one.identity))))

    async def difference(self, context: Context, objects: Sequence[DirectObject]) -> str | None:
        """What a run would change though nothing else has; and tells others what they may refer to.

        Raises:
            CRDInstanceError: what it refers to cannot be read.
        """
        work = await self._work(context, objects)
        try:
            evaluation = await work.evaluated()
        except (ApiError, KindNotFoundError) as error:
            raise self.failed(error, "statusResolution") from error
        if work.graph.judge(evaluation).state == "ready":
            await self._tell(context, work)
        return work.difference()

    async def recall(self, shared: Sharing, status: Mapping[str, Any]) -> None:
        """Tells others what they may refer to where nothing is looked at: it was ready; its UID is not recorded.

        Args:
            shared: what the handlers of the run share.
            status: its status as it is recorded.
        """
        one, known = self.subject, self.known
        metadata = {"name": one.name, **({} if one.namespace is None else {"namespace": one.namespace}), "generation": 1}
        conditions = [{"type": each, "status": "True", "observedGeneration": 1} for each in known.ready]
        said = {**status, "state": "ACTIVE", "conditions": conditions}
        whole = {"apiVersion": one.api_version, "kind": one.kind, "metadata": metadata, "spec": dict(self.spec), "status": said}
        await self._publish(shared, whole)

    async def ready(self, context: Context, objects: Sequence[DirectObject], work: Work | None) -> Work:
        """Waits until all is there and ready, and makes what waited for that.

        Args:
            context: the handler's.
            objects: what is there.
            work: what `create` or `update` gave; None where neither was called.

        Raises:
            CRDInstanceError: it took too long, or the server refused something.
            RefusedError: an object is somebody else's.
        """
        work = work if work is not None else await self._work(context, objects)
        last = [Verdict("waiting", "nothing was looked at yet")]

        def look(verdict: Verdict) -> None:
            last[0] = verdict

        try:
            with anyio.move_on_after(self.timeout) as scope:
                await work.until_ready(look)
        except (ApiError, KindNotFoundError) as error:
            raise self.failed(error, "creation") from error
        if scope.cancelled_caught:
            raise await self._timed_out(context, work, last[0].reason)
        await self._tell(context, work)
        return work

    async def delete(self, context: Context, old: Sequence[DirectObject]) -> None:
        """Asks for the deletion of the highest wave; `gone` goes on from there."""
        try:
            await ask(context, highest(await self._left(context, old)))
        except ApiError as error:
            raise self.failed(error, "deletion") from error

    async def gone(self, context: Context, old: Sequence[DirectObject], *, asked: bool) -> None:
        """Waits until a wave is gone, and goes on with the next one.

        Args:
            context: the handler's.
            old: what is recorded.
            asked: whether the first wave is on its way.

        Raises:
            CRDInstanceError: one does not go, or the server refused.
        """
        left = await self._left(context, old)
        wave = highest(left)
        try:
            with anyio.move_on_after(self.timeout) as scope:
                while left:
                    if not asked:
                        async with context.changing():
                            await ask(context, wave)
                    await until_gone(context, wave)
                    left, asked = [one for one in left if one not in wave], False
                    wave = highest(left)
        except ApiError as error:
            raise self.failed(error, "deletion") from error
        if scope.cancelled_caught:
            raise await self._stays(context, wave)

    async def preview(self, context: Context, objects: Sequence[DirectObject]) -> Preview:
        """What would be changed, object by object.

        Raises:
            CRDInstanceError: the server would refuse something.
            RefusedError: an object is somebody else's.
        """
        work = await self._work(context, objects)
        changes: list[FieldChange] = []
        try:
            evaluation = await work.evaluated()
            for node in evaluation.nodes.values():
                if node.state in {"pending", "error"}:
                    changes.append(FieldChange(f"{node.id} ({node.reason})", None, KNOWN_LATER))
                for manifest in node.manifests:
                    changes += await self._preview_one(context, work, node.id, manifest)
        except (ApiError, KindNotFoundError) as error:
            raise self.failed(error, "creation") from error
        if evaluation.complete:
            wanted = {Identity.of(manifest) for node in evaluation.nodes.values() for manifest in node.manifests}
            changes += [FieldChange(str(one.identity), "there", None) for one in objects if one.identity not in wanted and not one.adopted]
        return Preview(changes=tuple(changes))

    def failed(self, error: TypeKroError, operation: InstanceOperation) -> CRDInstanceError:
        """The error of this instance."""
        verb = {"creation": "deployed", "deletion": "deleted", "statusResolution": "read"}[operation]
        return self.error(retell(f"{self.subject} could not be {verb}", error.message), operation, error)

    def error(self, text: str, operation: InstanceOperation, cause: BaseException) -> CRDInstanceError:
        """An error about this instance."""
        one = self.subject
        return CRDInstanceError(text, one.api_version, one.kind, one.name, operation, cause)

    async def _blueprint(self, context: Context) -> Blueprint:
        return await Blueprint.of(context, self.factory, self.inner)

    async def _work(self, context: Context, objects: Sequence[DirectObject]) -> Work:
        told = next((uid for one in objects if one.live is not None and (uid := uid_of(one.live))), None)
        uid = told or self.subject.uid(context.lineage)
        graph = DirectGraph.of(await self._blueprint(context), self.subject, self.spec, uid)
        return Work(context, self.subject, graph, {one.identity: one for one in objects if one.live is not None})

    async def _present(self, context: Context, old: Sequence[DirectObject], more: Sequence[tuple[str, str]]) -> list[DirectObject]:
        """What is there of what is recorded, and of what a run made that was cut off; what others changed is to be applied anew."""
        owner = Owner.of(context)
        found: dict[Identity, DirectObject] = {}
        for one in old:
            live = await self._now(context, one.identity)
            if live is not None and live["metadata"]["uid"] == one.footprint.uid:
                kept = one.digest if is_as_applied(one, live, owner, context) else None
                found[one.identity] = attrs.evolve(one, live=live, digest=kept)
        for listed in await objects_of(context, self.subject, [*self.known.children, *more], everywhere=context.interrupted):
            identity = Identity.of(listed)
            taken = listed["metadata"]["uid"] in {one.footprint.uid for one in found.values()}
            live = None if taken or identity in found else await self._now(context, identity)
            if live is not None and self.subject.owns(live):
                found[identity] = DirectObject.of(live, owner)
        return list(found.values())

    async def _now(self, context: Context, one: Identity) -> dict[str, Any] | None:
        try:
            watch = await watch_of(context, one.api_version, one.kind, one.namespace)
        except KindNotFoundError:
            return None
        live = watch.get(one.name, one.namespace)
        return None if live is None else dict(live)

    async def _left(self, context: Context, old: Sequence[DirectObject]) -> list[DirectObject]:
        """What is to be deleted: what is recorded, and what carries the label; not what was there before."""
        owner = Owner.of(context)
        kinds = [*self.known.children, *((one.identity.api_version, one.identity.kind) for one in old)]
        found = {one.footprint.uid: one for one in old}
        for live in await objects_of(context, self.subject, kinds, everywhere=context.interrupted):
            found[live["metadata"]["uid"]] = DirectObject.of(live, owner)
        return [one for one in found.values() if not one.adopted]

    async def _tell(self, context: Context, work: Work) -> None:
        """Lets others refer to it, though no such object is in the cluster."""
        if work.evaluation is None:
            return
        await self._publish(context, work.graph.virtual(work.evaluation))

    async def _publish(self, shared: Sharing, instance: dict[str, Any]) -> None:
        one = self.subject
        instances = await deployed_instances(shared)
        instances.setdefault((one.api_version.rpartition("/")[0], one.kind), {})[one.namespace, one.name] = instance

    async def _preview_one(self, context: Context, work: Work, id_: str, manifest: dict[str, Any]) -> list[FieldChange]:
        identity = Identity.of(manifest)
        known = work.known.get(identity)
        own = attrs.evolve(context, created_by_us=known is None or not known.adopted)
        marked = self.subject.mark(await work.placed(encoded(manifest)), id_, work.graph.wave(id_), work.graph.uid, self.known.hash)
        old, live = (None, None) if known is None else (known.footprint, known.live)
        found = told(await preview_object(own, marked, old, live), manifest)
        if known is None:
            said = "created" if own.created_by_us else "adopted"
            return [FieldChange(str(identity), None, said)]
        changed = [change for change in found.changes if "direct.typekro.io/" not in change.path]
        return [attrs.evolve(change, path=f"{identity} {change.path}") for change in changed]

    async def _timed_out(self, context: Context, work: Work, reason: str) -> CRDInstanceError:
        waits = [] if work.evaluation is None else [text for text in waiting_nodes(work.evaluation) if text != reason]
        lines = ["last seen:", f"  {reason}", *(f"  {text}" for text in waits)]
        unready = set[str]() if work.evaluation is None else {id_ for id_, node in work.evaluation.nodes.items() if not node.ready}
        troubled = [one for one in work.known.values() if one.node in unready and one.live is not None]
        for one in troubled[:_EXPLAINED]:
            assert one.live is not None  # noqa: S101 - asked above
            explained = await explain_object(context.connection, one.live)
            lines += [
                f"  {one.identity}: {explained[1].strip()}" if len(explained) > 1 else f"  {one.identity}",
                *map("  {}".format, explained[2:]),
            ]
        what = f"{self.subject} is not ready after {self.timeout:g} s"
        hints = [f"kubectl describe {kubectl_name(one.live)}" for one in troubled[:1] if one.live is not None]
        hints.append("run again to go on waiting, or give it more time: timeout=...")
        return self.error(compose(what, lines, hints), "statusResolution", TimeoutError(what))

    async def _stays(self, context: Context, wave: Sequence[DirectObject]) -> CRDInstanceError:
        what = f"{self.subject} is not gone after {self.timeout:g} s"
        told = {one.identity: await explain_leaving(context.connection, one.reference) for one in wave}
        left = [one for one in wave if told[one.identity] != GONE]
        lines = [f"{one.identity}: {text.strip()}" for one in left[:_EXPLAINED] for text in told[one.identity][1:]]
        hints = [f"kubectl describe {kubectl_name(one.reference)}" for one in left[:1]]
        return self.error(compose(what, lines, [*hints, "run again to go on waiting"]), "deletion", TimeoutError(what))
