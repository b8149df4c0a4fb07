"""Whose an object is: the label, the annotation and the field manager that our applies leave, and how they are read."""

import functools
import hashlib
from collections.abc import Mapping
from typing import Any, Literal, cast

import attrs

from typekro.errors import RefusedError, compose
from typekro.kubernetes import Client, KindNotFoundError
from typekro.kubernetes.objects import identify, managed_fields, managed_subset
from typekro.orchestrator import Context
from typekro.orchestrator.launch import this_launch

PREFIX = "owner.typekro.io/"
RESOURCE_PREFIX = "resource.typekro.io/"
_MANAGER = "typekro:"
_MARKS = {"adopted": "adopted", "protected": "protected", "retained": "retained", "stage_protected": "protected stage"}
"""What the annotation says behind the owner, and by which field of the owner."""
_ALONE = {
    *(("", kind) for kind in ("ConfigMap", "Secret", "LimitRange", "ResourceQuota")),
    *(("rbac.authorization.k8s.io", kind) for kind in ("Role", "RoleBinding", "ClusterRoleBinding")),
    ("networking.k8s.io", "NetworkPolicy"),
    ("scheduling.k8s.io", "PriorityClass"),
    ("storage.k8s.io", "StorageClass"),
}


@attrs.frozen
class Owner:
    """A stage of an app, as objects in a cluster name it.

    What is protected or retained is said on an object too, so that it is known where the state is lost; a change of that alone writes
    nothing: the record knows of it at once, and the object with the next write.

    Args:
        app: the app's name.
        stage: the stage's name.
        lineage: the UUID of its state.
        made_by: `user@host` of whoever made that.
        resource: the id of the resource that it is about.
        adopted: whether the object was there before.
        protected: whether it must not be deleted.
        retained: whether it is left where it is instead of being deleted.
        stage_protected: whether nothing of the stage may be deleted.
    """

    app: str
    stage: str
    lineage: str
    made_by: str
    resource: str = ""
    adopted: bool = False
    protected: bool = False
    retained: bool = False
    stage_protected: bool = False

    @classmethod
    def of(cls, context: Context) -> "Owner":
        """The owner that a handler works for."""
        return cls(
            context.app,
            context.stage,
            context.lineage,
            context.made_by,
            context.resource_id,
            adopted=not context.created_by_us,
            protected=context.protected,
            retained=context.retained,
            stage_protected=context.stage_protected,
        )

    @classmethod
    def named(cls, manager: str) -> "Owner | None":
        """The owner whose applies have a field manager; None where it is no stage's."""
        app, slash, stage = manager.removeprefix(_MANAGER).partition("/")
        return cls(app, stage, "", "") if slash and manager.startswith(_MANAGER) else None

    @property
    def manager(self) -> str:
        """The field manager of its applies."""
        return f"{_MANAGER}{self.app}/{self.stage}"

    @property
    def key(self) -> str:
        """The key of its label and of its annotation."""
        return _key_of(f"{self.app}/{self.stage}")

    @property
    def _resource_key(self) -> str:
        return self.key.replace(PREFIX, RESOURCE_PREFIX)

    @property
    def selector(self) -> str:
        """Selects what is its own."""
        return f"{self.key}={self.lineage}"

    def owns(self, live: Mapping[str, Any]) -> bool:
        """Whether an object carries its label."""
        labels: dict[str, str] = live["metadata"].get("labels") or {}
        return labels.get(self.key) == self.lineage

    def of_object(self, live: Mapping[str, Any]) -> "Owner":
        """The owner with what an object says of itself: which resource it is, and how it is handled."""
        annotations: dict[str, str] = live["metadata"].get("annotations") or {}
        _, *said = annotations.get(self.key, "").split(", ")
        marks: dict[str, Any] = {field: text in said for field, text in _MARKS.items()}
        return attrs.evolve(self, resource=annotations.get(self._resource_key, ""), **marks)

    def has_adopted(self, live: Mapping[str, Any]) -> bool:
        """Whether an object says that it was there before it was its own."""
        return self.of_object(live).adopted

    def sign(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """The manifest with the label, and with annotations that tell people the same, and which resource it is."""
        metadata = dict(manifest["metadata"])
        metadata["labels"] = {**metadata.get("labels", {}), self.key: self.lineage}
        said = ", ".join([f"{self.app}/{self.stage} of {self.made_by}", *(text for field, text in _MARKS.items() if getattr(self, field))])
        known = {self.key: said} | ({self._resource_key: self.resource} if self.resource else {})
        metadata["annotations"] = {**metadata.get("annotations", {}), **known}
        return {**manifest, "metadata": metadata}


@functools.lru_cache
def _key_of(stage: str) -> str:
    return PREFIX + hashlib.sha256(stage.encode()).hexdigest()[:16]


def owner_said(annotation: str) -> str:
    """Whom the annotation of an owner names: `infra/dev of user@host`."""
    return annotation.partition(", ")[0]


@attrs.frozen
class Footprint:
    """What our last apply left on an object: enough to know it again, and to see what others changed since.

    Args:
        uid: the object's UID.
        created: when it was created, as the server says.
        managed: our fields and their values, as the server wrote them.
        fields: the same fields as the server lists them.
    """

    uid: str
    created: str
    managed: dict[str, Any]
    fields: dict[str, Any]

    @classmethod
    def of(cls, live: Mapping[str, Any], owner: Owner) -> "Footprint":
        """The footprint on an object."""
        metadata = live["metadata"]
        fields = cast("dict[str, Any]", managed_fields(live, owner.manager))
        return cls(metadata["uid"], metadata["creationTimestamp"], dict(managed_subset(live, owner.manager)), fields)


NOTHING = Footprint("", "", {}, {})
"""The footprint on what is not there."""


@attrs.frozen
class _Seen:
    """The objects of a kind as one LIST had them, and how many changes the run had made before: after another one they may be old.

    Objects that stand alone do not become so by changes of others that do, so that one LIST serves however many.
    """

    objects: dict[tuple[str | None, str], dict[str, Any]]
    changes: int
    alone: bool

    @classmethod
    async def look(cls, context: Context, api_version: str, kind: str, **how: Any) -> "_Seen":
        client: Client = context.connection
        moment = context.changes
        listing = await client.list(api_version, kind, **how)
        named = {(item["metadata"].get("namespace"), item["metadata"]["name"]): dict(item) for item in listing.items}
        return cls(named, moment, stands_alone({"apiVersion": api_version, "kind": kind}))

    def is_old(self, context: Context) -> bool:
        return context.changed_since(self.changes) if self.alone else context.changes > self.changes


def stands_alone(manifest: Mapping[str, Any]) -> bool:
    """Whether an object only holds data or rules: making or changing it makes or changes no other such object."""
    return (str(manifest["apiVersion"]).rpartition("/")[0], manifest["kind"]) in _ALONE


def reference_of(api_version: str, kind: str, name: str, namespace: str | None = None, *, uid: str | None = None) -> dict[str, Any]:
    """An object as far as it takes to find it, or to wait for it: its kind, its name, and its UID where that is known."""
    known = {"name": name, "namespace": namespace, "uid": uid}
    metadata = {key: value for key, value in known.items() if value is not None}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata}


