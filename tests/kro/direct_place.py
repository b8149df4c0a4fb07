"""Local clusters of a test's own, for runs of direct deployment one after the other: what they lose is seen by what is left."""

import asyncio
import contextvars
from pathlib import Path
from typing import Any, Literal

import attrs

from typekro import (
    App,
    KroCrdInstance,
    KroResourceGraphDefinition,
    LocalCluster,
    ResourceGraph,
    SchemaDefinition,
    alchemy,
    manifest_node,
    to_kro_resource_graph,
)
from typekro.orchestrator.launch import Launch, begin_launch
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.report import Report

KINDS = (("v1", "ConfigMap"), ("v1", "ServiceAccount"), ("apps/v1", "Deployment"), ("acme.io/v1", "Widget"), ("example.com/v1", "Site"))
SYSTEM = {"kube-root-ca.crt", "default"}
"""What each namespace has by itself."""


@attrs.frozen
class SiteSpec:
    text: str
    extra: bool = True


@attrs.frozen
class SiteStatus:
    text: str


@attrs.define
class Place:
    """A cluster and where the state is, for runs one after the other.

    Args:
        folder: where the state is.
        cluster: the cluster.
        lines: what the last run said.
    """

    folder: Path
    cluster: LocalCluster = attrs.field(factory=LocalCluster)
    lines: list[str] = attrs.field(factory=list[str])

    async def up(
        self,
        graph: ResourceGraph[Any, Any],
        spec: Any,
        *,
        inner: ResourceGraph[Any, Any] | None = None,
        mode: Literal["kro", "direct"] = "direct",
        adopt: bool = False,
        within: float = 5.0,
    ) -> list[str]:
        """A run that declares a graph, one for its nodes, and an instance `one` unless there is no spec; what it wrote is given back."""
        mark = self.cluster.mark()
        self.lines.clear()
        async with self.app(mode):
            if inner is not None:
                KroResourceGraphDefinition("inner", factory=inner)
            KroResourceGraphDefinition("g", factory=graph)
            if spec is not None:
                KroCrdInstance("one", factory=graph, spec=spec, timeout=within, adopt=adopt)
        return [str(write) for write in self.cluster.writes(since=mark)]

    def app(self, mode: Literal["kro", "direct"] = "direct") -> App:
        """An app to enter."""
        report = Report(say=self.lines.append)
        return alchemy("sites", state=self.folder / "sites.sqlite", cluster=self.cluster, mode=mode, report=report)

    async def planned(
        self,
        graph: ResourceGraph[Any, Any],
        spec: SiteSpec,
        *,
        inner: ResourceGraph[Any, Any] | None = None,
        mode: Literal["kro", "direct"] = "direct",
        refresh: bool | None = None,
    ) -> Plan:
        """What a run would do; it writes nothing."""
        launch = Launch(operation="plan", refresh=refresh)

        async def run() -> list[str]:
            begin_launch(launch)
            return await self.up(graph, spec, inner=inner, mode=mode)

        assert await asyncio.get_running_loop().create_task(run(), context=contextvars.copy_context()) == []
        (plan,) = launch.plans
        return plan

    def actions(self) -> list[str]:
        """What the last run said to change."""
        return [line for line in self.lines if line[:1] in "+~-!"]

    def uids(self) -> dict[str, str]:
        """The UIDs of all that is there and is not the cluster's own, by kind, namespace and name."""
        server = self.cluster.server
        found = [each for api_version, kind in KINDS if server.resource(api_version, kind) for each in server.list(api_version, kind)]
        return {_key(each): each["metadata"]["uid"] for each in found if each["metadata"]["name"] not in SYSTEM}


def _key(found: dict[str, Any]) -> str:
    metadata = found["metadata"]
    return "/".join(part for part in (found["kind"], metadata.get("namespace"), metadata["name"]) if part)


def settings(name: Any, **data: Any) -> Any:
    """A ConfigMap as a node."""
    return manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data})


def graph_of(builder: Any, kind: str = "Site") -> ResourceGraph[SiteSpec, SiteStatus]:
    """The graph of a builder."""
    return to_kro_resource_graph(kind.lower(), builder, SchemaDefinition("example.com/v1", kind, SiteSpec, SiteStatus))
