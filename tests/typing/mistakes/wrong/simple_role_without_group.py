"""A rule is about a resource of another group."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    it = simple.role(name=schema.spec.name, rules={"deployments": ["get"]})
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.role: rules has the key 'deployments'
#   Kubernetes: a rule names resources in the plural and in small letters, with their group behind them where they have one
# hint: "deployments.apps"
