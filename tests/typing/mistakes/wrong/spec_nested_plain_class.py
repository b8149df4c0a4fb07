"""A class inside of the spec is not an attrs class."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


class Image:
    repository: str


@attrs.frozen
class WebSpec:
    name: str
    image: Image
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"image": schema.spec.image.repository})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: Image is not an attrs class
#   typekro reads the spec from the fields of an attrs class
# hint: @attrs.frozen above class Image
