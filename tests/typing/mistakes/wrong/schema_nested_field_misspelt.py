"""A field of a class inside of the spec is misspelt."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownMemberType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class Image:
    repository: str
    tag: str = "latest"


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
    deployment = simple.deployment(
        name=schema.spec.name,
        image=f"{schema.spec.image.repo}:{schema.spec.image.tag}",
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# UnknownFieldError: schema.spec.image has no field 'repo'
#   Image has: repository, tag
