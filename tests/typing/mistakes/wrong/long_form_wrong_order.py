"""The arguments of the long form are in the wrong order."""
# caught by: mypy[arg-type] mypy[var-annotated] pyright[reportArgumentType] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, SchemaDefinition, simple, to_kro_resource_graph


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


def build(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=f"http://{service.spec.cluster_ip}")


definition = SchemaDefinition(api_version="example.com/v1alpha1", kind="Web", spec=WebSpec, status=WebStatus)
web = to_kro_resource_graph("web", definition, build)


# definition:
# DefinitionError: web: function is no SchemaDefinition
# hint: to_kro_resource_graph("web", builder, SchemaDefinition(...))
