"""`python -m benchmarks.events [COUNT]`: from a status event to the resolved result, on the real control plane.

So many Services of type LoadBalancer are awaited at once. Then, one after the other, each is given its address by a raw request, which
writes its status, as a cloud does. A second watcher, in the same process and on the same event loop, notes when the event comes; whoever
awaits the Service notes when it has the result.
"""

import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp
import attrs

from benchmarks.direct import access_to
from benchmarks.figures import Goal, Row, table
from tests.cluster.control_plane import ControlPlane, running_control_plane
from typekro import Cluster, KubernetesObject, alchemy
from typekro.orchestrator.report import Event, Report

COUNT: Final = 200
SEEN, RESULT = "a second watcher sees it", "the result is there"
GOAL: Final = Goal(seconds=0.05)
"""Of 95 in 100, from the second watcher to the resolved result."""


@attrs.frozen
class Times:
    """When it came to what, in seconds of one clock, by the name of the object.

    Args:
        sent: the request that writes the status was about to be sent.
        seen: the second watcher had the event.
        resolved: whoever awaited the object had the result.
    """

    sent: dict[str, float] = attrs.field(factory=dict[str, float])
    seen: dict[str, float] = attrs.field(factory=dict[str, float])
    resolved: dict[str, float] = attrs.field(factory=dict[str, float])

    def between(self, earlier: Mapping[str, float], later: Mapping[str, float]) -> list[float]:
        """The seconds from one to the other, of each object."""
        return [later[name] - earlier[name] for name in self.sent]


@attrs.frozen
class Outside:
    """What is done by raw requests: the statuses, and the second watcher.

    Args:
        http: an aiohttp session, and nothing else.
        path: the URL of the objects.
        times: where it is noted.
    """

    http: aiohttp.ClientSession
    path: str
    times: Times

    async def version(self) -> str:
        """The moment to watch from."""
        async with self.http.get(self.path) as reply:
            reply.raise_for_status()
            return str((await reply.json())["metadata"]["resourceVersion"])

    async def watch(self, version: str, count: int) -> None:
        """Notes when each is ready, until all are."""
        url = f"{self.path}?watch=true&resourceVersion={version}"
        async with self.http.get(url, timeout=aiohttp.ClientTimeout(total=None), read_bufsize=1 << 22) as reply:
            async for line in reply.content:
                now, live = time.perf_counter(), json.loads(line)["object"]
                if live["status"]["loadBalancer"]:
                    self.times.seen[live["metadata"]["name"]] = now
                if len(self.times.seen) == count:
                    return

    async def tell(self, name: str) -> None:
        """Writes the status of one."""
        status = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
        self.times.sent[name] = time.perf_counter()
        headers = {"Content-Type": "application/merge-patch+json"}
        async with self.http.patch(f"{self.path}/{name}/status", data=json.dumps({"status": status}), headers=headers) as reply:
            reply.raise_for_status()
            await reply.read()


def rows(plane: ControlPlane, count: int = COUNT, times: int = 3) -> list[Row]:
    """How long events take to a second watcher and to the result, and from the one to the other.

    Args:
        plane: the control plane; it needs no kro.
        count: the number of objects.
        times: how often all are awaited; of each time the figures are one median, and what 95 of 100 stay below.
    """
    kubectl = plane.kubectl()
    found: list[Times] = []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(times):
            namespace = f"events-{turn}"
            kubectl("create", "namespace", namespace)
            found.append(asyncio.run(_turn(plane, namespace, count, Path(folder) / f"{namespace}.sqlite")))
            kubectl("delete", "namespace", namespace, "--wait=false")
    return _rows(found, GOAL if count == COUNT else None)


def _rows(found: Sequence[Times], goal: Goal | None) -> list[Row]:
    watched = [each.between(each.sent, each.seen) for each in found]
    resolved = [each.between(each.sent, each.resolved) for each in found]
    after = [each.between(each.seen, each.resolved) for each in found]
    yardstick = statistics.median(itertools.chain(*watched))
    name = f"{len(found[0].sent)} status events"
    told = {f"sent until {SEEN}": watched, f"sent until {RESULT}": resolved, f"seen until {RESULT}": after}
    shares: dict[str, Callable[[Sequence[float]], float]] = {"p50": statistics.median, "p95": _p95}
    made = [
        Row(f"{name}: {what}, {share}", tuple(figure(each) for each in delays), yardstick, beside=f"sent until {SEEN}, p50")
        for what, delays in told.items()
        for share, figure in shares.items()
    ]
    return [*made[:-1], attrs.evolve(made[-1], goal=goal)]


def _p95(delays: Sequence[float]) -> float:
    return statistics.quantiles(delays, n=20, method="inclusive")[-1]


async def _turn(plane: ControlPlane, namespace: str, count: int, state: Path) -> Times:
    tls, token = access_to(plane)
    times = Times()
    path = f"{plane.server}/api/v1/namespaces/{namespace}/services"
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=tls, limit=0), headers=headers) as http:
        outside = Outside(http, path, times)
        version = await outside.version()
        await _awaited(outside, plane, namespace, count, state, second=asyncio.create_task(outside.watch(version, count)))
    return times


async def _awaited(outside: Outside, plane: ControlPlane, namespace: str, count: int, state: Path, *, second: "asyncio.Task[None]") -> None:
    listener = _Waiting(count)

    async def note(name: str, declared: KubernetesObject) -> None:
        await declared
        outside.times.resolved[name] = time.perf_counter()

    report = Report(lambda _: None, listeners=[listener], tells_waits=False)
    async with alchemy("benchmark", stage=namespace, state=state, cluster=Cluster(kubeconfig=str(plane.kubeconfig)), report=report):
        names = [f"balanced-{number}" for number in range(count)]
        made = {name: KubernetesObject(name, _service(name), namespace=namespace, timeout=300) for name in names}
        results = {name: asyncio.create_task(note(name, declared)) for name, declared in made.items()}
        await listener.all_wait.wait()
        for name, result in results.items():
            await outside.tell(name)
            await result
        await second


def _service(name: str) -> dict[str, Any]:
    spec = {"type": "LoadBalancer", "ports": [{"port": 80}], "allocateLoadBalancerNodePorts": False}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}


@attrs.define
class _Waiting:
    """Listens until so many are waited for."""

    count: int
    names: set[object] = attrs.field(factory=set[object])
    all_wait: asyncio.Event = attrs.field(factory=asyncio.Event)

    def hear(self, event: Event) -> None:
        """Counts who waits."""
        if event.name == "waiting":
            self.names.add(event.facts["id"])
        if len(self.names) == self.count:
            self.all_wait.set()

    def beat(self) -> None:
        """Nothing depends on the time."""

    def close(self) -> None:
        """Nothing is kept open."""


def main(count: int) -> None:
    """Prints the times of all."""
    with running_control_plane(kro=False) as plane:
        sys.stdout.write(f"{table(rows(plane, count))}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
