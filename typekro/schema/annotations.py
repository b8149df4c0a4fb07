"""Annotations taken apart: what is under `| None` and `Annotated`, and which markers stand there."""

import enum
import types
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import attrs

_UNIONS = (Union, types.UnionType)
_SCALARS = (str, int, float, bool)


@attrs.frozen
class Annotation:
    """An annotation, taken apart.

    Args:
        base: what is left of it, without `| None` and `Annotated`.
        optional: whether `| None` was there.
        extras: what stood beside it in `Annotated`, in its order.
    """

    base: Any
    optional: bool
    extras: tuple[Any, ...]

    @property
    def item(self) -> "Annotation | None":
        """What the items of a list or the values of a map are; None for what is neither."""
        arguments = get_args(self.base)
        match get_origin(self.base):
            case origin if origin is list and len(arguments) == 1:
                return taken_apart(arguments[0])
            case origin if origin is dict and arguments[:1] == (str,):
                return taken_apart(arguments[1])
            case _:
                return None

    @property
    def choices(self) -> tuple[Any, ...] | None:
        """What a Literal or an enum lets one choose from; None for what is neither."""
        if get_origin(self.base) is Literal:
            return get_args(self.base)
        return tuple(self.base) if is_enum(self.base) else None

    @property
    def scalar(self) -> type | None:
        """The one of str, int, float and bool that a value is, also one of a Literal or an enum; None for everything else."""
        if self.base in _SCALARS:
            scalar: type = self.base
            return scalar
        kinds = {next((kind for kind in (bool, str, int) if isinstance(choice, kind)), None) for choice in self.choices or ()}
        return kinds.pop() if len(kinds) == 1 else None


def taken_apart(annotation: Any) -> Annotation:
    """An annotation, taken apart; a union of several types is left as it is.

    Example:
        >>> taken_apart(Annotated[int | None, "a"])
        Annotation(base=<class 'int'>, optional=True, extras=('a',))
    """
    optional = False
    extras: tuple[Any, ...] = ()
    while True:
        if get_origin(annotation) is Annotated:
            extras = (*extras, *annotation.__metadata__)
            annotation = annotation.__origin__
            continue
        rest = tuple(argument for argument in get_args(annotation) if argument is not type(None))
        if get_origin(annotation) not in _UNIONS or len(rest) == len(get_args(annotation)):
            return Annotation(annotation, optional, extras)
        optional = True
        annotation = Union[rest]  # noqa: UP007 - of as many as there are


def is_enum(annotation: Any) -> bool:
    """Whether an annotation is the class of an enum."""
    return isinstance(annotation, type) and issubclass(annotation, enum.Enum)


def written(annotation: Any) -> str:
    """An annotation as it is written in Python.

    Example:
        >>> written(list[Annotated[int, 1] | None])
        'list[Annotated[int, 1] | None]'
    """
    if annotation is type(None):
        return "None"
    arguments = get_args(annotation)
    match get_origin(annotation):
        case origin if origin in _UNIONS:
            return " | ".join(written(argument) for argument in arguments)
        case origin if origin is Annotated:
            return f"Annotated[{', '.join([written(annotation.__origin__), *map(repr, annotation.__metadata__)])}]"
        case origin if isinstance(origin, type):
            return f"{origin.__name__}[{', '.join('...' if argument is ... else written(argument) for argument in arguments)}]"
        case None if isinstance(annotation, type):
            return annotation.__name__
        case _:
            return str(annotation).replace("typing.", "")
