"""What each marker does to the OpenAPI schema of its field, and where kro refuses it."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, Final, TypeAlias

import attrs

from typekro.schema.field_texts import MarkerText
from typekro.schema.go_texts import SPACE, integer_of, number_of, quoted, truth_of
from typekro.schema.markers import IMMUTABLE, IMMUTABLE_RULE, LIST_KEYS, LIST_TYPE, RULES
from typekro.schema.patterns import problem_of_pattern
from typekro.schema.problems import RefusedError, nearest

OpenAPI: TypeAlias = dict[str, Any]
TYPE_NAMES: Final = {
    "string": "a string",
    "integer": "an integer",
    "number": "a float",
    "boolean": "a boolean",
    "array": "a list",
    "object": "an object",
}
LIST_TYPES: Final = ("atomic", "set", "map")
_EXPONENT = 1e21
_NOT_JSON = "kro writes it into the CRD as it is, where it would have to be JSON"


@attrs.frozen
class Unwritable:
    """What kro takes for a rule and cannot write into the CRD; only where the rule is used does it matter.

    Args:
        problem: why.
    """

    problem: RefusedError


def unwritable(schema: OpenAPI) -> Iterator[RefusedError]:
    """The rules of a schema that kro cannot write.

    Args:
        schema: the schema of a field; those of its items and fields are left alone.
    """
    for value in (schema.get("default"), schema.get("minimum"), schema.get("maximum"), *schema.get("enum", ())):
        if isinstance(value, Unwritable):
            yield value.problem


def apply_marker(schema: OpenAPI, marker: MarkerText) -> None:
    """Writes a marker into the schema of its field; `required` is that of the object around it, and not known here.

    Args:
        schema: the schema of the field, which is changed.
        marker: the marker.

    Raises:
        RefusedError: kro refuses it there.
    """
    _APPLY[marker.key](schema, marker)


def is_true(marker: MarkerText) -> bool:
    """The truth value of a marker.

    Raises:
        RefusedError: it is none.
    """
    value = truth_of(marker.value)
    if value is None:
        raise RefusedError(f"{marker.key}={marker.value} is neither true nor false", "kro reads a truth value there", f"{marker.key}=true")
    return value


def check_list_keys(schema: OpenAPI) -> None:
    """What all markers of a field have to be together.

    Raises:
        RefusedError: kro refuses them.
    """
    if LIST_KEYS in schema and schema.get(LIST_TYPE) != "map":
        key = schema[LIST_KEYS][0]
        found = f"listType={schema[LIST_TYPE]}" if LIST_TYPE in schema else "no listType"
        raise RefusedError(
            f"listMapKey={key} with {found}", "kro takes keys for lists of listType=map alone", f"listType=map listMapKey={key}"
        )


def _only_for(schema: OpenAPI, marker: MarkerText, *types: str) -> None:
    found = schema.get("type", "")
    if found not in types:
        allowed = " and ".join(TYPE_NAMES[type_].split()[-1] + "s" for type_ in types)
        raise RefusedError(f"{marker.key} on {TYPE_NAMES.get(found, found)}", f"kro takes {marker.key} for {allowed} alone", "leave it out")


def _default(schema: OpenAPI, marker: MarkerText) -> None:
    kind = str(schema.get("type"))
    readers: dict[str, Callable[[str], object]] = {"integer": integer_of, "number": number_of, "boolean": truth_of}
    if kind in readers and readers[kind](marker.value) is None:
        raise RefusedError(f"default={marker.value} is not {TYPE_NAMES[kind]}", "kro checks the default against the type", ())
    raw = f'"{marker.value}"' if kind == "string" else marker.value
    if raw in {"", "null"}:
        schema["default"] = None  # the API server drops it, and kro counts it as a default all the same
        return
    try:
        schema["default"] = json.loads(raw, parse_constant=_no_constant)
    except ValueError:
        problem = RefusedError(f"default={marker.value} is not JSON", _NOT_JSON, _default_hint(kind, marker.value))
        schema["default"] = Unwritable(problem)


def _no_constant(text: str) -> object:
    raise ValueError(text)


def _default_hint(kind: str, value: str) -> str:
    if kind == "string":
        inner = json.dumps(json.dumps(value, ensure_ascii=False)[1:-1], ensure_ascii=False)
        return f"default={inner}"
    example = {"integer": "3", "number": "0.5", "boolean": "true", "array": '["a", "b"]'}.get(kind, '{"key": "value"}')
    return f"default={example}"


def _description(schema: OpenAPI, marker: MarkerText) -> None:
    if marker.value:
        schema["description"] = marker.value
    else:
        schema.pop("description", None)


def _bound(schema: OpenAPI, marker: MarkerText) -> None:
    value = number_of(marker.value)
    if value is None:
        raise RefusedError(f"{marker.key}={marker.value} is no number", "kro reads a number there", f"{marker.key}=1")
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - what is not equal to itself is no number
        problem = RefusedError(f"{marker.key}={marker.value} is no number of JSON", "kro cannot write it into the CRD", "leave it out")
        schema[marker.key] = Unwritable(problem)
        return
    schema[marker.key] = int(Decimal(repr(value))) if value.is_integer() and abs(value) < _EXPONENT else value  # as Go writes a float


def _count(type_: str) -> Callable[[OpenAPI, MarkerText], None]:
    def apply(schema: OpenAPI, marker: MarkerText) -> None:
        _only_for(schema, marker, type_)
        value = integer_of(marker.value)
        if value is None:
            raise RefusedError(f"{marker.key}={marker.value} is no integer", "kro reads an integer there", f"{marker.key}=1")
        schema[marker.key] = value

    return apply


def _pattern(schema: OpenAPI, marker: MarkerText) -> None:
    if not marker.value:
        raise RefusedError("pattern is empty", "kro refuses a pattern that says nothing", "leave it out")
    _only_for(schema, marker, "string")
    problem = problem_of_pattern(marker.value)
    if problem is not None:
        why = f"it has to be a regular expression of Go (RE2): {problem}"
        raise RefusedError(f"the pattern {marker.value} cannot be read", why, 'pattern="^[a-z]+$"')
    schema["pattern"] = marker.value


def _enum(schema: OpenAPI, marker: MarkerText) -> None:
    parts = [part.strip(SPACE) for part in marker.value.split(",")]
    if "" in parts:
        raise RefusedError(f'enum="{marker.value}" has an empty value', "kro takes none; values are divided by commas", 'enum="a,b"')
    _only_for(schema, marker, "string", "integer")
    schema["enum"] = [_enum_value(part, schema["type"]) for part in parts]


def _enum_value(part: str, type_: str) -> object:
    if type_ == "integer" and integer_of(part) is None:
        raise RefusedError(f"{part} in enum is no integer", "kro checks the values against the type", 'enum="1,2"')
    try:
        return json.loads(quoted(part) if type_ == "string" else part)
    except ValueError:
        return Unwritable(RefusedError(f"{part!r} in enum is not JSON", _NOT_JSON, ()))


def _immutable(schema: OpenAPI, marker: MarkerText) -> None:
    if is_true(marker):
        schema.setdefault(RULES, []).append({"rule": IMMUTABLE_RULE, "message": IMMUTABLE})


def _validation(schema: OpenAPI, marker: MarkerText) -> None:
    if not marker.value.strip(SPACE):
        raise RefusedError("validation is empty", "kro wants a CEL expression about self there", 'validation="self > 0"')
    schema.setdefault(RULES, []).append({"rule": marker.value, "message": "validation failed"})


def _list_type(schema: OpenAPI, marker: MarkerText) -> None:
    _only_for(schema, marker, "array")
    if marker.value not in LIST_TYPES:
        near = nearest(marker.value, LIST_TYPES) or "set"
        raise RefusedError(f"listType={marker.value}", f"kro knows {', '.join(LIST_TYPES)}", f"listType={near}")
    if schema.get(LIST_TYPE, marker.value) != marker.value:
        why = "a list has one type; uniqueItems=true makes it a set"
        raise RefusedError(f"listType={marker.value} on a list that is a {schema[LIST_TYPE]} already", why, "leave one of them out")
    schema[LIST_TYPE] = marker.value


def _list_key(schema: OpenAPI, marker: MarkerText) -> None:
    _only_for(schema, marker, "array")
    keys = schema.setdefault(LIST_KEYS, [])
    if marker.value in keys:
        raise RefusedError(f"listMapKey={marker.value} twice", "kro takes each key once", "leave one of them out")
    keys.append(marker.value)


def _unique_items(schema: OpenAPI, marker: MarkerText) -> None:
    unique = is_true(marker)
    _only_for(schema, marker, "array")
    if not unique:
        return
    if schema.get(LIST_TYPE, "set") != "set":
        why = "uniqueItems=true makes the list a set"
        raise RefusedError(f"uniqueItems=true with listType={schema[LIST_TYPE]}", why, "leave one of them out")
    schema[LIST_TYPE] = "set"


_APPLY: dict[str, Callable[[OpenAPI, MarkerText], None]] = {
    "default": _default,
    "description": _description,
    "minimum": _bound,
    "maximum": _bound,
    "minLength": _count("string"),
    "maxLength": _count("string"),
    "pattern": _pattern,
    "enum": _enum,
    "minItems": _count("array"),
    "maxItems": _count("array"),
    "uniqueItems": _unique_items,
    "listType": _list_type,
    "listMapKey": _list_key,
    "immutable": _immutable,
    "validation": _validation,
}
