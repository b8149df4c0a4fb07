"""`a.b[c].?d`: a value, and what leads into it step by step."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from typekro.expressions.library.running.comparing import MISSING
from typekro.expressions.library.running.errors import CelValueError
from typekro.expressions.library.running.selecting import missing, part
from typekro.expressions.library.running.values import NONE, Optional, TypeValue, adapted, is_value, kind_of
from typekro.expressions.library.tree import Call, Constant, Identifier, Select, Tree, dotted

Variables: TypeAlias = Mapping[str, Any]
Run: TypeAlias = Callable[[Variables], Any]
Compile: TypeAlias = Callable[[Tree], Run]
# The key of a step: what computes it, or else the constant; and whether there may be nothing.
Step: TypeAlias = tuple[Run | None, Any, bool]

INDEX: Final = {"_[_]": False, "_[?_]": True}
TYPES: Final = frozenset({
    "bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "optional_type", "string", "type", "uint",
    "google.protobuf.Timestamp", "google.protobuf.Duration", "kubernetes.Quantity", "kubernetes.URL", "kubernetes.Semver",
    "net.IP", "net.CIDR", "kro.run.Condition", "kro.run.Runtime",
})  # fmt: skip


def chain(tree: Tree, compile_: Compile) -> Run:
    """A value and the keys, one after the other, that lead into it."""
    name = dotted(tree)
    steps: list[Step] = []
    base, test = tree, isinstance(tree, Select) and tree.test
    while True:
        if isinstance(base, Select) and (base is tree or not base.test):
            steps.append((None, base.field, base.optional))
            base = base.operand
        elif isinstance(base, Call) and base.function in INDEX:
            operand, key = base.arguments
            constant = compile_(key)({}) if isinstance(key, Constant) else None
            steps.append((None if isinstance(key, Constant) else compile_(key), constant, INDEX[base.function]))
            base = operand
        else:
            break
    start, steps = compile_(base), steps[::-1]
    if test:
        return _presence(start, steps)
    if not any(optional for _, _, optional in steps):
        walk = _plain_walk(start, steps)
        return _type_or(name, base, walk) if name in TYPES else walk

    def read(variables: Variables) -> Any:
        value, present = _walked(start(variables), steps, variables)
        return value if present is None else value if type(value) is Optional and not present else Optional(value)

    return read


def _type_or(name: str | None, base: Tree, walk: Run) -> Run:
    """A type with dots in its name, unless there is a variable of the first part of it."""
    first = base.name if isinstance(base, Identifier) else ""
    return lambda variables: walk(variables) if first in variables else TypeValue(name or "")


def _plain_walk(start: Run, steps: list[Step]) -> Run:
    plain = tuple((key, run) for run, key, _ in steps)

    def read(variables: Variables) -> Any:
        value = start(variables)
        if type(value) is Optional:
            found, present = _walked(value, steps, variables)
            return found if not present else Optional(found)
        for constant, run in plain:
            key = constant if run is None else run(variables)
            if kind_of(value) is dict and type(key) is str:
                try:
                    value = value[key]
                except KeyError:
                    raise CelValueError(f"no such key: {key}") from None
                if not is_value(value):
                    value = adapted(value)
                continue
            below = part(value, key)
            if below is MISSING:
                raise missing(value, key)
            value = below
        return value

    return read


def _walked(value: Any, steps: list[Step], variables: Variables) -> tuple[Any, bool | None]:
    """Where a chain ends, and whether it is there; None instead of that where nothing in it is optional."""
    optional = type(value) is Optional
    if optional:
        if not value.present:
            return NONE, False
        value = value.value
    for run, constant, may_miss in steps:
        optional = optional or may_miss
        key = constant if run is None else run(variables)
        below = part(value, key)
        if below is MISSING:
            if optional:
                return NONE, False
            raise missing(value, key)
        value = below
    return value, True if optional else None


def _presence(start: Run, steps: list[Step]) -> Run:
    *before, (_, field, _) = steps

    def read(variables: Variables) -> bool:
        value, present = _walked(start(variables), before, variables)
        return present is not False and part(value, field) is not MISSING

    return read
