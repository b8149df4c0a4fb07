"""What CustomResourceDefinitions serve, beside what their graphs ask for."""

from typing import Any

import pytest

from tests.kro.judged import CRD, changed, condition
from typekro.kro.readiness import READY, Verdict
from typekro.kro.served import Kept, judge_definition, kept_parts
from typekro.schema import openapi_schema

SCHEMA = {"spec": {"schema": {"apiVersion": "v1", "spec": {"size": "integer", "disk": {"class": "string"}}, "status": {"host": "${a.b}"}}}}


def test_a_definition_serves_what_its_graph_asks_for() -> None:
    assert judge_definition(CRD, SCHEMA) == READY


@pytest.mark.parametrize(
    ("live", "reason"),
    [
        (None, "its CustomResourceDefinition is not there yet"),
        (changed(CRD, status={"conditions": []}), "its CustomResourceDefinition: Established is not said yet"),
        (
            changed(CRD, status={"conditions": [condition("Established", "True"), condition("NamesAccepted", "False", message="taken")]}),
            "its CustomResourceDefinition: NamesAccepted=False taken",
        ),
        (changed(CRD, spec={"versions": []}), "its CustomResourceDefinition does not serve v1 yet"),
        (
            changed(CRD, spec={"versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {}}}]}),
            "its CustomResourceDefinition does not have spec.size, spec.disk, status.host yet",
        ),
    ],
)
def test_a_definition_is_awaited(live: dict[str, Any] | None, reason: str) -> None:
    assert judge_definition(live, SCHEMA) == Verdict("waiting", reason)


def test_fields_are_looked_for_inside_of_others() -> None:
    schema = {"spec": {"schema": {"apiVersion": "v1", "spec": {"disk": {"speed": "integer"}}}}}

    reason = "its CustomResourceDefinition does not have spec.disk.speed yet"
    assert judge_definition(CRD, schema) == Verdict("waiting", reason)


def served(spec: dict[str, Any], **version: Any) -> dict[str, Any]:
    """A CustomResourceDefinition as kro makes it of a spec."""
    properties = {"spec": openapi_schema(spec)}
    return {"spec": {"versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"properties": properties}}, **version}]}}


def asked(spec: dict[str, Any], **schema: Any) -> dict[str, Any]:
    """A graph as far as its kind goes."""
    return {"spec": {"schema": {"apiVersion": "v1", "spec": spec, **schema}}}


AT = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties"


def test_what_kro_made_of_the_graph_itself_is_as_it_was_asked_for() -> None:
    spec = {"size": "integer | minimum=1", "tags": "[]string | uniqueItems=true", "labels": "map[string]string", "any": "object"}

    assert kept_parts(served(spec), asked(spec)) == []


@pytest.mark.parametrize(
    ("before", "now", "kept"),
    [
        (
            {"size": "integer"},
            {"size": "integer | immutable=true"},
            Kept(f"{AT}/size/x-kubernetes-validations", [{"rule": "self == oldSelf", "message": "field is immutable"}], None),
        ),
        ({"size": "string | enum=a"}, {"size": "string"}, Kept(f"{AT}/size/enum", None, ["a"])),
        (
            {"labels": "map[string]string"},
            {"labels": "map[string]integer"},
            Kept(f"{AT}/labels/additionalProperties", {"type": "integer"}, {"type": "string"}),
        ),
        (
            {"tags": "[]string"},
            {"tags": "[]string | uniqueItems=true"},
            Kept(f"{AT}/tags/x-kubernetes-list-type", "set", None),
        ),
        (
            {"disk": {"class": "string"}},
            {"disk": {"class": "string | enum=a"}},
            Kept(f"{AT}/disk/properties/class/enum", ["a"], None),
        ),
        (
            {"disks": "[]map[string]string"},
            {"disks": "[]map[string]integer"},
            Kept(f"{AT}/disks/items/additionalProperties", {"type": "integer"}, {"type": "string"}),
        ),
    ],
)
def test_a_change_that_kro_does_not_look_at_is_found(before: dict[str, Any], now: dict[str, Any], kept: Kept) -> None:
    assert kept_parts(served(before), asked(now)) == [kept]


def test_columns_that_kro_left_as_they_were_are_found() -> None:
    columns = [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}]

    kept = kept_parts(served({"size": "integer"}), asked({"size": "integer"}, additionalPrinterColumns=columns))

    assert kept == [Kept("/spec/versions/0/additionalPrinterColumns", columns, None)]


def test_what_kubernetes_leaves_out_of_a_column_is_not_missed() -> None:
    served_as = [{"name": "Size", "type": "integer", "jsonPath": ".spec.size"}]
    columns = [{**served_as[0], "priority": 0, "description": "", "format": ""}]
    live = served({"size": "integer"})
    live["spec"]["versions"][0]["additionalPrinterColumns"] = served_as

    assert kept_parts(live, asked({"size": "integer"}, additionalPrinterColumns=columns)) == []


def test_what_kro_rolls_out_by_itself_is_left_to_it() -> None:
    assert kept_parts(served({"size": "integer"}), asked({"size": "integer | maximum=3 default=1"})) == []


def test_a_kept_part_is_told_by_its_place_and_mended_by_a_patch() -> None:
    added = Kept(f"{AT}/disks/items/properties/class/enum", ["a"], None)
    removed = Kept(f"{AT}/size/enum", None, ["a"])
    columns = Kept("/spec/versions/0/additionalPrinterColumns", [], None)

    assert str(added) == 'spec.disks[].class enum: it has nothing, and the graph asks for ["a"]'
    assert str(removed) == 'spec.size enum: it has ["a"], and the graph asks for nothing'
    assert str(columns) == "additionalPrinterColumns: it has nothing, and the graph asks for []"
    assert added.patch == {"op": "add", "path": added.path, "value": ["a"]}
    assert removed.patch == {"op": "remove", "path": removed.path}
