"""A label begins with kro's own prefix."""
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
    service = simple.service(
        name=schema.spec.name,
        selector={"app": "web"},
        ports=[80],
        labels={"kro.run/owner": "web"},
    )
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.service.metadata.labels: 'kro.run/owner' is reserved
#   kro keeps kro.run/ to itself
# hint: give it another prefix
