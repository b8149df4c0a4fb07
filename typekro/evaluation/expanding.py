"""The items of a forEach: every combination of its lists."""

from collections.abc import Sequence
from typing import Any

from typekro.checking import CheckedNode
from typekro.evaluation.scope import ExpressionError, Scope
from typekro.evaluation.words import Halted, user_text
from typekro.expressions.guards import is_sequence
from typekro.schema.go_texts import quoted

MOST_ITEMS = 1000


def combinations(scope: Scope, node: CheckedNode) -> list[dict[str, Any]]:
    """What the iterators of a node stand for in each item; the first one changes last.

    Args:
        scope: what its lists are made of.
        node: which one.

    Raises:
        Halted: a list is not known yet, or there are too many items.
    """
    dimensions: list[tuple[str, Sequence[Any]]] = []
    for name, expression in zip(node.iterators, scope.definition.analysis.expressions_of.get((node.id, "forEach"), ()), strict=True):
        try:
            values = scope.run(expression)
        except ExpressionError as error:
            message = "data pending" if error.pending else f"forEach {quoted(name)}: {error.told}"
            raise Halted(message, error.reason, pending=error.pending) from error
        if not is_sequence(values):
            what = "returned null, expected list" if values is None else "did not return a list"
            message = f"forEach {quoted(name)}: expression {quoted(user_text(expression))} {what}"
            raise Halted(message, f"{expression.place}: {expression.written} is not a list")
        if not values:
            return []
        dimensions.append((name, values))
    return _product(node, dimensions)


def _product(node: CheckedNode, dimensions: Sequence[tuple[str, Sequence[Any]]]) -> list[dict[str, Any]]:
    total = 1
    for _, values in dimensions:
        total *= len(values)
        if total > MOST_ITEMS:
            message = f"collection size of {total} is over the maximum collection size of {MOST_ITEMS}"
            raise Halted(message, f"resources.{node.id}.forEach: it makes {total} items, and kro makes {MOST_ITEMS} at most")
    found: list[dict[str, Any]] = [{}]
    for name, values in dimensions:
        found = [{**one, name: value} for one in found for value in values]
    return found
