"""Steps from one expression into another: fields, items and slices, with the words for those that there are not."""

import difflib
from typing import Any

from typekro.errors import DefinitionError, compose
from typekro.expressions import refusals
from typekro.expressions.calling import call
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError, UnknownFieldError
from typekro.expressions.guards import is_slice
from typekro.expressions.methods import method_names
from typekro.expressions.operands import expression_of, solid
from typekro.expressions.tree import Expression, FieldOf, ItemOf, Literal
from typekro.expressions.types import Dyn, Integer, List, Map, Object, String, type_name

_CHANGING = frozenset({"update", "copy", "setdefault", "pop", "popitem", "clear"})


def field(operand: Expression, name: str) -> FieldOf:
    """A field of an object.

    Raises:
        UnknownFieldError: there is none of that name.
        MisuseError: it is a method that goes through a dict.
    """
    match operand.type:
        case Dyn():
            return FieldOf(operand, name, name, Dyn())
        case Object(fields=fields) if name in fields:
            known = fields[name]
            return FieldOf(operand, name, known.wire_name, known.type)
        case Object(fields=fields):
            by_wire_name = {known.wire_name: known.name for known in fields.values()}
            near = [by_wire_name[name]] if name in by_wire_name else difflib.get_close_matches(name, fields, 1)
            raise UnknownFieldError(
                compose(
                    f"{describe(operand)} has no field {name!r}",
                    f"{operand.type.name} has: {', '.join(fields) or 'no fields'}",
                    [f"{describe(operand)}.{found}" for found in near],
                )
            )
        case _:
            raise _no_attribute(operand, name)


def _no_attribute(operand: Expression, name: str) -> DefinitionError:
    text = describe(operand)
    if isinstance(operand.type, Map) and name in {"keys", "values", "items"}:
        why = "what is in it is known only in the cluster; Python cannot go through it, nor unpack it by ** into another dict"
        hints = [f"{text}[key], {text}.get(key, default) or cel.contains({text}, key) for one key", f"cel.merge({{...}}, {text})"]
        # No AttributeError: for that, Python puts a message of its own in the place of this one where a dict is unpacked.
        return MisuseError(compose(f"{text}.{name}: a reference cannot do that", why, hints))
    if isinstance(operand.type, Map) and name in _CHANGING:
        why = "a reference is changed by nobody; CEL makes a new map of two"
        return UnknownFieldError(compose(f"{text}.{name}: a reference cannot do that", why, f"cel.merge({text}, {{...}})"))
    methods = method_names(operand.type)
    near = [f"{text}.{found}(...)" for found in difflib.get_close_matches(name, methods, 1)]
    if isinstance(operand.type, Map) and not near:
        near = [f"{text}[{name!r}]"]
    has = f"it has the methods {', '.join(methods)}" if methods else "it has none; the functions of cel take it"
    return UnknownFieldError(compose(f"{text}.{name}: a reference to {type_name(operand.type)} has no such attribute", has, near))


def item(operand: Expression, key: Any) -> Expression:
    """An item of a list, a value of a map, a letter of a text; or a part of a list or a text.

    Raises:
        MisuseError: the type does not take such a key.
    """
    if is_slice(key):
        return _part(operand, key)
    chosen = expression_of(key)
    constant = key if chosen is None and isinstance(key, int | str) and not isinstance(key, bool) else None
    kind = type(None) if constant is None and chosen is None else type(chosen.type if chosen is not None else Literal(key).type)
    if isinstance(constant, int) and constant < 0:
        raise refusals.key(operand, key)
    found = chosen if chosen is not None else constant
    match operand.type:
        case List(inner) if found is not None and kind in (Integer, Dyn):
            return ItemOf(operand, found, inner)
        case Map(inner) if found is not None and kind in (String, Dyn):
            return ItemOf(operand, found, inner)
        case Dyn() if found is not None and kind in (Integer, String, Dyn):
            return ItemOf(operand, found, Dyn())
        case String() if isinstance(constant, int):
            return call("substring", operand, Literal(constant), Literal(constant + 1))
        case _:
            raise refusals.key(operand, key)


def _part(operand: Expression, part: "slice[Any, Any, Any]") -> Expression:
    if part.step is not None or not isinstance(operand.type, List | String):
        raise refusals.key(operand, part)
    start = _bound(operand, 0 if part.start is None else part.start)
    if part.stop is not None:
        return call("slice" if isinstance(operand.type, List) else "substring", operand, start, _bound(operand, part.stop))
    if isinstance(operand.type, List):
        return call("slice", operand, start, call("size", operand))
    return call("substring_from", operand, start)


def _bound(operand: Expression, bound: Any) -> Expression:
    expression = solid(bound, f"{describe(operand)}[a:b]")
    if isinstance(expression, Literal) and (isinstance(bound, bool) or not isinstance(bound, int) or bound < 0):
        raise refusals.key(operand, slice(bound, None))
    return expression
