"""Calls of functions: whether the operands fit one of a function's signatures, and what it then gives."""

import re

import attrs

from typekro.errors import compose
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.functions import FUNCTIONS, parameters_of
from typekro.expressions.operators import as_float
from typekro.expressions.tree import Call, Expression, Literal
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, String, Type, type_name, unify

_SCALARS: dict[str, Type] = {"str": String(), "int": Integer(), "float": Float(), "bool": Boolean(), "Any": Dyn()}
_LIST = re.compile(r"list\[(.*)\]")
_MAP = re.compile(r"dict\[str, (.*)\]")


def call(function: str, *operands: Expression) -> Call:
    """A call of a function.

    Args:
        function: its key in the table of functions.
        operands: what it is called with.

    Raises:
        MisuseError: it does not take operands of these types.
    """
    calls: list[Call] = []
    for signature in FUNCTIONS[function].signatures:
        match = _Match()
        fitted = tuple(match.fitted(pattern, operand) for pattern, operand in zip(parameters_of(signature), operands, strict=True))
        if match.fits:
            calls.append(Call(function, fitted, match.made(signature.partition(" -> ")[2])))
    if not calls:
        raise _mismatch(function, operands)
    # Of what is known in the cluster alone, more than one signature can be meant.
    return calls[0] if all(other.type == calls[0].type for other in calls) else Call(function, operands, Dyn())


@attrs.define
class _Match:
    """Operands held against one signature; `known` is what its T turned out to be."""

    fits: bool = True
    known: Type = attrs.field(factory=Dyn)

    def fitted(self, pattern: str, operand: Expression) -> Expression:
        fitted = as_float(operand, self.known if pattern == "T" else _SCALARS.get(pattern, Dyn()))
        self.fits = self.fits and self._takes(pattern, fitted.type)
        return fitted

    def _takes(self, pattern: str, type_: Type) -> bool:
        if isinstance(type_, Dyn):
            return True
        if pattern == "T":
            both = unify(self.known, type_)
            self.known = self.known if both is None else both
            return both is not None
        if inner := _LIST.fullmatch(pattern):
            return isinstance(type_, List) and self._takes(inner[1], type_.item)
        if inner := _MAP.fullmatch(pattern):
            return isinstance(type_, Map) and self._takes(inner[1], type_.value)
        return _SCALARS[pattern] == type_

    def made(self, pattern: str) -> Type:
        if inner := _LIST.fullmatch(pattern):
            return List(self.made(inner[1]))
        if inner := _MAP.fullmatch(pattern):
            return Map(self.made(inner[1]))
        return self.known if pattern == "T" else _SCALARS[pattern]


def _mismatch(function: str, operands: tuple[Expression, ...]) -> MisuseError:
    what = FUNCTIONS[function]
    taken = [signature.partition(" -> ")[0] for signature in what.signatures]
    given = ", ".join(type_name(operand.type) for operand in operands)
    written = what.python.format(*map(describe, operands))
    meant = [
        as_text(operand)
        for wanted, operand in zip(parameters_of(what.signatures[0]), operands, strict=True)
        if wanted == "str" and len(taken) == 1 and isinstance(operand.type, Integer | Float | Boolean)
    ]
    why = f"it takes {' or '.join(f'({one})' for one in taken)}, and CEL converts nothing by itself"
    return MisuseError(compose(f"{written}: it does not take ({given})", why, meant))


def as_text(expression: Expression) -> str:
    """How the user writes a text of a number or a bool: the hint for whoever gave one where a text is needed."""
    return repr(str(expression.value)) if isinstance(expression, Literal) else f'f"{{{describe(expression)}}}"'
