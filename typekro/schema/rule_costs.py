"""What a `validation` costs at least, by the reckoning of Kubernetes: it refuses a kind whose rules may take too long.

Kubernetes reckons with the longest texts, lists and maps that a schema allows and that fit into a request. Here is counted only what
it is sure to count, so that what is refused here is refused there; it refuses more.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from typekro.expressions.library import (
    Call,
    CelError,
    Comprehension,
    Constant,
    Identifier,
    ListOf,
    Select,
    Tree,
    available,
    children,
    parse,
)
from typekro.schema.markers import IMMUTABLE, RULES
from typekro.schema.problems import RefusedError

Schema = Mapping[str, Any]
_REQUEST: Final = 3 * 1024 * 1024
_BUDGET: Final = 10_000_000
_SMALLEST: Final = {"boolean": 4, "integer": 1, "number": 1}
# Reading a text costs a tenth of a letter.
_READ: Final = 0.1
_PATTERN: Final = 0.25
_NEW_LIST: Final = 10
_READERS: Final = frozenset({"lowerAscii", "upperAscii", "trim", "replace", "split", "quantity", "isQuantity"})
_RELATIONS: Final = frozenset({"_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_"})


def times_within(schema: Schema, times: int | None) -> int | None:
    """How often at most an item or a value of a list or a map is there, where the list itself is there so often; None of no bound."""
    most = schema.get("maxItems")
    return None if most is None or times is None else most * times


def problems_of_costs(schema: Schema, times: int | None) -> Iterator[RefusedError]:
    """Each rule of a schema that Kubernetes finds too expensive.

    Args:
        schema: the schema of a field, with its rules.
        times: how often the field is there at most; None where lists or maps around it have no bound.
    """
    rules = [rule["rule"] for rule in schema.get(RULES, ()) if rule["message"] != IMMUTABLE]
    if not rules or not available():
        return
    count = _REQUEST // (_smallest(schema) + 1) if times is None else times
    for rule in rules:
        try:
            cost = count * _Costs({"self": schema, "oldSelf": schema}).of(parse(rule).tree)
        except CelError:
            continue
        if cost > _BUDGET:
            why = f"Kubernetes reckons with the longest lists and texts that may be there, and takes no rule above its budget ({_BUDGET:,})"
            hint = "maxItems=... at lists around it or in it, maxLength=... at texts; a map has no bound, and a list of listType=map may do"
            yield RefusedError(f"its validation {rule} may cost {cost:,.0f}", why, hint, "Kubernetes")


def _smallest(schema: Schema) -> int:
    """The bytes of the shortest value in JSON."""
    required, properties = schema.get("required", ()), schema.get("properties", {})
    needed = (name for name in required if properties[name].get("default") is None)
    return _SMALLEST.get(schema.get("type", ""), 2) + sum(len(name) + _smallest(properties[name]) + 4 for name in needed)


def _part(*schemas: Schema | None) -> Schema | None:
    """The first of some schemas that is there."""
    return next((schema for schema in schemas if schema is not None), None)


def _longest(schema: Schema) -> int:
    """The letters of the longest text, or the most items."""
    match schema.get("type"):
        case "string":
            if "maxLength" in schema:
                return int(schema["maxLength"]) * 4
            return max(map(len, schema["enum"])) if schema.get("enum") else _REQUEST - 2
        case "array":
            return int(schema.get("maxItems", (_REQUEST - 2) // (_smallest(schema["items"]) + 1)))
        case "object" if "additionalProperties" in schema:
            return (_REQUEST - 2) // (_smallest(schema["additionalProperties"]) + 6)
        case _:
            return 0


@attrs.frozen
class _Costs:
    """The costs of expressions.

    Args:
        variables: the schemas of the variables; a variable without one is not known.
    """

    variables: Mapping[str, Schema]

    def of(self, tree: Tree) -> float:
        """The least of what an expression may cost."""
        match tree:
            case Constant():
                return 0
            case Identifier():
                return 1
            case Comprehension():
                inner = self._inside(tree)
                each = inner.of(tree.condition) + inner.of(tree.step)
                return self.of(tree.range) + self.of(tree.initial) + self._length(tree.range) * each + inner.of(tree.result)
            case Call(function="_?_:_", arguments=(condition, then, otherwise)):
                return self.of(condition) + max(self.of(then), self.of(otherwise))
            case _:
                own = self._own(tree) if isinstance(tree, Call) else 0
                added = _NEW_LIST if isinstance(tree, ListOf) else int(isinstance(tree, Select) and not tree.test)
                return own + added + sum(self.of(child) for child in children(tree))

    def _own(self, call: Call) -> float:
        """What a call costs beside its arguments."""
        parts = [call.target, *call.arguments] if call.target is not None else [*call.arguments]
        match call.function, parts:
            case "matches" | "find" | "findAll", [text, pattern, *_]:
                return (1 + self._length(text)) * _READ * self._length(pattern) * _PATTERN
            case "contains", [text, part]:
                return self._length(text) * _READ * self._length(part) * _READ
            case "isSorted" | "min" | "max", [items]:
                item = (self._schema(items) or {}).get("items", {})
                return self._length(items) * (1 + (_longest(item) * _READ if item.get("type") == "string" else 0))
            case "_+_", _:
                return int(any(isinstance(part, ListOf) for part in parts))
            case function, [text, *rest]:
                read = [text] if function in _READERS else [text, *rest] if function in _RELATIONS else ()
                return min(map(self._length, read), default=0) * _READ
            case _:
                return 0

    def _inside(self, tree: Comprehension) -> "_Costs":
        """The same inside of a comprehension, whose variables hide others."""
        known = {
            name: schema for name, schema in self.variables.items() if name not in {tree.variable, tree.second_variable, tree.accumulator}
        }
        over = self._schema(tree.range) or {}
        items, values = over.get("items"), over.get("additionalProperties")
        if tree.second_variable:
            known[tree.second_variable] = items or values or {}
        elif items is not None:
            known[tree.variable] = items
        return _Costs(known)

    def _length(self, tree: Tree) -> int:
        if isinstance(tree, Constant):
            return len(tree.value) if isinstance(tree.value, str) else 0
        return _longest(self._schema(tree) or {})

    def _schema(self, tree: Tree) -> Schema | None:
        """The schema of what is read, where it is known."""
        match tree:
            case Identifier():
                return self.variables.get(tree.name)
            case Select(test=False, optional=False):
                below = self._schema(tree.operand) or {}
                return _part(below.get("properties", {}).get(tree.field), below.get("additionalProperties"))
            case Call(function="_[_]", arguments=(operand, _)):
                below = self._schema(operand) or {}
                return _part(below.get("items"), below.get("additionalProperties"))
            case _:
                return None
