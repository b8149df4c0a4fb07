"""A key of a dict of the spec is read as if it were there."""
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
    it = simple.config_map(name=schema.spec.name, data={"a": schema.spec.labels["team"]})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: schema.spec.labels["team"]: an instance may lack it, and it is read as if it were always there
#   at resources.it.data.a
#   kro waits for the value without an error, and the instance stays IN_PROGRESS
# hint: or_else(schema.spec.labels["team"], ...), when(has(schema.spec.labels["team"]), ..., ...) or with_include_when(has(schema.spec.labels["team"]))
# hint: allow=["unset-field"] where the graph is defined, where it is meant
