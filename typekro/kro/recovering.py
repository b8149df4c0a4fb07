"""Records of a stage made anew from what its objects in a cluster say of themselves, where the state file is lost."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import attrs

from typekro.errors import RefusedError, UsageError, compose
from typekro.graph import GRAPH_ANNOTATION, ResourceGraph
from typekro.kro.awaiting import KnownGraph
from typekro.kro.definition import RGD, DeployedGraph, KroResourceGraphDefinition
from typekro.kro.direct_marks import Subject, subject_of
from typekro.kro.direct_objects import DirectObject
from typekro.kro.instance import TIMEOUT
from typekro.kro.object import KubernetesObject
from typekro.kro.object_output import DeployedObject
from typekro.kro.object_secret import digested
from typekro.kro.ownership import NOTHING, PREFIX, RESOURCE_PREFIX, Footprint, Owner, owner_said
from typekro.kubernetes import Client, KindNotFoundError
from typekro.kubernetes.objects import managed_fields, managed_subset
from typekro.orchestrator.engine import new_operation
from typekro.orchestrator.state.records import Record, Stack

_GROUP = "kro.run"  # of kinds whose graph names none
_INSTANCE = "typekro.kro.instance:KroCrdInstance"


@attrs.frozen
class Recovered:
    """What was found of a stage.

    Args:
        stack: the stage, with the identity that its objects carry.
        records: its records, what others need before these.
    """

    stack: Stack
    records: tuple[Record, ...]


async def recover(client: Client, app: str, stage: str, *, lineage: str | None = None) -> Recovered:
    """Finds what a stage made in a cluster: one LIST a kind, by its label.

    What it made elsewhere, such as files, is not found. What it has left to itself, since it is retained or was there before, still says
    that it is its own: it is recorded as such again, and the next run leaves it to itself again. Nothing is changed.

    Args:
        client: the cluster's.
        app: the app's name.
        stage: the stage's name.
        lineage: which state of that app and stage is meant, where objects of several are there.

    Raises:
        UsageError: nothing of it is there, or of that lineage.
        RefusedError: there are objects of several states.
        ApiError: the server refused.
    """
    key, manager = Owner(app, stage, "", "").key, Owner(app, stage, "", "").manager
    # The labels alone may be a copy: an EndpointSlice has those of its Service.
    found = [live async for live in _labelled(client, key) if managed_fields(live, manager)]
    states = sorted({str(live["metadata"]["labels"][key]) for live in found})
    if not found or (lineage is not None and lineage not in states):
        what = f"there is nothing of {app}/{stage} in {client.context}" + ("" if lineage is None else f", of the state {lineage}")
        raise UsageError(compose(what, f"objects with the label {key} were looked for" + (f"; there are {states}" if states else "")))
    if lineage is None and len(states) > 1:
        numbers = [f"{sum(live['metadata']['labels'][key] == one for live in found)} objects of the state {one}" for one in states]
        hint = f"typekro state recover {app} --stage {stage} --lineage {states[0]}"
        raise RefusedError(compose(f"{app}/{stage} was made from several states: nothing was recovered", numbers, hint))
    chosen = lineage or states[0]
    mine = [live for live in found if live["metadata"]["labels"][key] == chosen]
    said = next((text for live in mine if (text := _annotation(live, key))), "")
    made_by = owner_said(said).partition(" of ")[2]
    owner = Owner(app, stage, chosen, made_by)
    protected = any(owner.of_object(live).stage_protected for live in mine)
    stack = Stack(app=app, stage=stage, lineage=chosen, made_by=made_by, protected=protected)
    return Recovered(stack, tuple(_Finds(mine, await _kinds(client, mine), owner, client.identity).records()))


async def _labelled(client: Client, key: str) -> AsyncIterator[dict[str, Any]]:
    """Every object that carries a label, whole."""
    for kind in await client.kinds():
        listing = await client.list(kind.api_version, kind.kind, labels=key)
        for live in listing.items:
            yield dict(live)


def _annotation(live: Mapping[str, Any], key: str) -> str:
    annotations: dict[str, str] = live["metadata"].get("annotations") or {}
    return annotations.get(key, "")


async def _kinds(client: Client, found: list[dict[str, Any]]) -> dict[tuple[str, str], ResourceGraph[Any, Any]]:
    """The graphs that define kinds of what was found, by group and kind, whoever made them."""
    wanted = {_kind_of(live) for live in found}
    try:
        graphs = (await client.list(*RGD)).items
    except KindNotFoundError:  # then nothing is an instance
        return {}
    return {key: _factory(dict(live)) for live in graphs if (key := _defined_by(live)) in wanted}


def _is_graph(live: Mapping[str, Any]) -> bool:
    return (live["apiVersion"], live["kind"]) == RGD


def _kind_of(live: Mapping[str, Any]) -> tuple[str, str]:
    return live["apiVersion"].rpartition("/")[0], live["kind"]


def _defined_by(graph: Mapping[str, Any]) -> tuple[str, str]:
    schema = graph["spec"].get("schema", {})
    return schema.get("group", _GROUP), schema.get("kind", "")


def _factory(live: dict[str, Any]) -> ResourceGraph[Any, Any]:
    manifest = {name: live[name] for name in ("apiVersion", "kind", "spec")}
    return ResourceGraph.from_definition({**manifest, "metadata": {"name": live["metadata"]["name"]}})


@attrs.frozen
class _Finds:
    """The objects of a stage.

    Args:
        found: the objects.
        kinds: the graphs that some are instances of, by group and kind.
        owner: the stage.
        place: the cluster.
    """

    found: list[dict[str, Any]]
    kinds: dict[tuple[str, str], ResourceGraph[Any, Any]]
    owner: Owner
    place: str

    def records(self) -> Iterator[Record]:
        """A record for each: definitions, then what is no instance, then instances."""
        graphs = [live for live in self.found if _is_graph(live)]
        instances = [live for live in self.found if _kind_of(live) in self.kinds]
        objects = [live for live in self.found if not _is_graph(live) and _kind_of(live) not in self.kinds and subject_of(live) is None]
        ids = self._ids()
        defined = {_defined_by(live): ids[live["metadata"]["uid"]][0] for live in graphs}
        for live in graphs:
            yield self._record(live, ids, *_of_graph(live, self.owner))
        for live in objects:
            yield self._record(live, ids, *_of_object(live, self.owner))
        for live in instances:
            needs = (defined[_kind_of(live)],) if _kind_of(live) in defined else ()
            record = self._record(live, ids, *_of_instance(live, self.owner, self.kinds[_kind_of(live)]))
            yield attrs.evolve(record, dependencies=needs)
        yield from self._direct(ids)

    def _direct(self, ids: Mapping[str, tuple[str, str | None]]) -> Iterator[Record]:
        """A record for each deployment without kro, of all objects that say that they are its own."""
        deployments: dict[Subject, list[dict[str, Any]]] = {}
        for live in self.found:
            subject = subject_of(live)
            if subject is not None:
                deployments.setdefault(subject, []).append(live)
        for subject, found in deployments.items():
            record = self._record(found[0], ids, *_of_deployment(subject, found, self.owner))
            own = self.owner.of_object(found[0]).resource or _physical(subject).partition("/")[2]
            yield attrs.evolve(record, id=own, replaced_by=None, created_by_us=True)

    def _ids(self) -> dict[str, tuple[str, str | None]]:
        """The id of each by its UID, and of what took its place: of several under one id, all but the youngest were replaced."""
        ids: dict[str, tuple[str, str | None]] = {}
        seen: set[str] = set()
        for live in sorted(self.found, key=_youth, reverse=True):
            metadata = live["metadata"]
            otherwise = metadata["name"] if _is_graph(live) else _name_of(live)  # an earlier typekro did not write the id
            id_, uid = self.owner.of_object(live).resource or otherwise, str(metadata["uid"])
            ids[uid] = (f"{id_} (replaced, {uid[:8]})", id_) if id_ in seen else (id_, None)
            seen.add(id_)
        return ids

    def _record(  # noqa: PLR0917 - what a record is made of
        self, live: dict[str, Any], ids: Mapping[str, tuple[str, str | None]], handler: str, physical: str | None, props: Any, output: Any
    ) -> Record:
        said = self.owner.of_object(live)
        id_, replaced_by = ids[live["metadata"]["uid"]]
        return Record(
            id=id_,
            handler=handler,
            status="applied",
            slot="cluster",
            place=self.place,
            physical=physical,
            created_by_us=not said.adopted,
            props=props,
            output=output,
            protected=said.protected and replaced_by is None,  # what replaced it is
            retained=said.retained,
            replaced_by=replaced_by,
            operation=new_operation(),
        )


def _youth(live: Mapping[str, Any]) -> tuple[bool, str, int]:
    """To order objects by: what is being deleted comes before what is not, the younger after the older."""
    metadata = live["metadata"]
    version = str(metadata.get("resourceVersion", ""))
    return "deletionTimestamp" not in metadata, metadata["creationTimestamp"], int(version) if version.isdecimal() else 0


def _name_of(live: Mapping[str, Any]) -> str:
    metadata = live["metadata"]
    return "/".join(part for part in (live["kind"], metadata.get("namespace"), metadata["name"]) if part is not None)


_Known = tuple[str, str | None, Any, Any]
"""The handler, the name outside, the inputs and the output."""


def _of_graph(live: dict[str, Any], owner: Owner) -> _Known:
    factory = _factory(live)
    known = KroResourceGraphDefinition[Any, Any].undeclared(live["metadata"]["name"], {"factory": factory})
    output = known.encode_output(DeployedGraph(factory, Footprint.of(live, owner)))
    handler = f"{KroResourceGraphDefinition.__module__}:{KroResourceGraphDefinition.__qualname__}"
    return handler, known.identity(), known.encode(), output


def _of_instance(live: dict[str, Any], owner: Owner, factory: ResourceGraph[Any, Any]) -> _Known:
    metadata, graph = live["metadata"], KnownGraph.of(factory)
    place: str | None = metadata.get("namespace")
    spec = managed_subset(live, owner.manager).get("spec", {})
    props = {"graph": attrs.asdict(graph), "spec": spec, "name": metadata["name"], "namespace": place, "timeout": TIMEOUT}
    output = {
        "status": None,
        "footprint": attrs.asdict(Footprint.of(live, owner)),
        "generation": metadata.get("generation", 0),
        "awaits_graph": False,
    }
    return _INSTANCE, f"{factory.group}/{_name_of(live)}", props, output


def _physical(subject: Subject) -> str:
    parts = (subject.api_version.rpartition("/")[0], subject.kind, subject.namespace, subject.name)
    return "/".join(part for part in parts if part is not None)


def _of_deployment(subject: Subject, found: list[dict[str, Any]], owner: Owner) -> _Known:
    """What is known of it; not its spec, so that the next run applies all of it anew."""
    annotations: dict[str, str] = found[0]["metadata"].get("annotations") or {}
    graph = KnownGraph(
        name="",
        api_version=subject.api_version,
        kind=subject.kind,
        hash=annotations.get(GRAPH_ANNOTATION, ""),
        awaited=(),
        children=tuple(dict.fromkeys((live["apiVersion"], live["kind"]) for live in found)),
        scope="Cluster" if subject.namespace is None else "Namespaced",
    )
    props = {
        "graph": attrs.asdict(graph),
        "spec": {},
        "name": subject.name,
        "namespace": subject.namespace,
        "timeout": TIMEOUT,
        "mode": "direct",
    }
    objects = [DirectObject.of(live, owner).kept(_unknown).recorded() for live in found]
    nothing = {"status": None, "footprint": attrs.asdict(NOTHING), "generation": 0, "awaits_graph": False}
    return _INSTANCE, _physical(subject), props, {**nothing, "objects": objects}


def _of_object(live: dict[str, Any], owner: Owner) -> _Known:
    metadata = live["metadata"]
    set_by_us = managed_subset(live, owner.manager)
    own = set_by_us.get("metadata", {})
    kept = {name: _without_ours(own[name]) for name in ("labels", "annotations") if _without_ours(own.get(name, {}))}
    names = {name: metadata[name] for name in ("name", "namespace") if name in metadata}
    manifest = {"apiVersion": live["apiVersion"], "kind": live["kind"], **set_by_us, "metadata": {**names, **kept}}
    known = KubernetesObject.undeclared(_name_of(live), {"manifest": manifest})
    props = {"manifest": digested(manifest, _unknown), "timeout": known.timeout, "wait": known.wait}
    output = known.encode_output(DeployedObject.of(live, owner, _unknown))
    handler = f"{KubernetesObject.__module__}:{KubernetesObject.__qualname__}"
    return handler, known.identity(), props, output


def _unknown(_path: str, _text: str) -> str:
    """What is recorded of a value in a Secret: what the script says is applied anew, whatever it is."""
    return "<secret unknown>"


def _without_ours(entries: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in entries.items() if not key.startswith((PREFIX, RESOURCE_PREFIX))}
