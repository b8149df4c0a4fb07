"""CEL written by hand: the way out where nothing here says what is meant."""

from typing import Any, TypeVar, cast, get_args, get_origin, overload

from typekro.errors import compose
from typekro.expressions.describing import describe
from typekro.expressions.embedded import standalone
from typekro.expressions.errors import MisuseError
from typekro.expressions.lexing import strings
from typekro.expressions.operands import operand
from typekro.expressions.reference import Reference
from typekro.expressions.tokens import parts_of
from typekro.expressions.tree import Expression, Raw
from typekro.expressions.types import Boolean, Dyn, Float, Integer, List, Map, String, Type

T = TypeVar("T")

# Stands for a reference while the text around it is looked at; no manifest can hold it.
_REFERENCE = "\0"
_SCALARS: dict[object, Type] = {str: String(), int: Integer(), float: Float(), bool: Boolean(), Any: Dyn(), object: Dyn()}


@overload
def raw(text: str, /) -> Any: ...
@overload
def raw(text: str, type: type[T], /) -> T: ...
def raw(text: str, type: Any = Any, /) -> Any:  # noqa: A002 - it is one
    """CEL as it is written; references that an f-string formats into it become their own CEL.

    The text is checked with the whole graph; only kro knows it otherwise.

    Args:
        text: the expression, without `${` and `}` around it.
        type: what it gives: str, int, float, bool, or list and dict[str, ...] of these; left out, it may be anything.

    Raises:
        MisuseError: the text is none, kro would not find its end, a reference stands in its quotes, or the type is another one.

    Example:
        >>> from typekro.expressions import Root, String, reference_to
        >>> memory = reference_to(Root(String(), "memory"))
        >>> raw(f'quantity({memory}).isLessThan(quantity("1Gi"))', bool)
        <typekro reference raw(f"quantity({memory}).isLessThan(quantity("1Gi"))")>
    """
    if not isinstance(cast("object", text), str):
        shown = describe(operand(text, "raw"))
        why = "the CEL has to be known while the script runs"
        raise MisuseError(compose(f"raw: {shown} is no constant text", why, f'raw(f"... {{{shown}}} ...", bool)'))
    parts = [part if isinstance(part, str) else part.expression for part in parts_of(text)]
    written = "".join(part for part in parts if isinstance(part, str))
    if "${" in written:
        raise MisuseError(compose(f"raw: {written!r} has a ${{ in it", "typekro writes ${ and } around it", "leave them out"))
    if not parts or (len(parts) == 1 and not written.strip() and isinstance(parts[0], str)):
        raise MisuseError(compose("raw: the text is empty", "it is an expression of CEL", 'raw("size(schema.spec.hosts)", int)'))
    _check(parts)
    return Reference(Raw(tuple(parts), _type(type)))


def _check(parts: list[str | Expression]) -> None:
    """Refuses what would be CEL, or no CEL at all, without an error of anybody's, and would mean something else."""
    text = "".join(part if isinstance(part, str) else _REFERENCE for part in parts)
    names = iter([f"{{{describe(part)}}}" for part in parts if not isinstance(part, str)])
    shown = "".join(next(names) if letter == _REFERENCE else letter for letter in text)
    if standalone(f"${{{text}}}") is None:
        why = "it counts { and }, and passes over those in double quotes alone; what has no end is text to it"
        raise MisuseError(
            compose(f"raw: kro does not find the end of {shown}", why, "write texts in double quotes, and close what is opened")
        )
    if any(_REFERENCE in string for string in strings(text)):
        why = "in a string of CEL there is text, and a reference would be its own name there"
        raise MisuseError(compose(f"raw: a reference stands in quotes: {shown}", why, "raw(f'quantity({reference})'), or + between texts"))


def _type(annotation: Any) -> Type:
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    match get_origin(annotation), get_args(annotation):
        case origin, (item,) if origin is list:
            return List(_type(item))
        case origin, (key, value) if origin is dict and key is str:
            return Map(_type(value))
        case _:
            why = "raw knows str, int, float, bool, and list[...] and dict[str, ...] of these"
            shown = getattr(annotation, "__name__", repr(annotation))
            hint = "raw(text) without a type, whose fields have their names in the cluster"
            raise MisuseError(compose(f"raw: {shown} is no type of an expression", why, hint))
