"""One of each workload that people start with, with references wherever they may stand."""

from typing import assert_type

import attrs

from typekro import Graph, Schema, cel, k8s, resource_graph, simple


@attrs.frozen
class ShopSpec:
    name: str
    image: str
    replicas: int
    labels: dict[str, str]
    ports: list[int]


@attrs.frozen
class ShopStatus:
    host: str


@resource_graph("shop", api_version="example.com/v1alpha1", kind="Shop")
def shop(schema: Schema[ShopSpec, ShopStatus]) -> Graph[ShopStatus]:
    spec = schema.spec
    settings = simple.config_map(name=f"{spec.name}-settings", data=spec.labels, immutable=True)
    login = simple.secret(
        name=spec.name, string_data={"password": cel.random_string(24, schema.metadata.uid)}, public_data={"user": "shop"}
    )
    account = simple.service_account(name=spec.name, image_pull_secrets=["registry"])
    reader = simple.role(name=spec.name, rules={"configmaps": ["get"]})
    writer = simple.role(
        name=f"{spec.name}-writer", rules=[k8s.rbac_v1.PolicyRule(api_groups=[""], resources=["configmaps"], verbs=["update"])]
    )
    binding = simple.role_binding(name=spec.name, role=reader.metadata.name, service_accounts=[account.metadata.name])
    viewer = simple.role_binding(
        name="viewer", cluster_role="view", subjects=[k8s.rbac_v1.Subject(kind="User", name="me", api_group="rbac.authorization.k8s.io")]
    )
    disk = simple.persistent_volume_claim(name=spec.name, size="1Gi", access_modes=["ReadWriteMany"], spec={"volume_mode": "Filesystem"})
    web = simple.deployment(
        name=spec.name,
        image=spec.image,
        replicas=None,
        labels=spec.labels,
        annotations={"example.com/team": "shop"},
        namespace="sites",
        metadata={"finalizers": ["example.com/keep"]},
        env={
            "MODE": simple.config_key(settings.metadata.name, "mode"),
            "PASSWORD": simple.secret_key(login.metadata.name, "password"),
            "IP": k8s.core_v1.EnvVarSource(field_ref=k8s.core_v1.ObjectFieldSelector(field_path="status.podIP")),
        },
        ports={"http": 80},
        resources={"requests": {"cpu": "100m"}, "limits": spec.labels},
        startup_probe=simple.tcp_probe(80),
        readiness_probe=simple.http_probe("/ready", "http", period_seconds=5),
        liveness_probe=simple.command_probe(["true"]),
        volumes={
            "/files": simple.volume(claim=disk.metadata.name),
            "/etc/shop": simple.volume(config_map=settings.metadata.name, read_only=True),
            "/cache": simple.volume(),
            "/logs": k8s.core_v1.Volume(name="logs", host_path=k8s.core_v1.HostPathVolumeSource(path="/var/log")),
        },
        service_account_name=account.metadata.name,
        image_pull_policy="IfNotPresent",
        pod={"node_selector": spec.labels, "tolerations": [k8s.core_v1.Toleration(operator="Exists")]},
        container={"working_dir": "/srv", "security_context": k8s.core_v1.SecurityContext(run_as_non_root=True)},
        spec={"min_ready_seconds": 5},
    )
    database = simple.stateful_set(name="db", image="postgres:17", storage={"/data": "1Gi"}, storage_class="fast", service_name="db")
    agent = simple.daemon_set(name="agent", image="fluent-bit:4.0", env=spec.labels, pod={"host_network": True})
    migration = simple.job(name="migrate", image=spec.image, restart_policy="Never", backoff_limit=1, spec={"suspend": False})
    backup = simple.cron_job(name="backup", image=spec.image, schedule="@daily", job={"ttl_seconds_after_finished": 60})
    front = simple.service(name=spec.name, selector=web.spec.selector.match_labels, ports=spec.ports)
    headless = simple.service(name="db", selector={"app": "db"}, ports={"sql": (5432, 5432)}, headless=True)
    entry = simple.ingress(name=spec.name, host=f"{spec.name}.example.com", paths={"/": front, "/db": (headless, "sql"), "/x": ("x", 80)})
    policy = simple.network_policy(name="db", selector={"app": "db"}, allow_from=[{"app": spec.name}], ports=[5432])
    scaler = simple.horizontal_pod_autoscaler(name=spec.name, target=web, max_replicas=spec.replicas, cpu_utilization=70)
    assert_type(settings, k8s.core_v1.ConfigMap)
    assert_type(login, k8s.core_v1.Secret)
    assert_type(account, k8s.core_v1.ServiceAccount)
    assert_type(reader, k8s.rbac_v1.Role)
    assert_type(binding, k8s.rbac_v1.RoleBinding)
    assert_type(disk, k8s.core_v1.PersistentVolumeClaim)
    assert_type(web, k8s.apps_v1.Deployment)
    assert_type(database, k8s.apps_v1.StatefulSet)
    assert_type(agent, k8s.apps_v1.DaemonSet)
    assert_type(migration, k8s.batch_v1.Job)
    assert_type(backup, k8s.batch_v1.CronJob)
    assert_type(front, k8s.core_v1.Service)
    assert_type(entry, k8s.networking_v1.Ingress)
    assert_type(policy, k8s.networking_v1.NetworkPolicy)
    assert_type(scaler, k8s.autoscaling_v2.HorizontalPodAutoscaler)
    assert_type(database.status.available_replicas, int)
    assert_type(entry.spec.rules[0].host, str)
    waiting = entry.with_ready_when(lambda entry: cel.size(entry.status.load_balancer.ingress) > 0)
    assert_type(waiting, k8s.networking_v1.Ingress)
    nodes = {"settings": settings, "login": login, "account": account, "reader": reader, "writer": writer, "binding": binding}
    more = {"viewer": viewer, "disk": disk, "web": web, "database": database, "agent": agent, "migration": migration, "backup": backup}
    last = {"front": front, "headless": headless, "entry": waiting, "policy": policy, "scaler": scaler}
    return {**nodes, **more, **last}, ShopStatus(host=front.spec.cluster_ip)
