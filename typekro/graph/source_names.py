"""What the names of a function's source are bound to."""

import ast
from collections.abc import Iterator
from typing import TypeAlias

Function: TypeAlias = ast.FunctionDef | ast.Lambda

_ANYTHING = ast.Tuple([], ast.Load())


def bindings(function: Function) -> dict[str, list[ast.expr]]:
    """Every value that each name is given; where nothing is known of a value, an empty tuple stands for it.

    Example:
        >>> source = ast.parse("def f(a): b = a.x; b = 1").body[0]
        >>> {name: [ast.unparse(value) for value in values] for name, values in bindings(source).items()}
        {'b': ['a.x', '1']}
    """
    found: dict[str, list[ast.expr]] = {}
    for node in ast.walk(function):
        if node is function:
            continue
        for target, value in _pairs(node):
            for name, bound in _names(target, value):
                found.setdefault(name, []).append(bound)
    return found


def _pairs(node: ast.AST) -> list[tuple[ast.expr, ast.expr]]:  # noqa: PLR0911 - one for each kind of statement
    """What a statement binds, and to what."""
    match node:
        case ast.Assign(targets=targets, value=value):
            return [(target, value) for target in targets]
        case ast.AnnAssign(target=target, value=ast.expr() as value) | ast.NamedExpr(target=target, value=value):
            return [(target, value)]
        case ast.For(target=target, iter=ast.Tuple(elts=parts) | ast.List(elts=parts)):
            return [(target, part) for part in parts]
        case ast.For(target=target) | ast.comprehension(target=target) | ast.AugAssign(target=target):
            return [(target, _ANYTHING)]
        case ast.withitem(optional_vars=ast.expr() as target):
            return [(target, _ANYTHING)]
        case ast.FunctionDef(args=arguments):
            return [(ast.Name(argument.arg), _ANYTHING) for argument in arguments.args]
        case _:
            return []


def _names(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    match target:
        case ast.Name(id=name):
            yield name, value
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            parts = (
                value.elts if isinstance(value, ast.Tuple | ast.List) and len(value.elts) == len(targets) else [_ANYTHING] * len(targets)
            )
            for each, part in zip(targets, parts, strict=True):
                yield from _names(each, part)
        case _:
            return
