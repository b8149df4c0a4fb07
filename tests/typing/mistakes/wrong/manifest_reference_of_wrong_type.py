"""A text of the spec stands in a manifest where a number is due."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = manifest_node(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": schema.spec.name},
            "spec": {"ports": [{"port": schema.spec.name}]},
        }
    )
    return {"service": service}, WebStatus(url=service.spec.clusterIP)


# definition:
# DefinitionError: web: resources.service.spec.ports[0].port: it is string, and the field takes int
#   in ${schema.spec.name}
# hint: ${int(schema.spec.name)}
