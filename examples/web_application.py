"""A web application: as many pods as there is work for, one address for them, and a way in from outside where it is asked for.

Run it with `typekro up examples/web_application.py` or `python examples/web_application.py`, on a cluster with kro.
"""

from typing import Annotated

import attrs

import typekro
from typekro import Graph, KroResourceGraphDefinition, Minimum, Schema, alchemy, resource_graph, simple, when


@attrs.frozen
class IngressSpec:
    """Whether and under which name it can be reached from outside."""

    host: str
    enabled: bool = True


@attrs.frozen
class WebApplicationSpec:
    """What can be asked of a web application."""

    name: str
    ingress: IngressSpec
    image: str = "nginx:1.29"
    port: Annotated[int, Minimum(1)] = 80
    max_replicas: Annotated[int, Minimum(1)] = 5


@attrs.frozen
class WebApplicationStatus:
    """What is known of one that runs."""

    url: str
    replicas: int


@resource_graph("web-application", api_version="example.com/v1alpha1", kind="WebApplication")
def web_application(schema: Schema[WebApplicationSpec, WebApplicationStatus]) -> Graph[WebApplicationStatus]:
    """A Deployment whose number of pods an autoscaler decides, a Service, and an Ingress where one is asked for."""
    spec = schema.spec
    deployment = simple.deployment(
        name=spec.name,
        image=spec.image,
        replicas=None,  # the autoscaler's
        ports={"http": spec.port},
        resources={"requests": {"cpu": "100m", "memory": "128Mi"}, "limits": {"memory": "256Mi"}},
        readiness_probe=simple.http_probe("/", "http", period_seconds=5),
        liveness_probe=simple.http_probe("/", "http", initial_delay_seconds=10),
    )
    autoscaler = simple.horizontal_pod_autoscaler(name=spec.name, target=deployment, max_replicas=spec.max_replicas, cpu_utilization=80)
    service = simple.service(name=spec.name, selector={"app": spec.name}, ports=[(80, spec.port)])
    ingress = simple.ingress(name=spec.name, host=spec.ingress.host, paths={"/": service}).with_include_when(spec.ingress.enabled)
    status = WebApplicationStatus(
        url=when(spec.ingress.enabled, f"http://{spec.ingress.host}", f"http://{service.spec.cluster_ip}"),
        replicas=deployment.status.available_replicas,
    )
    return {"deployment": deployment, "autoscaler": autoscaler, "service": service, "ingress": ingress}, status


async def main() -> None:
    """Deploys one that the world sees, and one that only the cluster does."""
    async with alchemy("web-application"):
        create = await KroResourceGraphDefinition("web-application-rgd", factory=web_application)
        shop_spec = WebApplicationSpec(name="shop", ingress=IngressSpec(host="shop.example.org"))
        admin_spec = WebApplicationSpec(name="admin", ingress=IngressSpec(host="admin.example.org", enabled=False))
        shop, admin = create("shop", shop_spec, timeout=60), create("admin", admin_spec, timeout=60)
        print(f"The shop is at {(await shop).status.url}")
        print(f"The administration is at {(await admin).status.url}")


if __name__ == "__main__":
    typekro.run(main)
