"""The CEL of `validation`, as far as Kubernetes would refuse it: it is Kubernetes' own CEL, about `self` and `oldSelf`, and not kro's."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, Final

from typekro.expressions import library
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.schema.markers import IMMUTABLE, RULES
from typekro.schema.problems import RefusedError

TEXTS: Final = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'")
"""Strings of CEL."""
_NUMBER: Final = "(int|uint|double)"
# Kubernetes has these beyond what kro has; where they are used, the types are left to it.
_BEYOND_KRO: Final = re.compile(
    rf"\b(sets|format|authorizer)\.|__|found no matching overload for '[<>]=?' applied to '\({_NUMBER}, {_NUMBER}\)'"
)
# kro has these, and Kubernetes has not.
_BEYOND_KUBERNETES: Final = re.compile(
    r"(?<![.\w])((?:base64|cel|hash|json|random)\.\w+|omit)\(|\.(merge|deepMerge)\(|(?<![.\w])(runtime)\b"
)
_SCALARS: Final = frozenset({"bool", "bytes", "double", "int", "string", "uint"})


def problems_of_rules(schema: dict[str, Any]) -> Iterator[RefusedError]:
    """Each rule of a schema that Kubernetes cannot read; where Google's CEL library is absent, it is left to Kubernetes.

    Args:
        schema: the schema of a field, with its rules.
    """
    rules = [rule["rule"] for rule in schema.get(RULES, ()) if rule["message"] != IMMUTABLE]
    if not rules or not library.available():
        return
    type_ = library.type_of_schema(_closed(schema), "self") or library.DYN
    environment = library.Environment({"self": type_, "oldSelf": type_})
    for rule in rules:
        what, near = "", None
        try:
            compiled = environment.compile(rule)
            made = str(compiled.type)
            what = _strange_to_kubernetes(compiled) if made in {"bool", "dyn"} else f"it is {made}, and not bool"
        except library.CelError as error:
            what, near = error.reason, error.nearest
        if what and not (_BEYOND_KRO.search(rule) or _BEYOND_KRO.search(what)):
            why = "the rule is CEL of Kubernetes, in which self is the value and fields have their names in the cluster"
            yield RefusedError(f"its validation {rule} cannot be meant: {what}", why, near or (), "Kubernetes")


def _closed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A schema as rules see it: of an object that keeps unknown fields, Kubernetes' CEL knows none but the named ones."""
    closed = {key: value for key, value in schema.items() if key != "x-kubernetes-preserve-unknown-fields"}
    closed |= {key: _closed(closed[key]) for key in ("additionalProperties", "items") if is_mapping(closed.get(key))}
    properties = closed.get("properties")
    return closed | ({"properties": {name: _closed(part) for name, part in properties.items()}} if is_mapping(properties) else {})


def _strange_to_kubernetes(compiled: library.Compiled) -> str:
    """Why Kubernetes refuses what kro would take; empty where it does not."""
    found = _BEYOND_KUBERNETES.search(TEXTS.sub("''", compiled.text))
    if found is not None:
        return f"there is no {next(filter(None, found.groups()))} in a validation"
    for node in library.walk(compiled.tree):
        match node:
            case library.Call(function="matches", arguments=(*_, library.Constant(value=str() as pattern))):
                problem = library.problem_of_pattern(pattern)
            case library.ListOf(items=items) if "format" not in compiled.functions:
                kinds = dict.fromkeys(item.type.kind for item in items if item.type is not None and item.type.kind in _SCALARS)
                problem = f"a list of {' and '.join(kinds)}" if len(kinds) > 1 else None
            case _:
                problem = None
        if problem is not None:
            return problem
    return ""


def problems_of_default_by_rules(schema: dict[str, Any]) -> Iterator[RefusedError]:
    """Each rule, of a schema or of what is in it, that the schema's own default breaks: Kubernetes takes no such default.

    Args:
        schema: the schema of a field, with its default.
    """
    if not library.available():
        return
    default = schema["default"]
    for rule, value, at in _ruled(schema, default, ""):
        broken = library.problem_of_rule(rule, value)
        if broken is None:
            continue
        where = f" of {at.removeprefix('.')}" if at else ""
        why = [f"Kubernetes holds a default against the rules as it stands, and nothing is filled in: {broken}"]
        hint: list[str] = []
        if default == {} and schema.get("properties"):
            why.append("kro gives the default {} to what has no required field, and a field with a default")
            hint = [
                f"let it allow what is not there: !has(self.{next(iter(schema['properties']))}) || ({rule})",
                "or make a field of it required",
            ]
        yield RefusedError(f"its default {default!r} breaks the validation {rule}{where}", why, hint, "Kubernetes")


def _ruled(schema: Mapping[str, Any], value: Any, at: str) -> Iterator[tuple[str, Any, str]]:
    """The rules that a value has to keep: each with what is `self` to it, and where that is."""
    rules = schema.get(RULES, ())
    if rules:
        # What is not of its type is told elsewhere.
        with suppress(library.CelValueError):
            seen = library.typed(value, schema)
            yield from ((rule["rule"], seen, at) for rule in rules)
    if is_mapping(value):
        properties, others = schema.get("properties", {}), schema.get("additionalProperties")
        for name, part in value.items():
            below = properties.get(name, others)
            if is_mapping(below):
                yield from _ruled(below, part, f"{at}.{name}" if name in properties else f"{at}[{name!r}]")
    elif is_sequence(value) and "items" in schema:
        for index, part in enumerate(value):
            yield from _ruled(schema["items"], part, f"{at}[{index}]")
