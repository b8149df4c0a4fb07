"""What a `validation` costs at least, by the reckoning of Kubernetes: it refuses a kind whose rules may take too long.

Kubernetes reckons with the longest texts, lists and maps that a schema allows and that fit into a request. Here is counted only what
it is sure to count, so that what is refused here is refused there; it refuses more.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any, Final

import attrs

from typekro.expressions.library import (
    Call,
    CelError,
    Comprehension,
    Constant,
    Identifier,
    ListOf,
    MapOf,
    Select,
    Tree,
    available,
    children,
    parse,
)
from typekro.schema.markers import IMMUTABLE_RULE, RULES
from typekro.schema.problems import RefusedError

Schema = Mapping[str, Any]
_REQUEST: Final = 3 * 1024 * 1024
_BUDGET: Final = 10_000_000
_BUDGET_OF_ALL: Final = 100_000_000
_SMALLEST: Final = {"boolean": 4, "integer": 1, "number": 1}
# Reading a text costs a tenth of a letter.
_READ: Final = 0.1
_PATTERN: Final = 0.25
_NEW_LIST: Final = 10
_NEW_MAP: Final = 30
_NAME_PATTERN: Final = 128
"""Kubernetes' guess at the pattern behind `format.dns1123Label()` and its siblings."""
_READERS: Final = frozenset(
    {"cidr", "indexOf", "ip", "isCIDR", "isIP", "isQuantity", "isSemver", "lastIndexOf", "lowerAscii", "quantity", "semver", "substring"}
    | {"trim", "upperAscii", "url"}
)
_TWICE_READERS: Final = frozenset({"replace", "split"})
_EQUALITIES: Final = frozenset({"_==_", "_!=_"})
_ORDERS: Final = frozenset({"_<_", "_<=_", "_>_", "_>=_"})
_ARITHMETIC: Final = frozenset({"-_", "_-_", "_*_", "_/_", "_%_", "double", "int", "size"})
# What costs 1 whatever it is given; where a text could be given that costs less, it is not among them.
_STEPS: Final = _ARITHMETIC | frozenset(
    {"!_", "_[_]", "@not_strictly_false", "add", "compareTo", "dyn", "duration", "family", "getEscapedPath", "getHost", "getHostname"}
    | {"getPort", "getQuery", "getScheme", "isGreaterThan", "isLessThan", "isURL", "major", "masked", "minor", "patch", "prefixLength"}
    | {"sub", "timestamp", "type"}
)
_NUMBERS: Final = frozenset({"integer", "number"})
_LIBRARIES: Final = frozenset({"format", "ip", "math", "optional", "sets"})

_BOUNDS: Final = "maxItems=... at lists around it or in it, maxLength=... at texts; a map has no bound, and a list of listType=map may do"


def times_within(schema: Schema, times: int | None) -> int | None:
    """How often at most an item or a value of a list or a map is there, where the list itself is there so often; None of no bound."""
    most = schema.get("maxItems")
    return None if most is None or times is None else most * times


def costs_of_rules(schema: Schema, times: int | None) -> list[tuple[str, int]]:
    """Each rule of a schema, and what it costs at least; where Google's CEL library is absent, none.

    Args:
        schema: the schema of a field, with its rules.
        times: how often the field is there at most; None where lists or maps around it have no bound.
    """
    rules = [rule["rule"] for rule in schema.get(RULES, ())]
    if not rules or not available():
        return []
    count = _REQUEST // (_smallest(schema) + 1) if times is None else times
    costs = _Costs({"self": schema, "oldSelf": schema})
    found: list[tuple[str, int]] = []
    for rule in rules:
        try:
            found.append((rule, count * costs.of(parse(rule).tree)))
        except CelError:
            continue
    return found


def problems_of_costs(schema: Schema, times: int | None) -> Iterator[RefusedError]:
    """Each rule of a schema that Kubernetes finds too expensive.

    Args:
        schema: the schema of a field, with its rules.
        times: how often the field is there at most; None where lists or maps around it have no bound.
    """
    for rule, cost in costs_of_rules(schema, times):
        if cost > _BUDGET:
            immutable = rule == IMMUTABLE_RULE
            why = f"Kubernetes reckons with the longest lists and texts that may be there, and takes no rule above its budget ({_BUDGET:,})"
            hint = [_BOUNDS, *(["immutable=true at the list or the map itself"] if immutable else ())]
            what = f"immutable=true, which compares it with what it was, may cost {cost:,}"
            yield RefusedError(what if immutable else f"its validation {rule} may cost {cost:,}", why, hint, "Kubernetes")


