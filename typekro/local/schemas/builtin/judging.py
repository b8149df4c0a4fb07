"""Small rules that many kinds have: numbers, percentages, words out of a few, names at a path."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from typekro.local.schemas.field_problems import FieldProblem, invalid, not_supported, required
from typekro.local.schemas.metadata import IMMUTABLE
from typekro.local.schemas.names import Judge, port_name, port_number, says
from typekro.local.schemas.quantities import quantity

_PERCENT: Final = re.compile(r"[0-9]+%", re.ASCII)
_WHOLE: Final = 100
NOT_NEGATIVE: Final = "must be greater than or equal to 0"


def not_negative(value: int | None, at: str) -> Iterator[FieldProblem]:
    """That a number is below zero."""
    if value is not None and value < 0:
        yield invalid(at, value, NOT_NEGATIVE)


def judged(value: Any, judge: Callable[[Any], list[str]], at: str) -> Iterator[FieldProblem]:
    """What a judge says of a value."""
    yield from (invalid(at, value, problem) for problem in judge(value))


def named(value: str | None, judge: Judge, at: str) -> Iterator[FieldProblem]:
    """That a name is missing, or what a judge says of it."""
    if value:
        yield from judged(value, judge, at)
    else:
        yield required(at)


def one_of(value: str | None, choices: Sequence[str], at: str) -> Iterator[FieldProblem]:
    """That a word is none of a few; an empty one is none either."""
    if value not in choices:
        yield not_supported(at, value, choices)


def unchanged(new: Any, old: Any, at: str) -> Iterator[FieldProblem]:
    """That something changed that must not."""
    if new != old:
        yield invalid(at, new, IMMUTABLE)


def count_or_percent(value: int | str | None, at: str, *, at_most_all: bool = False) -> Iterator[FieldProblem]:
    """What is wrong with a number, or a share in percent."""
    if isinstance(value, str):
        if not _PERCENT.fullmatch(value):
            rule = "a valid percent string must be a numeric string followed by an ending '%'"
            yield invalid(at, value, says(rule, "[0-9]+%", "1%", "93%"))
        elif at_most_all and int(value[:-1]) > _WHOLE:
            yield invalid(at, value, "must not be greater than 100%")
    elif value is not None:
        yield from not_negative(value, at)


def is_nothing(value: int | str | None) -> bool:
    """Whether a number or a share is zero."""
    return value in {None, 0, "0%"}


def port_or_name(value: int | str | None, at: str) -> Iterator[FieldProblem]:
    """What is wrong with a port, given by its number or its name."""
    yield from (
        judged(value or 0, port_name if isinstance(value, str) and value else port_number, at) if value != "" else judged("", port_name, at)
    )


def amount_problems(name: str, text: str, at: str, *, integers: frozenset[str] = frozenset()) -> Iterator[FieldProblem]:
    """What is wrong with an amount of something.

    Args:
        name: of what.
        text: how much.
        at: where it stands.
        integers: what there is only as a whole.
    """
    amount = quantity(text)
    if amount.nanos < 0:
        yield invalid(at, text, NOT_NEGATIVE)
    if (name in integers or _is_extended(name)) and not amount.is_whole:
        yield invalid(at, text, "must be an integer")


def _is_extended(name: str) -> bool:
    domain, slash, _ = name.partition("/")
    return bool(slash) and "kubernetes.io" not in domain and not name.startswith("requests.")


def is_extended(name: str) -> bool:
    """Whether a resource is one that a cluster adds to Kubernetes' own."""
    return _is_extended(name)
