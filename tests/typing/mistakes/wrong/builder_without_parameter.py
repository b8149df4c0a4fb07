"""The builder takes no schema."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

import attrs

from typekro import Graph, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web() -> Graph[WebStatus]:
    service = simple.service(name="web", selector={"app": "web"}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: the builder has no Schema[Spec, Status]
#   the annotation of its first parameter says what spec and status are
# hint: def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ...
# hint: to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments
