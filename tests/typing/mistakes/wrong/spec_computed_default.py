"""A default of the spec is made from the other fields."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    host: str = attrs.field()

    @host.default
    def _host(self) -> str:
        return f"{self.name}.example.com"


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    settings = simple.config_map(name=schema.spec.name, data={"host": schema.spec.host})
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: WebSpec.host: a default that is made from the other fields
#   a CRD knows constant defaults only
# hint: leave it out
