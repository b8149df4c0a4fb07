"""A dict of the spec is updated."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    labels: dict[str, str] = attrs.field(factory=dict[str, str])


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    schema.spec.labels.update({"a": "b"})
    it = simple.config_map(name=schema.spec.name, data={"a": "b"})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# UnknownFieldError: schema.spec.labels.update: a reference cannot do that
#   a reference is changed by nobody; CEL makes a new map of two
# hint: cel.merge(schema.spec.labels, {...})
