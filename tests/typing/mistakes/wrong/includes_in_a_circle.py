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


# definition:
# DefinitionError: web: 2 problems
# web: resources refer to each other in a circle: one -> other -> one
#   kro makes a resource after those that it refers to
# hint: take one of these references out
# web: status.url: one.metadata.name is not always there
#   one is made only where its include_when holds; an instance without it would not become ready for want of this field
# hint: url: str | None
