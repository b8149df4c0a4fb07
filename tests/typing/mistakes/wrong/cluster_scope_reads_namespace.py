"""A kind of the cluster asks for the namespace of its instance."""
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
    settings = simple.config_map(name=schema.spec.name, data={"namespace": schema.metadata.namespace}, namespace="default")
    return {"settings": settings}, WebStatus(url=settings.metadata.name)


# definition:
# UnknownFieldError: schema.metadata has no field 'namespace'
#   the metadata of a kind with scope='Cluster' has: annotations, creation_timestamp, deletion_grace_period_seconds, deletion_timestamp, finalizers, generate_name, generation, labels, managed_fields, name, owner_references, resource_version, self_link, uid
# hint: schema.metadata.name
