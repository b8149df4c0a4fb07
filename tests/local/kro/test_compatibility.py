"""What kro sees between two versions of a kind, in its own words."""

from typing import Any

import pytest

from typekro.local.kro.compatibility import changes, told


def version(spec: dict[str, Any], **more: Any) -> dict[str, Any]:
    properties = {"spec": {"type": "object", **spec}}
    return {"name": "v1alpha1", "schema": {"openAPIV3Schema": {"type": "object", "properties": properties}}, **more}


def field(**schema: Any) -> dict[str, Any]:
    return {"properties": {"a": {"type": "string", **schema}}}


def items(type_: str) -> dict[str, Any]:
    """A schema with a list of a type."""
    return {"properties": {"a": {"type": "array", "items": {"type": type_}}}}


@pytest.mark.parametrize(
    ("old", "new", "breaking"),
    [
        (field(), field(type="integer"), "Type changed from string to integer"),
        (field(), {}, "Property a was removed"),
        ({}, {**field(), "required": ["a"]}, "Optional property a was added"),
        ({}, {**field(default="x"), "required": ["a"]}, ""),
        ({}, field(), ""),
        (field(), {**field(), "required": ["a"]}, "Field a is newly required"),
        ({**field(), "required": ["a"]}, field(), ""),
        ({**field(default="x"), "required": ["a"]}, {**field(), "required": ["a"]}, "Default value removed from required field a"),
        (field(enum=["x", "y"]), field(enum=["x"]), 'Enum value "y" was removed'),
        (field(enum=["x"]), field(enum=["x", "y"]), ""),
        (field(), field(pattern="^a"), "Validation pattern ^a was added"),
        (field(pattern="^a"), field(pattern="^b"), "Validation pattern changed from ^a to ^b"),
        (field(pattern="^a"), field(), ""),
        (field(), field(maxLength=3), "MaxLength constraint 3 was added"),
        (field(maxLength=3), field(maxLength=2), "MaxLength was decreased from 3 to 2"),
        (field(maxLength=3), field(maxLength=4), ""),
        (field(minimum=1.0), field(minimum=1.5), "Minimum was increased from 1 to 1.5"),
        (field(description="x"), field(description="y"), ""),
        (items("string"), items("integer"), "Type changed from string to integer"),
    ],
)  # fmt: skip
def test_a_change_that_may_break_instances_is_told_and_others_are_let_through(
    old: dict[str, Any], new: dict[str, Any], breaking: str
) -> None:
    found = changes(version(old), version(new))
    assert found
    assert told(found) == breaking
    assert any(each.breaking for each in found) == bool(breaking)


def test_what_kro_does_not_compare_is_no_change() -> None:
    rules = [{"rule": "self != ''"}]
    assert changes(version(field()), version(field(**{"x-kubernetes-validations": rules, "format": "date"}))) == []


def test_columns_are_a_change_that_breaks_nothing() -> None:
    columns = [{"name": "A", "type": "string", "jsonPath": ".spec.a"}]
    assert [each.text for each in changes(version(field()), version(field(), additionalPrinterColumns=columns))] == [
        "Additional printer columns were changed"
    ]


def test_of_many_changes_three_are_told() -> None:
    old = {"properties": {name: {"type": "string"} for name in "abcde"}}
    assert told(changes(version(old), version({}))) == (
        "Property a was removed; Property b was removed; Property c was removed; and 2 more changes"
    )


def test_a_whole_enumeration_is_not_looked_at() -> None:
    assert changes(version(field(enum=["x"])), version(field())) == []
    assert changes(version(field()), version(field(enum=["x"]))) == []
