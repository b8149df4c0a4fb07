"""`KroResourceGraphDefinition`: a graph's definition in the cluster, and the kind that kro makes of it."""

from collections.abc import Mapping
from typing import Any, Generic, Literal, Self, TypeVar, Unpack

import anyio
import attrs

from typekro.errors import ResourceGraphFactoryError, compose
from typekro.graph import ResourceGraph
from typekro.kro.apply import create, describe_drift, preview, update
from typekro.kro.awaiting import KnownGraph, gone, mark_instances
from typekro.kro.breaking import ALLOWED, breaking_changes
from typekro.kro.cluster import ClusterResource
from typekro.kro.definition_failures import BREAKING, api_failure, kept_failure, refused_failure
from typekro.kro.direct_nesting import declare_graph
from typekro.kro.inputs import check_factory, check_timeout, mode_of
from typekro.kro.instance import TIMEOUT, KroCrdInstance
from typekro.kro.ownership import NOTHING, Footprint, Owner, claim, find_ours, reference_of
from typekro.kro.readiness import Verdict, judge_graph
from typekro.kro.served import judge_definition, kept_parts
from typekro.kro.sharing import check_same, clear, other_owners, release
from typekro.kubernetes import ApiError, Client, KindNotFoundError, PreconditionFailedError
from typekro.orchestrator import OPAQUE, Context, Handling, Preview, setting

S = TypeVar("S")
T = TypeVar("T")

RGD = ("kro.run/v1alpha1", "ResourceGraphDefinition")
CRD = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
_CRD_LABEL = "kro.run/resource-graph-definition-name"
_LOOK_AGAIN = 0.1
_KIND = ("name", "api_version", "kind", "scope")


@attrs.frozen
class DeployedGraph(Generic[S, T]):
    """A definition that is in the cluster: call it to declare instances.

    Args:
        factory: the graph.
        footprint: what our last apply left on the definition.
        live: the definition as this run last had it; not recorded.
        cluster: the name of its cluster, where its instances are made too; None for the default one.
        mode: how its instances are deployed: `kro`, or `direct`, and then there is no definition in the cluster.

    Example:
        ```python
        create_database = await KroResourceGraphDefinition("database-rgd", factory=database_stack)
        database = await create_database("my-db", DatabaseSpec(name="my-db"), timeout=60)
        ```
    """

    factory: ResourceGraph[S, T]
    footprint: Footprint = attrs.field(repr=False)
    live: dict[str, Any] | None = attrs.field(default=None, repr=False, eq=False)
    cluster: str | None = attrs.field(default=None, repr=False)
    mode: Literal["kro", "direct"] = attrs.field(default="kro", repr=False)

    def __call__(
        self, name: str, spec: S, *, namespace: str | None = None, timeout: float = TIMEOUT, **handling: Unpack[Handling]
    ) -> KroCrdInstance[S, T]:
        """Declares an instance in the same cluster; see KroCrdInstance for its arguments."""
        where: dict[str, Any] = {"cluster": self.cluster, "mode": self.mode}
        return KroCrdInstance(name, factory=self.factory, spec=spec, namespace=namespace, timeout=timeout, **where, **handling)


