"""Rules that a CRD has in CEL: what they say of an object, and of what it was before an update."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.expressions import library
from typekro.local.schemas.correlating import UNKNOWN, field_before, is_same, item_before
from typekro.local.schemas.field_problems import (
    DUPLICATE,
    FORBIDDEN,
    INVALID,
    NOWHERE,
    REQUIRED,
    FieldProblem,
    invalid,
    shown,
)
from typekro.local.schemas.shapes import is_list, is_object
from typekro.local.schemas.structural import RULES, Node
from typekro.openapi.schemas import Schema

_EMBEDDED: Final = "x-kubernetes-embedded-resource"
_ANYTHING: Final = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
_STEP: Final = re.compile(r"\.([^.\[]+)|\['((?:[^'\\]|\\.)*)'\]")
_LONGEST_MESSAGE: Final = 5 * 1024
_NOUNS: Final = {FORBIDDEN: "Forbidden", REQUIRED: "Required value", DUPLICATE: "Duplicate value", INVALID: "Invalid value"}


@attrs.frozen
class _Rule:
    """A rule, read once.

    Args:
        text: the CEL.
        said: what is said where it is broken, without an expression that says it.
        message: an expression that says it; empty where there is none.
        reason: the kind of problem.
        below: the field that is blamed, below the value.
        transition: whether it is about what the value was.
        optional: whether what it was may be unknown to it.
    """

    text: str
    said: str
    message: str
    reason: str
    below: str
    transition: bool
    optional: bool

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> "_Rule":
        """A rule as a CRD has it."""
        text = rule["rule"]
        steps = _STEP.findall(rule.get("fieldPath") or "")
        return cls(
            text,
            (rule.get("message") or "").strip() or f"failed rule: {text.strip()}",
            rule.get("messageExpression") or "",
            rule.get("reason") or INVALID,
            ".".join(dotted or re.sub(r"\\(.)", r"\1", quoted) for dotted, quoted in steps),
            library.uses_old_self(text),
            bool(rule.get("optionalOldSelf")),
        )

    @property
    def name(self) -> str:
        """What it is called where it fails."""
        return self.text.strip() if self.said.startswith("failed rule: ") else self.said


_READ: Final[dict[int, tuple[Any, tuple[_Rule, ...]]]] = {}


def broken(value: Any, node: Node, path: str = "", old: Any = UNKNOWN, same: Any = UNKNOWN) -> Iterator[FieldProblem]:
    """What the rules of a schema say of a value; where Google's library is absent, they say nothing.

    Args:
        value: an object, or a part of one.
        node: what its schema says.
        path: where it stands.
        old: what it was before an update.
        same: what of it or around it was last known before, so that what did not change is not told again.
    """
    if value is None or RULES not in node.has or not library.available():
        return
    nearest = old if old is not UNKNOWN else same
    yield from _broken_here(value, node, path, old, nearest)
    for name, part in value.items() if is_object(value) else ():
        below = node.below(name)
        if below is not None:
            at = (f"{path}.{name}" if path else name) if name in node.properties else f"{path}[{name}]"
            before = field_before(old, value, name, node.schema) if old is not UNKNOWN else UNKNOWN
            yield from broken(part, below, at, before, nearest)
    if is_list(value) and node.items is not None:
        for index, item in enumerate(value):
            before = item_before(old, item, node.schema) if old is not UNKNOWN else UNKNOWN
            yield from broken(item, node.items, f"{path}[{index}]", before, nearest)


def _broken_here(value: Any, node: Node, path: str, old: Any, nearest: Any) -> Iterator[FieldProblem]:
    rules = _rules_of(node)
    if not rules:
        return
    # at the root, and in an embedded object, a rule sees kind, version and name
    schema = node.schema if path else {**node.schema, _EMBEDDED: True}
    unknown = old is UNKNOWN or old is None
    for rule in rules:
        if rule.transition and unknown and not rule.optional:
            continue
        program = library.rule_program(rule.text)
        if program is None:
            continue
        try:
            values = (library.typed(value, schema, _any), library.NO_VALUE if unknown else library.typed(old, schema, _any))
            holds = program.said_of(*values, optional=rule.optional)
        except library.CelValueError as error:
            yield _failed(path or NOWHERE, node, rule, error.message)
            continue
        if holds is not True and (rule.transition or nearest is UNKNOWN or not is_same(nearest, value, node.schema)):
            yield _problem(_blamed(path, rule.below), value, rule, _said(rule, values))


def _any(_: str) -> Schema:
    return _ANYTHING


def _blamed(path: str, below: str) -> str:
    return ".".join(filter(None, (path, below))) or NOWHERE


def _failed(path: str, node: Node, rule: _Rule, error: str) -> FieldProblem:
    what = node.schema.get("type", "")
    if error.startswith("no such overload"):
        said = f"'{error}': call arguments did not match a supported operator, function or macro signature for rule: {rule.name}"
        return invalid(path, what, said)
    return invalid(path, what, f"{error} evaluating rule: {rule.name}")


def _said(rule: _Rule, values: tuple[Any, Any]) -> str:
    program = library.rule_program(rule.message) if rule.message else None
    if program is None:
        return rule.said
    try:
        made = program.said_of(*values, optional=rule.optional)
    except library.CelValueError:
        return rule.said
    text = made.strip() if isinstance(made, str) else ""
    return text if text and "\n" not in text and len(text.encode()) <= _LONGEST_MESSAGE else rule.said


def _problem(path: str, value: Any, rule: _Rule, said: str) -> FieldProblem:
    noun = _NOUNS[rule.reason]
    if rule.reason in {FORBIDDEN, REQUIRED}:
        return FieldProblem(path, rule.reason, f"{noun}: {said}")
    told = "" if isinstance(value, dict | list) else f": {shown(value)}"
    return FieldProblem(path, rule.reason, f"{noun}{told}" if rule.reason == DUPLICATE else f"{noun}{told}: {said}")


def _rules_of(node: Node) -> tuple[_Rule, ...]:
    given = node.schema.get(RULES)
    if not given:
        return ()
    known = _READ.get(id(given))
    if known is None or known[0] is not given:
        known = _READ[id(given)] = (given, tuple(map(_Rule.of, given)))
    return known[1]
