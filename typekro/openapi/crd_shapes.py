"""CustomResourceDefinitions that cannot be ones: told before anything goes through their schemas."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from typekro.expressions.guards import is_mapping, is_sequence

_TYPES: Final = ("array", "boolean", "integer", "number", "object", "string")
_LABEL: Final = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_NAMES: Final = {
    "group": re.compile(rf"{_LABEL}(\.{_LABEL})*"),
    "kind": re.compile(r"[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?"),
    "plural": re.compile(_LABEL),
    "version": re.compile(_LABEL),
}


def problem_of_name(what: str, name: object, at: str) -> str | None:
    """What is wrong with a name in a CRD.

    Args:
        what: `group`, `kind`, `plural` or `version`.
        name: the name.
        at: where it stands.

    Example:
        >>> problem_of_name("kind", "My Kind", "spec.names.kind")
        "spec.names.kind: 'My Kind' is no kind"
    """
    return None if isinstance(name, str) and _NAMES[what].fullmatch(name) else f"{at}: {name!r} is no {what}"


def without_nulls(value: Any) -> Any:
    """JSON without the fields that are null: to the API server they are not there.

    Example:
        >>> without_nulls({"type": "object", "properties": None})
        {'type': 'object'}
    """
    if is_mapping(value):
        return {key: without_nulls(part) for key, part in value.items() if part is not None}
    return value


def problems_of_schema(schema: object, at: str) -> Iterator[str]:
    """What of a schema is not as the API server takes it, so that nobody can go through it.

    Args:
        schema: the OpenAPI of a field of a CRD.
        at: where it stands.

    Example:
        >>> list(problems_of_schema({"properties": {"size": {"type": "int"}}}, "spec"))
        ["spec.size: 'int' is no type: array, boolean, integer, number, object or string"]
    """
    if not is_mapping(schema):
        yield f"{at}: {schema!r} is no schema"
        return
    if "$ref" in schema:
        yield f"{at}: a CRD takes no $ref"
    type_ = schema.get("type")
    if "type" in schema and type_ not in _TYPES:
        yield f"{at}: {type_!r} is no type: {', '.join(_TYPES[:-1])} or {_TYPES[-1]}"
    for key, (fits, wanted) in _SHAPES.items():
        if key in schema and not fits(schema[key]):
            yield f"{at}: {key} is no {wanted}"
    yield from _problems_below(schema, at)


def _problems_below(schema: Mapping[str, Any], at: str) -> Iterator[str]:
    properties = schema.get("properties")
    for name, below in properties.items() if is_mapping(properties) else ():
        yield from problems_of_schema(below, f"{at}.{name}")
    if "items" in schema:
        yield from problems_of_schema(schema["items"], f"{at}[]")
    if not isinstance(schema.get("additionalProperties", True), bool):
        yield from problems_of_schema(schema["additionalProperties"], f"{at}[...]")
    for key in ("allOf", "anyOf", "oneOf"):
        for number, below in enumerate(schema[key] if is_sequence(schema.get(key)) else ()):
            yield from problems_of_schema(below, f"{at}.{key}[{number}]")
    if "not" in schema:
        yield from problems_of_schema(schema["not"], f"{at}.not")


def _is_texts(value: object) -> bool:
    return is_sequence(value) and all(isinstance(each, str) for each in value)


_SHAPES: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "properties": (is_mapping, "map"),
    "required": (_is_texts, "list of texts"),
    "enum": (is_sequence, "list"),
    "allOf": (is_sequence, "list"),
    "anyOf": (is_sequence, "list"),
    "oneOf": (is_sequence, "list"),
    "description": (lambda value: isinstance(value, str), "text"),
    "format": (lambda value: isinstance(value, str), "text"),
}
