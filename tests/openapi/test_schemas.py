from typing import Any

from typekro.openapi.schemas import without_descriptions

NAME = {"type": "string", "description": "A name."}
BARE: dict[str, Any] = {"type": "string"}


def test_no_description_is_left_in_any_part_of_a_schema() -> None:
    schema = {
        "description": "A box.",
        "required": ["name"],
        "properties": {"name": NAME, "names": {"type": "array", "items": NAME}, "map": {"additionalProperties": NAME}},
        "allOf": [NAME],
        "anyOf": [{"not": NAME}],
    }

    assert without_descriptions(schema) == {
        "required": ["name"],
        "properties": {"name": BARE, "names": {"type": "array", "items": BARE}, "map": {"additionalProperties": BARE}},
        "allOf": [BARE],
        "anyOf": [{"not": BARE}],
    }


def test_a_field_called_description_stays_and_so_do_constants() -> None:
    schema = {"properties": {"description": NAME}, "default": {"description": "none"}, "additionalProperties": True}

    assert without_descriptions(schema) == {**schema, "properties": {"description": BARE}}
