"""Put right: a field of the spec is a datetime."""

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class BackupSpec:
    name: str
    not_before: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("backup", api_version="example.com/v1alpha1", kind="Backup")
def backup(schema: Schema[BackupSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"not-before": schema.spec.not_before})
    return {"settings": settings}, WebStatus(url=settings.metadata.name)
