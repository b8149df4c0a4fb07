"""Lists and maps in lists and maps: protobuf has no fields of such types, so what it takes for anything is told apart afterwards.

A field of type `list(list(string))` is a list of lists of anything at first. Where an expression selects it, a method is called on it
that does nothing but give it its type, and the expression is checked again.
"""

import re
from collections.abc import Iterable
from typing import Any, Final

import attrs

from typekro.expressions.library.functions import TYPED
from typekro.expressions.library.messages import Messages
from typekro.expressions.library.tree import Select, Tree, walk
from typekro.expressions.library.types import DYN, CelType

_CONTAINERS: Final = frozenset({"list", "map"})


@attrs.frozen
class Cast:
    """One selection of a field whose type protobuf cannot tell.

    Args:
        end: where the selection ends in the text.
        type: its type in truth.
    """

    end: int
    type: CelType


def casts(text: str, tree: Tree) -> list[Cast]:
    """The selections that need their type told, each place once.

    Args:
        text: the expression.
        tree: what it was checked to.
    """
    selections = (node for node in walk(tree) if isinstance(node, Select) and not node.test)
    found = {_end(text, node): type_ for node in selections if (type_ := _field(node)) is not None and _is_untold(node, type_)}
    return [Cast(end, type_) for end, type_ in found.items()]


def functions(types: Iterable[CelType], messages: Messages) -> list[dict[str, Any]]:
    """The methods that give types, as the library's configuration declares functions.

    Args:
        types: each type has the method of its number.
        messages: the messages of the structs in them.
    """
    return [{"name": f"{TYPED}{number}", "overloads": _overloads(number, type_, messages)} for number, type_ in enumerate(types)]


def _overloads(number: int, type_: CelType, messages: Messages) -> list[dict[str, Any]]:
    pairs = [(type_, _untold(type_)), (CelType("optional", (type_,)), CelType("optional", (_untold(type_),)))]
    return [
        {"id": f"{TYPED}{number}_{index}", "target": messages.spelled(untold), "return": messages.spelled(told)}
        for index, (told, untold) in enumerate(pairs)
    ]


def with_types(text: str, found: Iterable[Cast], types: list[CelType]) -> str:
    """The expression with its types told.

    Args:
        text: the expression.
        found: the selections.
        types: the types that have methods.
    """
    for cast in sorted(found, key=lambda cast: -cast.end):
        text = f"{text[: cast.end]}.{TYPED}{types.index(cast.type)}(){text[cast.end :]}"
    return text


def _field(node: Select) -> CelType | None:
    operand = node.operand.type
    if operand is not None and operand.kind == "optional":
        operand = operand.parameters[0]
    return None if operand is None or operand.struct is None else operand.struct.field(node.field)


def _is_nested(type_: CelType) -> bool:
    return type_.kind in _CONTAINERS and type_.parameters[-1].kind in _CONTAINERS


def _is_untold(node: Select, type_: CelType) -> bool:
    told = node.type.parameters[0] if node.type is not None and node.type.kind == "optional" else node.type
    return _is_nested(type_) and told != type_


def _untold(type_: CelType) -> CelType:
    """The type as protobuf tells it."""
    inner = type_.parameters[-1]
    told = CelType(inner.kind, (DYN,) if inner.kind == "list" else (inner.parameters[0], DYN))
    return CelType(type_.kind, (*type_.parameters[:-1], told))


def _end(text: str, node: Select) -> int:
    match = re.compile(rf"\.\s*\??\s*{re.escape(node.field)}").match(text, node.position)
    return node.position if match is None else match.end()
