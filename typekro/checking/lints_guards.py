"""Which parts of an expression are read only where others are there: `has(x) ? x : y`, `has(x) && x`, and the conditions of a node."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

import attrs

from typekro.checking.lints_values import UNKNOWN, value_of
from typekro.checking.report import Analysis, CheckedExpression, Role
from typekro.expressions.library import Call, Comprehension, Constant, Identifier, ListOf, Select, Tree, children, walk

Guards = frozenset[str]
NONE: Guards = frozenset()
_LONGEST = 16


@attrs.frozen
class Read:
    """A field or an item that has to be there for an expression to have a value.

    Args:
        tree: the selection, or the call of an index.
        path: how it is written, where it is a path of names, fields and constant indices.
        guards: the paths that are known to be there whenever this is read.
    """

    tree: Select | Call
    path: str | None
    guards: Guards

    @property
    def guarded(self) -> bool:
        """Whether this is read only where it is there."""
        return self.path in self.guards


def path_of(tree: Tree) -> str | None:
    """How a path is written: names, fields, and indices that are constants; None of anything else.

    A field that is asked for with `.?` or in `has()` has the same path as one that is read.
    """
    match tree:
        case Identifier():
            return tree.name
        case Select():
            below = path_of(tree.operand)
            return None if below is None else f"{below}.{tree.field}"
        case Call(function="_[_]" | "_[?_]", arguments=(operand, Constant(value=key))):
            below = path_of(operand)
            return None if below is None else _with_key(below, key)
        case _:
            return None


def _with_key(path: str, key: object) -> str:
    return f"{path}.{key}" if isinstance(key, str) and key.isidentifier() else f"{path}[{key!r}]"


def reads(tree: Tree, guards: Guards = NONE) -> Iterator[Read]:
    """All that an expression reads and that may be missing, with what guards it.

    Args:
        tree: the expression, with types.
        guards: what is known to be there before.
    """
    match tree:
        case Select():
            if not tree.test and not tree.optional and not _is_optional(tree.operand):
                yield Read(tree, path_of(tree), guards)
            yield from reads(tree.operand, guards)
        case Call(function="_?_:_", arguments=(condition, then, otherwise)):
            yield from reads(condition, guards)
            yield from reads(then, guards | _if_true(condition))
            yield from reads(otherwise, guards | _if_false(condition))
        case Call(function="_&&_" | "_||_" as function, arguments=(left, right)):
            # Either side may stand first: an error of one of them does not count where the other one decides.
            known = _if_true if function == "_&&_" else _if_false
            yield from reads(left, guards | known(right))
            yield from reads(right, guards | known(left))
        case Comprehension():
            inner = guards | filtered(tree.range, tree.variable)
            yield from reads(tree.range, guards)
            yield from (read for part in (tree.initial, tree.condition, tree.step, tree.result) for read in reads(part, inner))
        case _:
            if isinstance(tree, Call) and tree.function == "_[_]" and not _is_optional(tree.arguments[0]):
                yield Read(tree, path_of(tree), guards)
            yield from (read for child in children(tree) for read in reads(child, guards))


def filtered(tree: Tree, variable: str) -> Guards:
    """What is there in each item of a list that was filtered for it, said of a variable that goes through the list."""
    match tree:
        case Comprehension(
            step=Call(function="_?_:_", arguments=(condition, Call(arguments=(_, ListOf(items=(Identifier() as item,)))), _))
        ) if item.name == tree.variable:
            found = _if_true(condition)
            own = (path for path in found if path.startswith((f"{tree.variable}.", f"{tree.variable}[")))
            return frozenset(f"{variable}{path.removeprefix(tree.variable)}" for path in own) | filtered(tree.range, variable)
        case _:
            return NONE


def guards_of_node(analysis: Analysis, id_: str) -> Guards:
    """What is there whenever kro makes a node: its own conditions hold, and so do those of all that it depends on."""
    found: Guards = NONE
    waiting, seen = [id_], {id_}
    while waiting:
        node = waiting.pop()
        found |= after(conditions(analysis, node, "includeWhen"))
        needed = [other for other in analysis.dependencies.get(node, ()) if other not in seen]
        seen.update(needed)
        waiting += needed
    return found | _of_iterators(analysis, id_)


def after(conditions_before: Iterable[CheckedExpression]) -> Guards:
    """What is there once all of these conditions are true."""
    return NONE.union(*(_if_true(one.compiled.tree) for one in conditions_before if one.compiled is not None))


def conditions(analysis: Analysis, id_: str, role: Role) -> Sequence[CheckedExpression]:
    """The conditions of a node in their order."""
    return analysis.expressions_of.get((id_, role), ())


def _of_iterators(analysis: Analysis, id_: str) -> Guards:
    lists = conditions(analysis, id_, "forEach")
    named = zip(lists, analysis.nodes[id_].iterators, strict=True)
    return NONE.union(*(filtered(one.compiled.tree, name) for one, name in named if one.compiled is not None))


def _if_true(condition: Tree) -> Guards:
    """What is there where a condition is true."""
    return _if(condition, outcome=True)


def _if_false(condition: Tree) -> Guards:
    return _if(condition, outcome=False)


def _if(condition: Tree, *, outcome: bool) -> Guards:
    """What is there where a condition has come to this."""
    both = "_&&_" if outcome else "_||_"
    match condition:
        case Select() if outcome and (condition.test or _is_optional(condition)):
            # An optional condition that is nothing counts as false.
            return _all_of(path_of(condition))
        case Call(function="hasValue", target=Select() | Call(function="_[?_]") as asked) if outcome:
            return _all_of(path_of(asked))
        case Call(function="@in", arguments=(Constant(value=key), entries)) if outcome and _is(entries, "map"):
            path = _path_with_fallback(entries)
            return NONE if path is None else _all_of(_with_key(path, key))
        case Call(function="_&&_" | "_||_" as function, arguments=(left, right)):
            one, other = _if(left, outcome=outcome), _if(right, outcome=outcome)
            return one | other if function == both else one & other
        case Call(function="!_", arguments=(negated,)):
            return _if(negated, outcome=not outcome)
        case _:
            return _without_fallback(condition, outcome=outcome) | _by_length(condition, outcome=outcome)


def _without_fallback(condition: Tree, *, outcome: bool) -> Guards:
    """The paths whose fallback (`.orValue(...)`) would have made the condition something else, so that they must be there."""
    with_fallbacks = [path_of(node.target) for node in walk(condition) if isinstance(node, Call) and _has_fallback(node) and node.target]
    decided = (path for path in with_fallbacks if value_of(condition, partial(_fallback_of, path=path)) is (not outcome))
    return NONE.union(*(_all_of(path) for path in decided))


def _by_length(condition: Tree, *, outcome: bool) -> Guards:
    """The items that a list must have, since with fewer the condition would have come to something else."""
    lists = {path for node in walk(condition) if _is(node, "list") and (path := _path_with_fallback(node)) is not None}
    found: Guards = NONE
    for path in lists:
        length = 0
        while length < _LONGEST and value_of(condition, partial(_of_length, path=path, length=length)) is (not outcome):
            found |= _all_of(f"{path}[{length}]")
            length += 1
    return found


def _of_length(tree: Tree, path: str, length: int) -> Any:
    """A list of so many unknown items, where this is the list."""
    return [UNKNOWN] * length if _path_with_fallback(tree) == path else UNKNOWN


def _path_with_fallback(tree: Tree) -> str | None:
    return path_of(tree.target) if isinstance(tree, Call) and tree.target is not None and _has_fallback(tree) else path_of(tree)


def _fallback_of(tree: Tree, path: str | None) -> Any:
    """The value that stands in for a path, where this is the path with its fallback."""
    is_it = isinstance(tree, Call) and _has_fallback(tree) and tree.target is not None and path_of(tree.target) == path
    return value_of(tree.arguments[0], lambda _: UNKNOWN) if isinstance(tree, Call) and is_it else UNKNOWN


def _has_fallback(call: Call) -> bool:
    target = call.target
    return call.function == "orValue" and (isinstance(target, Select) or (isinstance(target, Call) and target.function == "_[?_]"))


def _is_optional(tree: Tree) -> bool:
    """Whether this may be nothing, so that what is read of it may be nothing too."""
    return _is(tree, "optional")


def _is(tree: Tree, kind: str) -> bool:
    return tree.type is not None and tree.type.kind == kind


def _all_of(path: str | None) -> Guards:
    """A path that is there, and all that leads to it."""
    if path is None:
        return NONE
    steps = path.replace("[", ".[").split(".")
    return frozenset(".".join(steps[:length]).replace(".[", "[") for length in range(1, len(steps) + 1))
