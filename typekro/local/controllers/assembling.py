"""The controllers of the local cluster, put together in the order in which they look."""

from collections.abc import Callable, Sequence
from datetime import datetime

from typekro.local.api import ApiServer, Change
from typekro.local.controllers.admitting import admit
from typekro.local.controllers.base import Cluster, Controller
from typekro.local.controllers.cron_jobs import CronJobController
from typekro.local.controllers.daemon_sets import DaemonSetController
from typekro.local.controllers.deployments import DeploymentController
from typekro.local.controllers.disruption import DisruptionController
from typekro.local.controllers.endpoints import EndpointController
from typekro.local.controllers.events import EventController
from typekro.local.controllers.garbage import GarbageCollector
from typekro.local.controllers.jobs import JobController
from typekro.local.controllers.manifests import is_true, status_of
from typekro.local.controllers.namespaces import NamespaceController
from typekro.local.controllers.nodes import node, node_status
from typekro.local.controllers.objects import Objects, key_of
from typekro.local.controllers.pods import HOST_IP, Kubelet
from typekro.local.controllers.policy import Workloads
from typekro.local.controllers.recording import Recorder
from typekro.local.controllers.replica_sets import ReplicaSetController
from typekro.local.controllers.runner import Runner
from typekro.local.controllers.scheduling import POD, Scheduler
from typekro.local.controllers.services import SERVICE
from typekro.local.controllers.stateful_sets import StatefulSetController
from typekro.local.controllers.volumes import ClaimController, VolumeController

NODE_NAME = "local"


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


def controllers(cluster: Cluster, *, root_ca: str = "") -> list[Controller]:
    """All controllers, in the order in which they look: pods first, then those that count them, from the inside.

    Args:
        cluster: what they work on.
        root_ca: the certificate that each namespace has.
    """
    return [
        NamespaceController(cluster, root_ca),
        GarbageCollector(cluster),
        ClaimController(cluster),
        VolumeController(cluster),
        Scheduler(cluster),
        Kubelet(cluster),
        ReplicaSetController(cluster),
        DeploymentController(cluster),
        StatefulSetController(cluster),
        DaemonSetController(cluster),
        JobController(cluster),
        CronJobController(cluster),
        EndpointController(cluster),
        DisruptionController(cluster),
        EventController(cluster),
    ]


def _make_node(cluster: Cluster) -> None:
    if cluster.server.get("v1", "Node", NODE_NAME) is None:
        made = cluster.server.create(node(NODE_NAME), manager="kubelet")
        cluster.update_status(made, node_status(HOST_IP, NODE_NAME, cluster.clock()), manager="kubelet")


def _look_at_pods(runner: Runner, cluster: Cluster) -> None:
    """Has pods and claims looked at that are not what they will be: they may become it now."""
    waiting = [each for each in cluster.objects.of(POD) if not is_true(status_of(each), "Ready")]
    waiting += [each for each in cluster.objects.of(("", "PersistentVolumeClaim")) if status_of(each).get("phase") != "Bound"]
    for each in waiting:
        resource = cluster.server.resource(each["apiVersion"], each["kind"])
        if resource is not None and cluster.objects.get(("", each["kind"]), key_of(each)) is not None:
            runner.look_at(Change("MODIFIED", resource, each, each))
