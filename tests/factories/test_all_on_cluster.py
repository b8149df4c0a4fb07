"""All factories in one graph on the real control plane, and what each workload's readiness waits for."""

import base64
import json
from collections.abc import Iterator
from typing import Annotated, Any

import attrs
import pytest

from tests.cluster.errors import KubectlError
from tests.cluster.plugin import Cluster
from typekro.expressions import cel
from typekro.factories import simple
from typekro.graph import Graph, ResourceGraph, Schema, SchemaDefinition, to_kro_resource_graph
from typekro.nodes import Node
from typekro.openapi import k8s
from typekro.schema.markers import MinItems

KIND = "Shop"
STUCK = "example.com/never-starts:1"


@attrs.frozen
class ShopSpec:
    name: str = "shop"
    image: str = "nginx:1.29"
    storage_class: str = "none"
    settings: dict[str, str] = attrs.Factory(dict[str, str])
    labels: dict[str, str] = attrs.Factory(dict[str, str])
    ports: Annotated[list[int], MinItems(1)] = attrs.field(factory=lambda: [8080])


@attrs.frozen
class ShopStatus:
    host: str


def everything(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
    """One of each factory, with references as whole values wherever they may stand so."""
    spec = schema.spec
    settings = simple.config_map(name=f"{spec.name}-settings", data=spec.settings)
    password = simple.secret(
        name=f"{spec.name}-login", string_data={"password": cel.random_string(24, schema.metadata.uid)}, public_data={"user": "shop"}
    )
    account = simple.service_account(name=spec.name, automount_service_account_token=False)
    reader = simple.role(name=spec.name, rules={"configmaps": ["get"], "deployments.apps/scale": ["get", "update"]})
    binding = simple.role_binding(name=spec.name, role=reader.metadata.name, service_accounts=[account.metadata.name])
    disk = simple.persistent_volume_claim(name=f"{spec.name}-files", size="1Gi", storage_class=spec.storage_class)
    database = simple.stateful_set(
        name=f"{spec.name}-db",
        image=spec.image,
        env={"PASSWORD": simple.secret_key(password.metadata.name, "password")},
        storage={"/var/lib/postgresql/data": "1Gi"},
        storage_class=spec.storage_class,
        startup_probe=simple.command_probe(["pg_isready"]),
    )
    web = simple.deployment(
        name=spec.name,
        image=spec.image,
        replicas=None,
        env=spec.settings,
        ports=spec.ports,
        labels=spec.labels,
        resources={"requests": {"cpu": "100m"}},
        readiness_probe=simple.http_probe("/ready", spec.ports[0]),
        volumes={"/files": simple.volume(claim=disk.metadata.name), "/etc/shop": simple.volume(config_map=settings.metadata.name)},
        service_account_name=account.metadata.name,
        pod={"termination_grace_period_seconds": 1},
    )
    front = simple.service(name=spec.name, selector={"app": spec.name}, ports=spec.ports)
    headless = simple.service(name=f"{spec.name}-db", selector={"app": f"{spec.name}-db"}, ports={"sql": 5432}, headless=True)
    nodes: dict[str, Node] = {
        "settings": settings,
        "password": password,
        "account": account,
        "reader": reader,
        "binding": binding,
        "disk": disk,
        "database": database,
        "web": web,
        "front": front,
        "headless": headless,
        "agent": simple.daemon_set(name=f"{spec.name}-agent", image=spec.image),
        "migration": simple.job(name=f"{spec.name}-migrate", image=spec.image, command=["migrate"], backoff_limit=1),
        "backup": simple.cron_job(name=f"{spec.name}-backup", image=spec.image, schedule="0 3 * * *", time_zone="Europe/Berlin"),
        "entry": simple.ingress(name=spec.name, host=f"{spec.name}.example.com", paths={"/": front, "/db": (headless, "sql")}, tls="tls"),
        "policy": simple.network_policy(name=spec.name, selector={"app": spec.name}, allow_from=[spec.labels], ports=[8080]),
        "scaler": simple.horizontal_pod_autoscaler(name=spec.name, target=web, max_replicas=3, cpu_utilization=70),
    }
    return nodes, ShopStatus(host=front.spec.cluster_ip)


def deployed(cluster: Cluster, builder: Any) -> ResourceGraph[ShopSpec, ShopStatus]:
    """The graph, accepted by kro."""
    definition = SchemaDefinition(api_version=f"{cluster.group}/v1alpha1", kind=KIND, spec=ShopSpec, status=ShopStatus)
    graph = to_kro_resource_graph(cluster.namespace, builder, definition)
    cluster.kubectl("apply", "-f", "-", input=graph.to_yaml())
    cluster.kubectl("wait", f"rgd/{cluster.namespace}", "--for=condition=Ready", "--timeout=30s")
    return graph


def beside_a_service(**nodes: Node) -> Graph[ShopStatus]:
    """A graph of these nodes, and of a Service for the status to refer to."""
    front = simple.service(name="front", selector={"app": "none"}, ports=[80])
    return {**nodes, "front": front}, ShopStatus(host=front.spec.cluster_ip)


def apply(cluster: Cluster, graph: ResourceGraph[ShopSpec, ShopStatus], spec: ShopSpec) -> None:
    cluster.kubectl("apply", "-f", "-", input=graph.get_instance(spec).to_yaml())


def wait_ready(cluster: Cluster, *, within: int = 30) -> None:
    """Waits for Ready of the present generation: kubectl looks at the condition's observedGeneration."""
    cluster.kubectl("wait", f"{KIND}.{cluster.group}/shop", "--for=condition=Ready", f"--timeout={within}s")


def never_ready(cluster: Cluster) -> str:
    """Looks at the instance for some seconds, and gives what kro says it waits for."""
    with pytest.raises(KubectlError):
        wait_ready(cluster, within=3)
    status = cluster.kubectl_json("get", f"{KIND}.{cluster.group}", "shop")["status"]
    (message,) = [condition["message"] for condition in status["conditions"] if condition["type"] == "ResourcesReady"]
    return str(message)


@pytest.fixture
def storage_class(cluster: Cluster) -> Iterator[str]:
    """A storage class of the test's own, with two disks in it."""
    names = [f"{cluster.namespace}-{number}" for number in range(2)]
    disks: list[dict[str, Any]] = [
        {
            "apiVersion": "v1",
            "kind": "PersistentVolume",
            "metadata": {"name": name},
            "spec": {
                "capacity": {"storage": "1Gi"},
                "accessModes": ["ReadWriteOnce"],
                "storageClassName": cluster.namespace,
                "hostPath": {"path": "/nowhere"},
            },
        }
        for name in names
    ]
    cluster.kubectl("apply", "-f", "-", input=disks)
    yield cluster.namespace
    cluster.kubectl("delete", "persistentvolume", *names, "--wait=false")


def test_kro_accepts_one_of_each_and_an_instance_of_them_becomes_ready(cluster: Cluster, storage_class: str) -> None:
    graph = deployed(cluster, everything)
    spec = ShopSpec(
        name="shop",
        storage_class=storage_class,
        settings={"MODE": "production", "A": "b"},
        labels={"app": "other", "tier": "front"},
        ports=[8080, 9090],
    )

    apply(cluster, graph, spec)
    wait_ready(cluster, within=60)

    web = cluster.kubectl_json("get", "deployment", "shop")
    (container,) = web["spec"]["template"]["spec"]["containers"]
    assert container["env"] == [{"name": "A", "value": "b"}, {"name": "MODE", "value": "production"}]
    assert [port["containerPort"] for port in container["ports"]] == [8080, 9090]
    assert web["spec"]["template"]["metadata"]["labels"] == {"app": "shop", "tier": "front"}
    secret = cluster.kubectl_json("get", "secret", "shop-login")["data"]
    assert base64.b64decode(secret["user"]) == b"shop"
    assert len(base64.b64decode(secret["password"])) == 24
    ports = cluster.kubectl_json("get", "service", "shop")["spec"]["ports"]
    assert [(port["name"], port["port"], port["targetPort"]) for port in ports] == [("port-8080", 8080, 8080), ("port-9090", 9090, 9090)]
    assert cluster.kubectl_json("get", "service", "shop-db")["spec"]["clusterIP"] == "None"
    assert cluster.kubectl_json("get", "statefulset", "shop-db")["status"]["availableReplicas"] == 1
    assert cluster.kubectl_json("get", "daemonset", "shop-agent")["status"]["numberAvailable"] == 1
    assert cluster.kubectl_json("get", "job", "shop-migrate")["status"]["succeeded"] == 1
    (peer,) = cluster.kubectl_json("get", "networkpolicy", "shop")["spec"]["ingress"][0]["from"]
    assert peer == {"podSelector": {"matchLabels": {"app": "other", "tier": "front"}}}
    paths = cluster.kubectl_json("get", "ingress", "shop")["spec"]["rules"][0]["http"]["paths"]
    assert [path["backend"]["service"] for path in paths] == [
        {"name": "shop", "port": {"number": 8080}},
        {"name": "shop-db", "port": {"name": "sql"}},
    ]
    for kind, name in (("cronjob", "shop-backup"), ("rolebinding", "shop"), ("hpa", "shop"), ("configmap", "shop-settings")):
        cluster.kubectl("get", kind, name)


def test_what_an_autoscaler_decides_is_not_set_back(cluster: Cluster) -> None:
    def builder(_: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
        return beside_a_service(node=simple.deployment(name="web", image="nginx:1.29", replicas=None))

    graph = deployed(cluster, builder)
    apply(cluster, graph, ShopSpec(name="shop"))
    wait_ready(cluster)

    cluster.kubectl("scale", "deployment/web", "--replicas=3")
    cluster.kubectl("wait", "deployment/web", "--for=jsonpath={.status.availableReplicas}=3", "--timeout=30s")
    apply(cluster, graph, ShopSpec(name="shop", labels={"changed": "yes"}))
    wait_ready(cluster)

    assert cluster.kubectl_json("get", "deployment", "web")["spec"]["replicas"] == 3


@pytest.mark.parametrize("factory", [simple.stateful_set, simple.daemon_set], ids=["stateful_set", "daemon_set"])
def test_a_workload_is_ready_when_its_pods_run_and_not_before_nor_while_it_replaces_them(cluster: Cluster, factory: Any) -> None:
    def builder(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
        return beside_a_service(node=factory(name="db", image=schema.spec.image))

    graph = deployed(cluster, builder)

    apply(cluster, graph, ShopSpec(name="shop", image=STUCK))
    at_first = never_ready(cluster)
    apply(cluster, graph, ShopSpec(name="shop"))
    # A StatefulSet does not replace a pod that never ran: https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
    cluster.kubectl("delete", "pods", "--selector=app=db", "--wait=false")
    wait_ready(cluster)
    apply(cluster, graph, ShopSpec(name="shop", image=STUCK))
    between = never_ready(cluster)

    assert 'waiting for node "node"' in at_first
    assert 'waiting for node "node"' in between


def test_a_stateful_set_whose_pods_are_replaced_by_hand_is_ready_with_old_ones(cluster: Cluster) -> None:
    def builder(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
        strategy = k8s.apps_v1.StatefulSetUpdateStrategy(type="OnDelete")
        return beside_a_service(node=simple.stateful_set(name="db", image=schema.spec.image, spec={"update_strategy": strategy}))

    graph = deployed(cluster, builder)
    apply(cluster, graph, ShopSpec(name="shop"))
    wait_ready(cluster)

    apply(cluster, graph, ShopSpec(name="shop", image=STUCK))
    wait_ready(cluster)

    (pod,) = cluster.kubectl_json("get", "pods", "--selector=app=db")["items"]
    assert pod["spec"]["containers"][0]["image"] == "nginx:1.29"


def test_a_job_that_failed_is_never_ready(cluster: Cluster) -> None:
    def builder(_: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
        return beside_a_service(node=simple.job(name="migrate", image=STUCK, spec={"active_deadline_seconds": 1}))

    graph = deployed(cluster, builder)

    apply(cluster, graph, ShopSpec(name="shop"))
    cluster.kubectl("wait", "job/migrate", "--for=create", "--timeout=30s")
    cluster.kubectl("wait", "job/migrate", "--for=condition=Failed", "--timeout=30s")

    assert 'waiting for node "node"' in never_ready(cluster)


def test_a_bound_claim_and_the_address_of_an_ingress_can_be_waited_for(cluster: Cluster, storage_class: str) -> None:
    def builder(_: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
        disk = simple.persistent_volume_claim(name="files", size="1Gi", storage_class=storage_class)
        entry = simple.ingress(name="web", paths={"/": ("web", 80)})
        return beside_a_service(
            disk=disk.with_ready_when(lambda disk: disk.status.phase == "Bound"),
            entry=entry.with_ready_when(lambda entry: cel.size(entry.status.load_balancer.ingress) > 0),
        )

    graph = deployed(cluster, builder)
    apply(cluster, graph, ShopSpec(name="shop"))
    waits_for = never_ready(cluster)
    patch = json.dumps({"status": {"loadBalancer": {"ingress": [{"hostname": "lb.example.com"}]}}})
    cluster.kubectl("patch", "ingress", "web", "--subresource=status", "--type=merge", "--patch", patch)
    wait_ready(cluster)

    assert 'waiting for node "entry"' in waits_for
