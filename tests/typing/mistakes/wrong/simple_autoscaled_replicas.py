"""A Deployment has its own number of pods beside an autoscaler."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=2)
    scaler = simple.horizontal_pod_autoscaler(name=schema.spec.name, target=deployment, max_replicas=3)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment, "scaler": scaler}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.horizontal_pod_autoscaler: target, a Deployment, has 2 replicas of its own
#   kro would set them back whenever the autoscaler has changed them
# hint: replicas=None where it is made
