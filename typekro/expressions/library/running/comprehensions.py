"""Comprehensions: what `map`, `filter`, `all`, `exists`, `cel.bind` and the like have become."""

from collections.abc import Callable
from functools import partial
from typing import Any

from typekro.expressions.library.running.chains import Compile, Run, Variables
from typekro.expressions.library.running.comparing import LISTS, MAPS, found, items_of, keys_of
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.texts import go_type
from typekro.expressions.library.tree import Call, Comprehension, Constant, Identifier, ListOf, Tree


class _Scope(dict[str, Any]):
    """The variables of a comprehension over those around it."""

    __slots__ = ("outer",)

    def __init__(self, outer: Variables) -> None:
        super().__init__()
        self.outer = outer

    def __missing__(self, name: str) -> Any:
        return self.outer[name]

    def __contains__(self, name: object) -> bool:
        return super().__contains__(name) or name in self.outer


def comprehension(tree: Comprehension, compile_: Compile) -> Run:
    """What computes a comprehension.

    Args:
        tree: what a macro became.
        compile_: what makes its parts ready to run.
    """
    if tree.variable == "#unused" and isinstance(tree.range, ListOf) and not tree.range.items:
        return _bound(tree, compile_)
    gathering = _gathering(tree, compile_)
    if gathering is not None:
        return gathering
    over, initial, condition, step, result = map(compile_, (tree.range, tree.initial, tree.condition, tree.step, tree.result))

    def fold(variables: Variables) -> Any:
        scope = _Scope(variables)
        gathered = _attempt(initial, variables)
        for one, two in _pairs(over(variables), two=bool(tree.second_variable)):
            scope[tree.variable] = one
            scope[tree.accumulator] = gathered
            if tree.second_variable:
                scope[tree.second_variable] = two
            # An error of the condition is no end of it, to cel-go.
            if _attempt(condition, scope) is False:
                break
            gathered = _attempt(step, scope)
        last = _Scope(variables)
        last[tree.accumulator] = gathered
        return result(last)

    return fold


def _attempt(run: Callable[[Any], Any], variables: Any) -> Any:
    """The value, or the error: reading a variable that holds an error raises it."""
    try:
        return run(variables)
    except CelValueError as error:
        return error


def _pairs(container: Any, *, two: bool) -> list[tuple[Any, Any]]:
    if type(container) in LISTS:
        items = items_of(container)
        return list(enumerate(items)) if two else [(item, None) for item in items]
    if type(container) in MAPS:
        keys = keys_of(container)
        return [(key, _attempt(partial(found, container), key) if two else None) for key in keys]
    if two:
        raise CelValueError(f"unsupported comprehension range type: {go_type(container)}")
    raise CelValueError(f"got '{go_type(container)}', expected iterable type")


def _bound(tree: Comprehension, compile_: Compile) -> Run:
    """`cel.bind` and its like: a name for a value, that is computed where it is read first."""
    initial, result, name = compile_(tree.initial), compile_(tree.result), tree.accumulator

    def run(variables: Variables) -> Any:
        scope = _Scope(variables)
        scope[name] = _attempt(initial, variables)
        return result(scope)

    return run


def _gathering(tree: Comprehension, compile_: Compile) -> Run | None:
    """`map`, `filter` and `transformList`, whose lists grow by one item at a time: here in place."""
    step, wanted = tree.step, None
    if isinstance(step, Call) and step.function == "_?_:_" and step.arguments[2] == _reads(step.arguments[2], tree.accumulator):
        wanted, step = compile_(step.arguments[0]), step.arguments[1]
    if not (
        isinstance(step, Call)
        and step.function == "_+_"
        and step.arguments[0] == _reads(step.arguments[0], tree.accumulator)
        and isinstance(step.arguments[1], ListOf)
        and len(step.arguments[1].items) == 1
        and not step.arguments[1].optional
        and tree.initial == ListOf((), id=tree.initial.id, position=tree.initial.position)
        and isinstance(tree.condition, Constant)
        and tree.result == _reads(tree.result, tree.accumulator)
    ):
        return None
    over, item = compile_(tree.range), compile_(step.arguments[1].items[0])
    one_name, two_name = tree.variable, tree.second_variable

    def gather(variables: Variables) -> list[Any]:
        scope = _Scope(variables)
        made: list[Any] = []
        failed: CelValueError | None = None
        for one, two in _pairs(over(variables), two=bool(two_name)):
            scope[one_name] = one
            if two_name:
                scope[two_name] = two
            try:
                keep = True if wanted is None else wanted(scope)
                if type(keep) is not bool:
                    failed = no_overload()
                elif keep and failed is None:
                    made.append(item(scope))
            except CelValueError as error:
                failed = error
        if failed is not None:
            raise failed
        return made

    return gather


def _reads(tree: Tree, name: str) -> Tree | None:
    """The tree itself where it is but the name."""
    return tree if isinstance(tree, Identifier) and tree.name == name else None
