"""What the tests of expressions share: a root with a field of each type, and references to it."""

from typing import Any

from typekro.expressions import (
    Boolean,
    Dyn,
    Expression,
    Field,
    Float,
    Integer,
    List,
    Map,
    Object,
    Root,
    String,
    Type,
    expression_of,
    reference_to,
    to_cel,
)

VOLUME = Object("Volume", lambda: {"path": Field("path", "path", String()), "size_gb": Field("size_gb", "sizeGB", Integer())})

FIELDS: dict[str, Type] = {
    "name": String(),
    "other": String(),
    "count": Integer(),
    "ratio": Float(),
    "on": Boolean(),
    "anything": Dyn(),
    "tags": List(String()),
    "numbers": List(Integer()),
    "ratios": List(Float()),
    "groups": List(List(String())),
    "labels": Map(String()),
    "config": Map(Dyn()),
    "volume": VOLUME,
    "volumes": List(VOLUME),
}


def _load() -> dict[str, Field]:
    return {name: Field(name, name, type_) for name, type_ in FIELDS.items()}


ROOT = Root(Object("Spec", _load), "spec")
spec: Any = reference_to(ROOT)


def expression(value: object) -> Expression:
    """The expression that a value stands for."""
    found = expression_of(value)
    assert found is not None
    return found


def cel(value: object) -> str:
    """A value as CEL, in which the root is called s."""
    return to_cel(expression(value), {ROOT: "s"})
