"""Whether a value of one type may stand where a schema asks for another one, and which schema it has in a status: by kro's rules."""

from collections.abc import Iterator
from typing import Any, Final

import attrs

from typekro.expressions.library.types import DYN, CelType, Resolve, Schema, Struct, no_references, type_of_schema

_ANYTHING: Final = {"x-kubernetes-preserve-unknown-fields": True}
_SCHEMAS: Final[dict[str, dict[str, Any]]] = {
    "bool": {"type": "boolean"},
    "int": {"type": "integer"},
    "uint": {"type": "integer"},
    "double": {"type": "number"},
    "string": {"type": "string"},
    "bytes": {"type": "string", "format": "byte"},
    "null": {"description": "null type - any value allowed", **_ANYTHING},
}
# To kro these are objects without fields; other types that have nothing but functions are no objects to it.
_OBJECTS: Final = frozenset({"kubernetes.Quantity", "kubernetes.Semver", "kubernetes.URL"})
_DURATION: Final = "google.protobuf.Duration"
_TIMESTAMP: Final = {"description": "Timestamp representing a creation time", "type": "string", "format": "date-time"}


def problem_of_assigning(
    type_: CelType, schema: Schema, *, resolve: Resolve = no_references, inside: frozenset[str] = frozenset()
) -> str | None:
    """Why kro refuses an expression of a type in a field, or None where it does not.

    Args:
        type_: the type of the expression's result.
        schema: the field's OpenAPI schema.
        resolve: finds the schema of a `$ref`.
        inside: the `$ref`s that lead to the field.

    Example:
        >>> problem_of_assigning(CelType("string"), {"type": "integer"})
        'it is string, and the field takes int'
        >>> problem_of_assigning(CelType("list", (CelType("dyn"),)), {"type": "array", "items": {"type": "string"}}) is None
        True
    """
    expected = type_of_schema(schema, "", resolve, inside) or DYN
    return next(_problems(type_, expected, ""), None)


def schema_of(type_: CelType) -> dict[str, Any]:
    """The OpenAPI schema that kro gives to a status field, from the type of its expression.

    Args:
        type_: the type of the expression's result.

    Example:
        >>> schema_of(CelType("list", (CelType("int"),)))
        {'type': 'array', 'items': {'type': 'integer'}}
    """
    if type_.kind == "timestamp":
        return dict(_TIMESTAMP)
    if type_.kind in _SCHEMAS or type_.kind == "dyn" or type_.struct is not None:
        return _inner_schema(type_)
    match type_.kind:
        case "list":
            return {"type": "array", "items": schema_of(type_.parameters[0])}
        case "map":
            return {"type": "object", "additionalProperties": schema_of(type_.parameters[1])}
        case "opaque" if type_.name in _OBJECTS:
            return {"type": "object", "additionalProperties": True}
        case kind:
            return {"description": f"unknown CEL type: {_DURATION if kind == 'duration' else type_}", **_ANYTHING}


def _inner_schema(type_: CelType) -> dict[str, Any]:
    """The schema of what stands inside of a struct: there kro keeps less than of what stands by itself."""
    if type_.struct is not None:
        properties = {name: _inner_schema(field) for name, field in type_.struct.fields.items()}
        return {"type": "object", "properties": properties} if properties else {"type": "object"}
    match type_.kind:
        case "list":
            return {"type": "array", "items": _inner_schema(type_.parameters[0])}
        case "map":
            return {"type": "object", "additionalProperties": _inner_schema(type_.parameters[1])}
        case kind:
            return dict(_SCHEMAS.get(kind, _ANYTHING))


def _problems(output: CelType, expected: CelType, place: str) -> Iterator[str]:
    """Why the one cannot stand for the other, as kro decides it and with what it forgives.

    Args:
        output: what an expression gives.
        expected: what is asked for.
        place: where in the value this is, such as `[].port`.
    """
    if "dyn" in {expected.kind, output.kind}:
        return
    if output.kind == "optional":
        yield from _problems(output.parameters[0], expected, place)
    elif expected.struct is not None:
        yield from _problems_of_struct(output, expected, expected.struct, place)
    elif expected.kind == "map" and (output.name in _OBJECTS or _is_out_of_sight(output)):
        return
    elif expected.kind == "map" and output.struct is not None:
        for name, field in output.struct.fields.items():
            yield from _problems(field, expected.parameters[1], f"{place}.{name}")
    elif expected.kind in {"list", "map"}:
        yield from _problems_of_container(output, expected, place)
    elif output.kind != expected.kind:
        yield _mismatch(output, expected, place)


def _problems_of_container(output: CelType, expected: CelType, place: str) -> Iterator[str]:
    # kro looks at the parameters alone, not at what they are parameters of.
    if len(output.parameters) < len(expected.parameters) or (output.kind != expected.kind and not output.parameters):
        yield _mismatch(output, expected, place)
        return
    for mine, theirs in zip(output.parameters, expected.parameters, strict=False):
        yield from _problems(mine, theirs, f"{place}[]")


def _problems_of_struct(output: CelType, expected: CelType, struct: Struct, place: str) -> Iterator[str]:
    fields = struct.fields
    if output.kind == "map":
        if output.parameters[0].kind != "string":
            yield _mismatch(output, expected, place)
        for name, field in fields.items():
            yield from _problems(output.parameters[1], field, f"{place}.{name}")
    elif output.struct is not None and not struct.preserving and not _is_out_of_sight(output):
        for name, field in output.struct.fields.items():
            if name not in fields:
                yield f"it has a field '{_joined(place, name)}', and the field takes none of that name"
            else:
                yield from _problems(field, fields[name], f"{place}.{name}")


def _is_out_of_sight(type_: CelType) -> bool:
    """Whether kro finds no fields to compare: it looks a struct up from its root, and finds nothing where that is a list (a collection)."""
    return type_.struct is not None and "." not in type_.struct.path.partition("[]")[0] and "[]" in type_.struct.path


def _mismatch(output: CelType, expected: CelType, place: str) -> str:
    taken = _name(expected)
    if not place:
        return f"it is {_name(output)}, and the field takes {taken}"
    return f"its {place.removeprefix('.')} is {_name(output)}, and the field takes {taken} there"


def _joined(place: str, name: str) -> str:
    return f"{place}.{name}".removeprefix(".")


def _name(type_: CelType) -> str:
    """The type without the places of its structs, which say nothing here."""
    if type_.struct is not None:
        return "object"
    return str(attrs.evolve(type_, parameters=tuple(CelType("opaque", name=_name(parameter)) for parameter in type_.parameters)))