async def find_ours(context: Context, target: Mapping[str, Any], *, uid: str | None) -> dict[str, Any] | None:
    """The object that is ours under a name: one LIST a kind serves the whole run.

    Args:
        context: the handler's.
        target: the object's kind and name, as of `reference_of`.
        uid: its UID where it is known: then it is ours by that as well, whatever became of its label.
    """
    api_version, kind, metadata = target["apiVersion"], target["kind"], target["metadata"]
    name, namespace = metadata["name"], metadata.get("namespace")
    client: Client = context.connection
    owner = Owner.of(context)
    seen = await _ours(context, api_version, kind)
    found = seen.objects.get((namespace, name)) if not seen.is_old(context) else None
    if found is not None and (uid is None or found["metadata"]["uid"] == uid):
        return found
    live = await client.get(api_version, kind, name, namespace)
    if live is None or (live["metadata"]["uid"] != uid if uid is not None else not owner.owns(live)):
        return None
    if uid is None and owner.has_adopted(live):
        context.not_created_by_us()
    return dict(live)


async def list_ours(context: Context, api_version: str, kind: str) -> list[dict[str, Any]]:
    """All objects of a kind that are ours, as the LIST had them that serves the whole run; none where there is no such kind."""
    try:
        return list((await _ours(context, api_version, kind)).objects.values())
    except KindNotFoundError:
        return []


async def _ours(context: Context, api_version: str, kind: str) -> _Seen:
    async def look() -> _Seen:
        return await _Seen.look(context, api_version, kind, labels=Owner.of(context).selector)

    return await context.once(f"ours {api_version}/{kind}", look)


@attrs.frozen
class Claim:
    """Whose a name is.

    Args:
        claim: `free`; `ours`; `adopted`: somebody else's, and to be taken over; `shared`: other stages' or apps', and to be shared.
        live: the object that has it; empty where it is free.
    """

    claim: Literal["free", "ours", "adopted", "shared"]
    live: Mapping[str, Any] = attrs.field(factory=dict[str, Any])


