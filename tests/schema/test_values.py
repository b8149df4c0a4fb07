from typing import Any

import attrs
import pytest

from typekro.errors import compose
from typekro.expressions import Root, reference_to
from typekro.schema import openapi_schema, problems_of_value, type_of_class
from typekro.schema.values import broken_rules

SCHEMA = openapi_schema(
    {
        "name": "string | required=true maxLength=5",
        "tier": 'string | enum="dev,prod"',
        "ports": "[]Port | maxItems=2",
        "labels": "map[string]string",
        "anything": "object",
    },
    {"Port": "integer | minimum=1 maximum=65535"},
)


@attrs.frozen
class Spec:
    name: str


schema: Any = reference_to(Root(type_of_class(Spec), "schema"))


def problems(**fields: Any) -> list[str]:
    return list(problems_of_value({"name": "web", **fields}, SCHEMA, "spec"))


@pytest.mark.parametrize(
    "fields",
    [
        {"tier": "dev", "ports": [80, 443.0], "labels": {"a": "b"}, "anything": {"x": [1, None]}},
        {"labels": {}, "ports": ()},
    ],
)
def test_a_value_that_fits_its_schema_has_no_problems(fields: dict[str, Any]) -> None:
    assert problems(**fields) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": 3}, ["spec.name: expected a text, got int 3"]),
        ({"name": None}, ["spec.name: expected a text, got None"]),
        ({"ports": [0, True, "x", 1.5]}, [
            "spec.ports: 4 items are more than maxItems=2",
            "spec.ports[0]: 0 is less than minimum=1",
            "spec.ports[1]: expected an integer, got bool True",
            "spec.ports[2]: expected an integer, got str 'x'",
            "spec.ports[3]: expected an integer, got float 1.5",
        ]),
        ({"labels": {"a.b": 1}}, ["spec.labels['a.b']: expected a text, got int 1"]),
        ({"tier": "prd"}, [compose("spec.tier: 'prd' is none of 'dev', 'prod'", (), "'prod'")]),
        ({"label": {}}, [compose("spec.label: there is no such field", (), "labels: ...")]),
        ({"zzz": {}}, ["spec.zzz: there is no such field"]),
        ({"anything": "x"}, ["spec.anything: expected an object, got str 'x'"]),
    ],
)  # fmt: skip
def test_a_value_that_the_api_server_would_refuse_is_told_with_its_path(fields: dict[str, Any], expected: list[str]) -> None:
    assert problems(**fields) == expected


def test_what_is_required_has_to_be_there() -> None:
    assert list(problems_of_value({}, SCHEMA, "spec")) == ["spec.name: it is required, and not there"]


def test_nothing_is_said_of_references_where_they_may_stand() -> None:
    value = {"name": f"{schema.name}-much-longer", "tier": schema.name, "ports": [schema.name]}

    assert list(problems_of_value(value, SCHEMA, "spec", references=True)) == []


@pytest.mark.parametrize(
    ("value", "rules", "expected"),
    [
        (True, {"minimum": 2}, []),
        (True, {"enum": [1]}, ["True is none of 1"]),
        (2, {"enum": [2.0], "minimum": 2, "maximum": 2}, []),
        ("äö", {"minLength": 2, "maxLength": 2}, []),
        ("a\n", {"pattern": "^a$"}, []),
        ("ab", {"pattern": "^a$", "maxLength": 1}, ["'ab' is longer than maxLength=1", "'ab' does not match pattern=^a$"]),
        ([1], {"minItems": 2}, ["1 item is less than minItems=2"]),
        ({"a": 1}, {"minItems": 2, "minLength": 3}, []),
    ],
)
def test_a_rule_is_for_values_of_its_kind(value: Any, rules: dict[str, Any], expected: list[str]) -> None:
    assert list(broken_rules(value, rules)) == expected
