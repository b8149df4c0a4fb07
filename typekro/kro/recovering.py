"""Records of a stage made anew from what its objects in a cluster say of themselves, where the state file is lost."""

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import attrs

from typekro.errors import RefusedError, UsageError, compose
from typekro.graph import ResourceGraph
from typekro.kro.awaiting import KnownGraph
from typekro.kro.definition import RGD, DeployedGraph, KroResourceGraphDefinition
from typekro.kro.instance import TIMEOUT
from typekro.kro.object import KubernetesObject
from typekro.kro.object_output import DeployedObject
from typekro.kro.object_secret import digested
from typekro.kro.ownership import PREFIX, RESOURCE_PREFIX, Footprint, Owner
from typekro.kubernetes import Client
from typekro.kubernetes.objects import managed_subset
from typekro.orchestrator.engine import new_operation
from typekro.orchestrator.state.records import Record, Stack

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

    What it made elsewhere, such as files, is not found. Nothing is changed.

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
    key = Owner(app, stage, "", "").key
    found = [live async for live in _labelled(client, key)]
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
    made_by = said.partition(" of ")[2].partition(",")[0]
    owner = Owner(app, stage, chosen, made_by)
    return Recovered(Stack(app=app, stage=stage, lineage=chosen, made_by=made_by), tuple(_records(mine, owner, client.identity)))


async def _labelled(client: Client, key: str) -> AsyncIterator[dict[str, Any]]:
    """Every object that carries a label, whole."""
    for kind in await client.kinds():
        listing = await client.list(kind.api_version, kind.kind, labels=key)
        for live in listing.items:
            yield dict(live)


def _annotation(live: Mapping[str, Any], key: str) -> str:
    annotations: dict[str, str] = live["metadata"].get("annotations") or {}
    return annotations.get(key, "")


def _records(found: list[dict[str, Any]], owner: Owner, place: str) -> Iterator[Record]:
    graphs = [live for live in found if (live["apiVersion"], live["kind"]) == RGD]
    by_kind: dict[tuple[str, str], tuple[str, ResourceGraph[Any, Any]]] = {}
    for live in graphs:
        record, factory = _of_graph(live, owner)
        by_kind[factory.api_version, factory.kind] = (record.id, factory)
        yield attrs.evolve(record, place=place)
    instances = [live for live in found if (live["apiVersion"], live["kind"]) in by_kind]
    for live in found:
        if live not in graphs and live not in instances:
            yield attrs.evolve(_of_object(live, owner), place=place)
    for live in instances:
        id_, factory = by_kind[live["apiVersion"], live["kind"]]
        yield attrs.evolve(_of_instance(live, owner, factory), place=place, dependencies=(id_,))


def _of_graph(live: dict[str, Any], owner: Owner) -> tuple[Record, ResourceGraph[Any, Any]]:
    name: str = live["metadata"]["name"]
    manifest = {"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": {"name": name}, "spec": live["spec"]}
    factory = ResourceGraph.from_definition(manifest)
    known = KroResourceGraphDefinition[Any, Any].undeclared(_id(live, owner, name), {"factory": factory})
    output = known.encode_output(DeployedGraph(factory, Footprint.of(live, owner)))
    handler = f"{KroResourceGraphDefinition.__module__}:{KroResourceGraphDefinition.__qualname__}"
    return _record(live, owner, known.id, handler, known.identity(), known.encode(), output), factory


def _of_instance(live: dict[str, Any], owner: Owner, factory: ResourceGraph[Any, Any]) -> Record:
    metadata, graph = live["metadata"], KnownGraph.of(factory)
    place: str | None = metadata.get("namespace")
    key = "/".join(part for part in (factory.kind, place, metadata["name"]) if part is not None)
    spec = managed_subset(live, owner.manager).get("spec", {})
    props = {"graph": attrs.asdict(graph), "spec": spec, "name": metadata["name"], "namespace": place, "timeout": TIMEOUT}
    output = {
        "status": None,
        "footprint": attrs.asdict(Footprint.of(live, owner)),
        "generation": metadata.get("generation", 0),
        "awaits_graph": False,
    }
    return _record(live, owner, _id(live, owner, key), _INSTANCE, f"{factory.group}/{key}", props, output)


def _of_object(live: dict[str, Any], owner: Owner) -> Record:
    metadata = live["metadata"]
    set_by_us = managed_subset(live, owner.manager)
    own = set_by_us.get("metadata", {})
    kept = {name: _without_ours(own[name]) for name in ("labels", "annotations") if _without_ours(own.get(name, {}))}
    names = {name: metadata[name] for name in ("name", "namespace") if name in metadata}
    manifest = {"apiVersion": live["apiVersion"], "kind": live["kind"], **set_by_us, "metadata": {**names, **kept}}
    id_ = _id(live, owner, "/".join([live["kind"], *names.values()]))
    known = KubernetesObject.undeclared(id_, {"manifest": manifest})
    props = {"manifest": digested(manifest, _unknown), "timeout": known.timeout, "wait": known.wait}
    output = known.encode_output(DeployedObject.of(live, owner, _unknown))
    handler = f"{KubernetesObject.__module__}:{KubernetesObject.__qualname__}"
    return _record(live, owner, id_, handler, known.identity(), props, output)


def _unknown(_path: str, _text: str) -> str:
    """What is recorded of a value in a Secret: what the script says is applied anew, whatever it is."""
    return "<secret unknown>"


def _without_ours(entries: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in entries.items() if not key.startswith((PREFIX, RESOURCE_PREFIX))}


def _id(live: Mapping[str, Any], owner: Owner, otherwise: str) -> str:
    """The id in the app, as the object says; what an earlier typekro made does not."""
    return _annotation(live, owner.key.replace(PREFIX, RESOURCE_PREFIX)) or otherwise


def _record(  # noqa: PLR0917 - what a record is made of
    live: Mapping[str, Any], owner: Owner, id_: str, handler: str, physical: str | None, props: Any, output: Any
) -> Record:
    return Record(
        id=id_,
        handler=handler,
        status="applied",
        slot="cluster",
        physical=physical,
        created_by_us=not owner.has_adopted(live),
        props=props,
        output=output,
        operation=new_operation(),
    )
