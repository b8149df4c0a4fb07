"""Schemas of CustomResourceDefinitions as the API server takes or refuses them: what is structural, lists, defaults and rules."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.expressions import library
from typekro.local.schemas.checkers import checker_of
from typekro.local.schemas.field_problems import NOWHERE, FieldProblem, GoStruct, child, forbidden, invalid, not_supported, required
from typekro.local.schemas.shapes import is_list, is_object, items_of, part_of
from typekro.openapi.schemas import Schema
from typekro.schema.patterns import problem_of_pattern

_TYPES: Final = ("array", "boolean", "integer", "number", "object", "string")
_LIST: Final = "x-kubernetes-list-type"
_KEYS: Final = "x-kubernetes-list-map-keys"
_MAP: Final = "x-kubernetes-map-type"
_RULES: Final = "x-kubernetes-validations"
_EMBEDDED: Final = "x-kubernetes-embedded-resource"
_KEEPS: Final = "x-kubernetes-preserve-unknown-fields"
_INT_OR_TEXT: Final = "x-kubernetes-int-or-string"
_ANY_OF: Final = [{"type": "integer"}, {"type": "string"}]
_REASONS: Final = ("FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired")
_NESTED: Final = {
    "type": "must be empty to be structural",
    "additionalProperties": "must be undefined to be structural",
    "default": "must be undefined to be structural",
    "title": "must be empty to be structural",
    "description": "must be empty to be structural",
    "nullable": "must be false to be structural",
    _KEEPS: "must be false to be structural",
    _EMBEDDED: "must be false to be structural",
    _INT_OR_TEXT: "must be false to be structural",
    _KEYS: "must be empty to be structural",
    _LIST: "must be undefined to be structural",
    _MAP: "must be undefined to be structural",
}
_UNSUPPORTED: Final = ("id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref")


def schema_problems(schema: Schema, at: str, *, has_status: bool = False) -> list[FieldProblem]:
    """What is wrong with the schema of a version of a CustomResourceDefinition.

    Args:
        schema: the schema.
        at: where it stands, as Kubernetes calls it.
        has_status: whether the version has the subresource `status`.

    Example:
        >>> [problem.text for problem in schema_problems({"type": "object", "properties": {"a": {}}}, "s")]
        ['s.properties[a].type: Required value: must not be empty for specified object fields']
    """
    found: list[FieldProblem] = []
    if schema.get("nullable"):
        found.append(forbidden(f"{at}.nullable", "nullable cannot be true at the root"))
    if has_status and schema.get("type") not in {"object", None, ""}:
        said = 'only "object" is allowed as the type at the root of the schema if the status subresource is enabled'
        found.append(invalid(f"{at}.type", schema["type"], said))
    found += _of_part(schema, at)
    if not any(problem.message.endswith(" is not supported") for problem in found):
        found += sorted(_structural(schema, at, "root"), key=lambda problem: problem.text)
    if not found:
        found += _of_defaults(schema, at)
        found += _of_rules(schema, at)
    return found


def _below(schema: Schema, at: str) -> Iterator[tuple[Schema, str]]:
    for name, part in part_of(schema, "properties").items():
        yield part, f"{at}.properties[{name}]"
    for key in ("items", "additionalProperties", "not"):
        if is_object(schema.get(key)):
            yield schema[key], f"{at}.{key}"
    for key in ("allOf", "anyOf", "oneOf"):
        for index, part in enumerate(items_of(schema, key)):
            yield part, f"{at}.{key}[{index}]"


def _of_part(schema: Schema, at: str) -> Iterator[FieldProblem]:
    """What no schema of OpenAPI may have here, whatever is around it."""
    yield from _of_unsupported(schema, at)
    yield from _of_merging(schema, at)
    yield from _of_list(schema, at)
    yield from _of_rule_texts(items_of(schema, _RULES), at)
    for part, below in _below(schema, at):
        yield from _of_part(part, below)


def _of_unsupported(schema: Schema, at: str) -> Iterator[FieldProblem]:
    kind = schema.get("type") or ""
    if schema.get("uniqueItems"):
        yield forbidden(f"{at}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic")
    if schema.get("additionalProperties") not in (None, False) and schema.get("properties"):
        yield forbidden(f"{at}.additionalProperties", "additionalProperties and properties are mutual exclusive")
    if schema.get("additionalProperties") is False:
        yield forbidden(f"{at}.additionalProperties", "additionalProperties cannot be set to false")
    if kind == "null":
        yield forbidden(f"{at}.type", "type cannot be set to null, use nullable as an alternative")
    if kind and kind not in _TYPES:
        yield not_supported(f"{at}.type", kind, _TYPES)
    yield from (forbidden(f"{at}.{key}", f"{key} is not supported") for key in _UNSUPPORTED if schema.get(key) not in (None, ""))
    if is_list(schema.get("items")):
        yield forbidden(f"{at}.items", "items must be a schema object and not an array")
    if schema.get(_KEEPS) is False:
        yield invalid(f"{at}.{_KEEPS}", value=False, detail="must be true or undefined")


def _of_merging(schema: Schema, at: str) -> Iterator[FieldProblem]:
    kind, list_type, map_type = schema.get("type") or "", schema.get(_LIST), schema.get(_MAP)
    if map_type is not None:
        yield from _wants_type(kind, "object", _MAP, at)
        if map_type not in {"atomic", "granular"}:
            yield not_supported(f"{at}.{_MAP}", map_type, ("atomic", "granular"))
    if list_type is not None:
        yield from _wants_type(kind, "array", _LIST, at)
        if list_type not in {"atomic", "set", "map"}:
            yield not_supported(f"{at}.{_LIST}", list_type, ("atomic", "set", "map"))


def _wants_type(kind: str, wanted: str, key: str, at: str) -> Iterator[FieldProblem]:
    said = f"must be {wanted} if {key} is specified"
    if not kind:
        yield required(f"{at}.type", said)
    elif kind != wanted:
        yield invalid(f"{at}.type", kind, said)


def _of_list(schema: Schema, at: str) -> Iterator[FieldProblem]:
    list_type, keys, items = schema.get(_LIST), items_of(schema, _KEYS), schema.get("items")
    if is_object(items) and list_type in {"set", "map"} and items.get("nullable"):
        yield forbidden(f"{at}.items.nullable", f"cannot be nullable when {_LIST} is {list_type}")
    if list_type == "set" and is_object(items):
        atomic = "must be atomic as item of a list with x-kubernetes-list-type=set"
        if items.get("type") == "array" and items.get(_LIST) not in {None, "atomic"}:
            yield invalid(f"{at}.items.{_LIST}", items.get(_LIST), atomic)
        if items.get("type") == "object" and items.get(_MAP) != "atomic":
            yield invalid(f"{at}.items.{_MAP}", items.get(_LIST), atomic)
    if keys and list_type != "map":
        said = f"must be map if {_KEYS} is non-empty"
        yield required(f"{at}.{_LIST}", said) if list_type is None else invalid(f"{at}.{_LIST}", list_type, said)
    if list_type == "map":
        yield from _of_map_list(keys, items, at)


def _of_map_list(keys: Sequence[str], items: Any, at: str) -> Iterator[FieldProblem]:
    if not keys:
        yield required(f"{at}.{_KEYS}", f"must not be empty if {_LIST} is map")
    if items is None:
        yield required(f"{at}.items", f"must have a schema if {_LIST} is map")
        return
    if items.get("type") != "object":
        yield invalid(f"{at}.items.type", items.get("type") or "", f"must be object if parent array's {_LIST} is map")
        return
    properties = part_of(items, "properties")
    for number, key in enumerate(keys):
        part = properties.get(key)
        if part is None:
            yield invalid(f"{at}.{_KEYS}", list(keys), "entries must all be names of item properties")
        elif part.get("type") in {"array", "object"}:
            said = f"must be a scalar type if parent array's {_LIST} is map"
            yield invalid(f"{at}.items.properties[{key}].type", items.get("type") or "", said)
        if key in keys[:number]:
            yield invalid(f"{at}.{_KEYS}", list(keys), "must not contain duplicate entries")
        if part is not None and key not in (items_of(items, "required")) and part.get("default") is None:
            said = f"this property is in {_KEYS}, so it must have a default or be a required property"
            yield required(f"{at}.items.properties[{key}].default", said)
        if part is not None and part.get("nullable"):
            yield forbidden(f"{at}.items.properties[{key}].nullable", f"this property is in {_KEYS}, so it cannot be nullable")


def _of_rule_texts(rules: Sequence[Mapping[str, Any]], at: str) -> Iterator[FieldProblem]:
    for index, rule in enumerate(rules):
        here, text, message = f"{at}.{_RULES}[{index}]", (rule.get("rule") or "").strip(), rule.get("message") or ""
        if not text:
            yield required(f"{here}.rule", "rule is not specified")
        elif message and not message.strip():
            yield invalid(f"{here}.message", message, "must be non-empty if specified")
        elif "\n" in message.strip():
            yield invalid(f"{here}.message", message, "must not contain line breaks")
        elif "\n" in text and not message:
            yield required(f"{here}.message", "message must be specified if rule contains line breaks")
        if rule.get("messageExpression") and not rule["messageExpression"].strip():
            yield required(f"{here}.messageExpression", "messageExpression must be non-empty if specified")
        if rule.get("reason") is not None and rule["reason"] not in _REASONS:
            yield not_supported(f"{here}.reason", rule["reason"], _REASONS)


def _structural(schema: Schema, at: str, level: str) -> Iterator[FieldProblem]:
    """What makes a schema one from which it cannot be told what each field is."""
    kind, properties, others = schema.get("type") or "", part_of(schema, "properties"), schema.get("additionalProperties")
    if kind == "array" and schema.get("items") is None:
        yield required(f"{at}.items", "must be specified")
    if is_object(schema.get("items")):
        yield from _structural(schema["items"], f"{at}.items", "items")
    for name, part in properties.items():
        if not (level == "root" and name == "metadata"):
            yield from _structural(part, f"{at}.properties[{name}]", "fields")
    if others is not None and level == "root":
        yield forbidden(f"{at}.additionalProperties", "must not be used at the root")
    if is_object(others):
        yield from _structural(others, f"{at}.additionalProperties", "fields")
    yield from _of_extensions(schema, at)
    yield from _of_values(schema, at, nested=False)
    yield from _of_type(schema, at, level)
    yield from _of_metadata(schema, at, level)


def _of_extensions(schema: Schema, at: str) -> Iterator[FieldProblem]:
    if schema.get(_INT_OR_TEXT):
        said = f"must be false if {_INT_OR_TEXT} is true"
        yield from (invalid(f"{at}.{key}", True, said) for key in (_KEEPS, _EMBEDDED) if schema.get(key))  # noqa: FBT003 - what stands there
    if schema.get(_EMBEDDED):
        if schema.get("additionalProperties") is not None:
            yield forbidden(f"{at}.additionalProperties", f"must not be used if {_EMBEDDED} is set")
        if not schema.get(_KEEPS) and not schema.get("properties"):
            yield required(f"{at}.properties", f"must not be empty if {_EMBEDDED} is true without {_KEEPS}")


def _of_type(schema: Schema, at: str, level: str) -> Iterator[FieldProblem]:
    kind = schema.get("type") or ""
    if schema.get(_EMBEDDED) and kind != "object":
        said = f"must be object if {_EMBEDDED} is true"
        yield invalid(f"{at}.type", kind, said) if kind else required(f"{at}.type", said)
    elif not kind and not schema.get(_INT_OR_TEXT) and not schema.get(_KEEPS):
        where = {"root": "at the root", "items": "for specified array items", "fields": "for specified object fields"}[level]
        yield required(f"{at}.type", f"must not be empty {where}")
    if level == "root" and kind not in {"", "object"}:
        yield invalid(f"{at}.type", kind, "must be object at the root")


def _of_metadata(schema: Schema, at: str, level: str) -> Iterator[FieldProblem]:
    properties = part_of(schema, "properties")
    whole = level == "root" or bool(schema.get(_EMBEDDED))
    for name in ("kind", "apiVersion"):
        if whole and name in properties and properties[name].get("type") != "string":
            yield invalid(f"{at}.properties[{name}].type", properties[name].get("type") or "", "must be string")
    metadata = properties.get("metadata")
    if metadata is None:
        return
    here = f"{at}.properties[metadata]"
    if whole and metadata.get("type") != "object":
        yield invalid(f"{here}.type", metadata.get("type") or "", "must be object")
    said = metadata.keys() - {"type", "default", "properties"}
    if level == "root" and (said or set(part_of(metadata, "properties")) - {"name", "generateName"}):
        yield forbidden(here, "must not specify anything other than name and generateName, but metadata is implicitly specified")


def _of_values(schema: Schema, at: str, *, nested: bool) -> Iterator[FieldProblem]:
    either = bool(schema.get(_INT_OR_TEXT)) or nested
    for key in ("anyOf", "allOf", "oneOf"):
        for index, part in enumerate(items_of(schema, key)):
            if key == "anyOf" and either and schema[key] == _ANY_OF:
                continue
            skipped = key == "allOf" and index == 0 and bool(schema.get(_INT_OR_TEXT)) and part.get("anyOf") == _ANY_OF
            yield from _nested({**part, "anyOf": []} if skipped else part, f"{at}.{key}[{index}]", rules=key == "allOf")
    if is_object(schema.get("not")):
        yield from _nested(schema["not"], f"{at}.not", rules=False)
    pattern = schema.get("pattern")
    problem = problem_of_pattern(pattern) if pattern else None
    if problem is not None:
        what, _, where = problem.partition(": ")
        said = f"error parsing regexp: {'missing closing ]' if what == 'missing ]' else what}: `{where}`"
        yield invalid(f"{at}.pattern", pattern, f"must be a valid regular expression, but isn't: {said}")


def _nested(schema: Schema, at: str, *, rules: bool) -> Iterator[FieldProblem]:
    """What of a schema in `allOf` and its like is not about values alone."""
    yield from (forbidden(f"{at}.{key}", said) for key, said in _NESTED.items() if schema.get(key))
    if schema.get(_RULES) and not rules:
        yield forbidden(f"{at}.{_RULES}", "must be empty to be structural")
    yield from _of_values(schema, at, nested=False)
    if is_object(schema.get("items")):
        yield from _nested(schema["items"], f"{at}.items", rules=rules)
    for name, part in part_of(schema, "properties").items():
        if name == "metadata":
            yield forbidden(f"{at}.properties[metadata]", "must not be specified in a nested context")
        yield from _nested(part, f"{at}.properties[{name}]", rules=rules)


def _of_defaults(schema: Schema, at: str) -> Iterator[FieldProblem]:
    if schema.get("default") is not None:
        here = f"{at}.default"
        for _, problem in checker_of(schema).check(schema["default"], "")[1]:
            path = here if problem.path in {NOWHERE, ""} else child(here, problem.path)
            yield FieldProblem(path, problem.reason, problem.message)
    for part, below in _below(schema, at):
        # The API server looks at no default below a map: seen on the real one, which takes any there.
        if part is not schema.get("additionalProperties"):
            yield from _of_defaults(part, below)


def _of_rules(schema: Schema, at: str) -> Iterator[FieldProblem]:
    """Each rule that cannot be read; where Google's library is absent, none."""
    rules = items_of(schema, _RULES)
    if rules and library.available():
        for index, rule in enumerate(rules):
            try:
                library.parse(rule["rule"])
            except library.CelError as error:
                shown = GoStruct(
                    Rule=rule["rule"],
                    Message=rule.get("message") or "",
                    MessageExpression=rule.get("messageExpression") or "",
                    Reason=rule.get("reason"),
                    FieldPath=rule.get("fieldPath") or "",
                    OptionalOldSelf=rule.get("optionalOldSelf"),
                )
                yield invalid(f"{at}.{_RULES}[{index}].rule", shown, f"compilation failed: {error}")
    for part, below in _below(schema, at):
        yield from _of_rules(part, below)
