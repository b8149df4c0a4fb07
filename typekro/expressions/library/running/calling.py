"""Calls of functions: which overload takes the values, and the error where none does."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from typekro.expressions.library.functions import overloads
from typekro.expressions.library.running import bodies
from typekro.expressions.library.running.comparing import LISTS, MAPS, items_of, keys_of
from typekro.expressions.library.running.comparing import found as found_in
from typekro.expressions.library.running.errors import no_overload
from typekro.expressions.library.running.values import type_name

Run = Callable[[Mapping[str, Any]], Any]
Accepts = Callable[[Any], bool]

# What the standard and the extensions of Google's library have: (name, what it takes, whether it is a method).
_STANDARD: Final = """
bool(bool); bool(string)
bytes(bytes); bytes(string)
double(double); double(int); double(string); double(uint)
int(int); int(double); int(duration); int(string); int(timestamp); int(uint)
timestamp(timestamp); timestamp(int); timestamp(string)
uint(uint); uint(double); uint(int); uint(string)
dyn(T); type(T)
optional.of(T); optional.ofNonZeroValue(T); optional.none()
lists.range(int)
semver(string, bool); isSemver(string, bool)
sets.contains(list(T), list(T)); sets.equivalent(list(T), list(T)); sets.intersects(list(T), list(T))
cel.@mapInsert(map(K, V), map(K, V)); cel.@mapInsert(map(K, V), K, V)
"""
_STANDARD_METHODS: Final = """
value(optional_type(T)); hasValue(optional_type(T))
first(list(T)); last(list(T)); distinct(list(T)); slice(list(T), int, int); reverse(list(T)); reverse(string)
@sortByAssociatedKeys(list(T), list(T))
getFullYear(timestamp); getMonth(timestamp); getDayOfYear(timestamp); getDate(timestamp); getDayOfMonth(timestamp)
getDayOfWeek(timestamp); getHours(timestamp); getMinutes(timestamp); getSeconds(timestamp); getMilliseconds(timestamp)
getFullYear(timestamp, string); getMonth(timestamp, string); getDayOfYear(timestamp, string); getDate(timestamp, string)
getDayOfMonth(timestamp, string); getDayOfWeek(timestamp, string); getHours(timestamp, string); getMinutes(timestamp, string)
getSeconds(timestamp, string); getMilliseconds(timestamp, string)
getHours(duration); getMinutes(duration); getSeconds(duration); getMilliseconds(duration)
"""
# These see themselves to what they are given.
_OPEN: Final = frozenset({"sort", "flatten", "constant find", "constant findAll", "size", "matches", "contains", "startsWith", "endsWith"})
_TYPE_NAMES: Final = {"timestamp": "google.protobuf.Timestamp", "duration": "google.protobuf.Duration", "null": "null_type"}


def called(name: str, parts: Sequence[Run], *, member: bool) -> Run:
    """What computes a call.

    Args:
        name: the function, with its namespace.
        parts: what it is given; of a method the first is what stands before the dot.
        member: whether it is a method.
    """
    body = bodies.BODIES.get(name)
    if body is None:
        return _unknown(name, parts)
    parts = tuple(parts)
    if name in _OPEN:
        return lambda variables: body(*[part(variables) for part in parts])
    signatures = tuple(signature for signature in _signatures().get((name, member), ()) if len(signature) == len(parts))

    def run(variables: Mapping[str, Any]) -> Any:
        values = [part(variables) for part in parts]
        for signature in signatures:
            for accepts, value in zip(signature, values, strict=True):
                if not accepts(value):
                    break
            else:
                return body(*values)
        raise no_overload(f"{name}({', '.join(map(type_name, values))})")

    return run


def _unknown(name: str, parts: Sequence[Run]) -> Run:
    def run(variables: Mapping[str, Any]) -> Any:
        values = [part(variables) for part in parts]
        raise no_overload(f"{name}({', '.join(map(type_name, values))})")

    return run


@cache
def _signatures() -> Mapping[tuple[str, bool], list[tuple[Accepts, ...]]]:
    found: dict[tuple[str, bool], list[tuple[Accepts, ...]]] = {}
    standard = ((line, False) for line in _STANDARD.split("\n")), ((line, True) for line in _STANDARD_METHODS.split("\n"))
    for line, member in (pair for lines in standard for pair in lines):
        for text in filter(None, map(str.strip, line.split(";"))):
            name, _, rest = text.partition("(")
            found.setdefault((name, member), []).append(tuple(map(_accepts, _split(rest.removesuffix(")")))))
    for name, parameters, member in overloads():
        found.setdefault((name, member), []).append(tuple(map(_accepts, parameters)))
    return found


def _split(text: str) -> list[str]:
    parts = [""]
    for letter in text:
        if letter == "," and parts[-1].count("(") == parts[-1].count(")"):
            parts.append("")
        else:
            parts[-1] += letter
    return [part.strip() for part in parts if part.strip()]


@cache
def _accepts(parameter: str) -> Accepts:
    """Whether a value may be given for a parameter; of a list or a map the first item is looked at, as cel-go does."""
    name, _, rest = parameter.partition("(")
    inner = [_accepts(part) for part in _split(rest.removesuffix(")"))]
    if len(name) == 1 or name == "dyn":
        return lambda _: True
    if name == "list":
        (item,) = inner
        return lambda value: type(value) in LISTS and (not len(value) or item(items_of(value)[0]))
    if name == "map":
        key, item = inner
        return lambda value: type(value) in MAPS and (not len(value) or _fits_first(value, key, item))
    wanted = _TYPE_NAMES.get(name, name)
    return lambda value: type_name(value) == wanted


def _fits_first(value: Any, key: Accepts, item: Accepts) -> bool:
    first = keys_of(value)[0]
    return key(first) and item(found_in(value, first))
