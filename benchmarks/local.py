"""How long a local cluster takes for many instances of a graph: `python -m benchmarks.local [N]`."""

import io
import statistics
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

import attrs

import typekro
from benchmarks.figures import Goal, Row, table, timed
from typekro import Graph, KroResourceGraphDefinition, LocalCluster, MemoryStore, ResourceGraph, Schema, alchemy, resource_graph, simple
from typekro.local.api import ApiServer

COUNT: Final = 1000
GOAL: Final = Goal(seconds=5.0)
"""Of so many instances."""
_GROUP: Final = "bench.example.com/v1alpha1"


@attrs.frozen
class Spec:
    """What can be asked of an instance."""

    name: str


@attrs.frozen
class Status:
    """What is known of one that runs."""

    host: str


@resource_graph("settings", api_version=_GROUP, kind="Settings")
def settings(schema: Schema[Spec, Status]) -> Graph[Status]:
    """A ConfigMap and a Service."""
    config = simple.config_map(name=schema.spec.name, data={"a": "1"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"config": config, "service": service}, Status(host=service.spec.cluster_ip)


@resource_graph("web", api_version=_GROUP, kind="Web")
def web(schema: Schema[Spec, Status]) -> Graph[Status]:
    """A Deployment and a Service."""
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"deployment": deployment, "service": service}, Status(host=service.spec.cluster_ip)


GRAPHS: Final = {"ConfigMap and Service": settings, "Deployment and Service": web}
"""What is run."""


def rows(count: int = COUNT, times: int = 1) -> list[Row]:
    """How long an app takes from nothing to so many ready instances, and what of that is needed to apply the objects alone.

    Args:
        count: the number of instances.
        times: how often each is run; they take turns.
    """
    found: list[Row] = []
    for name, graph in GRAPHS.items():
        ours, alone, objects = list[tuple[float, float]](), list[tuple[float, float]](), list[dict[str, Any]]()
        for _ in range(times):
            cluster = LocalCluster()
            ours.append(timed(partial(_run, graph, cluster, count)))
            objects = _made(cluster)
            alone.append(timed(partial(_applied, objects)))
        raw, beside = statistics.median(seconds for seconds, _ in alone), "the objects alone"
        found.append(_row(f"{name}: {len(objects)} objects, one after the other", alone, raw, beside, None))
        found.append(_row(f"{name}: {count} instances, ready", ours, raw, beside, GOAL if count == COUNT else None))
    return found


def _row(name: str, took: Sequence[tuple[float, float]], yardstick: float, beside: str, goal: Goal | None) -> Row:
    return Row(name, tuple(seconds for seconds, _ in took), yardstick, tuple(busy for _, busy in took), beside, goal)


def _run(graph: ResourceGraph[Any, Any], cluster: LocalCluster, count: int) -> None:
    typekro.run(partial(run, graph, cluster, count))


async def run(graph: ResourceGraph[Any, Any], cluster: LocalCluster, count: int) -> None:
    """Runs the app.

    Args:
        graph: of which there are to be instances.
        cluster: where.
        count: how many.
    """
    with redirect_stderr(io.StringIO()):
        async with alchemy("bench", cluster=cluster, state=MemoryStore()):
            make = await KroResourceGraphDefinition("rgd", factory=graph)
            for number in range(count):
                make(f"one-{number}", Spec(name=f"one-{number}"))


def _made(cluster: LocalCluster) -> list[dict[str, Any]]:
    """What kro applied, as it applied it."""
    kinds = {("v1", "ConfigMap"), ("v1", "Service"), ("apps/v1", "Deployment")}
    live = [
        each for kind in kinds for each in cluster.server.list(*kind) if "kro.run/instance-id" in (each["metadata"].get("labels") or {})
    ]
    return [_wanted(each) for each in live]


def _wanted(live: dict[str, Any]) -> dict[str, Any]:
    metadata = {key: live["metadata"][key] for key in ("name", "namespace", "labels")}
    spec = {key: value for key, value in live.get("spec", {}).items() if key in {"selector", "ports", "replicas", "template"}}
    body = {"spec": spec} if spec else {"data": live["data"]}
    return {"apiVersion": live["apiVersion"], "kind": live["kind"], "metadata": metadata, **body}


def _applied(objects: list[dict[str, Any]]) -> None:
    server = ApiServer(clock=lambda: datetime.now(UTC))
    for each in objects:
        server.apply(each, manager="bench")


if __name__ == "__main__":
    sys.stdout.write(f"{table(rows(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT))}\n")
