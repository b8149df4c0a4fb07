from typing import Any

from typekro.local.schemas.checkers import checker_of
from typekro.local.schemas.field_problems import invalid_message

_ITEM = {"type": "object", "properties": {"id": {"type": "string"}, "note": {"type": "string", "maxLength": 3}}}
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "size": {"type": "integer", "minimum": 3},
        "other": {"type": "string"},
        "told": {"type": "array", "items": _ITEM, "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["id"]},
        "untold": {"type": "array", "items": _ITEM},
    },
}


def _texts(value: Any, old: Any) -> list[str]:
    return [problem.text for _, problem in checker_of(_SCHEMA).check(value, "", old)[1]]


def test_a_wrong_value_that_did_not_change_is_not_told_again() -> None:
    assert _texts({"size": 1, "other": "b"}, {"size": 1, "other": "a"}) == []


def test_a_wrong_value_that_changed_is_told() -> None:
    assert _texts({"size": 2}, {"size": 1}) == ["size: Invalid value: 2: size in body should be greater than or equal to 3"]


def test_items_are_told_apart_by_their_keys_alone() -> None:
    wrong, other = {"id": "a", "note": "long"}, {"id": "b"}
    told = "Too long: may not be more than 3 bytes"
    assert _texts({"told": [other, wrong]}, {"told": [wrong]}) == []
    assert _texts({"untold": [other, wrong]}, {"untold": [wrong]}) == [f"untold[1].note: {told}"]


def test_several_problems_stand_in_one_message() -> None:
    found = [problem for _, problem in checker_of(_SCHEMA).check({"size": "a", "other": 1}, "")[1]]
    assert invalid_message("example.com", "Web", "one", found) == (
        'Web.example.com "one" is invalid: [size: Invalid value: "string": size in body must be of type integer: "string", '
        'other: Invalid value: "integer": other in body must be of type string: "integer"]'
    )