async def claim(context: Context, manifest: Mapping[str, Any], *, share: bool = False) -> Claim:
    """Looks whether a name is free before something is created under it: one LIST of metadata a kind serves the whole run.

    Args:
        context: the handler's.
        manifest: what would be created.
        share: whether what other stages and apps record can be theirs and ours.

    Raises:
        RefusedError: it is somebody else's, and is not to be adopted, or is recorded by another state.
    """
    client: Client = context.connection
    api_version, kind, metadata = manifest["apiVersion"], manifest["kind"], manifest["metadata"]

    async def look() -> _Seen:
        return await _Seen.look(context, api_version, kind, metadata_only=True)

    seen = await context.once(f"all {api_version}/{kind}", look)
    if not seen.is_old(context) and (metadata.get("namespace"), metadata["name"]) not in seen.objects:
        return Claim("free")
    live = await client.get(api_version, kind, metadata["name"], metadata.get("namespace"))  # it may be gone since, or made anew
    return Claim("free") if live is None else whose(context, live, share=share)


def whose(context: Context, live: Mapping[str, Any], *, share: bool = False) -> Claim:
    """Whose the name of an object is, of which it is known that it is there.

    Args:
        context: the handler's.
        live: the object.
        share: whether what other stages and apps record can be theirs and ours.

    Raises:
        RefusedError: it is somebody else's, and is not to be adopted, or is recorded by another state.
    """
    owner = Owner.of(context)
    if owner.owns(live):
        if owner.has_adopted(live):
            context.not_created_by_us()
        return Claim("ours", live)
    labels: dict[str, str] = live["metadata"].get("labels") or {}
    if share and _recorded_elsewhere(live) and owner.key not in labels:
        return Claim("shared", live)
    if not context.adopt or _recorded_elsewhere(live):
        raise _foreign(dict(live), owner)
    context.not_created_by_us()
    return Claim("adopted", live)


def _recorded_elsewhere(live: Mapping[str, Any]) -> bool:
    """Whether an object carries the label of a state of typekro: it is that one's, whatever is asked."""
    labels: dict[str, str] = live["metadata"].get("labels") or {}
    return any(label.startswith(PREFIX) for label in labels)


def of_another(live: Mapping[str, Any], owner: Owner) -> RefusedError:
    """The error for an object that another resource of the same app has."""
    target, said = identify(live), owner.of_object(live).resource
    what = f"{target} is there already, and is another resource's of this app: nothing was changed"
    return RefusedError(compose(what, f"it is {said}'s" if said else (), "declare it once"), {"object": target})


def _foreign(live: dict[str, Any], owner: Owner) -> RefusedError:
    target = identify(live)
    annotations: dict[str, str] = live["metadata"].get("annotations") or {}
    if owner.key in (live["metadata"].get("labels") or {}):
        said = owner_said(annotations.get(owner.key, "unknown"))
        why = [
            f"it belongs to {said}: the same app and stage, recorded in another state",
            "typekro never changes what another state records",
        ]
        recover = f"typekro state recover {owner.app} --stage {owner.stage}"
        hints = ["where that state is lost, make its records anew from what is there:", this_launch().command(recover)]
        hints += ["else run it where that state is, or give this one a stage of its own:", 'alchemy(..., stage="...")']
    else:
        others = [owner_said(text) for key, text in annotations.items() if key.startswith(PREFIX)] or _managers(live)
        why = [f"it belongs to {', '.join(others) or 'somebody unknown'}", "typekro changes only what it made"]
        if _recorded_elsewhere(live):
            hints = ["declare it under another name, or no more in the app that it belongs to"]
        else:
            hints = ["declare it under another name, or delete the one that is there:", "kubectl delete " + kubectl_name(live)]
            hints += ["or take it over as it is declared, never to be deleted:", "adopt=True"]
    return RefusedError(compose(f"{target} is there already, and is not ours: nothing was changed", why, hints), {"object": target})


def _managers(live: Mapping[str, Any]) -> list[str]:
    entries: list[dict[str, Any]] = live["metadata"].get("managedFields") or []
    managers = {str(entry["manager"]) for entry in entries if not entry.get("subresource")}
    return sorted(name for name in managers if name != "kro" and not name.startswith("kro.run/"))  # it looks after all of them


def kubectl_name(live: Mapping[str, Any]) -> str:
    """An object as kubectl's arguments; with the group, since other groups may have a kind of that name."""
    group, metadata = live["apiVersion"].rpartition("/")[0], live["metadata"]
    kind = f"{live['kind'].lower()}.{group}" if group else live["kind"].lower()
    return f"{kind} {metadata['name']}" + (f" --namespace {metadata['namespace']}" if metadata.get("namespace") else "")
