"""Python is asked of what class a reference is."""
# caught by: definition

from typing import Any

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2
    settings: dict[str, Any] = attrs.field(factory=dict[str, Any])


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    port = schema.spec.settings["port"]
    text = port if isinstance(port, str) else "80"
    settings = simple.config_map(name=schema.spec.name, data={"port": text})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: isinstance_on_reference.py:26: isinstance(port, str)
#   a reference is no value yet: Python decides this while the script runs, the same way for every instance
#   what it will be is known from its declaration: it poses as that, and is of no other class
# hint: use port as what it is declared to be
