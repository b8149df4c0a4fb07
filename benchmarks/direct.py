"""`python -m benchmarks.direct [INSTANCES]`: direct deployment against a raw loop, on the real control plane.

Both apply a Deployment and a Service for each instance and watch until all pods run; each has a namespace of its own, and its turn.
"""

import asyncio
import base64
import json
import ssl
import statistics
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import yaml

import typekro
from benchmarks.figures import Goal, Row, table, timed
from tests.cluster.control_plane import ControlPlane, running_control_plane
from typekro import Cluster, DirectDeployment, Graph, ResourceGraph, Schema, alchemy, resource_graph, simple
from typekro.orchestrator.report import Report

INSTANCES = 200
ROUNDS = 3
RAW, OURS = "raw loop", "direct mode"
GOAL = Goal(times=1.25)
"""Of so many instances."""
_AT_ONCE = 32
_KINDS = {"Deployment": ("/apis/apps/v1", "deployments"), "Service": ("/api/v1", "services")}


@attrs.frozen
class ServerSpec:
    """What can be asked of a server."""

    image: str = "nginx:1.29"


@attrs.frozen
class ServerStatus:
    """What is known of one that runs."""

    host: str
    replicas: int


@resource_graph("benchmark-server", api_version="benchmark.example.com/v1alpha1", kind="Server")
def server(schema: Schema[ServerSpec, ServerStatus]) -> Graph[ServerStatus]:
    """A Deployment, and a Service in front of it."""
    name = schema.metadata.name
    deployment = simple.deployment(name=name, image=schema.spec.image)
    service = simple.service(name=name, selector={"app": name}, ports=[80])
    status = ServerStatus(host=service.spec.cluster_ip, replicas=deployment.status.available_replicas)
    return {"deployment": deployment, "service": service}, status


def objects(name: str) -> list[dict[str, Any]]:
    """What the graph makes of an instance, as the raw loop applies it."""
    graph: ResourceGraph[Any, Any] = server
    texts = [json.dumps(resource["template"]) for resource in graph.manifest["spec"]["resources"]]
    filled = [text.replace("${schema.metadata.name}", name).replace("${schema.spec.image}", "nginx:1.29") for text in texts]
    return [json.loads(text) for text in filled]


@attrs.frozen
class Raw:
    """The raw loop: an aiohttp session, and nothing else.

    Args:
        server: the URL of the API server.
        tls: how it is spoken to.
        token: who speaks.
        namespace: where.
    """

    server: str
    tls: ssl.SSLContext
    token: str
    namespace: str

    async def run(self, count: int) -> None:
        """Applies all, and returns when all are ready."""
        names = [f"server-{number}" for number in range(count)]
        waiting, slots = set(names), asyncio.Semaphore(_AT_ONCE)
        connector = aiohttp.TCPConnector(ssl=self.tls, limit=0)
        async with aiohttp.ClientSession(connector=connector, headers={"Authorization": f"Bearer {self.token}"}) as session:
            version = await self._version(session)

            async def apply(manifest: dict[str, Any]) -> None:
                async with slots:
                    await self._apply(session, manifest)

            watch = asyncio.create_task(self._watch(session, version, waiting))
            await asyncio.gather(*(apply(manifest) for name in names for manifest in objects(name)))
            await watch

    def _path(self, kind: str) -> str:
        root, plural = _KINDS[kind]
        return f"{self.server}{root}/namespaces/{self.namespace}/{plural}"

    async def _version(self, session: aiohttp.ClientSession) -> str:
        async with session.get(self._path("Deployment")) as reply:
            found: dict[str, Any] = await reply.json()
        return str(found["metadata"]["resourceVersion"])

    async def _apply(self, session: aiohttp.ClientSession, manifest: dict[str, Any]) -> None:
        url = f"{self._path(manifest['kind'])}/{manifest['metadata']['name']}?fieldManager=raw"
        headers = {"Content-Type": "application/apply-patch+yaml"}
        async with session.patch(url, data=json.dumps(manifest), headers=headers) as reply:
            reply.raise_for_status()
            await reply.read()

    async def _watch(self, session: aiohttp.ClientSession, version: str, waiting: set[str]) -> None:
        url = f"{self._path('Deployment')}?watch=true&resourceVersion={version}"
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=None), read_bufsize=1 << 22) as reply:
            async for line in reply.content:
                live = json.loads(line)["object"]
                if live.get("status", {}).get("availableReplicas", 0) >= live["spec"]["replicas"]:
                    waiting.discard(live["metadata"]["name"])
                    if not waiting:
                        break
            if reply.connection is not None and reply.connection.transport is not None:
                reply.connection.transport.abort()  # the loop may end before the server has said goodbye to TLS


async def ours(plane: ControlPlane, namespace: str, count: int, state: Path) -> None:
    """The same by an app."""
    app = alchemy("benchmark", stage=namespace, state=state, cluster=Cluster(kubeconfig=str(plane.kubeconfig)), report=Report(_nothing))
    async with app:
        for number in range(count):
            DirectDeployment(f"server-{number}", factory=server, spec=ServerSpec(), namespace=namespace, timeout=300)


def _nothing(_: str) -> None:
    """Says nothing."""


def access_to(plane: ControlPlane) -> tuple[ssl.SSLContext, str]:
    """How the API server is spoken to, and who speaks."""
    known = yaml.safe_load(plane.kubeconfig.read_text("utf-8"))
    trusted = base64.b64decode(known["clusters"][0]["cluster"]["certificate-authority-data"]).decode()
    return ssl.create_default_context(cadata=trusted), known["users"][0]["user"]["token"]


def rows(plane: ControlPlane, count: int = INSTANCES, times: int = ROUNDS, folder: Path | None = None) -> list[Row]:
    """How long so many instances take from nothing to all ready, by a raw loop and by an app without kro.

    Args:
        plane: the control plane; it needs no kro.
        count: the number of instances.
        times: how often each is run; they take turns.
        folder: where the state files are; beside the control plane's own files by default.
    """
    tls, token = access_to(plane)
    kubectl, took = plane.kubectl(), defaultdict[str, list[tuple[float, float]]](list)
    for number in range(times):
        for who in (RAW, OURS):
            namespace = f"{who.split()[0]}-{number}"
            kubectl("create", "namespace", namespace)
            if who == RAW:
                took[who].append(timed(partial(asyncio.run, Raw(plane.server, tls, token, namespace).run(count))))
            else:
                state = (folder or plane.folder) / f"{namespace}.sqlite"
                took[who].append(timed(partial(typekro.run, partial(ours, plane, namespace, count, state))))
            kubectl("delete", "namespace", namespace, "--wait=true")
    yardstick, goal = statistics.median(seconds for seconds, _ in took[RAW]), GOAL if count == INSTANCES else None
    name = f"{count} instances of Deployment and Service, ready"

    def row(who: str, goal: Goal | None) -> Row:
        seconds, busy = zip(*took[who], strict=True)
        return Row(f"{name}: {who}", seconds, yardstick, busy, RAW, goal)

    return [row(RAW, None), row(OURS, goal)]


def main(count: int) -> None:
    """Prints the times of both."""
    with running_control_plane(kro=False) as plane:
        sys.stdout.write(f"{table(rows(plane, count))}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else INSTANCES)
