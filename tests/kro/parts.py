"""What the tests share: small graphs, and runs of an app on a test's own corner of the control plane."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

from tests.cluster.plugin import Cluster as Corner
from tests.cluster.waiting import eventually
from typekro import (
    App,
    Cluster,
    Graph,
    KroCrdInstance,
    KroResourceGraphDefinition,
    ResourceGraph,
    Schema,
    SchemaDefinition,
    alchemy,
    manifest_node,
    simple,
    to_kro_resource_graph,
)
from typekro.kro import DeployedInstance
from typekro.orchestrator.report import Report
from typekro.orchestrator.state.records import Record
from typekro.orchestrator.state.sqlite import SqliteStore

GRAPHS = "resourcegraphdefinitions.kro.run"

HOLD = json.dumps({"metadata": {"finalizers": ["example.com/hold"]}})
RELEASE = json.dumps([{"op": "remove", "path": "/metadata/finalizers"}])
"""Patches that keep an object from going, and let it go."""


@attrs.frozen
class NoteSpec:
    text: str


@attrs.frozen
class NoteStatus:
    text: str
    version: str


@attrs.frozen
class ServerSpec:
    image: str


@attrs.frozen
class ServerStatus:
    replicas: int


def graph_of(
    corner: Corner, kind: str, builder: Any, spec: type[Any] = NoteSpec, status: type[Any] = NoteStatus
) -> ResourceGraph[Any, Any]:
    """A graph of the test's own."""
    return to_kro_resource_graph(graph_name(corner, kind), builder, SchemaDefinition(f"{corner.group}/v1alpha1", kind, spec, status))


def graph_name(corner: Corner, kind: str) -> str:
    """The name of the ResourceGraphDefinition of a kind."""
    return f"{corner.namespace}-{kind.lower()}"


def note_graph(corner: Corner, word: str = "one") -> ResourceGraph[NoteSpec, NoteStatus]:
    """A ConfigMap; each change to it is a change of the instance's status."""

    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        data = {"text": schema.spec.text, "word": word}
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": schema.metadata.name}, "data": data})
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    return graph_of(corner, "Note", build)


def server_graph(corner: Corner) -> ResourceGraph[ServerSpec, ServerStatus]:
    """A Deployment, which is ready when its pods run."""

    def build(schema: Schema[ServerSpec, ServerStatus]) -> Graph[ServerStatus]:
        deployment = simple.deployment(name=schema.metadata.name, image=schema.spec.image)
        return {"deployment": deployment}, ServerStatus(replicas=deployment.status.available_replicas)

    return graph_of(corner, "Server", build, ServerSpec, ServerStatus)


@attrs.frozen
class World:
    """Runs of apps with one state file, beside kubectl.

    Args:
        corner: the test's part of the cluster.
        folder: where state files are.
        lines: what was reported.
    """

    corner: Corner
    folder: Path
    lines: list[str] = attrs.field(factory=list[str])

    def app(
        self, name: str = "notes", *, state: str = "state.sqlite", refresh: bool = True, kubeconfig: Path | None = None, stage: str = "dev"
    ) -> App:
        """An app to enter."""
        self.lines.clear()
        cluster = Cluster(kubeconfig=str(kubeconfig or self.corner.kubeconfig))
        return alchemy(name, stage=stage, state=self.folder / state, cluster=cluster, refresh=refresh, report=Report(say=self.lines.append))

    def define(self, graph: ResourceGraph[Any, Any], *, timeout: float = 30.0) -> KroResourceGraphDefinition[Any, Any]:
        """Declares the definition of a graph."""
        return KroResourceGraphDefinition(graph.kind, factory=graph, timeout=timeout)

    def instance(
        self, graph: ResourceGraph[Any, Any], name: str, spec: Any, *, timeout: float = 30.0, namespace: str | None = None
    ) -> KroCrdInstance[Any, Any]:
        """Declares an instance."""
        return KroCrdInstance(name, factory=graph, spec=spec, namespace=namespace or self.corner.namespace, timeout=timeout)

    async def up(
        self, graph: ResourceGraph[Any, Any], *, within: float = 30.0, refresh: bool = True, state: str = "state.sqlite", **specs: Any
    ) -> dict[str, DeployedInstance[Any, Any]]:
        """A run that declares a graph and instances of it, by name."""
        async with self.app(refresh=refresh, state=state):
            self.define(graph)
            declared = {name: self.instance(graph, name, spec, timeout=within) for name, spec in specs.items()}
        return {name: await one for name, one in declared.items()}

    async def down(self) -> None:
        """A run that declares nothing."""
        async with self.app():
            pass

    async def records(self, state: str = "state.sqlite") -> dict[str, Record]:
        """What is recorded."""
        store = SqliteStore(self.folder / state)
        await store.open("notes", "dev")
        try:
            return {record.id: record for record in await store.records()}
        finally:
            await store.close()

    def key(self, kind: str, name: str) -> str:
        """The id of an instance in the app."""
        return f"{kind}/{self.corner.namespace}/{name}"

    def get(self, kind: str, name: str) -> dict[str, Any]:
        """An object as kubectl shows it."""
        found: dict[str, Any] = self.corner.kubectl_json("get", self.kind(kind), name)
        return found

    def exists(self, kind: str, name: str) -> bool:
        """Whether kubectl finds it."""
        return bool(self.corner.kubectl("get", self.kind(kind), name, "--ignore-not-found", "-o", "name"))

    def kind(self, kind: str) -> str:
        """A kind as kubectl knows it; those of the test's own group with their group."""
        return f"{kind.lower()}.{self.corner.group}" if kind in {"Note", "Server", "Reader"} else kind

    def crds(self) -> list[str]:
        """The kinds that are defined in the test's group."""
        names = self.corner.kubectl("get", "crds", "-o", "name").split()
        return [name for name in names if name.endswith(f".{self.corner.group}")]

    def said(self) -> list[str]:
        """What was reported of changes, without how long they took."""
        return [
            line.split(" in ")[0] if line.startswith("  ") else line
            for line in self.lines
            if line[:1] in "+~-…!x" or (line.startswith("  ") and not line.startswith("  took "))
        ]


async def run(app: App, *declare: Callable[[], Any]) -> None:
    """A run whose body declares this."""
    async with app:
        for one in declare:
            one()


async def outside(condition: Any, what: str) -> None:
    """Waits, beside the event loop, for something that the cluster does by itself."""
    await asyncio.to_thread(eventually, condition, what)


def conditions(live: dict[str, Any]) -> dict[str, str]:
    """The conditions of an object: type and status."""
    return {each["type"]: each["status"] for each in live["status"]["conditions"]}


def definition(world: World, kind: str, scope: str) -> dict[str, Any]:
    """A kind of the test's own group, as its definition."""
    plural = f"{kind.lower()}s"
    schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
    version = {"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
    spec = {
        "group": world.corner.group,
        "scope": scope,
        "names": {"kind": kind, "plural": plural, "singular": kind.lower()},
        "versions": [version],
    }
    head = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition"}
    return {**head, "metadata": {"name": f"{plural}.{world.corner.group}"}, "spec": spec}
