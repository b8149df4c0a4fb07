"""An instance is given the spec of another kind."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class OtherSpec:
    name: str


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


shop = web.get_instance(OtherSpec(name="shop"))


# definition:
# ResourceGraphFactoryError: web: an instance needs a WebSpec, got OtherSpec OtherSpec(name='shop')
# hint: WebSpec(...)
