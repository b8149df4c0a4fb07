"""Methods that a reference has: those of str and dict that CEL has too, with the same meaning."""

import inspect
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, TypeAlias

from typekro.errors import compose
from typekro.expressions.calling import call
from typekro.expressions.choosing import conditional, fallen_back
from typekro.expressions.describing import describe
from typekro.expressions.errors import MisuseError
from typekro.expressions.operands import operand, solid
from typekro.expressions.operators import combine
from typekro.expressions.tree import Expression, ItemOf, Literal
from typekro.expressions.types import Dyn, Map, String, Type

Method: TypeAlias = Callable[..., Expression]


def called(name: str, on: Expression, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Expression:
    """The expression for a call of a method.

    Args:
        name: the method's name.
        on: what it is called on.
        args: what it is called with.
        kwargs: what it is called with by name.

    Raises:
        MisuseError: the method takes something else, or CEL's twin of it does.
    """
    method = METHODS[name]
    signature = inspect.signature(method)
    try:
        signature.bind(on, *args, **kwargs)
    except TypeError as error:
        takes = [*signature.parameters.values()][1:]
        written = ", ".join(parameter.name if parameter.default is parameter.empty else f"{parameter.name}=..." for parameter in takes)
        text = f"{describe(on)}.{name}"
        raise MisuseError(compose(f"{text}(...): {error}", "CEL's twin of the method takes this", f"{text}({written})")) from None
    return method(on, *args, **kwargs)


def method_names(type_: Type) -> tuple[str, ...]:
    """The methods that a reference of a type has; what may be anything may have them all."""
    match type_:
        case String():
            return tuple(name for name in METHODS if name != "get")
        case Map():
            return ("get",)
        case Dyn():
            return tuple(METHODS)
        case _:
            return ()


def _plain(name: str) -> Method:
    def method(text: Expression, /) -> Expression:
        return call(name, text)

    return method


def _with_text(name: str) -> Method:
    def method(text: Expression, value: object, /) -> Expression:
        return call(name, text, solid(value, f"{describe(text)}.{name}(...)"))

    return method


def _replace(text: Expression, old: object, new: object, count: object = -1, /) -> Expression:
    where = f"{describe(text)}.replace(...)"
    operands = text, solid(old, where), solid(new, where)
    return call("replace", *operands) if count == -1 else call("replace_some", *operands, solid(count, where))


def _split(text: Expression, sep: object, maxsplit: object = -1) -> Expression:
    where = f"{describe(text)}.split(...)"
    if _is_empty(sep):
        raise MisuseError(compose(f"{describe(text)}.split(''): the separator is empty", "Python does not take it either"))
    operands = text, solid(sep, where)
    if isinstance(maxsplit, int) and maxsplit == -1:
        return call("split", *operands)
    cuts = solid(maxsplit, where)
    # Python counts the cuts, and CEL the pieces.
    pieces = Literal(cuts.value + 1) if isinstance(cuts, Literal) and isinstance(cuts.value, int) else combine("+", cuts, Literal(1))
    return call("split_some", *operands, pieces)


def _is_empty(value: object) -> bool:
    return isinstance(value, str) and not value


def _join(text: Expression, items: object, /) -> Expression:
    return call("join", solid(items, f"{describe(text)}.join(...)"), text)


def _removeprefix(text: Expression, prefix: object, /) -> Expression:
    first = solid(prefix, f"{describe(text)}.removeprefix(...)")
    return conditional(call("startswith", text, first), call("substring_from", text, call("size", first)), text)


def _removesuffix(text: Expression, suffix: object, /) -> Expression:
    last = solid(suffix, f"{describe(text)}.removesuffix(...)")
    end = combine("-", call("size", text), call("size", last))
    return conditional(call("endswith", text, last), call("substring", text, Literal(0), end), text)


def _get(entries: Expression, key: object, default: object, /) -> Expression:
    where = f"{describe(entries)}.get(...)"
    chosen = solid(key, where)
    if not isinstance(chosen.type, String | Dyn):
        raise MisuseError(compose(f"{where}: {describe(chosen)} is no key", "the keys of the cluster's maps are texts"))
    constant = chosen.value if isinstance(chosen, Literal) and isinstance(chosen.value, str) else chosen
    found = ItemOf(entries, constant, entries.type.value if isinstance(entries.type, Map) else Dyn())
    return fallen_back(found, operand(default, where), where)


METHODS: MappingProxyType[str, Method] = MappingProxyType(
    {
        **{name: _with_text(name) for name in ("startswith", "endswith", "find", "rfind")},
        **{name: _plain(name) for name in ("upper", "lower", "strip")},
        "replace": _replace,
        "split": _split,
        "join": _join,
        "removeprefix": _removeprefix,
        "removesuffix": _removesuffix,
        "get": _get,
    }
)
