"""Two resources are each made only where the other one says so."""
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
    one = simple.config_map(name=f"{schema.spec.name}-one", data={"on": "yes"})
    other = simple.config_map(name=f"{schema.spec.name}-other", data={"on": "yes"})
    return {
        "one": one.with_include_when(other.data["on"] == "yes"),
        "other": other.with_include_when(one.data["on"] == "yes"),
    }, WebStatus(url=one.metadata.name)
