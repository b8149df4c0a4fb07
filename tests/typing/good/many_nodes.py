"""One resource for each item of lists, resources that are there now and then, and what labels select."""

from typing import assert_type

import attrs

from typekro import (
    Collection,
    Condition,
    Graph,
    PrinterColumn,
    Schema,
    cel,
    condition,
    external_ref,
    external_refs,
    for_each,
    k8s,
    resource_graph,
)
from typekro.graph import ManifestNode, ResourceGraph


@attrs.frozen
class Spec:
    name: str
    regions: list[str]
    ports: list[int]
    debug: bool = False


@attrs.frozen
class Status:
    names: list[str]
    first: str
    debug: str | None
    conditions: list[Condition]


def config(name: str, **data: str) -> k8s.core_v1.ConfigMap:
    return k8s.core_v1.ConfigMap(metadata=k8s.meta_v1.ObjectMeta(name=name), data=data)


@resource_graph(
    "typing-collections",
    api_version="example.com/v1",
    kind="Many",
    printer_columns=[PrinterColumn("First", lambda instance: instance.status.first)],
    short_names=["many"],
)
def many(schema: Schema[Spec, Status]) -> Graph[Status]:
    one = for_each(schema.spec.regions, lambda region: config(f"a-{region}"))
    assert_type(one, Collection[k8s.core_v1.ConfigMap])
    assert_type(one[0], k8s.core_v1.ConfigMap)
    assert_type(one[0].metadata.name, str)
    two = for_each(schema.spec.regions, schema.spec.ports, lambda region, port: config(f"b-{region}-{port}"))
    copies = for_each(one, lambda it: config(f"copy-{it.metadata.name}")).with_ready_when(lambda each: each.metadata.uid != "")
    assert_type(copies, Collection[k8s.core_v1.ConfigMap])
    peers = external_refs(k8s.core_v1.ConfigMap, match_labels={"role": "peer"})
    assert_type(peers, Collection[k8s.core_v1.ConfigMap])
    any_kind = external_refs("example.org/v1", "Thing", selector={})
    assert_type(any_kind, Collection[ManifestNode])
    debug = config("debug").with_include_when(schema.spec.debug, cel.size(schema.spec.regions) > 1)
    status = Status(
        names=cel.map(two, lambda it: it.metadata.name),
        first=one[0].metadata.name,
        debug=debug.metadata.name,
        conditions=[condition("Named", one[0].metadata.name != ""), condition("Known", "Unknown", reason=schema.spec.name)],
    )
    return {"one": one, "two": two, "copies": copies, "peers": peers, "things": any_kind, "debug": debug}, status


assert_type(external_ref(k8s.core_v1.ConfigMap, "a"), k8s.core_v1.ConfigMap)


YAML = """
apiVersion: kro.run/v1alpha1
kind: ResourceGraphDefinition
metadata: {name: notes}
spec:
  schema: {apiVersion: v1, group: example.com, kind: Note, spec: {name: string}}
"""


@attrs.frozen
class NoteSpec:
    name: str


@attrs.frozen
class Nothing:
    pass


assert_type(ResourceGraph.from_yaml(YAML, spec=NoteSpec, status=Nothing), ResourceGraph[NoteSpec, Nothing])
