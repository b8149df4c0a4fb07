"""The entries of a dict of the spec are gone through by Python's for."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    labels: dict[str, str]
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    text = ",".join([f"{key}={value}" for key, value in schema.spec.labels.items()])
    settings = simple.config_map(name=schema.spec.name, data={"labels": text})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "settings": settings}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: schema.spec.labels.items: a reference cannot do that
#   what is in it is known only in the cluster; Python cannot go through it, nor unpack it by ** into another dict
# hint: schema.spec.labels[key], schema.spec.labels.get(key, default) or cel.contains(schema.spec.labels, key) for one key
# hint: cel.merge({...}, schema.spec.labels)
