"""A cluster as a scenario sees it, real or local: what is asked of it, and what there is then, without what differs by chance."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import attrs

from tests.local.kro.steps import Apply, Delete, Known, Step
from typekro.errors import TypeKroError
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.kubernetes import Client, KindNotFoundError

Objects: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Objects by what they are called: `ConfigMap web`."""

_UID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ADDRESS: Final = re.compile(r"\b10\.\d+\.\d+\.\d+\b")
_MASKED: Final = frozenset({"resourceVersion", "time"})
_INVALID: Final = ("InvalidResourceGraph", "InvalidGraph")
_NOT_OURS: Final = frozenset({"kube-root-ca.crt"})
# kro may see a definition late, and Deployments change twice at once: then the order of their conditions says nothing.
_ANY_ORDER: Final = frozenset({"ResourceGraphDefinition", "Deployment"})
# Nobody counts what there is of other objects in a local cluster.
_UNCOUNTED: Final = frozenset({"ResourceQuota"})
_ERRORS: Final = "apply results contain errors: "
_BREAKING: Final = "breaking changes detected: "
_EXPRESSION: Final = re.compile(r'(?<=failed to evaluate expression: )eval ".*(?= \(data pending\))', re.DOTALL)
_REPLICA_SET: Final = re.compile(r'ReplicaSet "[^"]*"')
_PATIENCE: Final = 60.0


@attrs.define
class Side:
    """One of the two clusters.

    Args:
        client: a connection to it.
    """

    client: Client
    _uids: dict[str, str] = attrs.field(factory=dict[str, str], init=False)

    async def do(self, step: Step) -> list[str]:
        """Does what a step says; how each of its requests was answered."""
        return [await self._answer(action) for action in step.actions]

    async def _answer(self, action: Apply | Delete) -> str:
        try:
            return await (self._apply(action) if isinstance(action, Apply) else self._delete(action))
        except TypeKroError as error:
            return error.message.replace(str(self.client), "the cluster")

    async def _apply(self, action: Apply) -> str:
        manifest = dict(action.manifest)
        await self.client.resource_type(manifest["apiVersion"], manifest["kind"], wait=_PATIENCE)
        applied = await self.client.apply(manifest, field_manager=action.manager, force=True)
        return "created" if applied.created else "applied"

    async def _delete(self, action: Delete) -> str:
        live = await self.client.get(*action.target)
        if live is None:
            return "not there"
        api_version, kind, name, namespace = action.target
        await self.client.delete(api_version, kind, name, namespace, uid=live["metadata"]["uid"])
        return "deleted"

    async def objects(self, known: Iterable[Known]) -> Objects:
        """What there is of some kinds, by name."""
        found: dict[str, Mapping[str, Any]] = {}
        for each in known:
            for live in await self._all(each):
                name = live["metadata"]["name"]
                if name not in _NOT_OURS:
                    place = f"{live['metadata']['namespace']}/" if each.namespace is None and "namespace" in live["metadata"] else ""
                    found[f"{each.kind} {place}{name}"] = live
        for called, live in found.items():
            self._learn(called, live["metadata"]["uid"])
        return {called: self._masked(_sorted(live)) for called, live in found.items()}

    async def _all(self, known: Known) -> list[Mapping[str, Any]]:
        try:
            if known.name is not None:
                live = await self.client.get(known.api_version, known.kind, known.name, known.namespace)
                return [] if live is None else [live]
            listed = await self.client.list(known.api_version, known.kind, namespace=known.namespace, labels=known.labels)
        except KindNotFoundError:
            return []
        return list(listed.items)

    def _learn(self, called: str, uid: str) -> None:
        if uid not in self._uids:
            before = sum(name.startswith(f"{called} #") for name in self._uids.values())
            self._uids[uid] = f"{called} #{before + 1}"

    def _masked(self, value: Any) -> Any:
        if is_mapping(value):
            if value.get("reason") in _INVALID:  # our own words
                value = {**value, "message": "..."}
            return {self._masked(key): _by_chance(key, self._masked(part)) for key, part in value.items() if key not in _MASKED}
        if is_sequence(value):
            return [self._masked(part) for part in value]
        if isinstance(value, str):
            if _TIME.fullmatch(value):
                return "(time)"
            return _ADDRESS.sub("(address)", _UID.sub(lambda found: self._uids.get(found[0], "(another)"), value))
        return value


