"""OpenAPI schemas as trees: what they are made of, and what of them is only there to be read by people."""

from collections.abc import Mapping
from typing import Any, TypeAlias, cast

Schema: TypeAlias = Mapping[str, Any]
"""An OpenAPI v3 schema, as the API server publishes it."""


def without_descriptions(schema: Schema) -> dict[str, Any]:
    """A schema with all that it says but its descriptions.

    Example:
        >>> without_descriptions({"description": "What it is.", "properties": {"description": {"type": "string"}}})
        {'properties': {'description': {'type': 'string'}}}
    """
    return {key: _bare(key, part) for key, part in schema.items() if key != "description"}


def _bare(key: str, part: Any) -> Any:
    match key:
        case "properties" | "patternProperties" | "definitions":
            return {name: without_descriptions(schema) for name, schema in part.items()}
        case "allOf" | "anyOf" | "oneOf":
            return [without_descriptions(schema) for schema in part]
        case "items" | "additionalProperties" | "not" if isinstance(part, Mapping):
            return without_descriptions(cast("Schema", part))
        case _:
            return part
