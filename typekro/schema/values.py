"""JSON values held against an OpenAPI schema, as the API server does it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.errors import compose
from typekro.expressions import expression_of
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.schema.patterns import matches
from typekro.schema.problems import nearest

_NAMES: Final = {
    "string": "a text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}
_OPEN: Final = "x-kubernetes-preserve-unknown-fields"


def problems_of_value(value: Any, schema: Mapping[str, Any], at: str, *, references: bool = False) -> Iterator[str]:
    """Each reason why the API server would refuse a value where a schema is declared.

    Args:
        value: JSON.
        schema: the OpenAPI schema, without `$ref`.
        at: what the value is called in messages.
        references: whether references may stand in it; about them nothing is said.

    Example:
        >>> list(problems_of_value({"n": 0}, {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}}, "spec"))
        ['spec.n: 0 is less than minimum=1']
    """
    if references and expression_of(value) is not None:
        return
    type_ = schema.get("type")
    if type_ is not None and not _is_of(value, type_):
        yield compose(f"{at}: expected {_NAMES[type_]}, got {shown(value)}")
        return
    yield from (f"{at}: {broken}" for broken in broken_rules(value, schema))
    if is_mapping(value):
        yield from _problems_of_object(value, schema, at, references=references)
    elif is_sequence(value) and "items" in schema:
        for position, part in enumerate(value):
            yield from problems_of_value(part, schema["items"], f"{at}[{position}]", references=references)


def _problems_of_object(value: Mapping[str, Any], schema: Mapping[str, Any], at: str, *, references: bool) -> Iterator[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    others = schema.get("additionalProperties")
    for name in schema.get("required", ()):
        if name not in value:
            yield compose(f"{at}.{name}: it is required, and not there")
    for name, part in value.items():
        if name in properties:
            yield from problems_of_value(part, properties[name], f"{at}.{name}", references=references)
        elif is_mapping(others):
            yield from problems_of_value(part, others, f"{at}[{name!r}]", references=references)
        elif not schema.get(_OPEN) and not others:
            near = nearest(name, properties)
            yield compose(f"{at}.{name}: there is no such field", (), f"{near}: ..." if near else ())


def broken_rules(value: Any, rules: Mapping[str, Any]) -> Iterator[str]:
    """Each rule of a schema that a value breaks, whatever is in it; lengths of texts are counted in characters.

    Args:
        value: JSON.
        rules: `minimum`, `maxLength` and the like, of an OpenAPI schema.

    Example:
        >>> list(broken_rules("a", {"enum": ["b", "c"], "minLength": 2}))
        ["'a' is none of 'b', 'c'", "'a' is shorter than minLength=2"]
    """
    if "enum" in rules and not any(_same(value, allowed) for allowed in rules["enum"]):
        yield none_of(value, rules["enum"])
    match value:
        case bool() | None:
            pass
        case int() | float():
            yield from _beyond(value, rules, ("minimum", "maximum"), (f"{value!r} is less", f"{value!r} is more"))
        case str():
            yield from _beyond(len(value), rules, ("minLength", "maxLength"), (f"{value!r} is shorter", f"{value!r} is longer"))
            if "pattern" in rules and matches(rules["pattern"], value) is False:
                yield f"{value!r} does not match pattern={rules['pattern']}"
        case _ if is_sequence(value):
            count = "1 item is" if len(value) == 1 else f"{len(value)} items are"
            yield from _beyond(len(value), rules, ("minItems", "maxItems"), (f"{count} less", f"{count} more"))
        case _:
            pass


def _beyond(size: float, rules: Mapping[str, Any], names: tuple[str, str], words: tuple[str, str]) -> Iterator[str]:
    least, most = names
    if least in rules and size < rules[least]:
        yield f"{words[0]} than {least}={rules[least]}"
    if most in rules and size > rules[most]:
        yield f"{words[1]} than {most}={rules[most]}"


def none_of(value: object, allowed: Sequence[object]) -> str:
    """That a value is none of those that are allowed, with the one that was probably meant."""
    near = nearest(value, [each for each in allowed if isinstance(each, str)]) if isinstance(value, str) else None
    return compose(f"{value!r} is none of {', '.join(repr(each) for each in allowed)}", (), repr(near) if near else ())


def _same(value: object, allowed: object) -> bool:
    return value == allowed and isinstance(value, bool) == isinstance(allowed, bool)


def _is_of(value: object, type_: str) -> bool:
    match type_:
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return not isinstance(value, bool) and (isinstance(value, int) or (isinstance(value, float) and value.is_integer()))
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "array":
            return is_sequence(value)
        case _:
            return is_mapping(value)


def shown(value: object) -> str:
    """A value in a message, with what it is."""
    return "None" if value is None else f"{type(value).__name__} {value!r}"
