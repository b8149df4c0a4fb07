"""A field of a manifest's resource is misspelt where it is read."""
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
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": schema.spec.name}, "spec": {"ports": [{"port": 80}]}}
    )
    return {"service": service}, WebStatus(url=service.spec.clusterIp)


# definition:
# DefinitionError: web: status.url: undefined field 'clusterIp' in service.spec
#   in ${service.spec.clusterIp}
# hint: ${service.spec.clusterIP}
