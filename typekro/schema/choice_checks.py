"""What kro can hold of a Literal or an enum: texts or integers to choose from."""

import enum
import json
from collections.abc import Iterator
from typing import Any

from typekro.errors import compose
from typekro.schema.annotations import Annotation, is_enum, written
from typekro.schema.go_texts import SPACE, integer_of, quoted
from typekro.schema.member_rules import choice_value
from typekro.schema.texts import problem_of_text

_KINDS = "kro's enums hold texts or integers"


def problems_of_choices(name: str, declared: Annotation) -> Iterator[str]:
    """Each reason why kro cannot hold a Literal or an enum; nothing for what is neither.

    Args:
        name: the field.
        declared: its annotation.
    """
    choices = declared.choices
    if choices is None:
        return
    if not choices:
        yield compose(f"{name}: {written(declared.base)} has nothing to choose from", "no value would fit")
    elif is_enum(declared.base):
        yield from _problems_of_enum(name, declared.base)
    else:
        yield from _problems_of_literal(name, declared.base, choices)
    if declared.scalar in {str, int} and not (is_enum(declared.base) and issubclass(declared.base, enum.Flag)):
        for choice in choices:
            yield from _problems_of_value(name, choice)


def _problems_of_enum(name: str, cls: type[enum.Enum]) -> Iterator[str]:
    first = next(iter(cls))
    parent = "IntEnum" if isinstance(first.value, int) and not isinstance(first.value, bool) else "StrEnum"
    hint = f"class {cls.__name__}({parent}): ..."
    if issubclass(cls, enum.Flag):
        yield compose(f"{name}: {cls.__name__} is an enum of flags", f"{_KINDS}, one at a time", hint)
    elif not issubclass(cls, str | int):
        why = f"{_KINDS}, and a member that is neither cannot be compared with a value of the cluster"
        yield compose(f"{name}: the members of {cls.__name__} are neither str nor int", why, hint)


def _problems_of_literal(name: str, literal: Any, choices: tuple[Any, ...]) -> Iterator[str]:
    kinds = dict.fromkeys(_kind(choice) for choice in choices)
    strangers = [kind.__name__ for kind in kinds if kind not in {str, int}]
    if type(None) in kinds:
        rest = ", ".join(repr(choice) for choice in choices if choice is not None)
        yield compose(f"{name}: None in {written(literal)}", "the cluster holds no null", f"Literal[{rest}] | None")
    elif strangers:
        hint = "bool" if strangers == ["bool"] else ()
        yield compose(f"{name}: {written(literal)} holds {' and '.join(strangers)}", _KINDS, hint)
    elif len(kinds) > 1:
        shown = ", ".join(repr(str(choice)) for choice in choices)
        yield compose(f"{name}: {written(literal)} mixes str and int", f"{_KINDS}, and no mixture of them", f"Literal[{shown}]")


def _kind(choice: object) -> type:
    return next((kind for kind in (bool, str, int) if isinstance(choice, kind)), type(choice))


def _problems_of_value(name: str, choice: Any) -> Iterator[str]:
    value = choice_value(choice)
    if isinstance(value, int):
        if integer_of(str(value)) is None:
            yield compose(f"{name}: {value} is too big to choose", "an integer of the cluster has 64 bits")
        return
    if "," in value:
        yield compose(f"{name}: {value!r} holds a comma", "kro divides the values of an enum at commas, and knows no escape", ())
    elif value != value.strip(SPACE) or not value:
        what = "is empty" if not value.strip(SPACE) else "begins or ends with white space"
        yield compose(f"{name}: {value!r} {what}", "kro strips the values of an enum, and takes no empty one")
    elif problem := problem_of_text(value) or _problem_of_quoting(value):
        yield compose(f"{name}: {value!r} is no value to choose", problem)


def _problem_of_quoting(value: str) -> str | None:
    try:
        json.loads(quoted(value))
    except ValueError:
        return "kro writes it with escapes of Go, which JSON has not"
    return None
