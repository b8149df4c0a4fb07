"""An expression's tree made into functions of Python, once; running it is calling them.

A function takes the variables by their names and gives the value, or raises CelValueError. Only `&&`, `||`, and what comprehensions gather
see the errors of their parts.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from typekro.expressions.library.functions import NAMESPACED
from typekro.expressions.library.running.bodies import BODIES
from typekro.expressions.library.running.calculating import BINARY, negate
from typekro.expressions.library.running.calling import called
from typekro.expressions.library.running.chains import INDEX, TYPES, Compile, Run, Variables, chain
from typekro.expressions.library.running.comprehensions import comprehension
from typekro.expressions.library.running.errors import CelValueError, no_overload
from typekro.expressions.library.running.texts import shown
from typekro.expressions.library.running.values import Optional, TypeValue, Uint, adapted, is_value, key_of
from typekro.expressions.library.tree import Call, Constant, Identifier, ListOf, MapOf, Select, Tree, full_name


def compiled(tree: Tree, names: frozenset[str] = NAMESPACED) -> Run:  # noqa: PLR0911 - one for each kind of node
    """What computes an expression.

    Args:
        tree: the expression, its macros expanded.
        names: the functions that stand in a namespace; to others the first part of such a name is a variable.
    """
    compile_: Compile = partial(compiled, names=names)
    match tree:
        case Constant():
            value = Uint(tree.value) if tree.unsigned else tree.value  # type: ignore[arg-type]  # an int, where it is unsigned
            return lambda _: value
        case Identifier():
            return _identifier(tree.name)
        case Select():
            return chain(tree, compile_)
        case Call(function=name) if name in INDEX:
            return chain(tree, compile_)
        case Call():
            return _call(tree, names, compile_)
        case ListOf():
            return _list(tree, compile_)
        case MapOf():
            return _map(tree, compile_)
        case loop:
            return comprehension(loop, compile_)


def _identifier(name: str) -> Run:
    def read(variables: Variables) -> Any:
        try:
            value = variables[name]
        except KeyError:
            if name in TYPES:
                return TypeValue(name)
            raise CelValueError(f"no such attribute(s): {name}") from None
        return value if is_value(value) else adapted(value)

    return read


def _call(tree: Call, names: frozenset[str], compile_: Compile) -> Run:
    name = full_name(tree)
    if name in names or name == "cel.@mapInsert":
        return called(name, [compile_(argument) for argument in tree.arguments], member=False)
    targets = () if tree.target is None else (tree.target,)
    parts = [compile_(argument) for argument in (*targets, *tree.arguments)]
    special = _SPECIAL.get(tree.function)
    if special is not None:
        return special(*parts)
    if tree.function in BINARY:
        return _binary(tree.function, *parts)
    name = tree.function
    if name in {"find", "findAll"} and tree.target is not None and tree.arguments and isinstance(tree.arguments[0], Constant):
        name = f"constant {name}"
    return called(name, parts, member=tree.target is not None)


def _binary(name: str, left: Run, right: Run) -> Run:
    function = BINARY[name]
    return lambda variables: function(left(variables), right(variables))


def _and(left: Run, right: Run) -> Run:
    return lambda variables: _logical(left, right, variables, settling=False)


def _or(left: Run, right: Run) -> Run:
    return lambda variables: _logical(left, right, variables, settling=True)


def _logical(left: Run, right: Run, variables: Variables, *, settling: bool) -> bool:
    """What settles the whole is enough, even where the other side fails."""
    failed: CelValueError | None = None
    for side in (left, right):
        try:
            value = side(variables)
        except CelValueError as error:
            failed = failed or error
            continue
        if type(value) is bool and value == settling:
            return settling
        if type(value) is not bool:
            failed = failed or no_overload()
    if failed is not None:
        raise failed
    return not settling


def _conditional(condition: Run, then: Run, otherwise: Run) -> Run:
    def choose(variables: Variables) -> Any:
        value = condition(variables)
        if value is True:
            return then(variables)
        if value is False:
            return otherwise(variables)
        raise no_overload()

    return choose


def _not(operand: Run) -> Run:
    def turn(variables: Variables) -> bool:
        value = operand(variables)
        if not isinstance(value, bool):
            raise no_overload()
        return not value

    return turn


def _negative(operand: Run) -> Run:
    return lambda variables: negate(operand(variables))


def _not_strictly_false(operand: Run) -> Run:
    def ask(variables: Variables) -> bool:
        try:
            return operand(variables) is not False
        except CelValueError:
            return True

    return ask


def _or_value(optional: Run, fallback: Run) -> Run:
    def choose(variables: Variables) -> Any:
        value = optional(variables)
        if type(value) is not Optional:
            raise no_overload()
        return value.value if value.present else fallback(variables)

    return choose


def _or_optional(optional: Run, fallback: Run) -> Run:
    def choose(variables: Variables) -> Any:
        value = optional(variables)
        if type(value) is not Optional:
            raise no_overload()
        return value if value.present else fallback(variables)

    return choose


_SPECIAL: Final[dict[str, Callable[..., Run]]] = {
    "_&&_": _and,
    "_||_": _or,
    "_?_:_": _conditional,
    "!_": _not,
    "-_": _negative,
    "@not_strictly_false": _not_strictly_false,
    "orValue": _or_value,
    "or": _or_optional,
}


def is_known(call: Call) -> bool:
    """Whether a function, a method or an operator is one that can be run here.

    Args:
        call: what calls it.
    """
    name = full_name(call)
    return any(name in known or call.function in known for known in (BODIES, _SPECIAL, BINARY, INDEX))


def _list(tree: ListOf, compile_: Compile) -> Run:
    parts = [compile_(item) for item in tree.items]
    if not tree.optional:
        return lambda variables: [run(variables) for run in parts]

    def make(variables: Variables) -> list[Any]:
        made: list[Any] = []
        for index, run in enumerate(parts):
            value = run(variables)
            if index in tree.optional:
                if type(value) is not Optional:
                    raise CelValueError(f"cannot initialize optional list element from non-optional value {shown(value)}")
                if not value.present:
                    continue
                value = value.value
            made.append(value)
        return made

    return make


def _map(tree: MapOf, compile_: Compile) -> Run:
    entries = [(_key(entry.key, compile_), compile_(entry.value), entry.optional) for entry in tree.entries]

    def make(variables: Variables) -> dict[Any, Any]:
        made: dict[Any, Any] = {}
        for key_run, value_run, optional in entries:
            key, value = key_run(variables), value_run(variables)
            if optional:
                if type(value) is not Optional:
                    raise CelValueError(f"cannot initialize optional entry '{shown(key)}' from non-optional value {shown(value)}")
                if not value.present:
                    made.pop(key_of(key), None)
                    continue
                value = value.value
            made[key_of(key)] = value
        return made

    return make


def _key(key: Tree | str, compile_: Compile) -> Run:
    return (lambda _: key) if isinstance(key, str) else compile_(key)
