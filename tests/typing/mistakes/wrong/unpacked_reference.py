"""A list of the spec is unpacked into another one."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    arguments: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(
        name=schema.spec.name,
        image="nginx:1.29",
        args=["--verbose", *schema.spec.arguments],
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: for ... in schema.spec.arguments: a reference cannot do that
#   its value is known only in the cluster, or when another resource is there; Python cannot look at it while the script runs
# hint: cel.map(schema.spec.arguments, lambda item: ...) for a list of values, cel.join(schema.spec.arguments, ",") for a text
# hint: for_each(schema.spec.arguments, lambda item: ...) for a resource for each item; schema.spec.arguments + [...] instead of [*schema.spec.arguments, ...]
