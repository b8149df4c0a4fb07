"""An instance of a kind of the cluster is given a namespace."""
# caught by: definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web", scope="Cluster")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"a": "b"}, namespace="default")
    return {"settings": settings}, WebStatus(url=settings.metadata.name)


shop = web.get_instance(WebSpec(name="shop"), namespace="default")


# definition:
# ResourceGraphFactoryError: web: namespace='default': its instances have no namespace
#   Web is a kind of the cluster: scope='Cluster'
# hint: leave it out
