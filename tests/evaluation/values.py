"""Specs for instances of any kind: one value for each field, by its OpenAPI."""

from collections.abc import Mapping
from typing import Any

from typekro.expressions.guards import is_mapping


def value_of(schema: Mapping[str, Any], name: str = "value", *, bare: bool = False) -> Any:
    """A value that a schema allows, where that can be told from the schema; a field with a default is left to it.

    Args:
        schema: OpenAPI, without `$ref`.
        name: what texts are called after.
        bare: only what is required.
    """
    if "default" in schema or "enum" in schema:
        return schema.get("default", [*schema.get("enum", ()), None][0])
    match schema.get("type"):
        case "object":
            return _object(schema, bare=bare)
        case "array":
            return [value_of(schema.get("items", {}), f"{name}-item", bare=bare)] * max(1, schema.get("minItems", 1))
        case "integer" | "number" as type_:
            number = min(max(3.5, schema.get("minimum", 3.5)), schema.get("maximum", 3.5))
            return int(number) if type_ == "integer" else number
        case "boolean":
            return True
        case _:
            text = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
            return text[: schema.get("maxLength", 40)].ljust(schema.get("minLength", 0), "x")


def _object(schema: Mapping[str, Any], *, bare: bool) -> dict[str, Any]:
    others = schema.get("additionalProperties")
    if is_mapping(others):
        return {"key": value_of(others, "value", bare=bare)}
    properties: Mapping[str, Mapping[str, Any]] = schema.get("properties", {})
    wanted = {name for name in properties if not bare or name in schema.get("required", ())}
    return {name: value_of(part, name, bare=bare) for name, part in properties.items() if name in wanted and "default" not in part}
