"""What kro refuses of constants that mean something to the function that gets them: format strings and regular expressions."""

import re
from collections.abc import Iterator
from typing import Final

from typekro.expressions.library.patterns import problem_of_pattern
from typekro.expressions.library.tree import Call, Constant, ListOf, Tree, walk

_CLAUSE: Final = re.compile(r"%(%|(?:\.\d+)?([a-zA-Z])|(.?))", re.DOTALL)
_NUMBERS: Final = frozenset({"int", "uint", "double"})
# What each clause of a format string takes; anything that is not known before takes its chance.
_TAKEN: Final = {
    "s": _NUMBERS | {"string", "bytes", "bool", "null", "map", "list", "type", "duration", "timestamp"},
    "d": _NUMBERS,
    "f": _NUMBERS,
    "e": _NUMBERS,
    "b": frozenset({"int", "uint", "bool"}),
    "o": frozenset({"int", "uint"}),
    "x": frozenset({"int", "uint", "string", "bytes"}),
    "X": frozenset({"int", "uint", "string", "bytes"}),
}


def problem_of_literals(tree: Tree) -> str | None:
    """Why kro refuses a constant in an expression, or None where it does not.

    Args:
        tree: the expression, with its types.

    Raises:
        NoCelError: there is no CEL library on this machine.
    """
    return next(_problems(tree), None)


def _problems(tree: Tree) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case Call(function="format", target=Constant(value=str() as text), arguments=(ListOf(items=items),)):
                yield from _of_format(text, items)
            case Call(function="find" | "findAll" as name, arguments=(Constant(value=str() as pattern), *_)):
                problem = problem_of_pattern(pattern)
                if problem is not None:
                    yield f"{name}({pattern!r}) has no regular expression of RE2: {problem}"
            case _:
                pass


def _of_format(text: str, items: tuple[Tree, ...]) -> Iterator[str]:
    clauses: list[str] = []
    for found in _CLAUSE.finditer(text):
        if found[2] is not None and found[2] in _TAKEN:
            clauses.append(found[2])
        elif found[1] != "%":
            yield f"'{found[0]}' is no clause of a format: there are {', '.join(f'%{name}' for name in _TAKEN)}, and %% for the sign itself"
            return
    if len(clauses) != len(items):
        yield f"format has {len(clauses)} {'clause' if len(clauses) == 1 else 'clauses'}, and gets {len(items)}"
    for clause, item in zip(clauses, items, strict=False):
        if item.type is not None and item.type.kind not in _TAKEN[clause] | {"dyn"}:
            yield f"%{clause} takes no {item.type}: it takes {', '.join(sorted(_TAKEN[clause]))}"
