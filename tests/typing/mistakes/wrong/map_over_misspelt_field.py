"""A field of an item is misspelt inside of a cel.map."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownArgumentType] pyright[reportUnknownLambdaType] pyright[reportUnknownMemberType] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, cel, resource_graph, simple


@attrs.frozen
class Volume:
    path: str
    size: str


@attrs.frozen
class WebSpec:
    name: str
    volumes: list[Volume]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    paths = cel.map(schema.spec.volumes, lambda volume: volume.pth)
    settings = simple.config_map(name=schema.spec.name, data={"paths": cel.join(paths, ",")})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# UnknownFieldError: volume has no field 'pth'
#   Volume has: path, size
# hint: volume.path
