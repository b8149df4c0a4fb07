"""A list is formatted into a text."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    hosts: list[str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"hosts": f"hosts: {schema.spec.hosts}"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: f"{schema.spec.hosts}": not a text
#   CEL makes texts of str, int, float and bool alone, and this is a list[str]; it was formatted at list_in_text.py:23
# hint: cel.join(schema.spec.hosts, ",")
# hint: schema.spec.hosts[0]
