"""A key of a Secret is formatted into a text."""
# caught by: mypy[operator] pyright[reportOperatorIssue] pyright[reportUnknownArgumentType] definition

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
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    password = simple.secret_key("web", "password")
    settings = simple.config_map(name=schema.spec.name, data={"url": "postgres://web:" + password})
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", env={"PASSWORD": password})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# TypeError, by Python itself
