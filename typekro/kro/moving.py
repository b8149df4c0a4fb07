"""Instances that move between kro and direct deployment: what is there is taken over as it is, also where a run is cut off in between.

To leave kro, its hands are bound first (`kro.run/reconcile: suspended`), so that it changes nothing back. Then each object is marked as
ours, what kro had applied becomes what we have applied, in one patch that takes kro's marks away too, and the instance is deleted: kro
finds its objects by its marks, and so it finds none. To go to kro, the instance is made; kro takes the objects over by force, as it does
with all that is there. Once it says that they are ready, we let go of our share.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import anyio
import attrs

from typekro.errors import CRDInstanceError, compose
from typekro.evaluation.concluding import SUSPENDING
from typekro.kro.awaiting import KnownGraph, gone
from typekro.kro.direct_marks import Subject
from typekro.kro.direct_objects import DirectObject
from typekro.kro.direct_removing import ask, until_gone
from typekro.kro.ownership import Owner, find_ours, kubectl_name, reference_of
from typekro.kubernetes import ApiError, Client, KindNotFoundError, PreconditionFailedError
from typekro.kubernetes.objects import identify, managed_fields, part, parts
from typekro.orchestrator import Context

_MOVER = "typekro.io/moving"
"""The field manager that binds kro's hands: what it set can be taken back by itself."""
_KRO = "kro.run/applyset"
_MARKS = ("kro.run/", "internal.kro.run/", "applyset.kubernetes.io/")
_MANAGED_BY = ("app.kubernetes.io/managed-by", "kro")
_ORDER, _NODE, _INSTANCE = "internal.kro.run/apply-order", "kro.run/node-id", "kro.run/instance-id"
_KINDS = "applyset.kubernetes.io/contains-group-kinds"
_TRIES = 20
_INVALID, _CONFLICT = 422, 409
_LOOK_AGAIN = 1.0


