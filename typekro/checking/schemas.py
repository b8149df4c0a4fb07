"""JSON values and OpenAPI schemas, in words."""

from collections.abc import Callable, Mapping
from typing import Any

from typekro.checking.places import joined
from typekro.checking.problems import Problem, problem
from typekro.expressions.guards import is_mapping
from typekro.schema.problems import nearest

Schema = Mapping[str, Any]

NAMES = {
    "object": "a map",
    "array": "a list",
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
}


def resolved(schema: Schema, resolve: Callable[[str], Schema]) -> Schema:
    """A schema without the reference that it may consist of; Kubernetes wraps one in `allOf` where it says more about the field."""
    while True:
        reference = schema.get("$ref") or next((part["$ref"] for part in schema.get("allOf", ()) if "$ref" in part), None)
        if reference is None:
            return schema
        schema = resolve(reference)


def shown(value: object) -> str:
    """A JSON value, short, as YAML's reader would name it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() if type_of(value) != "integer":
            return f"{value} (more than 64 bits hold)"
        case str() | int() | float():
            return repr(value)
        case _:
            return "a map" if is_mapping(value) else "a list"


def type_of(value: object) -> str:
    """The OpenAPI type of a JSON value; a number without a fraction that 64 bits hold is an integer, as Kubernetes reads it."""
    match value:
        case bool():
            return "boolean"
        case int() | float():
            return "integer" if float(value).is_integer() and -(2**63) <= value < 2**63 else "number"
        case str():
            return "string"
        case None:
            return "null"
        case _:
            return "object" if is_mapping(value) else "array"


def unknown_field(place: str, name: str, known: Mapping[str, Any]) -> Problem:
    """The problem of a field that a schema does not have; the nearest that it has is offered."""
    near = nearest(name, known)
    names = ", ".join(sorted(known)[:12]) + (", ..." if len(known) > 12 else "")  # noqa: PLR2004 - as many as a line holds
    why = f"it has {names}" if known else "it has no fields"
    return problem("T", joined(place, name), "there is no such field", why, () if near is None else f"{near}: ...")
