"""Why an expression has no value, once in kro's words and once for people: which value it waits for."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import attrs

from typekro.checking import CheckedExpression
from typekro.checking.places import Step
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Call, Constant, Identifier, Select, Tree, children, parse
from typekro.schema.go_texts import quoted

_KEY = re.compile(r"(?:no such (?:key|field)|index out of bounds): (\S+)")
_LONGEST = 100
_PLAIN = re.compile(r"[A-Za-z_]\w*")

Chain: TypeAlias = tuple[Step, ...]


class Halted(Exception):  # noqa: N818 - a node that waits is no error
    """A node that cannot be evaluated now.

    Args:
        message: why, in kro's words.
        reason: why, for people.
        pending: whether it can be later; if not, kro stops.
    """

    def __init__(self, message: str, reason: str, *, pending: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.reason = reason
        self.pending = pending


@attrs.frozen
class Readiness:
    """Whether a node is ready.

    Args:
        ready: whether it is.
        message: what it waits for, in kro's words; empty where it is ready.
        reason: the same for people.
        there: whether all of it is there.
    """

    ready: bool
    message: str = ""
    reason: str = ""
    there: bool = True


READY = Readiness(ready=True)


def user_text(expression: CheckedExpression) -> str:
    """An expression as kro quotes it: the text of the definition, without `${` and `}` where nothing stands around them."""
    return expression.text if expression.written == f"${{{expression.text}}}" else expression.written


def failure_of(expression: CheckedExpression, message: str) -> str:
    """What kro says of an expression that has no value.

    Args:
        expression: which one.
        message: what CEL says.
    """
    return f"eval {quoted(user_text(expression))}: {message}"


def reason_of(expression: CheckedExpression, message: str, values: Mapping[str, Any]) -> str:
    """Why an expression has no value, for people: which value is not there, where that can be told.

    Args:
        expression: which one.
        message: what CEL says.
        values: what it could refer to, as JSON.
    """
    missing = missing_value(expression, message, values)
    if missing is None:
        return f"{expression.place}: {shortened(expression)} has no value: {message}"
    return f"{expression.place}: {shortened(expression)} waits for {missing}"


def denial_of(expression: CheckedExpression, values: Mapping[str, Any]) -> str:
    """That a condition is not true, for people, and which value it reads is not there.

    Args:
        expression: the condition.
        values: what it could refer to, as JSON.
    """
    missing = missing_value(expression, "", values) or missing_value(expression, "", values, optional=True)
    why = "" if missing is None else f", and there is no {missing}"
    return f"{expression.place}: {shortened(expression)} is not true{why}"


def shortened(expression: CheckedExpression) -> str:
    """An expression as it is written, on one line that is not too long."""
    line = " ".join(expression.written.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 4]}...}}"


def missing_value(expression: CheckedExpression, message: str, values: Mapping[str, Any], *, optional: bool = False) -> str | None:
    """The value that an expression reads and that is not there, as CEL has it; None where none can be named.

    Args:
        expression: which one.
        message: what CEL says; it names the key that is not there.
        values: what the expression could refer to, as JSON.
        optional: whether it may be one that does not have to be there.
    """
    missing = [(chain, step) for chain in _ways(expression.text, optional) if (step := _missing(chain, values)) is not None]
    named = _KEY.search(message)
    told = [chain for chain, step in missing if named is not None and str(step) == named[1].strip("'\"")]
    chain = next(iter([*told, *(chain for chain, _ in missing)]), None)
    return None if chain is None else _shown(chain)


@lru_cache(maxsize=4096)
def _ways(text: str, optional: bool) -> tuple[Chain, ...]:  # noqa: FBT001 - passed on
    return tuple(_chains(parse(text).tree, optional))


def _chains(tree: Tree, optional: bool) -> Iterator[Chain]:  # noqa: FBT001 - passed on
    """The ways from a variable into it that have to be there, or may be, each as long as it goes."""
    found = _chain(tree, optional)
    if found is not None:
        yield found
        return
    for child in children(tree):
        yield from _chains(child, optional)


def _chain(tree: Tree, optional: bool) -> Chain | None:  # noqa: FBT001 - passed on
    match tree:
        case Identifier(name=name):
            return (name,)
        case Select(operand=operand, field=field, test=False) if optional or not tree.optional:
            before = _chain(operand, optional)
            return None if before is None else (*before, field)
        case Call(function=function, arguments=(operand, Constant(value=int() | str() as index))) if not isinstance(index, bool):
            before = _chain(operand, optional) if function == "_[_]" or (optional and function == "_[?_]") else None
            return None if before is None else (*before, index)
        case _:
            return None


def _missing(chain: Chain, values: Mapping[str, Any]) -> Step | None:
    """The first step that leads nowhere."""
    value: object = values
    for step in chain:
        parts: Mapping[Any, Any] = dict(enumerate(value)) if is_sequence(value) else value if is_mapping(value) else {}
        if step not in parts:
            return step
        value = parts[step]
    return None


def _shown(chain: Chain) -> str:
    text = ""
    for step in chain:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{quoted(step)}]"
    return text
