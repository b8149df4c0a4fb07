"""`KubernetesObject`: any object of a cluster, applied from its manifest, awaited, and deleted again."""

from collections.abc import Mapping
from typing import Any, Self, cast

import anyio
import attrs

from typekro.errors import InstanceOperation, KubernetesObjectError, RefusedError, compose, retell
from typekro.expressions import Type
from typekro.kro import object_manifest as manifests
from typekro.kro.apply import create, describe_drift, preview, update
from typekro.kro.awaiting import gone
from typekro.kro.cluster import ClusterResource
from typekro.kro.inputs import check_timeout
from typekro.kro.instance import TIMEOUT, beside
from typekro.kro.object_awaiting import await_object, explain_leaving, explain_object
from typekro.kro.object_fixed import fixed_changes
from typekro.kro.object_output import OBJECT_TYPE, DeployedObject
from typekro.kro.object_readiness import judge_object
from typekro.kro.object_secret import encoded, hidden, silence, told
from typekro.kro.ownership import Owner, claim, find_ours, kubectl_name, reference_of, stands_alone
from typekro.kro.readiness import Verdict
from typekro.kubernetes import ApiError, Client, KindNotFoundError, PreconditionFailedError
from typekro.kubernetes.objects import describe
from typekro.nodes import Node
from typekro.orchestrator import Change, Context, Preview, setting


