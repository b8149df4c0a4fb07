"""The parent of all classes of the cluster's objects: values where they are made, views where a reference poses as one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NoReturn, Self, dataclass_transform

from typekro.errors import compose
from typekro.expressions import MisuseError, UnknownFieldError
from typekro.schema.shape_fields import Presence, shape_fields
from typekro.schema.shape_values import checked_fields, comparable, to_wire_names, unknown_field


class _Mark:
    """What stands behind a field in its class, until the class is made."""

    def __init__(self, presence: Presence) -> None:
        self.presence: Presence = presence


def optional() -> Any:
    """Marks a field of a shape that may be left out.

    Example:
        >>> class Port(Shape):
        ...     port: int
        ...     protocol: str = optional()
        >>> Port(port=80)
        Port(port=80)
    """
    return _Mark("optional")


def read_only(*, init: Literal[False] = False) -> Any:  # noqa: ARG001 - it tells the type checkers that the field is no argument
    """Marks a field of a shape that the cluster writes: references read it, and nobody gives it.

    Args:
        init: for the type checkers; leave it alone.

    Example:
        >>> class Claim(Shape):
        ...     phase: str = read_only()
        >>> Claim()
        Claim()
    """
    return _Mark("read-only")


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(read_only,))
class Shape:
    """An object of the cluster, or a part of one: `core_v1.Container(name="web", image="nginx:1.29")`.

    A field is declared once, with the type of what it holds: plainly where it is required, else `= optional()` or `= read_only()`. What is
    made has the fields that it was given. A reference that poses as a shape has all of them, since what reads an absent field in the
    cluster waits for it.

    `__wire_names__` has the fields whose name on the wire is not the camelCase of their Python name: `cluster_ip` is `clusterIP`.

    Args:
        **given: the fields by their Python names, each a constant, a reference, or made of these.

    Raises:
        MisuseError: fields are missing, unknown, or not of their declared types; all of them are named.

    Example:
        >>> class Port(Shape):
        ...     port: int
        ...     target_port: int | str = optional()
        >>> Port(port=80, target_port="http").target_port
        'http'
    """

    __wire_names__: ClassVar[dict[str, str]] = {}
    __presence__: ClassVar[Mapping[str, Presence]] = {}
    __resource__: ClassVar[bool] = False

    def __init_subclass__(cls, **arguments: Any) -> None:
        super().__init_subclass__(**arguments)
        marks: dict[str, Presence] = {name: mark.presence for name, mark in vars(cls).items() if isinstance(mark, _Mark)}
        cls.__presence__ = {**cls.__presence__, **marks}
        for name in marks:
            delattr(cls, name)

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(checked_fields(type(self), given))

    def __typekro_parts__(self) -> Mapping[str, Any]:
        """What was given, by Python names: whatever looks for references goes on there."""
        return self.__dict__

    def __typekro_rebuilt__(self, parts: Mapping[str, Any]) -> Self:
        """The same, of other values."""
        return type(self)(**parts)

    def __typekro_wire__(self) -> dict[str, Any]:
        """The same as the cluster's JSON, in which references stay where they are."""
        return to_wire_names(type(self), self.__dict__)

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and comparable(self) == comparable(other)

    def __hash__(self) -> int:
        return hash(comparable(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={part!r}' for name, part in self.__dict__.items())})"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise MisuseError(compose(f"{type(self).__name__}.{name} = ...: it cannot be changed", "it is what it was made of"))

    def __delattr__(self, name: str) -> NoReturn:
        raise MisuseError(compose(f"del {type(self).__name__}.{name}: it cannot be changed", "it is what it was made of"))

    if not TYPE_CHECKING:  # pragma: no branch - the type checkers know the fields that are declared, and no others

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            raise _absent(type(self), name)


def _absent(cls: type, name: str) -> UnknownFieldError:
    if name not in shape_fields(cls):
        return UnknownFieldError(unknown_field(cls, name, f"{cls.__name__}.{name}"))
    why = "what is made here has what it was given; what the cluster fills in is known to references of the whole resource"
    return UnknownFieldError(compose(f"{cls.__name__}.{name}: it was not given", why))


def fields_to_wire(cls: type[Shape], given: Mapping[str, Any], *, at: str | None = None) -> dict[str, Any]:
    """Fields of a shape that were given as a dict, as the cluster's JSON; checked like those of the class, and none is required.

    Args:
        cls: the shape.
        given: values by the Python names of the fields; references stay where they are.
        at: what the dict is called in messages; by default like the class.

    Raises:
        MisuseError: fields are unknown, or not of their declared types; all of them are named.

    Example:
        >>> class Port(Shape):
        ...     port: int
        ...     target_port: int | str = optional()
        >>> fields_to_wire(Port, {"target_port": "http"})
        {'targetPort': 'http'}
    """
    return to_wire_names(cls, checked_fields(cls, given, at=at, complete=False))
