"""The subresource `scale` of a CRD: what the fields that it is about may hold."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from typekro.local.schemas.field_problems import FieldProblem, invalid, shown
from typekro.local.schemas.shapes import is_object

_MOST: Final = (1 << 31) - 1
_GO_TYPES: Final[Mapping[type, str]] = {
    str: "string",
    bool: "bool",
    float: "float64",
    list: "[]interface {}",
    dict: "map[string]interface {}",
    type(None): "<nil>",
    int: "int64",
}


def scale_problems(value: Mapping[str, Any], scale: Mapping[str, str] | None, *, status: bool = False) -> Iterator[FieldProblem]:
    """What is wrong with the numbers that are scaled.

    Args:
        value: an object of a CRD.
        scale: the subresource, where there is one.
        status: whether only the status counts.
    """
    if scale is None:
        return
    for path in (() if status else (scale["specReplicasPath"],)) + (scale["statusReplicasPath"],):
        found, problem = _value_at(value, path, int)
        if problem:
            yield invalid(path, 0, problem)
        elif found is not None and found < 0:
            yield invalid(path, found, "should be a non-negative integer")
        elif found is not None and found > _MOST:
            yield invalid(path, found, f"should be less than or equal to {_MOST}")
    path = scale.get("labelSelectorPath") or ""
    if path:
        _, problem = _value_at(value, path, str)
        if problem:
            yield invalid(path, "", problem)


def _value_at(value: Mapping[str, Any], path: str, wanted: type) -> tuple[Any, str]:
    steps = path.removeprefix(".").split(".")
    found: Any = value
    for step in steps:
        if not is_object(found):
            return None, _wrong(steps, found, "map[string]interface{}")
        if step not in found:
            return None, ""
        found = found[step]
    if type(found) is wanted:
        return found, ""
    return None, _wrong(steps, found, "int64" if wanted is int else "string")


def _wrong(steps: Sequence[str], found: Any, wanted: str) -> str:
    text = found if isinstance(found, str) else shown(found)
    return f".{'.'.join(steps)} accessor error: {text} is of the type {_GO_TYPES[type(found)]}, expected {wanted}"
