"""Tenants of a platform, each with a namespace, a quota and a firewall of its own, in which its application runs.

Run it with `typekro up examples/multi_tenant.py` or `python examples/multi_tenant.py`, on a cluster with kro.
"""

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Schema, alchemy, k8s, resource_graph, simple


@attrs.frozen
class EnvironmentSpec:
    """What can be asked of a tenant's place."""

    tenant: str
    cpu: str = "2"
    memory: str = "2Gi"


@attrs.frozen
class EnvironmentStatus:
    """What is known of one that is there."""

    namespace: str


@resource_graph("tenant-environment", api_version="example.com/v1alpha1", kind="TenantEnvironment")
def tenant_environment(schema: Schema[EnvironmentSpec, EnvironmentStatus]) -> Graph[EnvironmentStatus]:
    """A namespace, what may be used in it at most, and the rule that nobody from elsewhere gets in."""
    spec = schema.spec
    namespace = k8s.core_v1.Namespace(metadata=k8s.meta_v1.ObjectMeta(name=spec.tenant, labels={"tenant": spec.tenant}))
    quota = k8s.core_v1.ResourceQuota(
        metadata=k8s.meta_v1.ObjectMeta(name="quota", namespace=namespace.metadata.name),
        spec=k8s.core_v1.ResourceQuotaSpec(hard={"limits.cpu": spec.cpu, "limits.memory": spec.memory}),
    )
    firewall = simple.network_policy(name="isolation", namespace=namespace.metadata.name, selector={}, allow_from=[{}])
    status = EnvironmentStatus(namespace=quota.metadata.namespace)
    return {"tenantNamespace": namespace, "quota": quota, "firewall": firewall}, status


@attrs.frozen
class ApplicationSpec:
    """What can be asked of a tenant's application."""

    namespace: str
    image: str
    replicas: int


@attrs.frozen
class ApplicationStatus:
    """What is known of one that runs."""

    url: str


@resource_graph("tenant-application", api_version="example.com/v1alpha1", kind="TenantApplication")
def tenant_application(schema: Schema[ApplicationSpec, ApplicationStatus]) -> Graph[ApplicationStatus]:
    """Pods that keep to the quota, and one address for them."""
    spec = schema.spec
    limits = {"cpu": "200m", "memory": "256Mi"}
    deployment = simple.deployment(
        name="app", namespace=spec.namespace, image=spec.image, replicas=spec.replicas, ports=[80], resources={"limits": limits}
    )
    service = simple.service(name="app", namespace=spec.namespace, selector={"app": "app"}, ports=[80])
    return {"deployment": deployment, "service": service}, ApplicationStatus(url=f"http://{service.spec.cluster_ip}")


@attrs.frozen
class TenantSpec:
    """What can be asked for a tenant."""

    name: str
    image: str = "nginx:1.29"
    replicas: int = 2


@attrs.frozen
class TenantStatus:
    """What is known of one that is served."""

    namespace: str
    url: str


@resource_graph("tenant", api_version="example.com/v1alpha1", kind="Tenant")
def tenant(schema: Schema[TenantSpec, TenantStatus]) -> Graph[TenantStatus]:
    """Instances of the two graphs above; the second starts when the first has told its namespace."""
    spec = schema.spec
    environment = tenant_environment.get_instance(EnvironmentSpec(tenant=spec.name), name=spec.name)
    application = tenant_application.get_instance(
        ApplicationSpec(namespace=environment.status.namespace, image=spec.image, replicas=spec.replicas), name=spec.name
    )
    status = TenantStatus(namespace=environment.status.namespace, url=application.status.url)
    return {"environment": environment, "application": application}, status


async def main() -> None:
    """Deploys a tenant, of which the other two kinds come by themselves."""
    async with alchemy("multi-tenant"):
        KroResourceGraphDefinition("tenant-environment-rgd", factory=tenant_environment)
        KroResourceGraphDefinition("tenant-application-rgd", factory=tenant_application)
        create = await KroResourceGraphDefinition("tenant-rgd", factory=tenant)
        acme = await create("acme", TenantSpec(name="acme"), timeout=60)
    print(f"acme is at {acme.status.url}, in the namespace {acme.status.namespace}")


if __name__ == "__main__":
    typekro.run(main)
