"""`KroCrdInstance`: an instance of a kind that a graph defines, applied, awaited, and deleted again."""

from collections.abc import Mapping
from typing import Any, Generic, Literal, Self, TypeVar, cast

import anyio
import attrs

from typekro.errors import CRDInstanceError, EvaluationError, InstanceOperation, compose, retell
from typekro.expressions import Type
from typekro.graph import ResourceGraph
from typekro.graph.instance import instance_type
from typekro.kro.apply import create, describe_drift, preview, update
from typekro.kro.awaiting import KnownGraph, await_instance, explain_instance, gone
from typekro.kro.cluster import ClusterResource
from typekro.kro.direct_handling import Direct
from typekro.kro.direct_marks import Subject
from typekro.kro.direct_nesting import Graphs, inner_graphs, known_with
from typekro.kro.direct_objects import DirectObject, known_by_identity
from typekro.kro.direct_work import drifted_objects
from typekro.kro.directly import Directly
from typekro.kro.inputs import check_factory, check_timeout, mode_of
from typekro.kro.instance_output import DeployedInstance
from typekro.kro.ownership import NOTHING, Footprint, Owner, find_ours, kubectl_name, reference_of
from typekro.kubernetes import ApiError, Client, InvalidError, KindNotFoundError, PreconditionFailedError
from typekro.orchestrator import OPAQUE, Context, FieldChange, Preview, Sharing, setting
from typekro.schema import to_wire

S = TypeVar("S")
T = TypeVar("T")

TIMEOUT = 30.0
_TAKEN = "resource belongs to a different ApplySet"


