"""SimpleSchema read as kro reads it: the OpenAPI schema that it makes, or every reason why it would refuse."""

import json
from collections.abc import Mapping
from typing import Any

import attrs

from typekro.schema.crd_rules import problems_of_schema
from typekro.schema.field_texts import EXAMPLE, MarkerText, parse_markers, split_field
from typekro.schema.field_types import (
    OPENAPI_TYPES,
    AnyObject,
    Atomic,
    FieldType,
    ListOf,
    MapOf,
    Named,
    anything,
    copied_schema,
    names_in,
    parse_type,
    unknown_type,
)
from typekro.schema.marker_rules import OpenAPI, Unwritable, apply_marker, check_list_keys, is_true
from typekro.schema.problems import RefusedError, SchemaProblem, collected


@attrs.frozen
class Reading:
    """What became of a SimpleSchema.

    Args:
        schema: the OpenAPI schema; a field that kro would refuse holds anything in it.
        problems: why kro or Kubernetes would refuse it; nothing where they would take it.
    """

    schema: OpenAPI
    problems: tuple[SchemaProblem, ...]


def openapi_schema(spec: Mapping[str, Any], types: Mapping[str, Any] | None = None, *, at: str = "schema") -> OpenAPI:
    """The OpenAPI schema that kro makes of the spec of a kind.

    Args:
        spec: the text of each field, or a mapping of such, by name: `spec.schema.spec` of a ResourceGraphDefinition.
        types: the same for each type by its name: `spec.schema.types`.
        at: where they stand, for messages: problems are told of `schema.spec.name`.

    Raises:
        DefinitionError: kro refuses it, or Kubernetes refuses what kro makes of it; all reasons are named.

    Example:
        >>> openapi_schema({"name": "string | required=true"})
        {'type': 'object', 'properties': {'name': {'type': 'string'}}, 'required': ['name']}
    """
    reading = read_simple_schema(spec, types, at=at)
    if reading.problems:
        raise collected(at, [problem.text for problem in reading.problems])
    return reading.schema


def read_simple_schema(spec: Mapping[str, Any], types: Mapping[str, Any] | None = None, *, at: str = "schema") -> Reading:
    """The same as `openapi_schema`, with the problems beside a schema that can be used all the same.

    Args:
        spec: `spec.schema.spec` of a ResourceGraphDefinition.
        types: `spec.schema.types` of it.
        at: where they stand, for messages.

    Example:
        >>> reading = read_simple_schema({"flag": "boolean | enum=a"})
        >>> reading.problems[0].place, reading.problems[0].owner
        ('schema.spec.flag', 'kro')
    """
    return read_types_and_spec(spec, types or {}, f"{at}.spec", f"{at}.types.")


def read_types_and_spec(spec: Mapping[str, Any], types: Mapping[str, Any], at: str, at_types: str) -> Reading:
    """The same, where they stand at different places.

    Args:
        spec: the text of each field, by name.
        types: the same for each type.
        at: where the spec stands.
        at_types: what stands before the name of a type.
    """
    reader = _Reader(types, at, at_types)
    schema = reader.read(spec)
    refused = {problem.place for problem in reader.problems}
    problems = [*reader.problems, *(problem for problem in problems_of_schema(schema, at) if problem.place not in refused)]
    return Reading(_writable(schema), tuple(dict.fromkeys(problems)))


@attrs.frozen
class _Type:
    schema: OpenAPI
    required: bool