@attrs.frozen(kw_only=True)
class Move:
    """An instance on its way.

    Args:
        context: the handler's.
        subject: the instance.
        graph: what is recorded of its graph.
        timeout: how long kro may take for each step, in seconds.
    """

    context: Context
    subject: Subject
    graph: KnownGraph
    timeout: float

    async def from_kro(self, uid: str | None) -> list[DirectObject]:
        """Takes over what kro made for the instance, and deletes the instance; nothing where there is none.

        Args:
            uid: the UID of the instance; None where that is not known: then it is the one of its name that is ours.

        Returns:
            What was taken over, as it is then.

        Raises:
            CRDInstanceError: kro does not do its part in time.
            ApiError: the server refused.
        """
        instance = await self.instance(uid)
        if instance is None:
            return []
        client: Client = self.context.connection
        if not instance["metadata"].get("deletionTimestamp"):
            instance = await self._suspended(instance)
            taken = [await self._taken(child, instance["metadata"]["uid"]) for child in await self._children(instance)]
            while not _tells(self.graph) and (more := await self._again(instance)):
                taken = [one for one in taken if one.footprint.uid not in {each.footprint.uid for each in more}] + more
        else:
            taken = []
        target = instance["metadata"]
        try:
            await client.delete(instance["apiVersion"], instance["kind"], target["name"], target.get("namespace"), uid=target["uid"])
        except PreconditionFailedError:
            return taken
        await self._until_gone(instance)
        return taken

    async def instance(self, uid: str | None) -> dict[str, Any] | None:
        """The instance as kro has it; None where there is none that is ours, or no such kind."""
        one = self.subject
        try:
            return await find_ours(self.context, reference_of(one.api_version, one.kind, one.name, one.namespace), uid=uid)
        except KindNotFoundError:
            return None

    async def resumed(self, live: dict[str, Any]) -> dict[str, Any]:
        """The instance with kro's hands unbound, where a run that was cut off had bound them."""
        if not managed_fields(live, _MOVER):
            return live
        client: Client = self.context.connection
        return dict((await client.apply(_bare(live), field_manager=_MOVER, uid=live["metadata"]["uid"])).live)

    async def end(self) -> None:
        """Deletes the instance, and leaves it to kro to delete what is still marked as kro's; nothing where there is none.

        Raises:
            CRDInstanceError: kro does not do it in time.
            ApiError: the server refused.
        """
        instance = await self.instance(None)
        if instance is None:
            return
        client: Client = self.context.connection
        target = instance["metadata"]
        await client.delete(instance["apiVersion"], instance["kind"], target["name"], target.get("namespace"), uid=target["uid"])
        await self._until_gone(instance)

    async def to_kro(self, objects: Sequence[DirectObject], uid: str) -> None:
        """Lets go of what kro has taken over for a ready instance, and deletes what it has not: the graph wants it no more.

        Args:
            objects: what was ours.
            uid: the UID of the instance.

        Raises:
            CRDInstanceError: it could not be done in time.
            ApiError: the server refused.
        """
        async with self.context.changing():
            left = await self._let_go(objects, uid)
        with anyio.move_on_after(self.timeout):
            while left and not _tells(self.graph):  # it may have been ACTIVE before kro came by: only its marks tell that it did
                await anyio.sleep(_LOOK_AGAIN)
                async with self.context.changing():
                    left = await self._let_go(left, uid)
        if left and not _tells(self.graph):
            raise self._late(left[0].reference, "kro has not taken it over, and does not say whether it will")
        async with self.context.changing():
            await ask(self.context, left)
        with anyio.move_on_after(self.timeout) as scope:
            await until_gone(self.context, left)
        if scope.cancelled_caught:
            raise self._late(left[0].reference, "kro does not want it, and it does not go")

    async def _let_go(self, objects: Sequence[DirectObject], uid: str) -> list[DirectObject]:
        """Lets go of what kro has marked as this instance's; what it has not, and is ours to delete, is returned."""
        client: Client = self.context.connection
        left: list[DirectObject] = []
        for one in objects:
            it = one.identity
            live = await client.get(it.api_version, it.kind, it.name, it.namespace)
            if live is None or live["metadata"]["uid"] != one.footprint.uid:
                continue
            if part(live["metadata"], "labels").get(_INSTANCE) == uid:
                if managed_fields(live, Owner.of(self.context).manager):
                    await client.apply(_bare(live), field_manager=Owner.of(self.context).manager, uid=one.footprint.uid)
            elif not one.adopted:
                left.append(one)
        return left

    async def _until_gone(self, instance: dict[str, Any]) -> None:
        with anyio.move_on_after(self.timeout) as scope:
            await gone(self.context, instance)
        if scope.cancelled_caught:
            raise self._late(instance, "kro does not let go of it: its finalizer is still there")

    async def _suspended(self, instance: dict[str, Any]) -> dict[str, Any]:
        """The instance, once kro says that it does nothing about it any more: nothing that it had begun goes on then."""
        client: Client = self.context.connection
        bound = {**_bare(instance), "metadata": {**_bare(instance)["metadata"], "annotations": {SUSPENDING: "suspended"}}}
        live = (await client.apply(bound, field_manager=_MOVER, uid=instance["metadata"]["uid"], force=True)).live
        found: dict[str, Any] | None = None
        self.context.waiting("kro is asked to leave its objects alone")
        with anyio.move_on_after(self.timeout):
            async with client.watching(live["apiVersion"], live["kind"], live["metadata"].get("namespace")) as watch:
                found = await watch.until(live["metadata"]["name"], live["metadata"].get("namespace"), self._is_suspended)
        if found is None:
            raise self._late(instance, "kro does not say that it leaves it alone: is it running, and is the ResourceGraphDefinition there?")
        return found

    def _is_suspended(self, live: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if live is None:
            return None
        says = [each.get("reason") for each in parts(part(live, "status"), "conditions")]
        said = "ReconciliationSuspended" in says or not _tells(self.graph)
        return dict(live) if said and part(live["metadata"], "annotations").get(SUSPENDING) == "suspended" else None

    async def _children(self, instance: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What kro made for it: of the kinds that it has noted, and of those that we know of."""
        client: Client = self.context.connection
        noted = str(part(instance["metadata"], "annotations").get(_KINDS, "")).split(",")
        kinds = list(self.graph.children)
        served = await client.kinds() if any(noted) else []
        kinds += [(one.api_version, one.kind) for one in served if _noted(one.api_version, one.kind) in noted]
        found: dict[str, dict[str, Any]] = {}
        for api_version, kind_name in dict.fromkeys(kinds):
            try:
                listing = await client.list(api_version, kind_name, labels=f"{_INSTANCE}={instance['metadata']['uid']}")
            except KindNotFoundError:
                continue
            found |= {item["metadata"]["uid"]: dict(item) for item in listing.items}
        return list(found.values())

    async def _again(self, instance: Mapping[str, Any]) -> list[DirectObject]:
        """What kro marked anew meanwhile: where its conditions say nothing, only this tells that it had not heard yet."""
        await anyio.sleep(_LOOK_AGAIN)
        return [await self._taken(child, instance["metadata"]["uid"]) for child in await self._children(instance)]

    async def _taken(self, child: dict[str, Any], uid: str) -> DirectObject:
        """An object that is ours from here on: marked as ours first, then no longer as kro's."""
        client: Client = self.context.connection
        # What was there before kro took it over is not known to be so: kro deletes it with the instance, and so do we.
        owner = attrs.evolve(Owner.of(self.context), adopted=False)
        labels, annotations = (part(child["metadata"], name) for name in ("labels", "annotations"))
        order = str(annotations.get(_ORDER, ""))
        wave = int(order) if order.isdecimal() else 0
        marked = owner.sign(self.subject.mark(_bare(child), str(labels.get(_NODE, "")), wave, uid))
        if not self.subject.owns(child):
            child = dict((await client.apply(marked, field_manager=owner.manager, uid=child["metadata"]["uid"])).live)
        for _ in range(_TRIES):
            try:
                live = await client.patch(child, handover(child, owner.manager), field_manager=_MOVER)
            except ApiError as error:
                found = None
                if error.status in {_INVALID, _CONFLICT} and not isinstance(error, PreconditionFailedError):
                    found = await client.get(
                        child["apiVersion"], child["kind"], child["metadata"]["name"], child["metadata"].get("namespace")
                    )
                if found is None:
                    raise
                child = dict(found)
                continue
            return DirectObject.of({**live, "apiVersion": child["apiVersion"], "kind": child["kind"]}, owner)
        raise self._late(child, "others change it all the time")

    def _late(self, live: Mapping[str, Any], why: str) -> CRDInstanceError:
        one = self.subject
        what = f"{one} could not be taken over from kro: {identify(live)} stayed as it is"
        text = compose(what, why, [f"kubectl describe {kubectl_name(live)}", "run again to go on"])
        return CRDInstanceError(text, one.api_version, one.kind, one.name, "creation", TimeoutError(what))


def handover(live: Mapping[str, Any], manager: str) -> list[dict[str, Any]]:
    """The patch that makes what kro has applied what another manager has applied, and takes kro's marks away.

    Args:
        live: an object that kro has applied.
        manager: the field manager that takes over.

    Example:
        >>> entry = {"manager": "kro.run/applyset", "operation": "Apply", "apiVersion": "v1", "fieldsV1": {"f:data": {"f:a": {}}}}
        >>> handover({"metadata": {"managedFields": [entry], "labels": {"kro.run/owned": "true"}}}, "me")[0]["value"][0]["manager"]
        'me'
    """
    metadata = live["metadata"]
    entries: list[dict[str, Any]] = metadata.get("managedFields") or []
    ours = [
        each for each in entries if each.get("operation") == "Apply" and each["manager"] in {_KRO, manager} and not each.get("subresource")
    ]
    others = [each for each in entries if each not in ours]
    operations: list[dict[str, Any]] = []
    if any(each["manager"] == _KRO for each in ours):
        fields: dict[str, Any] = {}
        for each in ours:
            _merge(fields, each["fieldsV1"])
        newest = next(each for each in ours if each["manager"] == _KRO)
        operations.append(
            {"op": "replace", "path": "/metadata/managedFields", "value": [*others, {**newest, "manager": manager, "fieldsV1": fields}]}
        )
    for name in ("labels", "annotations"):
        texts: dict[str, str] = metadata.get(name) or {}
        kept = {key: text for key, text in texts.items() if not key.startswith(_MARKS) and (key, text) != _MANAGED_BY}
        if kept != texts:
            operations.append({"op": "replace", "path": f"/metadata/{name}", "value": kept})
    return operations


def _merge(into: dict[str, Any], more: Mapping[str, Any]) -> None:
    for key, below in more.items():
        _merge(into.setdefault(key, {}), below)


def _bare(live: Mapping[str, Any]) -> dict[str, Any]:
    """An object with nothing but its name: what an apply of it leaves out goes."""
    metadata = {key: live["metadata"][key] for key in ("name", "namespace") if key in live["metadata"]}
    return {"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": metadata}


def _noted(api_version: str, kind: str) -> str:
    """A kind as kro notes it."""
    group = api_version.rpartition("/")[0]
    return f"{kind}.{group}" if group else kind


def _tells(graph: KnownGraph) -> bool:
    """Whether kro's own condition can be read on instances, or a copy of it."""
    return bool(graph.ready)
