"""A Python dict is asked by get for a reference."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple

SIZES = {"small": 1, "large": 5}


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    tier: str = "small"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    count = SIZES.get(schema.spec.tier, 1)
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replicas=count)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: schema.spec.tier as a key of a dict, or in a set: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: when(schema.spec.tier == ..., ..., ...) in place of a table; a reference as a value, and a constant key
# hint: cel.distinct([...]) for a set
