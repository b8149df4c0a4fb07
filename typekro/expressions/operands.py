"""What users give to functions, as expressions: references, texts with references, constants, lists and dicts of these."""

from collections.abc import Mapping, Sequence
from typing import cast

from typekro.errors import compose
from typekro.expressions.calling import call
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.guards import SCALARS, is_mapping, is_sequence
from typekro.expressions.operators import as_float, literal
from typekro.expressions.tokens import is_plain, parse
from typekro.expressions.tree import Expression, ListOf, MapOf, may_omit
from typekro.expressions.types import Dyn, Float, List, Map, Type, type_name, unify


def expression_of(value: object) -> Expression | None:
    """The expression that a value stands for: a reference's, a text's with references in it; None for all other values.

    Whatever stands for an expression says so by a method `__typekro_expression__() -> Expression` of its class. References have it;
    a class of another room that can stand where a list or a value may has it too.

    Raises:
        DefinitionError: the text holds what is left of a reference.
    """
    kind = type(value)
    if kind is dict or (kind in SCALARS and (kind is not str or is_plain(cast("str", value)))):  # most values are of these
        return None
    method = getattr(type(value), "__typekro_expression__", None)
    if method is not None:
        found: Expression = method(value)
        return found
    if isinstance(value, str):
        parsed = parse(value)
        return None if isinstance(parsed, str) else parsed
    return None


def operand(value: object, where: str) -> Expression:
    """A value that was given to a function, as an expression.

    Args:
        value: a reference, a constant, a list or a dict of such, or whatever gives its fields by `__typekro_wire__() -> dict`, by
            their names in the cluster: a part of a Kubernetes object.
        where: the function, as it was called, for messages.

    Raises:
        MisuseError: it is something else, or its parts are not of one type.
    """
    expression = expression_of(value)
    if expression is not None:
        return expression
    if isinstance(value, str | int | float):
        return literal(value)
    wire = getattr(type(value), "__typekro_wire__", None)
    if wire is not None:
        return _object(wire(value), where)
    if is_sequence(value):
        return _list(value, where)
    if is_mapping(value):
        return _map(value, where)
    why = "a function of the cluster takes references, str, int, float, bool, and lists and dicts of these"
    hints = ["has(...) tells whether there is a value"] if value is None else []
    raise MisuseError(compose(f"{where}: {'None' if value is None else f'{type(value).__name__} {value!r}'} is no value", why, hints))


def solid(value: object, where: str) -> Expression:
    """A value that was given to a function which needs it, as an expression.

    Raises:
        MisuseError: the value may be omitted; or see `operand`.
    """
    expression = operand(value, where)
    if may_omit(expression):
        why = "omit() leaves a field of a resource out, so that it stands where a field's value does, or in a branch of when() there"
        raise MisuseError(compose(f"{where}: {describe(expression)} may be omitted", why))
    return expression


def _list(values: Sequence[object], where: str) -> ListOf:
    items = [solid(value, where) for value in values]
    alike, type_ = _alike(items)
    if type_ is None:
        names = " and ".join(dict.fromkeys(type_name(item.type) for item in items))
        raise MisuseError(compose(f"{where}: a list of {names}", "the items of a list are of one type, and CEL converts nothing by itself"))
    return ListOf(tuple(alike), List(type_))


def _map(values: Mapping[object, object], where: str) -> MapOf:
    for key in values:
        if not isinstance(key, str) or expression_of(key) is not None:
            raise MisuseError(compose(f"{where}: {key!r} is the key of a dict", "keys are constant texts"))
    items = [solid(value, where) for value in values.values()]
    alike, type_ = _alike(items)
    # The values of a map may be of any types, as the fields of an object are.
    chosen = items if type_ is None else alike
    return MapOf(tuple((str(key), item) for key, item in zip(values, chosen, strict=True)), Map(type_ or Dyn()))


def _object(value: object, where: str) -> Expression:
    """A part of a Kubernetes object. A map of values of one type would have to fit every field of it, so that they become of any."""
    if is_mapping(value):
        items = [_object(item, where) for item in value.values()]
        entries = [item if isinstance(item.type, Dyn) else call("any", item) for item in items[:1]] + items[1:]
        return MapOf(tuple((str(key), item) for key, item in zip(value, entries, strict=True)), Map(Dyn()))
    if is_sequence(value):
        items = [_object(item, where) for item in value]
        alike, type_ = _alike(items)
        return ListOf(tuple(alike), List(type_ or Dyn()))
    return solid(value, where)


def _alike(items: list[Expression]) -> tuple[list[Expression], Type | None]:
    """The items, whole numbers beside floats made floats, and the one type that they all have."""
    if any(isinstance(item.type, Float) for item in items):
        items = [as_float(item, Float()) for item in items]
    type_: Type | None = Dyn()
    for item in items:
        type_ = None if type_ is None else unify(type_, item.type)
    return items, type_
