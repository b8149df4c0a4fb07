"""A deployment without kro at work: applies a node as soon as what it needs is ready, and keeps up with what the server says."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from typing import Any

import anyio
import attrs

from typekro.errors import RefusedError, compose
from typekro.evaluation import Evaluation, Identity
from typekro.kro.apply import changed_paths, create, update
from typekro.kro.direct_graph import DirectGraph
from typekro.kro.direct_marks import Subject, digest_of_manifest
from typekro.kro.direct_objects import DirectObject
from typekro.kro.direct_reading import Externals, watch_of
from typekro.kro.direct_removing import ask, highest
from typekro.kro.object_secret import digested, encoded, is_secret, silence
from typekro.kro.ownership import Claim, Footprint, Owner, of_another, whose
from typekro.kro.readiness import Verdict
from typekro.kubernetes import Client, PreconditionFailedError
from typekro.kubernetes.objects import identify
from typekro.orchestrator import Context

_AT_ONCE = 32


@attrs.define(eq=False)
class Work:
    """One deployment, while its handler is at it.

    Args:
        context: the handler's.
        subject: the instance.
        graph: its graph.
        known: its objects, as far as they are there.
        evaluation: what is to be there, by what was last observed.
    """

    context: Context
    subject: Subject
    graph: DirectGraph
    known: dict[Identity, DirectObject]
    evaluation: Evaluation | None = None
    _externals: Externals = attrs.field(init=False)
    _fresh: bool = attrs.field(default=False, init=False)
    _changed: anyio.Event = attrs.field(factory=anyio.Event, init=False)
    _followed: set[object] = attrs.field(factory=set[object], init=False)
    _asked: set[str] = attrs.field(factory=set[str], init=False)
    _following: ExitStack = attrs.field(factory=ExitStack, init=False)

    def __attrs_post_init__(self) -> None:
        self._externals = Externals(self.context)

    @property
    def objects(self) -> tuple[DirectObject, ...]:
        """Its objects, as they may be recorded."""
        return tuple(one.kept(self.context.digest) for one in self.known.values())

    async def apply(self) -> None:
        """Applies what can be applied by now, and asks for the deletion of what is no longer to be there, where all is known.

        Raises:
            RefusedError: an object is somebody else's.
            ApiError: the server refused something; what is independent of that was applied all the same.
        """
        while due := list(self._due(await self._evaluated())):
            await self._apply_all(due)
        for one in self._stale():
            if one.adopted:
                self.context.note(f"{one.identity} was there before, and stays where it is")
                del self.known[one.identity]
                self._fresh = False
        wave = self._unasked()
        self._asked |= {one.footprint.uid for one in wave}
        await ask(self.context, wave)

    async def until_ready(self, settled: Callable[[Verdict], object]) -> Evaluation:
        """Waits until all is there and ready, applying what could not be applied before; without end where it never is.

        Args:
            settled: is told what is waited for.

        Raises:
            ApiError: the server refused something.
        """
        with self._following:
            while True:
                evaluation = await self._progressed()
                verdict = self.graph.judge(evaluation)
                settled(verdict)
                stale = [one for one in self._stale() if not one.adopted]
                if verdict.state == "ready" and not stale and not self._is_due():
                    return evaluation
                self.context.waiting(verdict.reason or (f"{stale[0].identity} is being deleted" if stale else "more is to be applied"))
                await self._follow(evaluation)
                await self._changed.wait()
                self._changed = anyio.Event()
                self._look()

    async def evaluated(self) -> Evaluation:
        """What is to be there, by what is observed; nothing is written."""
        return await self._evaluated()

    def difference(self) -> str | None:
        """What a run would change though nothing else has, in a few words: what is derived from other objects, and what is left over."""
        due = None if self.evaluation is None else next(iter(self._due(self.evaluation)), None)
        if due is not None:
            return f"{identify(due[1])} is not as it would be derived now"
        stale = [one for one in self._stale() if not one.adopted]
        return f"{stale[0].identity} is no longer to be there" if stale else None

    # What is observed.

    async def _evaluated(self) -> Evaluation:
        """Evaluates until no more external references turn up that have to be read for it."""
        while self.evaluation is None or not self._fresh:
            self._fresh = True
            evaluation = self.graph.evaluate(self._observed())
            missing = self._externals.missing(evaluation)
            self._fresh, self.evaluation = self._fresh and not missing, evaluation
            for id_, read in missing:
                await self._externals.read(id_, read)
        return self.evaluation

    def _observed(self) -> dict[str, list[Mapping[str, Any]]]:
        found: dict[str, list[Mapping[str, Any]]] = {id_: list(objects) for id_, objects in self._externals.observed().items()}
        for identity, one in self.known.items():
            if one.live is not None:
                found.setdefault(one.node, []).append(_placed_as(one.live, identity))
        return found

    async def _follow(self, evaluation: Evaluation) -> None:
        """Keeps up with each object that is there or is waited for."""
        for identity in list(self.known):
            await self._follow_one(identity)
        for read in (read for node in evaluation.nodes.values() for read in node.reads):
            await self._externals.follow(read, self._following, self._wake, self._followed)

    async def _follow_one(self, identity: Identity) -> None:
        if identity in self._followed:
            return
        self._followed.add(identity)
        watch = await watch_of(self.context, identity.api_version, identity.kind, identity.namespace)
        self._following.enter_context(
            watch.following(identity.name, identity.namespace, lambda version: self._see(identity, version), self._wake)
        )

    def _see(self, identity: Identity, version: Mapping[str, Any] | None) -> None:
        one = self.known.get(identity)
        if one is None or (version is not None and one.live is not None and not _is_newer(version, one.live)):
            return
        if version is None or version["metadata"]["uid"] != one.footprint.uid:
            self.known[identity] = attrs.evolve(one, live=None, digest=None)
        else:
            self.known[identity] = attrs.evolve(one, live=dict(version))
        self._wake()

    def _wake(self) -> None:
        self._fresh = False
        self._changed.set()

    def _look(self) -> None:
        """Drops what is gone, so that it is made anew; raises where a watch has ended."""
        self._externals.look()
        for identity in [identity for identity, one in self.known.items() if one.live is None]:
            del self.known[identity]

    # What is to be done.

    async def _progressed(self) -> Evaluation:
        evaluation = await self._evaluated()
        if self.context.only_reads or not (self._is_due() or self._unasked()):
            return evaluation
        async with self.context.changing():
            await self.apply()
        return await self._evaluated()

    def _is_due(self) -> bool:
        """Whether there is something to be applied by now."""
        return self.evaluation is not None and any(True for _ in self._due(self.evaluation))

    def _unasked(self) -> list[DirectObject]:
        """What is to be taken away by now: the highest wave, as far as that is not asked for."""
        stale = [one for one in self._stale() if not one.adopted]
        return [one for one in highest(stale) if one.footprint.uid not in self._asked]

    def _due(self, evaluation: Evaluation) -> Iterable[tuple[str, dict[str, Any]]]:
        if evaluation.error is not None:
            return
        for id_, node in evaluation.nodes.items():
            if node.state == "applied" and all(self._settled(evaluation, need) for need in self.graph.needs(id_, evaluation)):
                for manifest in node.manifests:
                    if not self._is_applied(manifest):
                        yield id_, manifest

    def _settled(self, evaluation: Evaluation, id_: str) -> bool:
        """Whether a node is as it is to be, so that others can be made of it."""
        return all(self._is_applied(manifest) for manifest in evaluation.nodes[id_].manifests)

    def _digest(self, manifest: Mapping[str, Any]) -> str:
        return digest_of_manifest(manifest, self.graph.known.hash, self.context.digest)

    def _is_applied(self, manifest: Mapping[str, Any]) -> bool:
        one = self.known.get(Identity.of(manifest))
        return one is not None and one.digest is not None and one.digest == self._digest(manifest)

    def _stale(self) -> list[DirectObject]:
        """What is there and no longer to be there; nothing before all that is to be there is known, and applied."""
        evaluation = self.evaluation
        if evaluation is None or not evaluation.complete or self._is_due():
            return []
        wanted = {Identity.of(manifest) for node in evaluation.nodes.values() for manifest in node.manifests}
        kept = {one.footprint.uid for identity, one in self.known.items() if identity in wanted}
        return [one for identity, one in self.known.items() if identity not in wanted and one.footprint.uid not in kept]

    async def _apply_all(self, due: list[tuple[str, dict[str, Any]]]) -> None:
        """Applies several at once, once it is known that none of them is somebody else's; what went wrong first is raised."""
        failures: list[Exception] = []
        claims = [await self._claim(id_, manifest) for id_, manifest in due]

        async def one(id_: str, manifest: dict[str, Any], claim: Claim | None) -> None:
            try:
                async with limiter:
                    await self._apply_one(id_, manifest, claim)
            except Exception as error:  # noqa: BLE001 - raised below, when the others are done
                silence(error, manifest)
                failures.append(error)

        limiter = await self.context.once("direct limiter", _limiter)
        async with anyio.create_task_group() as tasks:
            for (id_, manifest), claim in zip(due, claims, strict=True):
                tasks.start_soon(one, id_, manifest, claim)
        if failures:
            raise failures[0]

    async def _apply_one(self, id_: str, manifest: dict[str, Any], claim: Claim | None) -> None:
        identity, known = Identity.of(manifest), self.known.get(Identity.of(manifest))
        placed, wave = await self.placed(encoded(manifest)), self.graph.wave(id_)
        marked = self.subject.mark(placed, id_, wave, self.graph.uid, self.graph.known.hash)
        # Each object is adopted or not by itself.
        adopted = known.adopted if known is not None else claim is not None and (claim.claim == "adopted" or self._was_adopted(claim))
        own = attrs.evolve(self.context, created_by_us=not adopted)
        if known is None:
            live = await create(own, marked, claim or Claim("free"))
        else:
            try:
                live = await update(own, marked, known.footprint)
            except PreconditionFailedError as error:
                if not error.gone:
                    raise
                del self.known[identity]  # it was deleted just now, and is made anew
                self._fresh = False
                return
        self.known[identity] = DirectObject(
            node=id_,
            wave=self.graph.wave(id_),
            identity=identity,
            footprint=Footprint.of(live, Owner.of(own)),
            digest=self._digest(manifest),
            adopted=not own.created_by_us,
            live=live,
        )
        self._fresh = False
        # The watch may have had newer versions before the answer came, or none at all yet.
        watch = await watch_of(self.context, identity.api_version, identity.kind, identity.namespace)
        latest = watch.get(identity.name, identity.namespace)
        if latest is not None:
            self._see(identity, latest)

    def _was_adopted(self, claim: Claim) -> bool:
        return claim.claim == "ours" and Owner.of(self.context).has_adopted(claim.live)

    async def _claim(self, id_: str, manifest: dict[str, Any]) -> Claim | None:
        """Whose the name of an object is that is not known to be ours; None where it is."""
        if Identity.of(manifest) in self.known:
            return None
        manifest = await self.placed(self.subject.mark(manifest, id_, 0, self.graph.uid))
        metadata, own = manifest["metadata"], attrs.evolve(self.context)
        watch = await watch_of(self.context, manifest["apiVersion"], manifest["kind"], metadata.get("namespace"))
        await self._follow_one(Identity.of(manifest))
        live = watch.get(metadata["name"], metadata.get("namespace"))
        if live is None:
            return Claim("free")
        check_free(live, self.subject)
        found = whose(own, live)
        if found.claim == "ours" and not self.subject.owns(live):
            raise of_another(live, Owner.of(own))
        return found

    async def placed(self, manifest: dict[str, Any]) -> dict[str, Any]:
        """The manifest in its namespace; of kinds that others define only the cluster knows whether they have any."""
        client: Client = self.context.connection
        kind = await client.resource_type(manifest["apiVersion"], manifest["kind"])
        if kind.namespaced or "namespace" not in manifest["metadata"]:
            return manifest
        return {**manifest, "metadata": {key: part for key, part in manifest["metadata"].items() if key != "namespace"}}


