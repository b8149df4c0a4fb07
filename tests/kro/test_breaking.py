"""What kro refuses of a changed kind, and what it rolls out; `tests/kro/test_planning_on_kro.py` asks kro itself."""

from collections.abc import Mapping
from typing import Any

import pytest

from typekro.kro.breaking import breaking_changes
from typekro.schema import openapi_schema


def graph(spec: Mapping[str, Any], status: Mapping[str, Any] | None = None, version: str = "v1") -> dict[str, Any]:
    return {"spec": {"schema": {"apiVersion": version, "kind": "Box", "spec": spec, "status": status or {}}}}


def served(spec: Mapping[str, Any], status: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The CustomResourceDefinition that kro made of a spec before."""
    of_status = {"type": "object", "properties": {"state": {"type": "string"}, "conditions": {}, **(status or {})}}
    properties = {"spec": openapi_schema(spec, {}), "status": of_status}
    return {"spec": {"versions": [{"name": "v1", "served": True, "schema": {"openAPIV3Schema": {"properties": properties}}}]}}


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ({"a": "string"}, {}, ["spec.a would be gone"]),
        ({"a": "string"}, {"a": "integer"}, ["spec.a was string, and would be integer"]),
        ({"a": "string"}, {"a": "string | required=true"}, ["spec.a would be required"]),
        ({"a": "string"}, {"a": "string", "b": "integer | required=true"}, ["spec.b would be new, and required without a default"]),
        (
            {"a": "integer | default=1 required=true"},
            {"a": "integer | required=true"},
            ["spec.a is required, and would have no default any more"],
        ),
        ({"a": 'string | enum="x,y"'}, {"a": 'string | enum="x"'}, ['spec.a would not take "y" any more']),
        ({"a": "string"}, {"a": 'string | pattern="^a"'}, ["spec.a would have the pattern ^a"]),
        ({"a": 'string | pattern="^a"'}, {"a": 'string | pattern="^b"'}, ["spec.a would have the pattern ^b instead of ^a"]),
        ({"a": "integer"}, {"a": "integer | minimum=1"}, ["spec.a would have a minimum of 1"]),
        ({"a": "integer | maximum=9"}, {"a": "integer | maximum=8"}, ["spec.a would have a maximum of 8 instead of 9"]),
        ({"a": "[]string"}, {"a": "[]integer"}, ["spec.a[] was string, and would be integer"]),
        (
            {"a": {"b": "string", "c": "string"}},
            {"a": {"b": "integer"}},
            ["spec.a.b was string, and would be integer", "spec.a.c would be gone"],
        ),
        ({"a": {"b": "string"}}, {"a": "string"}, ["spec.a was object, and would be string"]),
    ],
)
def test_what_kro_refuses_is_named(before: dict[str, Any], after: dict[str, Any], found: list[str]) -> None:
    assert list(breaking_changes(served(before), graph(after))) == found


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"a": "string"}, {"a": "string"}),
        ({"a": "string"}, {"a": "string", "b": "integer"}),
        ({"a": "string"}, {"a": "string", "b": "integer | default=1 required=true"}),
        ({"a": "string | required=true"}, {"a": "string"}),
        ({"a": "string"}, {"a": 'string | default="x"'}),
        ({"a": 'string | enum="x"'}, {"a": 'string | enum="x,y"'}),
        ({"a": 'string | pattern="^a"'}, {"a": "string"}),
        ({"a": "integer | minimum=5"}, {"a": "integer | minimum=4"}),
        ({"a": "string"}, {"a": 'string | description="words"'}),
        ({"a": "map[string]string"}, {"a": "map[string]integer"}),
    ],
)
def test_what_kro_rolls_out_or_does_not_look_at_is_no_breaking_change(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert list(breaking_changes(served(before), graph(after))) == []


def test_a_field_of_the_status_that_would_be_gone_is_named() -> None:
    live = served({}, {"host": {"type": "string"}, "port": {"type": "object", "properties": {"a": {}, "b": {}}}})

    assert list(breaking_changes(live, graph({}, {"port": {"a": "${x.y}"}}))) == [
        "status.host would be gone",
        "status.port.b would be gone",
    ]


def test_another_version_breaks_nothing() -> None:
    assert list(breaking_changes(served({"a": "string"}), graph({"a": "integer"}, version="v2"))) == []