class KroResourceGraphDefinition(ClusterResource[DeployedGraph[S, T]], Generic[S, T]):
    """A graph's ResourceGraphDefinition in the cluster, ready when the kind that it defines is served.

    It is one for the whole cluster; where the app does without kro, nothing of it is there, and it serves to declare instances all the
    same. Other stages and apps that declare the same share it, and it is deleted with the last of them.

    Args:
        id: its id in the app.
        factory: what `resource_graph` or `to_kro_resource_graph` gave.
        timeout: how long to wait until kro has taken it, and until it is gone, in seconds; 30 by default.
        cluster: which cluster, by its name in `clusters=` of the app; its instances are made there too.
        mode: `kro`, or `direct` to deploy its instances without kro; by default as the app has it.
        take_over: where other stages or apps share it and declare it otherwise, whether this one decides for all; they are refused then.

    Raises:
        UsageError: the app was given no cluster of that name, the factory is no graph, or the time-out no number of seconds.
        RefusedError: its name is somebody else's, or others share it and declare it otherwise; when awaited.
        ResourceGraphFactoryError: kro refused it, did not take it in time, or it cannot be removed; when awaited.

    Example:
        ```python
        create_database = await KroResourceGraphDefinition("database-rgd", factory=database_stack)
        ```
    """

    factory: ResourceGraph[S, T] = attrs.field(metadata=OPAQUE)
    timeout: float = setting(default=TIMEOUT)
    take_over: bool = setting(default=False)
    mode: Literal["kro", "direct"] | None = None

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "mode", mode_of("KroResourceGraphDefinition", self.mode, self.app))
        super().__attrs_post_init__()
        if self.mode == "direct":
            declare_graph(self.app, self.cluster, self.factory)

    def __call__(
        self, name: str, spec: S, *, namespace: str | None = None, timeout: float = TIMEOUT, **handling: Unpack[Handling]
    ) -> KroCrdInstance[S, T]:
        """Declares an instance in the same cluster, which waits for this definition; see KroCrdInstance for the arguments."""
        here: Handling = {**handling, "app": handling.get("app") or self.app}
        where: dict[str, Any] = {"cluster": self.cluster, "mode": self.mode}
        return KroCrdInstance(name, factory=self.factory, spec=spec, namespace=namespace, timeout=timeout, **where, **here)

    # What the engine asks.

    def check(self) -> None:
        """The factory has to be a graph, and the time-out a time."""
        check_factory("KroResourceGraphDefinition", self.factory)
        check_timeout("KroResourceGraphDefinition", self.timeout)

    def key(self) -> str:
        """Its id; where there is nothing of it in the cluster, another one: what kro made of it before goes at the end of the run."""
        return f"{self.id} (direct)" if self.mode == "direct" else self.id

    def identity(self) -> str | None:
        """The name of the ResourceGraphDefinition; None where there is none."""
        if self.mode == "direct":
            return None
        return f"kro.run/ResourceGraphDefinition/{self.factory.name}"

    def provides(self) -> tuple[str, ...]:
        """The kind that it defines; without kro it is none of the cluster."""
        sort = "graph" if self.mode == "direct" else "kind"
        return self.here(f"{sort} {self.factory.group}/{self.factory.kind}")

    def requires(self) -> tuple[str, ...]:
        """The kinds of what its instances make and read."""
        if self.mode == "direct":  # nothing is made of it by itself
            return ()
        own = self.provides()
        used = [(each.api_version, each.kind) for each in self.factory.children]
        used += [(each.api_version, each.kind) for each in self.factory.external_refs]
        kinds = dict.fromkeys(self.here(*(f"kind {api_version.rpartition('/')[0]}/{kind}" for api_version, kind in used)))
        return tuple(kind for kind in kinds if kind not in own)

    def encode(self) -> dict[str, Any]:
        """The manifest; without kro, what kind it defines."""
        if self.mode == "direct":
            return {"mode": "direct", **{name: getattr(self.factory, name) for name in _KIND}}
        return {"manifest": self.factory.definition, "timeout": self.timeout}

    @classmethod
    def decode(cls, id_: str, props: dict[str, Any]) -> Self:
        """With a factory from the recorded manifest."""
        if props.get("mode") == "direct":
            graph = KnownGraph(**{name: props[name] for name in _KIND}, hash="", awaited=(), children=())
            return cls.undeclared(id_, {"factory": graph, "mode": "direct"})
        return cls.undeclared(
            id_, {"factory": ResourceGraph.from_definition(props["manifest"]), "timeout": props["timeout"], "mode": "kro"}
        )

    def encode_output(self, output: DeployedGraph[S, T]) -> dict[str, Any]:
        """As JSON."""
        return {"footprint": attrs.asdict(output.footprint)}

    def decode_output(self, data: Any) -> DeployedGraph[S, T]:
        """From JSON."""
        return self._deployed(Footprint(**data["footprint"]))

    # What it does.

    async def create(self, context: Context) -> DeployedGraph[S, T]:
        """Applies it, where its name is free."""
        if self.mode == "direct":
            return self._deployed(NOTHING)
        try:
            live = await create(context, self.factory.definition, join=lambda found: self._join(context, found))
        except (ApiError, KindNotFoundError) as error:
            raise api_failure(self.factory.name, error, "deployment") from error
        return self._deployed(Footprint.of(live, Owner.of(context)), live)

    async def update(self, context: Context, old: DeployedGraph[S, T]) -> DeployedGraph[S, T]:
        """Applies it again, onto the object that is recorded; its instances are watched from before."""
        if self.mode == "direct":
            return self._deployed(NOTHING)
        marks = await mark_instances(context, KnownGraph.of(self.factory), take=True)
        try:
            before = await context.connection.get(*RGD, self.factory.name)
            await self._check_shared(context, before)
            live = await update(context, self.factory.definition, old.footprint, force=self.take_over)
            live = await self._decided(context, live)
        except (ApiError, KindNotFoundError) as error:
            raise api_failure(self.factory.name, error, "deployment") from error
        if before is not None and before["metadata"]["generation"] == live["metadata"]["generation"]:
            # Somebody who shares it had made this change already: no instance will be seen to take it up.
            for mark in marks.values():
                mark.close()
            marks.clear()
        return self._deployed(Footprint.of(live, Owner.of(context)), live)

    async def read(self, context: Context, old: DeployedGraph[S, T] | None) -> DeployedGraph[S, T] | None:
        """Looks at it: one LIST serves all definitions of the run."""
        if self.mode == "direct":
            return self._deployed(NOTHING)
        uid = None if old is None else old.footprint.uid
        try:
            live = await find_ours(context, reference_of(*RGD, self.factory.name), uid=uid)
        except KindNotFoundError:  # where there is no kro, there is no definition: what was never made can be taken down
            return None
        if live is None:
            return None
        if live["metadata"].get("deletionTimestamp"):
            await self._until_gone(context, RGD, self.factory.name, live["metadata"]["uid"])
            return None
        return self._deployed(Footprint.of(live, Owner.of(context)), live)

    def drifted(self, old: DeployedGraph[S, T], live: DeployedGraph[S, T]) -> str | None:
        """What others changed of what we applied."""
        return describe_drift(old.footprint, live.footprint)

    async def preview(self, context: Context, old: DeployedGraph[S, T] | None, live: DeployedGraph[S, T] | None) -> Preview:
        """What the API server says of applying it; that kro would refuse the change of the kind is found out too."""
        if self.mode == "direct":
            return Preview()
        known = (None if old is None else old.footprint, None if live is None else live.live)
        try:
            there = await context.connection.get(*RGD, self.factory.name)
            if old is None and (await claim(context, self.factory.definition, share=True)).claim == "shared":
                await self._check_shared(context, there)
                return Preview()
            await self._check_shared(context, there)
            found = await preview(context, self.factory.definition, *known, force=self.take_over)
        except (ApiError, KindNotFoundError) as error:
            raise api_failure(self.factory.name, error, "deployment") from error
        await self._check_breaking(context)
        return found

    def foreseen(self, old: DeployedGraph[S, T] | None) -> DeployedGraph[S, T]:
        """Itself: what it takes to declare instances is known."""
        return self._deployed(NOTHING if old is None else old.footprint)

    async def ready(self, context: Context, output: DeployedGraph[S, T]) -> DeployedGraph[S, T]:
        """Waits until kro has taken this generation of it, and its kind is served as the graph says."""
        if self.mode == "direct":
            return output
        last = [Verdict("waiting", "kro has not looked at it yet")]
        with anyio.move_on_after(self.timeout) as scope:
            await self._until_ready(context, output, last)
        if last[0].state == "refused":
            changes = await self._broken(context) if BREAKING in last[0].reason else ()
            raise refused_failure(self.factory.name, last[0].reason, changes)
        if scope.cancelled_caught:
            what = f"{self.factory.name}: kro has not taken the ResourceGraphDefinition after {self.timeout:g} s"
            hints = [f"kubectl describe rgd {self.factory.name}", "run again to go on waiting, or give it more time: timeout=..."]
            raise ResourceGraphFactoryError(
                compose(what, f"last seen: {last[0].reason}", hints), self.factory.name, "deployment", TimeoutError(what)
            )
        return output

    async def delete(self, context: Context, old: DeployedGraph[S, T]) -> None:
        """Deletes it once it has no instances, and then its CustomResourceDefinition where that is ours."""
        if self.mode == "direct":
            return
        try:
            if await self._delete_graph(context, old.footprint):
                await self._delete_kind(context, old.footprint)
        except ApiError as error:
            raise api_failure(self.factory.name, error, "cleanup") from error

    def _deployed(self, footprint: Footprint, live: dict[str, Any] | None = None) -> DeployedGraph[S, T]:
        return DeployedGraph(self.factory, footprint, live, self.cluster, self.mode or "kro")

    async def _join(self, context: Context, live: Mapping[str, Any]) -> dict[str, Any]:
        """Shares what other stages and apps declared; where they declared it otherwise, only when that is asked for."""
        await self._check_shared(context, live)
        owner = Owner.of(context)
        signed, uid = owner.sign(self.factory.definition), live["metadata"]["uid"]
        context.note(f"{self.factory.name} is shared with {', '.join(other_owners(live, owner))}")
        applied = await context.connection.apply(signed, field_manager=owner.manager, uid=uid, force=self.take_over)
        return await self._decided(context, dict(applied.live))

    async def _decided(self, context: Context, live: dict[str, Any]) -> dict[str, Any]:
        """What is there once this one's is all that holds, where it is to decide."""
        return dict(await clear(context.connection, live, Owner.of(context))) if self.take_over else live

    async def _check_shared(self, context: Context, live: Mapping[str, Any] | None) -> None:
        owner = Owner.of(context)
        if live is not None and not self.take_over and other_owners(live, owner):
            await check_same(context.connection, self.factory.definition, live, owner)

    async def _until_ready(self, context: Context, output: DeployedGraph[S, T], last: list[Verdict]) -> None:
        client: Client = context.connection
        applied = output.live if output.live is not None else reference_of(*RGD, self.factory.name, uid=output.footprint.uid)

        def look(live: Mapping[str, Any] | None) -> Verdict | None:
            last[0] = judge_graph(live, applied)
            if last[0].state == "waiting":
                context.waiting(last[0].reason)
            return None if last[0].state == "waiting" else last[0]

        if look(applied) is None:
            async with client.watching(*RGD) as watch:
                await watch.until(self.factory.name, None, look)
        if last[0].state == "ready":
            await self._until_served(context, last)

    async def _until_served(self, context: Context, last: list[Verdict]) -> None:
        while True:
            live = await self._definition(context)
            last[0] = judge_definition(live, self.factory.manifest)
            if live is not None and last[0].state == "ready":
                kept = kept_parts(live, self.factory.manifest)
                if kept:
                    raise kept_failure(self.factory.name, live["metadata"]["name"], kept)
                return
            context.waiting(last[0].reason)
            await anyio.sleep(_LOOK_AGAIN)

    async def _definition(self, context: Context) -> dict[str, Any] | None:
        client: Client = context.connection
        found = await client.list(*CRD, labels=f"{_CRD_LABEL}={self.factory.name}")
        return next((dict(each) for each in found.items if each["spec"]["names"]["kind"] == self.factory.kind), None)

    async def _delete_graph(self, context: Context, footprint: Footprint) -> bool:
        """Whether it is gone; where others share it, it is theirs alone from here on."""
        client: Client = context.connection
        owner = Owner.of(context)
        live = await client.get(*RGD, self.factory.name)
        if live is not None and live["metadata"]["uid"] == footprint.uid and await release(client, live, owner):
            context.note(f"{self.factory.name} stays with {', '.join(other_owners(live, owner))}, who share it")
            return False
        names = await self._instances(client)
        if names:
            what = f"{self.factory.name}: the ResourceGraphDefinition stays, since {len(names)} of its instances are still there"
            why = [", ".join(names[:5]), "without it kro could never delete them (kro's finalizer would stay on them for ever)"]
            raise ResourceGraphFactoryError(compose(what, why, "delete them, and run again"), self.factory.name, "cleanup")
        version = None if live is None else live["metadata"]["resourceVersion"]
        try:
            await client.delete(*RGD, self.factory.name, uid=footprint.uid, resource_version=version)
            await self._until_gone(context, RGD, self.factory.name, footprint.uid)
        except KindNotFoundError:
            return True
        except PreconditionFailedError as error:
            if error.live_uid == footprint.uid:  # kro wrote its status, or somebody began to share it
                return await self._delete_graph(context, footprint)
            context.note("was replaced by another ResourceGraphDefinition of its name, which is left alone")
        return True

    async def _delete_kind(self, context: Context, footprint: Footprint) -> None:
        """Kro leaves the CustomResourceDefinition; it is ours where it is no older than our definition, and nobody uses it."""
        client: Client = context.connection
        crd = await self._definition(context)
        if crd is None or await client.get(*RGD, self.factory.name) is not None:
            return
        name: str = crd["metadata"]["name"]
        uid: str = crd["metadata"]["uid"]
        if crd["metadata"]["creationTimestamp"] < footprint.created:
            context.note(
                f"CustomResourceDefinition {name} stays: it is older than this, so another one may have made it (kubectl delete crd {name})"
            )
            return
        if await self._instances(client):
            context.note(f"CustomResourceDefinition {name} stays, since it has instances again")
            return
        await client.delete(*CRD, name, uid=uid)
        await self._until_gone(context, CRD, name, uid)

    async def _instances(self, client: Client) -> list[str]:
        try:
            found = await client.list(self.factory.api_version, self.factory.kind, metadata_only=True)
        except KindNotFoundError:
            return []
        return [f"{item['metadata'].get('namespace', '')}/{item['metadata']['name']}" for item in found.items]

    async def _until_gone(self, context: Context, kind: tuple[str, str], name: str, uid: str) -> None:
        with anyio.move_on_after(self.timeout) as scope:
            await gone(context, reference_of(*kind, name, uid=uid))
        if scope.cancelled_caught:
            what = f"{self.factory.name}: {kind[1]} {name} is not gone after {self.timeout:g} s"
            hints = [f"kubectl describe {kind[1].lower()} {name}", "run again to go on waiting"]
            raise ResourceGraphFactoryError(
                compose(what, "its finalizers are still at work", hints), self.factory.name, "cleanup", TimeoutError(what)
            )

    async def _check_breaking(self, context: Context) -> None:
        """Kro refuses some changes of a kind, and goes on serving the old one: that is told before anything is applied."""
        try:
            graph = await context.connection.get(*RGD, self.factory.name)
        except KindNotFoundError:
            return
        annotations: dict[str, str] = {} if graph is None else graph["metadata"].get("annotations") or {}
        found = [] if annotations.get(ALLOWED) == "true" else await self._broken(context)
        if found:
            raise refused_failure(self.factory.name, f"{BREAKING}: {'; '.join(found)}")

    async def _broken(self, context: Context) -> list[str]:
        """What of its change breaks the kind that is served."""
        live = await self._definition(context)
        return [] if live is None else list(breaking_changes(live, self.factory.manifest))
