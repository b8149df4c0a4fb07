"""A resource that others refer to is not returned."""
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
    settings = simple.config_map(name=schema.spec.name, data={"a": "b"})
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", env={"SETTINGS": settings.metadata.name})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.deployment.spec.template.spec.containers[0].env[0].value: ConfigMap.metadata.name is not known in this graph
#   the ConfigMap made at node_not_returned.py:22 is not among the nodes that the builder returns
# hint: return {..., "configMap": configMap}, status
