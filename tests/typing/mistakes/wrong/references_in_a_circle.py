"""Two resources refer to each other."""
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
    first = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"{schema.spec.name}-first"}})
    data = {"other": ""}
    second = simple.config_map(name=first.data["second"], data=data)
    data["other"] = second.data["first"]
    first = simple.config_map(name=second.metadata.name, data=data)
    third = simple.config_map(name=first.metadata.name, data=data).with_include_when(first.data["a"] == "b")
    first = first.with_include_when(third.data["a"] == "b")
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"first": first, "third": third, "service": service}, WebStatus(url=service.spec.cluster_ip)


# definition:
# DefinitionError: web: 4 problems
# web: resources.first.metadata.name: ConfigMap.metadata.name is not known in this graph
#   the ConfigMap made at references_in_a_circle.py:24 is not among the nodes that the builder returns
# hint: return {..., "configMap": configMap}, status
# web: resources.first.data.other: ConfigMap.data['first'] is not known in this graph
#   the ConfigMap made at references_in_a_circle.py:24 is not among the nodes that the builder returns
# hint: return {..., "configMap": configMap}, status
# web: resources.third.data.other: ConfigMap.data['first'] is not known in this graph
#   the ConfigMap made at references_in_a_circle.py:24 is not among the nodes that the builder returns
# hint: return {..., "configMap": configMap}, status
# web: resources refer to each other in a circle: first -> third -> first
#   kro makes a resource after those that it refers to
# hint: take one of these references out