def facts(versions: Iterable[Mapping[str, Any] | None]) -> list[tuple[Any, ...]]:
    """What a watch of an instance shows, each once: generation, whether it goes, state, Ready, of which generation, the user's fields."""
    found: list[tuple[Any, ...]] = []
    for version in versions:
        told: tuple[Any, ...] = ("gone",) if version is None else _facts(version)
        if found[-1:] != [told]:
            found.append(told)
    return found


def _facts(version: Mapping[str, Any]) -> tuple[Any, ...]:
    status = dict(version.get("status") or {})
    ready: Mapping[str, Any] = next((one for one in status.pop("conditions", ()) if one["type"] == "Ready"), {})
    deleting = "deletionTimestamp" in version["metadata"]
    return (
        version["metadata"]["generation"],
        deleting,
        status.pop("state", None),
        ready.get("status"),
        ready.get("observedGeneration"),
        status,
    )


def _by_chance(key: str, value: Any) -> Any:
    """A value without what Go's order of maps decides, and addresses and hashes, which the local cluster gives otherwise."""
    if key in {"clusterIP", "clusterIPs"}:
        return "(address)"
    if key != "message" or not isinstance(value, str):
        return value
    value = _EXPRESSION.sub("eval ...", value)
    head, told, rest = value.partition(_ERRORS)
    if told:
        return f"{head}{told}{chr(10).join(sorted(rest.splitlines()))}"
    head, told, rest = value.partition(_BREAKING)
    return f"{head}{told}{'; '.join(sorted(rest.split('; ')))}" if told else _REPLICA_SET.sub("ReplicaSet (name)", value)


def _sorted(live: Mapping[str, Any]) -> Mapping[str, Any]:
    """An object whose managed fields are in an order that does not depend on times."""
    metadata = live["metadata"]
    fields = sorted(metadata.get("managedFields") or (), key=lambda one: (one["operation"], one.get("subresource", ""), one["manager"]))
    if live["kind"] in _UNCOUNTED:
        fields = [one for one in fields if "subresource" not in one]
        live = {key: part for key, part in live.items() if key != "status"}
    if live["kind"] == "Secret":  # what is made of a UID is in there
        live = {**live, "data": {key: len(text) for key, text in (live.get("data") or {}).items()}}
    sorted_ = {**live, "metadata": {**metadata, "managedFields": fields}}
    if live["kind"] not in _ANY_ORDER or "conditions" not in live.get("status", {}):
        return sorted_
    conditions = sorted(live["status"]["conditions"], key=lambda one: str(one["type"]))
    return {**sorted_, "status": {**live["status"], "conditions": conditions}}


def differences(real: Any, local: Any, place: str = "") -> Iterator[str]:
    """Where two values are not the same.

    Args:
        real: what the real cluster has.
        local: what the local one has.
        place: what it is that they are the value of.
    """
    if is_mapping(real) and is_mapping(local):
        for key in sorted({*real, *local}):
            if key not in local:
                yield f"{place}.{key}: only real: {real[key]!r}"
            elif key not in real:
                yield f"{place}.{key}: only local: {local[key]!r}"
            else:
                yield from differences(real[key], local[key], f"{place}.{key}")
    elif is_sequence(real) and is_sequence(local) and len(real) == len(local):
        for index, (one, other) in enumerate(zip(real, local, strict=True)):
            yield from differences(one, other, f"{place}[{index}]")
    elif real != local:
        yield f"{place}: real {real!r}, local {local!r}"