class KroCrdInstance(ClusterResource[DeployedInstance[S, T]], Generic[S, T]):
    """An instance of the kind that a graph defines: applied to the cluster, and awaited until kro calls it ready.

    Args:
        id: its name in the cluster; in the app it goes by kind, namespace and name.
        factory: the graph.
        spec: an instance of the graph's spec class; outputs of other resources may stand in it, unawaited.
        namespace: where it lives; `default` by default, and none for a kind of the cluster. The namespace has to be there.
        timeout: how long to wait until it is ready, and until it is gone, in seconds; 30 by default.
        cluster: which cluster, by its name in `clusters=` of the app; in the app its name goes in front then.
        mode: `kro`, or `direct` to make its objects without kro; by default as the app has it.

    Raises:
        UsageError: the app was given no cluster of that name, the factory is no graph, or the time-out no number of seconds.
        ResourceGraphFactoryError: the spec or the name is none that the graph could have.
        CRDInstanceError: it could not be created, did not become ready in time, or could not be deleted; when awaited.

    Example:
        ```python
        database = KroCrdInstance("my-db", factory=database_stack, spec=DatabaseSpec(name="my-db"), timeout=60)
        print((await database).status.host)
        ```
    """

    factory: ResourceGraph[S, T] = attrs.field(metadata=OPAQUE)
    spec: S
    namespace: str | None = None
    timeout: float = setting(default=TIMEOUT)
    mode: Literal["kro", "direct"] | None = None
    _inner: Graphs = attrs.field(factory=dict[tuple[str, str], ResourceGraph[Any, Any]], init=False, repr=False, metadata=OPAQUE)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "mode", mode_of(type(self).__name__, self.mode, self.app))
        if self.mode == "direct":
            object.__setattr__(self, "_inner", inner_graphs(self.app, self.cluster, self.factory))
        super().__attrs_post_init__()

    def check(self) -> None:
        """The spec and the name have to be such as the graph can have."""
        check_factory(type(self).__name__, self.factory)
        check_timeout(type(self).__name__, self.timeout)
        self.factory.get_instance(self.spec, name=self.id, namespace=self.namespace)

    @property
    def place(self) -> str | None:
        """The namespace that it lives in; None for a kind of the cluster."""
        return None if self.factory.scope == "Cluster" else self.namespace or "default"

    @property
    def name(self) -> str:
        """Its name in the cluster."""
        return self.id

    @property
    def status(self) -> T:
        """Its status: live values once it was awaited, references before."""
        return self.output.status

    # What the engine asks.

    def key(self) -> str:
        """Cluster (where it is named), kind, namespace (where it has one) and name: two kinds may share a name."""
        return "/".join(part for part in (self.cluster, *self._path) if part is not None)

    def identity(self) -> str:
        """Group, kind, namespace (where it has one) and name."""
        return "/".join(part for part in (self.factory.group, *self._path) if part is not None)

    def provides(self) -> tuple[str, ...]:
        """The object itself, to graphs that refer to it by name."""
        return self.here(f"object {self.identity()}")

    def requires(self) -> tuple[str, ...]:
        """Its kind, its namespace, and the objects that its graph refers to by name; without kro, the kinds that its graph makes too."""
        refs = [ref for ref in self.factory.external_refs if ref.name is not None]
        objects = [f"{_group(ref.api_version)}/{ref.kind}/{ref.namespace or self.place}/{ref.name}" for ref in refs]
        if self.place is not None:
            objects.insert(0, f"/Namespace/{self.place}")
        return self.here(*self._kinds(), *(f"object {each}" for each in objects))

    def _kinds(self) -> list[str]:
        """The kinds that it needs: its own; without kro, where it has none in the cluster, those that its graph makes."""
        if self.mode == "kro":
            return [f"kind {self.factory.group}/{self.factory.kind}"]
        children = known_with(self.factory, self._inner).children
        return [f"{sort} {_group(api_version)}/{kind}" for api_version, kind in children for sort in ("kind", "graph")]

    def output_type(self) -> Type:
        """Spec and status, of the graph's classes."""
        return instance_type(self.factory.kind, self.factory.spec_class, self.factory.status_class)

    def encode(self) -> dict[str, Any]:
        """As it goes to the cluster, with the graph that it is an instance of, and what tells its inner graphs from others."""
        inner = {f"{group}/{kind}": each.hash for (group, kind), each in self._inner.items()}
        graph = attrs.asdict(known_with(self.factory, self._inner)) | ({"inner": inner} if inner else {})
        spec = self.factory.to_wire(self.spec)
        way = {"mode": self.mode} if self.mode == "direct" else {}  # what an earlier typekro recorded has none
        return {"graph": graph, "spec": spec, "name": self.id, "namespace": self.place, "timeout": self.timeout, **way}

    @classmethod
    def decode(cls, id_: str, props: dict[str, Any]) -> Self:
        """As it was recorded: enough to find it, to delete it, and to say what changed.

        The id of a record is no name: a record that goes by an alias, or was replaced, is still of the object of its old name. Only what
        an earlier typekro recorded has no other.
        """
        graph = KnownGraph.read(props["graph"])
        name = props["name"] if "name" in props else id_.rpartition("/")[2].partition(" (")[0]
        values = {name: props[name] for name in ("spec", "namespace", "timeout")}
        return cls.undeclared(name, {**values, "factory": graph, "mode": props.get("mode", "kro")})

    def encode_output(self, output: DeployedInstance[S, T]) -> dict[str, Any]:
        """As JSON, spec and status as they are in the cluster."""
        return {
            "status": self._status_as_json(output),
            "footprint": attrs.asdict(output.footprint),
            "generation": output.generation,
            "awaits_graph": output.awaits_graph,
            **({"objects": [each.recorded() for each in output.objects]} if output.objects else {}),
        }

    def _status_as_json(self, output: DeployedInstance[S, T]) -> Any:
        known = attrs.has(type(output.status))
        status: Any = output.status
        return to_wire(status, self.factory.status_class) if known else status

    def decode_output(self, data: Any) -> DeployedInstance[S, T]:
        """From JSON."""
        status, footprint = data["status"], Footprint(**data["footprint"])
        try:
            known = None if status is None else self._status(status)
        except EvaluationError:  # the graph had another status then
            known = None
        objects = tuple(DirectObject.read(each) for each in data.get("objects", ()))
        found = self._output(known, footprint, None, data["generation"], awaits_graph=data["awaits_graph"])
        return attrs.evolve(found, objects=objects)

    # What it does.

    async def create(self, context: Context) -> DeployedInstance[S, T]:
        """Applies it, where its name is free; without kro, what of its graph can be made by now."""
        if self.mode == "direct":
            return await self._direct.create(context)
        try:
            live = await create(context, self._manifest())
        except KindNotFoundError as error:
            raise self._undefined(error) from error
        except ApiError as error:
            raise self._error(error, "creation") from error
        left = await self._direct.left_behind(context, (), self)
        return attrs.evolve(self._applied(context, live, awaits_graph=False), objects=left)

    async def update(self, context: Context, old: DeployedInstance[S, T]) -> DeployedInstance[S, T]:
        """Applies it again, onto the object that is recorded; what was deployed the other way is taken over."""
        if self.mode == "direct":
            return await self._direct.update(context, old, context.old(self))
        before = context.old(self)
        left = await self._direct.left_behind(context, old.objects, before)
        self._direct.check_leaving(left)
        try:
            if before.mode == "direct" or await self._is_lost(context, old):
                live = await create(context, self._manifest())
            else:
                live = await update(context, self._manifest(), old.footprint)
            live = await self._direct.resumed(context, live)
        except ApiError as error:
            raise self._error(error, "creation") from error
        same_generation = live["metadata"].get("generation") == old.generation and before.mode == "kro"
        followed = KnownGraph.of(before.factory).hash == KnownGraph.of(self.factory).hash and not old.awaits_graph
        return attrs.evolve(self._applied(context, live, awaits_graph=same_generation and not followed), objects=left)

    async def read(self, context: Context, old: DeployedInstance[S, T] | None) -> DeployedInstance[S, T] | None:
        """Looks at it: one LIST a kind serves the whole run."""
        if self.mode == "direct":
            return await self._direct.read(context, old, context.old(self))
        uid = None if old is None else old.footprint.uid or None
        left = await self._direct.left_behind(context, () if old is None else old.objects, context.old(self))
        try:
            live = await find_ours(context, self._reference(None), uid=uid)
        except KindNotFoundError:
            live = None
        if live is not None and live["metadata"].get("deletionTimestamp"):
            context.waiting("it is being deleted from outside")
            await self._until_gone(context, live["metadata"]["uid"])
            live = None
        if live is None:
            return self._output(None, NOTHING, None, 0, awaits_graph=False, objects=left) if left else None
        footprint = Footprint.of(live, Owner.of(context))
        status = old.status if old is not None else cast("T", None)
        generation = old.generation if old is not None else live["metadata"].get("generation", 0)
        return self._output(status, footprint, live, generation, awaits_graph=old.awaits_graph if old is not None else True, objects=left)

    async def recall(self, shared: Sharing, output: DeployedInstance[S, T]) -> None:
        """Without kro, lets the graphs know it that refer to it: as it was when it was ready."""
        if self.mode == "direct":
            await self._direct.recall(shared, self._status_as_json(output))

    def drifted(self, old: DeployedInstance[S, T], live: DeployedInstance[S, T]) -> str | None:
        """What others changed of what we applied."""
        if self.mode == "direct":
            return drifted_objects(old.objects, known_by_identity(live.objects)) or live.stale
        return describe_drift(old.footprint, live.footprint)

    async def preview(self, context: Context, old: DeployedInstance[S, T] | None, live: DeployedInstance[S, T] | None) -> Preview:
        """What the API server says of applying it."""
        before = context.old(self)
        if self.mode == "direct":
            return await self._direct.preview(context, live, before)
        self._direct.check_leaving(live.objects if live is not None else () if old is None else old.objects)
        moved = (FieldChange("mode", "direct", "kro"),) if before.mode == "direct" else ()
        known = (None if old is None or moved else old.footprint, None if live is None else live.live)
        try:
            return Preview(changes=(*moved, *(await preview(context, self._manifest(), *known)).changes))
        except ApiError as error:
            raise self._error(error, "creation") from error

    async def ready(self, context: Context, output: DeployedInstance[S, T]) -> DeployedInstance[S, T]:
        """Waits until kro calls it ready in its present generation, with every status field, and its children follow the graph."""
        if self.mode == "direct":
            return await self._direct.ready(context, output)
        graph = KnownGraph.of(self.factory)
        applied = output.live if output.live is not None else self._reference(output.footprint.uid)
        live: dict[str, Any] | None = None
        with anyio.move_on_after(self.timeout):
            live = await await_instance(context, graph, applied, follow=output.awaits_graph)
        if live is None:
            raise await self._timed_out(context, applied, follow=output.awaits_graph)
        if output.objects:
            await self._direct.left_to_kro(context, output.objects, live["metadata"]["uid"])
        status = self._status(live.get("status") or {})
        # The footprint stays that of our apply: what others change while we wait is drift, which the next run repairs.
        return self._output(status, output.footprint, live, live["metadata"].get("generation", 0), awaits_graph=False)

    async def delete(self, context: Context, old: DeployedInstance[S, T]) -> None:
        """Deletes the object that is recorded, and no other one of its name; without kro, all that was made for it."""
        if self.mode == "direct":
            await self._direct.delete(context, old)
            return
        client: Client = context.connection
        graph = KnownGraph.of(self.factory)
        uid = old.footprint.uid
        try:
            await client.delete(graph.api_version, graph.kind, self.id, self.place, uid=uid)
        except KindNotFoundError:
            return
        except PreconditionFailedError as error:
            if error.live_uid == uid:
                raise self._error(error, "deletion") from error
            context.note("was replaced by another object of its name, which is left alone")
        except ApiError as error:
            raise self._error(error, "deletion") from error

    async def gone(self, context: Context, old: DeployedInstance[S, T]) -> None:
        """Waits until it and its children are gone."""
        if self.mode == "kro":
            try:
                await self._until_gone(context, old.footprint.uid)
            except KindNotFoundError:
                pass
            except ApiError as error:
                raise self._error(error, "deletion") from error
        if self.mode == "direct" or old.objects or context.interrupted:
            await self._direct.gone(context, old, asked=self.mode == "direct")

    @property
    def _direct(self) -> Directly[S, T]:
        graph: Any = self.factory
        subject = Subject(graph.api_version, graph.kind, self.place, self.id)
        spec: Any = self.spec if isinstance(graph, KnownGraph) else graph.to_wire(self.spec)
        direct = Direct(subject=subject, factory=graph, inner=self._inner, spec=spec, timeout=self.timeout)
        return Directly(direct, self._status, self._output)

    async def _is_lost(self, context: Context, old: DeployedInstance[S, T]) -> bool:
        """Whether a run that was cut off had deleted it already, on its way out of kro."""
        return context.interrupted and await find_ours(context, self._reference(None), uid=old.footprint.uid) is None

    @property
    def _path(self) -> tuple[str | None, ...]:
        return self.factory.kind, self.place, self.id

    @property
    def _called(self) -> str:
        name = self.id if self.place is None else f"{self.place}/{self.id}"
        return f"{self.factory.kind} {name}"

    def _manifest(self) -> dict[str, Any]:
        return self.factory.instance_manifest(self.spec, name=self.id, namespace=self.place)

    def _status(self, wire: Mapping[str, Any]) -> T:
        factory: Any = self.factory
        # What was read from a record has no classes.
        return cast("T", dict(wire) if isinstance(factory, KnownGraph) else factory.from_wire(wire))

    def _output(
        self,
        status: Any,
        footprint: Footprint,
        live: dict[str, Any] | None,
        generation: int,
        *,
        awaits_graph: bool,
        objects: tuple[DirectObject, ...] = (),
        **unrecorded: Any,
    ) -> DeployedInstance[S, T]:
        return DeployedInstance(
            name=self.id,
            namespace=self.place,
            spec=self.spec,
            status=status,
            footprint=footprint,
            generation=generation,
            awaits_graph=awaits_graph,
            live=live,
            objects=objects,
            **unrecorded,
        )

    def _applied(self, context: Context, live: dict[str, Any], *, awaits_graph: bool) -> DeployedInstance[S, T]:
        footprint = Footprint.of(live, Owner.of(context))
        return self._output(None, footprint, live, live["metadata"].get("generation", 0), awaits_graph=awaits_graph)

    def _reference(self, uid: str | None) -> dict[str, Any]:
        graph = KnownGraph.of(self.factory)
        return reference_of(graph.api_version, graph.kind, self.id, self.place, uid=uid)

    async def _until_gone(self, context: Context, uid: str) -> None:
        graph = KnownGraph.of(self.factory)
        with anyio.move_on_after(self.timeout) as scope:
            await gone(context, self._reference(uid))
        if scope.cancelled_caught:
            lines = await explain_instance(context.connection, graph, self._reference(uid))
            what = f"{self._called} is not gone after {self.timeout:g} s"
            text = compose(what, lines, [f"kubectl describe {kubectl_name(self._reference(uid))}", "run again to go on waiting"])
            raise CRDInstanceError(text, graph.api_version, graph.kind, self.id, "deletion", TimeoutError(what))

    async def _timed_out(self, context: Context, applied: dict[str, Any], *, follow: bool) -> CRDInstanceError:
        graph = KnownGraph.of(self.factory)
        lines = await explain_instance(context.connection, graph, applied, follow=follow)
        what = f"{self._called} is not ready after {self.timeout:g} s"
        hints = [f"kubectl describe {kubectl_name(applied)}", "run again to go on waiting, or give it more time: timeout=..."]
        if any(_TAKEN in line for line in lines):  # kro never gives an object to another instance, however long one waits
            hints[1] = "what it makes, another instance has made: give it other names, or take the other one out first, in a run of its own"
        return CRDInstanceError(compose(what, lines, hints), graph.api_version, graph.kind, self.id, "statusResolution", TimeoutError(what))

    def _undefined(self, error: KindNotFoundError) -> CRDInstanceError:
        graph = KnownGraph.of(self.factory)
        why = [error.message.splitlines()[0], "its ResourceGraphDefinition defines it, and is not declared before this"]
        text = compose(f"{self._called} could not be applied", why, f'KroResourceGraphDefinition("{graph.name}", factory=...) before it')
        return CRDInstanceError(text, graph.api_version, graph.kind, self.id, "creation", error)

    def _error(self, error: ApiError, operation: InstanceOperation) -> CRDInstanceError:
        graph = KnownGraph.of(self.factory)
        verb = {"creation": "applied", "deletion": "deleted", "statusResolution": "read"}[operation]
        target = self._called
        why: list[str] = []
        if isinstance(error, InvalidError) and any(cause.field for cause in error.causes):
            why = ["the API server checks a spec against the CustomResourceDefinition that kro made of the graph"]
        text = retell(f"{target} could not be {verb}", beside(error, target), why)
        return CRDInstanceError(text, graph.api_version, graph.kind, self.id, operation, error)


def beside(error: ApiError, target: str) -> str:
    """What an error says, beside that something could not be done to this object, which is said already."""
    first, *rest = error.message.splitlines()
    first = first.removeprefix(f"could not {error.action} {target}").removeprefix(": ")
    return "\n".join([first, *rest] if first else [line.removeprefix("  ") for line in rest])


def _group(api_version: str) -> str:
    return api_version.rpartition("/")[0]