def problems_of_total(costs: Sequence[int]) -> Iterator[RefusedError]:
    """That Kubernetes finds the rules of a kind too expensive together.

    Args:
        costs: what each of them costs.
    """
    total = sum(costs)
    if total > _BUDGET_OF_ALL:
        why = f"Kubernetes adds up what each may cost at its worst, and takes no kind above its budget ({_BUDGET_OF_ALL:,})"
        yield RefusedError(f"its {len(costs)} rules (validation, immutable) may cost {total:,} together", why, _BOUNDS, "Kubernetes")


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

    def of(self, tree: Tree) -> int:
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
            case Call(target=Identifier(name=name)) if name in _LIBRARIES - self.variables.keys():
                return self._own(tree) + sum(self.of(argument) for argument in tree.arguments)
            case _:
                own = self._own(tree) if isinstance(tree, Call) else 0
                new = _NEW_LIST if isinstance(tree, ListOf) else _NEW_MAP if isinstance(tree, MapOf) else 0
                return own + new + int(isinstance(tree, Select) and not tree.test) + sum(self.of(child) for child in children(tree))

    def _own(self, call: Call) -> int:
        """What a call costs beside its arguments."""
        parts = [call.target, *call.arguments] if call.target is not None else [*call.arguments]
        match call.function, parts:
            case "matches" | "find" | "findAll", [text, pattern, *_]:
                cost = ceil((1 + self._length(text)) * _READ) * ceil(self._length(pattern) * _PATTERN)
            case "validate", [_, text]:
                cost = ceil(ceil(self._length(text) * _READ) * _NAME_PATTERN * _PATTERN)
            case "contains", [text, part]:
                cost = ceil(self._length(text) * _READ) * ceil(self._length(part) * _READ)
            case "startsWith" | "endsWith", [_, part]:
                cost = ceil(self._length(part) * _READ)
            case "isSorted" | "min" | "max" | "sum" | "indexOf" | "lastIndexOf", [items, *_] if self._is_list(items):
                item = (self._schema(items) or {}).get("items", {})
                cost = self._length(items) * (1 + (ceil(_longest(item) * _READ) if item.get("type") == "string" else 0))
            case "@in", [_, items] if self._is_list(items):
                cost = self._length(items)
            case "_+_", _:
                one = any(isinstance(part, ListOf) or self._is_number(part) for part in parts)
                cost = 1 if one else ceil(sum(map(self._length, parts)) * _READ)
            case function, [text, *rest]:
                cost = self._read(function, text, rest)
            case _:
                cost = 0
        return cost

    def _read(self, function: str, text: Tree, rest: list[Tree]) -> int:
        """What a function costs that reads a text once, or nothing but takes its time."""
        if function in _ORDERS and any(self._is_number(part) for part in (text, *rest)):
            return 1
        if function in _ORDERS | _EQUALITIES:
            return ceil(min(map(self._length, (text, *rest))) * _READ)
        if function in _READERS | _TWICE_READERS:
            return ceil(self._length(text) * _READ * (2 if function in _TWICE_READERS else 1))
        return int(function in _STEPS)

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

    def _is_list(self, tree: Tree) -> bool:
        return isinstance(tree, ListOf) or (self._schema(tree) or {}).get("type") == "array"

    def _is_number(self, tree: Tree) -> bool:
        if isinstance(tree, Call):
            return tree.function in _ARITHMETIC or (tree.function == "_+_" and any(map(self._is_number, tree.arguments)))
        if isinstance(tree, Constant):
            return isinstance(tree.value, int | float)
        return (self._schema(tree) or {}).get("type") in _NUMBERS

    def _length(self, tree: Tree) -> int:
        match tree:
            case Constant():
                length = len(tree.value) if isinstance(tree.value, str) else 1
            case ListOf(items=items):
                length = len(items)
            case Comprehension(initial=ListOf()):
                length = self._length(tree.range)
            case Call(function="split", arguments=(_, Constant(value=int() as most))):
                length = max(most, 0)
            case Call(function="split" | "lowerAscii" | "upperAscii" | "trim" | "substring", target=text) if text is not None:
                length = self._length(text)
            case Call() if self._is_number(tree):
                length = 1
            case _:
                length = _longest(self._schema(tree) or {})
        return length

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
            case Call(function="split"):
                # Kubernetes knows no text that they come from, and takes each to be as long as self.
                return {"type": "array", "items": self.variables.get("self", {})}
            case _:
                return None
