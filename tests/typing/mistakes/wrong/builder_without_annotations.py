"""The builder does not say what spec and status are."""
# caught by: mypy[type-arg] pyright[reportMissingTypeArgument] pyright[reportUnknownArgumentType] pyright[reportUnknownMemberType] pyright[reportUnknownParameterType] definition

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
def web(schema: Schema) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: the builder has no Schema[Spec, Status]
#   the annotation of its first parameter says what spec and status are
# hint: def builder(schema: Schema[Spec, Status]) -> Graph[Status]: ...
# hint: to_kro_resource_graph(name, builder, SchemaDefinition(...)) takes the classes as arguments
