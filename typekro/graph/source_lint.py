"""What Python decides about references without asking them: found in a builder's source, where that is at hand.

`x is None`, `isinstance(x, ...)` and `match x` never reach the reference, which could refuse them; they would take one branch for ever. Nor
does a node learn that what `with_ready_when` gave is dropped. A name counts as a reference only where each of its bindings is one, so that
nothing is refused that can be meant.
"""

import ast
import functools
import inspect
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType
from typing import Any, Final

import attrs

from typekro.errors import compose
from typekro.graph.source_names import Function, bindings
from typekro.nodes import Node

_SAME: Final = frozenset({"with_ready_when", "with_include_when"})
_MAKERS: Final = frozenset({"for_each", "external_ref", "external_refs", "manifest_node", "get_instance"})
_KNOWN: Final = frozenset({"name", "namespace"})  # what an instance was given is no reference, where it was none
_NEVER: Final = "a reference is no value yet: Python decides this while the script runs, the same way for every instance"


def problems_of_source(builder: Callable[..., Any]) -> list[str]:
    """Each place in a builder's source where Python decides about a reference, as the text of an error.

    Args:
        builder: the function; of anything else, and where there is no source, nothing is known.
    """
    found = _parsed(builder)
    if found is None or not isinstance(builder, FunctionType):
        return []
    tree, first_line = found
    file = Path(builder.__code__.co_filename).name
    return list(_Lint(builder, tree, f"{file}:", first_line).problems())


def _parsed(builder: Callable[..., Any]) -> tuple[Function, int] | None:
    """The builder's own part of its source, and the line that it begins on; None where that cannot be told."""
    try:
        lines, first = inspect.getsourcelines(builder)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return None
    name = getattr(builder, "__name__", "")
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef | ast.Lambda)]
    mine = [each for each in functions if getattr(each, "name", "<lambda>") == name]
    return (mine[0], first) if len(mine) == 1 and mine[0].args.args else None