class _Reader:
    def __init__(self, types: Mapping[str, Any], at: str, at_types: str) -> None:
        self._specs = {_key(name): spec for name, spec in types.items()}
        self._at = at
        self._at_types = at_types
        self._types: dict[str, _Type] = {}
        self._open: list[str] = []
        self.problems: list[SchemaProblem] = []

    def read(self, spec: Mapping[str, Any]) -> OpenAPI:
        for name in self._specs:
            self._type(name)
        return self._object(spec, self._at)

    def _type(self, name: str) -> _Type:
        """The type of a name under `types`, whose own parts are read first."""
        if name in self._open:
            self._refuse(_cycle([*self._open[self._open.index(name) :], name]), f"{self._at_types}{name}")
            return _Type(anything(), required=False)
        if name not in self._types:
            self._open.append(name)
            parent: OpenAPI = {"required": []}
            schema = self._field(name, self._specs[name], parent, f"{self._at_types}{name}")
            self._open.pop()
            self._types[name] = _Type(schema, required=bool(parent["required"]))
        return self._types[name]

    def _object(self, spec: Mapping[str, Any], place: str) -> OpenAPI:
        schema: OpenAPI = {"type": "object", "properties": {}, "required": []}
        for key, field in spec.items():
            name = _key(key)
            schema["properties"][name] = self._field(name, field, schema, f"{place}.{name}")
        schema["required"].sort()
        if not schema["required"]:
            del schema["required"]
            if any("default" in part for part in schema["properties"].values()):
                schema["default"] = {}
        if not schema["properties"]:
            del schema["properties"]
        return schema

    def _field(self, name: str, field: object, parent: OpenAPI, place: str) -> OpenAPI:
        match field:
            case str():
                return self._text(name, field, parent, place)
            case Mapping():
                return self._object(field, place)  # pyright: ignore[reportUnknownArgumentType] # JSON
            case _:
                shown = "nothing" if field is None else f"{type(field).__name__} {field!r}"
                self._refuse(RefusedError(f"{shown} is no type", "kro reads a text or a mapping of fields there", EXAMPLE), place)
                return anything()

    def _text(self, name: str, text: str, parent: OpenAPI, place: str) -> OpenAPI:
        type_text, marker_text = split_field(text)
        schema = anything()
        known = False
        try:
            type_ = parse_type(type_text)
            unknown = [part for part in dict.fromkeys(names_in(type_)) if part not in self._specs]
            for part in unknown:
                self._refuse(unknown_type(part, [*self._specs]), place)
            if not unknown:
                known = True
                schema = self._schema(type_)
                if isinstance(type_, Named) and self._type(type_.name).required:
                    parent["required"].append(name)
        except RefusedError as error:
            self._refuse(error, place)
        markers = self._markers(marker_text, place)
        for marker in markers if known else ():
            self._apply(schema, marker, name, parent, place)
        if known:
            self._guarded(place, check_list_keys, schema)
        return schema

    def _schema(self, type_: FieldType) -> OpenAPI:
        match type_:
            case Atomic(name):
                return {"type": OPENAPI_TYPES[name]}
            case AnyObject():
                return anything()
            case ListOf(item):
                return {"type": "array", "items": self._schema(item)}
            case MapOf(value):
                return {"type": "object", "additionalProperties": self._schema(value)}
            case Named(name):
                return copied_schema(self._type(name).schema)

    def _markers(self, text: str | None, place: str) -> list[MarkerText]:
        try:
            return [] if text is None else parse_markers(text)
        except RefusedError as error:
            self._refuse(error, place)
            return []

    def _apply(self, schema: OpenAPI, marker: MarkerText, name: str, parent: OpenAPI, place: str) -> None:
        if marker.key != "required":
            self._guarded(place, apply_marker, schema, marker)
            return
        try:
            if is_true(marker):
                parent["required"].append(name)
        except RefusedError as error:
            self._refuse(error, place)

    def _guarded(self, place: str, function: Any, *arguments: Any) -> None:
        try:
            function(*arguments)
        except RefusedError as error:
            self._refuse(error, place)

    def _refuse(self, error: RefusedError, place: str) -> None:
        self.problems.append(error.at(place))


def _key(name: object) -> str:
    """A name as JSON has it: YAML reads `on` and `1` as something else."""
    return name if isinstance(name, str) else json.dumps(name)


def _cycle(path: list[str]) -> RefusedError:
    return RefusedError(f"the type contains itself: {' -> '.join(path)}", "kro writes out what a type is made of, and this has no end")


def _writable(schema: Any) -> Any:
    """The schema without what kro cannot write, and without defaults that are null, which the API server drops."""
    match schema:
        case dict():
            parts: dict[str, Any] = schema  # pyright: ignore[reportUnknownVariableType] # JSON
            dropped = {key for key, part in parts.items() if isinstance(part, Unwritable) or (key == "default" and part is None)}
            return {key: _writable(part) for key, part in parts.items() if key not in dropped}
        case list():
            items: list[Any] = schema  # pyright: ignore[reportUnknownVariableType] # JSON
            return [part for part in items if not isinstance(part, Unwritable)]
        case _:
            return schema
