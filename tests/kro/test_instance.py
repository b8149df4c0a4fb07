"""An instance and its record, without a cluster."""

import pytest

from tests.kro.parts import NoteSpec, NoteStatus
from typekro import Graph, KroCrdInstance, ResourceGraph, Schema, SchemaDefinition, manifest_node, to_kro_resource_graph


def note_graph() -> ResourceGraph[NoteSpec, NoteStatus]:
    def build(schema: Schema[NoteSpec, NoteStatus]) -> Graph[NoteStatus]:
        metadata = {"name": schema.metadata.name}
        note = manifest_node({"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"text": schema.spec.text}})
        return {"note": note}, NoteStatus(text=note.data.text, version=note.metadata.resourceVersion)

    return to_kro_resource_graph("note", build, SchemaDefinition("example.com/v1alpha1", "Note", NoteSpec, NoteStatus))


def props_of(name: str) -> dict[str, object]:
    declared = KroCrdInstance[NoteSpec, NoteStatus].undeclared(
        name, {"factory": note_graph(), "spec": NoteSpec("hello"), "namespace": "shop"}
    )
    return declared.encode()


@pytest.mark.parametrize(
    "id_", ["Note/shop/first", "eu/Note/shop/first", "Note/shop/new", "Note/shop/new (replaced, 1234abcd)", "eu/Note/shop/x (replaced, 1)"]
)
def test_whatever_id_its_record_goes_by_it_keeps_its_name(id_: str) -> None:
    known = KroCrdInstance[NoteSpec, NoteStatus].decode(id_, props_of("first"))

    assert (known.name, known.identity()) == ("first", "example.com/Note/shop/first")


@pytest.mark.parametrize("id_", ["Note/shop/first", "eu/Note/shop/first", "Note/shop/first (replaced, 1234abcd)"])
def test_what_an_earlier_typekro_recorded_is_named_by_its_id(id_: str) -> None:
    props = {name: value for name, value in props_of("first").items() if name != "name"}

    known = KroCrdInstance[NoteSpec, NoteStatus].decode(id_, props)

    assert known.identity() == "example.com/Note/shop/first"