class KubernetesObject(ClusterResource[DeployedObject]):
    """Any object of a cluster: applied from its manifest, and awaited until it works by the rules of its kind.

    A Deployment works when its pods are available, a Job when it is complete, and so on. A PersistentVolumeClaim counts as soon as it is
    there, since many are bound only when a pod wants them; what has a condition Ready, when that is True; any other object when it is
    there. What lives in a Namespace that is declared before waits for that and is deleted before it, and so do the objects of a
    CustomResourceDefinition.

    Args:
        id: its id in the app.
        manifest: a dict as for `kubectl apply`, an object of a typed kind (`k8s.core_v1.ConfigMap(...)`), or a node that refers to no
            graph (`simple.deployment(...)`). Outputs of other resources and secrets may stand in it. Of a Secret digests are recorded.
        namespace: where it lives, if the manifest does not say; `default` by default, and none for a kind of the cluster.
        replacement: `"delete-first"` lets it be deleted and made anew where a field differs that Kubernetes lets nobody change, such as the
            selector of a Deployment; without it, that is refused. A PersistentVolumeClaim is never replaced so: its data would be lost.
        timeout: how long to wait until it works, and until it is gone, in seconds; 30 by default.
        wait: whether to wait until it works.
        cluster: which cluster, by its name in `clusters=` of the app.

    Raises:
        DefinitionError: the manifest is none that can be applied.
        UsageError: the app was given no cluster of that name, or the time-out is no number of seconds.
        RefusedError: the name is somebody else's; when awaited.
        KubernetesObjectError: it could not be applied, did not work in time, or could not be deleted; when awaited.

    Example:
        ```python
        shop = KubernetesObject("shop", {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
        web = KubernetesObject("web", simple.deployment(name="web", image="nginx"), namespace="shop")
        print((await web).live["status"]["availableReplicas"])
        ```
    """

    manifest: Mapping[str, Any] | Node = attrs.field(kw_only=False)
    namespace: str | None = None
    timeout: float = setting(default=TIMEOUT)
    wait: bool = setting(default=True)

    def __attrs_post_init__(self) -> None:
        # References are found in dicts; a node hides those that it is made of.
        object.__setattr__(self, "manifest", manifests.template_of(self.manifest))
        super().__attrs_post_init__()

    def check(self) -> None:
        """The manifest has to be one that can be applied, and the time-out a time."""
        manifests.check_manifest(self.id, self.manifest, self.namespace)
        check_timeout("KubernetesObject", self.timeout)

    @property
    def name(self) -> str:
        """Its name in the cluster; a reference where it was given one."""
        return cast("str", self._template["metadata"]["name"])

    @property
    def place(self) -> str | None:
        """The namespace that it lives in; None for a kind that is known to have none, and a reference where it was given one."""
        return cast("str | None", manifests.place_of(self._template, self.namespace))

    @property
    def status(self) -> Any:
        """Its status: a dict once it was awaited, a reference before."""
        return self.output.status

    # What the engine asks.

    def identity(self) -> str | None:
        """Group, kind, namespace (where it has one) and name; None while one of them is a reference."""
        place, name = self.place, manifests.constant(self.name)
        if name is None or (place is not None and manifests.constant(place) is None):
            return None
        parts = (manifests.group_of(self._template), self._template["kind"], place, name)
        return "/".join(part for part in parts if part is not None)

    def provides(self) -> tuple[str, ...]:
        """The object itself, to what refers to it by name or lives in it; and the kind that it defines."""
        identity = self.identity()
        return self.here(*(() if identity is None else (f"object {identity}",)), *manifests.provided_by(self._template))

    def stands_alone(self) -> bool:
        """What only holds data or rules: nobody makes or changes other such objects for it."""
        return stands_alone(self._template)

    def requires(self) -> tuple[str, ...]:
        """Its kind, and its namespace."""
        kind = f"kind {manifests.group_of(self._template)}/{self._template['kind']}"
        place = manifests.constant(self.place)
        return self.here(kind) if place is None else self.here(kind, f"object /Namespace/{place}")

    def output_type(self) -> Type:
        """Texts, and what only the cluster knows."""
        return OBJECT_TYPE

    def encode(self) -> dict[str, Any]:
        """The manifest with its namespace, now that all of it is known.

        Raises:
            DefinitionError: an output of another resource stands where it cannot be meant.
        """
        manifests.check_manifest(self.id, self.manifest, self.namespace)
        return {"manifest": hidden(manifests.in_namespace(self._template, self.place)), "timeout": self.timeout, "wait": self.wait}

    @classmethod
    def decode(cls, id_: str, props: dict[str, Any]) -> Self:
        """As it was recorded."""
        return cls.undeclared(id_, {name: props[name] for name in ("manifest", "timeout", "wait")})

    def encode_output(self, output: DeployedObject) -> dict[str, Any]:
        """As JSON: what tells it from others, our fields, and its status."""
        return output.recorded()

    def decode_output(self, data: Any) -> DeployedObject:
        """From JSON, with as much of the object as is recorded: nothing of what is in a Secret."""
        return DeployedObject.read(data, self._reference(data["namespace"]))

    # What it does.

    async def create(self, context: Context) -> DeployedObject:
        """Applies it, where its name is free."""
        try:
            live = await create(context, await self._free(context))
        except (ApiError, KindNotFoundError) as error:
            raise self._error(error, "creation") from error
        return DeployedObject.of(live, Owner.of(context), context.digest)

    async def update(self, context: Context, old: DeployedObject) -> DeployedObject:
        """Applies it again, onto the object that is recorded."""
        try:
            live = await update(context, await self._placed(context), old.footprint)
        except (ApiError, KindNotFoundError) as error:
            raise self._error(error, "creation", context.old(self)) from error
        return DeployedObject.of(live, Owner.of(context), context.digest)

    def diff(self, old: Self) -> Change:
        """Replaced where a fixed field differs, and that is allowed: `replacement="delete-first"`."""
        replaced = self.replacement == "delete-first" and fixed_changes(old._template, self._template)
        return "replace" if replaced else "update"

    def may_be_replaced(self) -> bool:
        """Where that is allowed."""
        return self.replacement == "delete-first"

    async def preview(self, context: Context, old: DeployedObject | None, live: DeployedObject | None) -> Preview:
        """What the API server says of applying it."""
        known = (None if old is None else old.footprint, None if live is None else live.live)
        try:
            return told(await preview(context, await self._placed(context), *known), self._template)
        except (ApiError, KindNotFoundError) as error:
            raise self._error(error, "creation", context.old(self)) from error

    async def read(self, context: Context, old: DeployedObject | None) -> DeployedObject | None:
        """Looks at it: one LIST a kind serves the whole run."""
        uid = None if old is None else old.footprint.uid
        try:
            place = await self._place(context) if old is None else old.namespace
            live = await find_ours(context, self._reference(place), uid=uid)
        except KindNotFoundError:
            return None
        if live is None:
            return None
        found = DeployedObject.of(live, Owner.of(context), context.digest)
        if live["metadata"].get("deletionTimestamp"):
            context.waiting("it is being deleted from outside")
            await self._until_gone(context, found)
            return None
        return found

    def drifted(self, old: DeployedObject, live: DeployedObject) -> str | None:
        """What others changed of what we applied."""
        return describe_drift(old.footprint, live.footprint)

    async def ready(self, context: Context, output: DeployedObject) -> DeployedObject:
        """Waits until it works in its present generation, by the rules of its kind."""
        if not self.wait:
            return output
        found: tuple[Verdict, dict[str, Any]] | None = None
        with anyio.move_on_after(self.timeout):
            found = await await_object(context, output.live)
        if found is None or found[0].state == "refused":
            raise await self._not_ready(context, output, refused=found is not None)
        # The footprint stays that of our apply: what others change while we wait is drift, which the next run repairs.
        return attrs.evolve(output, live=found[1])

    def works(self, output: DeployedObject) -> bool:
        """As most kinds do that nothing has to be started for; a kind that is defined is found by clients only some time after that."""
        template = self._template
        return not self.wait or (template["kind"] != "CustomResourceDefinition" and judge_object(output.live, output.live).state == "ready")

    async def delete(self, context: Context, old: DeployedObject) -> None:
        """Deletes the object that is recorded, and no other one of its name."""
        client: Client = context.connection
        target, uid = self._reference(old.namespace), old.footprint.uid
        try:
            await client.delete(target["apiVersion"], target["kind"], self.name, old.namespace, uid=uid)
        except KindNotFoundError:
            return
        except PreconditionFailedError as error:
            if error.live_uid == uid:
                raise self._error(error, "deletion") from error
            context.note("was replaced by another object of its name, which is left alone")
        except ApiError as error:
            raise self._error(error, "deletion") from error

    async def gone(self, context: Context, old: DeployedObject) -> None:
        """Waits until it is there no more."""
        try:
            await self._until_gone(context, old)
        except KindNotFoundError:
            return
        except ApiError as error:
            raise self._error(error, "deletion") from error

    @property
    def _template(self) -> dict[str, Any]:
        return cast("dict[str, Any]", self.manifest)

    def _called(self, place: str | None) -> str:
        return describe(self._template["kind"], self.name, place)

    def _reference(self, place: str | None, uid: str | None = None) -> dict[str, Any]:
        return reference_of(self._template["apiVersion"], self._template["kind"], self.name, place, uid=uid)

    async def _place(self, context: Context) -> str | None:
        """Where it lives, as the cluster says: of the kinds that others define only the cluster knows."""
        client: Client = context.connection
        kind = await client.resource_type(self._template["apiVersion"], self._template["kind"])
        return self.place if kind.namespaced else None

    async def _placed(self, context: Context) -> dict[str, Any]:
        place = await self._place(context)
        given = self._template["metadata"].get("namespace", self.namespace)
        if place is None and given is not None:
            what = f"{self._called(None)} could not be applied"
            why = f"{self._template['kind']} is a kind of the cluster: its objects have no namespace, and {given} is given"
            raise self._failure(compose(what, why, "leave the namespace out"), "creation")
        return encoded(manifests.in_namespace(self._template, place))

    async def _free(self, context: Context) -> dict[str, Any]:
        """The manifest to create it by.

        The identity of an object of an unknown kind has a namespace until the cluster says that there are none. So another record can be of
        the same object under its true name, which the state cannot see: then the object is there already, and ours.
        """
        manifest = await self._placed(context)
        guessed = self.place is not None and "namespace" not in manifest["metadata"]
        if guessed and not context.interrupted and (await claim(context, manifest)).claim == "ours":
            what = f"{self._called(None)} is there already, and is recorded under another id than {self.id}: nothing was changed"
            raise RefusedError(compose(what, "two records would change and delete one object", "declare it once"), {"resource": self.id})
        return manifest

    async def _until_gone(self, context: Context, old: DeployedObject) -> None:
        target = self._reference(old.namespace, old.footprint.uid)
        with anyio.move_on_after(self.timeout) as scope:
            await gone(context, target)
        if scope.cancelled_caught:
            what = f"{self._called(old.namespace)} is not gone after {self.timeout:g} s"
            lines = await explain_leaving(context.connection, target)
            text = compose(what, lines, [f"kubectl describe {kubectl_name(target)}", "run again to go on waiting"])
            raise self._failure(text, "deletion", TimeoutError(what))

    async def _not_ready(self, context: Context, output: DeployedObject, *, refused: bool) -> KubernetesObjectError:
        lines = await explain_object(context.connection, output.live)
        look = f"kubectl describe {kubectl_name(output.live)}"
        if refused:
            text = compose(f"{self._called(output.namespace)} has failed", lines, [look, "change it, or delete it, and run again"])
            return self._failure(text, "statusResolution")
        what = f"{self._called(output.namespace)} is not ready after {self.timeout:g} s"
        more = "run again to go on waiting, or give it more time: timeout=..., or do not wait: wait=False"
        return self._failure(compose(what, lines, [look, more]), "statusResolution", TimeoutError(what))

    def _error(
        self, error: ApiError | KindNotFoundError, operation: InstanceOperation, old: "KubernetesObject | None" = None
    ) -> KubernetesObjectError:
        verb = {"creation": "applied", "deletion": "deleted", "statusResolution": "read"}[operation]
        silence(error, self._template)
        if isinstance(error, KindNotFoundError):
            return self._failure(retell(f"{self._called(None)} could not be {verb}", error.message), operation, error)
        text = retell(f"{error.target} could not be {verb}", beside(error, error.target))
        fixed = () if old is None else fixed_changes(old._template, self._template)  # noqa: SLF001 - of the same class
        if fixed:
            hint = f'replacement="delete-first" deletes it and makes it anew; Kubernetes lets nobody change {", ".join(fixed)}'
            text = compose(text, (), hint)
        return self._failure(text, operation, error)

    def _failure(self, text: str, operation: InstanceOperation, cause: BaseException | None = None) -> KubernetesObjectError:
        return KubernetesObjectError(text, self._template["apiVersion"], self._template["kind"], self.name, operation, cause)
