"""A field of the spec is a datetime."""
# caught by: definition

import datetime

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class BackupSpec:
    name: str
    not_before: datetime.datetime


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("backup", api_version="example.com/v1alpha1", kind="Backup")
def backup(schema: Schema[BackupSpec, WebStatus]) -> Graph[WebStatus]:
    settings = simple.config_map(name=schema.spec.name, data={"not-before": f"{schema.spec.not_before}"})
    return {"settings": settings}, WebStatus(url=settings.metadata.name)


# definition:
# DefinitionError: backup: BackupSpec.not_before: datetime is no type of kro's
#   a spec holds str, int, float, bool, Literal, StrEnum, IntEnum, list[X], dict[str, X], Any and attrs classes, and X | None of each as a whole field
# hint: not_before: str