def check_free(live: Mapping[str, Any], subject: Subject) -> None:
    """Refuses what kro looks after: it would change it back.

    Args:
        live: the object.
        subject: whose object it would become.

    Raises:
        RefusedError: it is of an instance that kro deploys.
    """
    labels: Mapping[str, str] = live["metadata"].get("labels") or {}
    if labels.get("kro.run/owned") != "true" or "kro.run/instance-name" not in labels:
        return
    owner = f"{labels.get('kro.run/instance-kind')} {labels.get('kro.run/instance-namespace')}/{labels['kro.run/instance-name']}"
    what = f"{identify(live)} is there already, and kro's: nothing was changed"
    why = [f"kro made it for {owner}, and would change it back", f"{subject} is deployed without kro"]
    hint = "where the instance is recorded by this app and stage, it is taken over as it is: typekro state recover APP --stage STAGE"
    raise RefusedError(compose(what, why, hint), {"object": identify(live)})


def drifted_objects(before: Iterable[DirectObject], now: Mapping[Identity, DirectObject]) -> str | None:
    """What others changed of the objects of a deployment, in a few words; None where they changed nothing."""
    for one in before:
        there = now.get(one.identity)
        if there is None or there.footprint.uid != one.footprint.uid:
            return f"{one.identity} was deleted outside"
        paths = changed_paths(one.footprint.managed, there.footprint.managed)
        if paths:
            return f"{one.identity} was changed outside: {', '.join(paths[:3])}"
    return None


def is_as_applied(one: DirectObject, live: dict[str, Any], owner: Owner, context: Context) -> bool:
    """Whether others have changed nothing of what we applied."""
    managed = Footprint.of(live, owner).managed
    if is_secret(live):
        managed = digested(managed, context.digest)
    return managed == one.footprint.managed


def _placed_as(live: Mapping[str, Any], identity: Identity) -> Mapping[str, Any]:
    """The object as the graph calls it, which gives those of kinds of the cluster a namespace where it knows no better."""
    if live["metadata"].get("namespace") == identity.namespace:
        return live
    return {**live, "metadata": {**live["metadata"], "namespace": identity.namespace}}


def _is_newer(version: Mapping[str, Any], than: Mapping[str, Any]) -> bool:
    """Whether a version comes after another one; where that cannot be told, it does."""
    one, other = (str(each["metadata"].get("resourceVersion", "")) for each in (version, than))
    return int(one) > int(other) if one.isdecimal() and other.isdecimal() else one != other


async def _limiter() -> anyio.CapacityLimiter:
    return anyio.CapacityLimiter(_AT_ONCE)
