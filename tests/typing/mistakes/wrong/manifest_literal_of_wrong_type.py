"""A number stands in a manifest where a text is due."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = manifest_node(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": {"name": schema.spec.name},
            "data": {"port": 80},
        }
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.settings.data.port: 80 is not a text
#   kro compares it with the kind's OpenAPI schema
# hint: port: "80"