@attrs.define
class _Lint:
    """One builder's source, and what is known of its names.

    Args:
        builder: the function.
        tree: its source.
        file: what begins the place of a problem.
        first_line: the line that the source begins on, from 1.
        roots: names of the schema and of nodes: their fields are references.
        references: names of references.
    """

    builder: Any
    tree: Function
    file: str
    first_line: int
    roots: set[str] = attrs.Factory(set[str])
    references: set[str] = attrs.Factory(set[str])

    def problems(self) -> Iterator[str]:
        """The text of an error for each place."""
        self._learn()
        for node in ast.walk(self.tree):
            text = self._problem(node)
            if text is not None:
                yield text

    def _learn(self) -> None:
        """Names to a fixed point: those each of whose bindings is a root, or is a reference."""
        bound = bindings(self.tree)
        self.roots.add(self.tree.args.args[0].arg)
        given = {argument.arg for function in self._called_with_references() for argument in function.args.args}
        self.references |= given - bound.keys() - self.roots
        while True:
            free = {name: values for name, values in bound.items() if name not in self.roots | self.references}
            roots = {name for name, values in free.items() if all(self._is_root(value) for value in values)}
            references = {name for name, values in free.items() if all(self._is_reference(value) for value in values)}
            if not roots and not references:
                return
            self.roots |= roots
            self.references |= references - roots

    def _problem(self, node: ast.AST) -> str | None:
        match node:
            case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as operator], comparators=[right]):
                return self._identity(node, left, operator, right)
            case ast.Call(func=ast.Name(id="isinstance"), args=[subject, _]) if self._is_reference(subject):
                why = "what it will be is known from its declaration: it poses as that, and is of no other class"
                return self._text(node, [_NEVER, why], f"use {ast.unparse(subject)} as what it is declared to be")
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=subject, attr=name)) as call) if name in _SAME and self._is_root(subject):
                return self._dropped(call, subject)
            case ast.Match(subject=subject) if self._is_reference(subject):
                shown = ast.unparse(subject)
                what = ast.Name(f"match {shown}", lineno=node.lineno)
                return self._text(what, [_NEVER], f"when({shown} == ..., ..., ...)")
            case _:
                return None

    def _dropped(self, call: ast.Call, subject: ast.expr) -> str:
        """What to say of a node with conditions that nobody keeps."""
        while isinstance(subject, ast.Call) and isinstance(subject.func, ast.Attribute):
            subject = subject.func.value
        why = "it leaves the resource as it is, and gives another one with these conditions, which is dropped here"
        return self._text(call, [why], f"{ast.unparse(subject)} = {ast.unparse(call)}")

    def _identity(self, node: ast.expr, left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str | None:
        subject, other = (left, right) if self._is_reference(left) else (right, left)
        if not self._is_reference(subject):
            return None
        shown, negated = ast.unparse(subject), isinstance(operator, ast.IsNot)
        if isinstance(other, ast.Constant) and other.value is None:
            asked = f"has({shown})" if negated else f"not_(has({shown}))"
            hint = f"when({asked}, ..., ...) for a value, with_include_when({asked}) for a whole resource"
        else:
            hint = f"{shown} {'!=' if negated else '=='} {ast.unparse(other)}"
        return self._text(node, [_NEVER], hint)

    def _text(self, node: ast.expr, why: list[str], hint: str) -> str:
        return compose(f"{self.file}{self.first_line + node.lineno - 1}: {ast.unparse(node)}", why, hint)

    def _is_root(self, node: ast.expr) -> bool:
        match node:
            case ast.Name(id=name):
                return name in self.roots
            case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _SAME:
                return self._is_root(value)
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _MAKERS:
                return True
            case ast.Call(func=function):
                return _makes_node(self._object(function))
            case _:
                return False

    def _called_with_references(self) -> Iterator[ast.Lambda]:
        """The lambdas that are handed to what calls them with references: for_each, with_ready_when, cel.map."""
        for node in ast.walk(self.tree):
            match node:
                case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name) as function):
                    if name in _MAKERS | _SAME or _is_ours(self._object(function)):
                        yield from (argument for argument in node.args if isinstance(argument, ast.Lambda))
                case _:
                    pass

    def _is_reference(self, node: ast.expr) -> bool:  # noqa: PLR0911 - one for each kind of node
        match node:
            case ast.Name(id=name):
                return name in self.references
            case ast.Attribute(value=value, attr=name) if self._is_root(value):
                return name not in _KNOWN
            case ast.Attribute(value=value) | ast.Subscript(value=value):
                return self._is_root(value) or self._is_reference(value)
            case ast.Call(func=ast.Attribute(value=value)) if self._is_reference(value):
                return True
            case ast.Call(func=function, args=arguments):
                return _is_ours(self._object(function)) and any(self._is_reference(argument) for argument in arguments)
            case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
                of_two = any if isinstance(node, ast.BinOp) else all
                return of_two(self._is_reference(each) for each in (left, right))
            case ast.NamedExpr(value=value):
                return self._is_reference(value)
            case _:
                return False

    def _object(self, node: ast.expr) -> Any:
        """What a dotted name stands for outside of the builder."""
        match node:
            case ast.Name(id=name):
                known: dict[str, Any] = self.builder.__globals__
                return inspect.getclosurevars(self.builder).nonlocals.get(name, known.get(name))
            case ast.Attribute(value=value, attr=name):
                owner = self._object(value)
                return getattr(owner, name, None) if inspect.ismodule(owner) else None
            case _:
                return None


def _makes_node(function: Any) -> bool:
    if isinstance(function, type):
        return issubclass(function, Node)
    made = getattr(function, "__annotations__", {}).get("return")
    if isinstance(made, str):  # as `from __future__ import annotations` leaves it
        name, *path = made.split(".")
        made = functools.reduce(lambda owner, each: getattr(owner, each, None), path, getattr(function, "__globals__", {}).get(name))
    return isinstance(made, type) and issubclass(made, Node)


def _is_ours(function: Any) -> bool:
    return str(getattr(function, "__module__", "")).startswith("typekro.expressions")
