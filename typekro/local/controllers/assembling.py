"""The controllers of the local cluster, put together in the order in which they look."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Final

from typekro.local.api import ApiServer, Change
from typekro.local.controllers.admitting import admit
from typekro.local.controllers.base import Cluster, Controller, Later
from typekro.local.controllers.events import EventController
from typekro.local.controllers.garbage import GarbageCollector
from typekro.local.controllers.manifests import is_true, status_of
from typekro.local.controllers.namespaces import NamespaceController
from typekro.local.controllers.nodes import HOST_IP, node, node_status
from typekro.local.controllers.objects import CLAIM, POD, Kind, Objects, key_of
from typekro.local.controllers.policy import Workloads
from typekro.local.controllers.recording import Recorder
from typekro.local.controllers.runner import Runner
from typekro.local.controllers.services import SERVICE

NODE_NAME = "local"

_VOLUME, _REPLICA_SET, _JOB = ("", "PersistentVolume"), ("apps", "ReplicaSet"), ("batch", "Job")
LATER: Final[Mapping[tuple[str, str], frozenset[Kind]]] = {
    ("volumes", "ClaimController"): frozenset({CLAIM, POD, _VOLUME}),
    ("volumes", "VolumeController"): frozenset({CLAIM, _VOLUME}),
    ("scheduling", "Scheduler"): frozenset({POD, CLAIM}),
    ("pods", "Kubelet"): frozenset({POD}),
    ("replica_sets", "ReplicaSetController"): frozenset({_REPLICA_SET, POD}),
    ("deployments", "DeploymentController"): frozenset({("apps", "Deployment"), _REPLICA_SET}),
    ("stateful_sets", "StatefulSetController"): frozenset({("apps", "StatefulSet"), POD}),
    ("daemon_sets", "DaemonSetController"): frozenset({("apps", "DaemonSet"), POD}),
    ("jobs", "JobController"): frozenset({_JOB, POD}),
    ("cron_jobs", "CronJobController"): frozenset({("batch", "CronJob"), _JOB}),
    ("endpoints", "EndpointController"): frozenset({SERVICE, ("discovery.k8s.io", "EndpointSlice"), POD}),
    ("disruption", "DisruptionController"): frozenset({("policy", "PodDisruptionBudget"), POD}),
}
"""Modules and controllers that are imported once something of one of these kinds is there: they are a good part of the start of a process.

These are all kinds of which they are told but one: the node is there from the beginning, and is nothing to what makes pods for each.
"""


def run_controllers(
    server: ApiServer,
    *,
    clock: Callable[[], datetime],
    workloads: Workloads | None = None,
    root_ca: str = "",
    more: Callable[[Cluster], Sequence[Controller]] = lambda _: (),
) -> Runner:
    """Sets up the controllers for an API server; `Runner.settle` or `Runner.run` lets them work.

    Makes the node `local`, if it is not there, and looks at everything that is.

    Args:
        server: the API server.
        clock: gives the time.
        workloads: which workloads do not work; all do where nothing is said.
        root_ca: the certificate that each namespace has as `kube-root-ca.crt`, as PEM.
        more: makes further controllers, which look last.
    """
    workloads = Workloads() if workloads is None else workloads
    objects = Objects(server.snapshot().objects)
    admit(server, objects.of(SERVICE))
    server.subscribe(objects.take)
    cluster = Cluster(server, objects, Recorder(server, clock, NODE_NAME), clock, workloads, NODE_NAME)
    runner = Runner(server, [*controllers(cluster, root_ca=root_ca), *more(cluster)], clock)
    _make_node(cluster)
    for each in objects.everything():
        resource = server.resource(each["apiVersion"], each["kind"])
        if resource is not None:
            runner.look_at(Change("ADDED", resource, each))
    workloads.listen(lambda: _look_at_pods(runner, cluster))
    return runner


def controllers(cluster: Cluster, *, root_ca: str = "") -> list[Controller | Later]:
    """All controllers, in the order in which they look: pods first, then those that count them, from the inside.

    Args:
        cluster: what they work on.
        root_ca: the certificate that each namespace has.
    """
    later = [Later(kinds, partial(_made, cluster, module, name)) for (module, name), kinds in LATER.items()]
    return [NamespaceController(cluster, root_ca), GarbageCollector(cluster), *later, EventController(cluster)]


def _made(cluster: Cluster, module: str, name: str) -> Controller:
    made: Controller = getattr(import_module(f"typekro.local.controllers.{module}"), name)(cluster)
    return made


def _make_node(cluster: Cluster) -> None:
    if cluster.server.get("v1", "Node", NODE_NAME) is None:
        made = cluster.server.create(node(NODE_NAME), manager="kubelet")
        cluster.update_status(made, node_status(HOST_IP, NODE_NAME, cluster.clock()), manager="kubelet")


def _look_at_pods(runner: Runner, cluster: Cluster) -> None:
    """Has pods and claims looked at that are not what they will be: they may become it now."""
    waiting = [each for each in cluster.objects.of(POD) if not is_true(status_of(each), "Ready")]
    waiting += [each for each in cluster.objects.of(CLAIM) if status_of(each).get("phase") != "Bound"]
    for each in waiting:
        resource = cluster.server.resource(each["apiVersion"], each["kind"])
        if resource is not None and cluster.objects.get(("", each["kind"]), key_of(each)) is not None:
            runner.look_at(Change("MODIFIED", resource, each, each))
