"""Checks of what is given to a factory: constants against Kubernetes' own rules, references by their types alone."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from typekro.errors import DefinitionError, compose
from typekro.expressions import Boolean, Float, Integer, List, String, Type, assignable, describe, expression_of, type_name
from typekro.factories.rules import LABEL_KEY, LABEL_VALUE, Rule

_FORMATTED: Final = (Integer, Float, Boolean)


class Checks:
    """Collects all that is wrong with one call of a factory.

    Args:
        call: the function as its caller wrote it (`simple.deployment`).
    """

    def __init__(self, call: str) -> None:
        self._call = call
        self._problems: list[str] = []

    def add(self, what: str, why: str = "", hint: str = "") -> None:
        """Notes a problem: what is wrong, whose rule it is, and what to write instead."""
        self._problems.append(compose(f"{self._call}: {what}", [why] if why else [], [hint] if hint else []))

    def finish(self) -> None:
        """Raises what was found, all at once.

        Raises:
            DefinitionError: something was.
        """
        if self._problems:
            raise DefinitionError("\n".join(self._problems), self._problems)

    def is_reference(self, argument: str, value: object, type_: Type) -> bool:
        """Whether a value is known in the cluster alone; then its type is checked, and nothing else can be."""
        expression = expression_of(value)
        if expression is None:
            return False
        if not assignable(expression.type, type_):
            text = describe(expression)
            hint = f'f"{{{text}}}"' if isinstance(type_, String) and isinstance(expression.type, _FORMATTED) else ""
            self.add(f"{argument} is {text}, a reference to {type_name(expression.type)}", f"what it takes is {type_name(type_)}", hint)
        return True

    def text(self, argument: str, value: object, rule: Rule | None = None) -> None:
        """A text, or a reference to one; a constant one follows the rule."""
        if self.is_reference(argument, value, String()):
            return
        if not isinstance(value, str):
            hint = f'"{str(value).lower()}"' if isinstance(value, int | float) else ""
            self.add(f"{argument} is {_with_type(value)}", "Kubernetes: it is a text", hint)
        elif rule is not None and not rule.allows(value):
            near = rule.nearest(value)
            self.add(f"{argument} is {value!r}, not {rule.noun}", rule.says, f'"{near}"' if near else "")

    def integer(self, argument: str, value: object, lowest: int, highest: int) -> None:
        """A whole number, or a reference to one; a constant one lies within the bounds."""
        if self.is_reference(argument, value, Integer()):
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(f"{argument} is {_with_type(value)}", "Kubernetes: it is a whole number")
        elif not lowest <= value <= highest:
            self.add(f"{argument} is {value}", f"Kubernetes: {lowest} to {highest}")

    def choice(self, argument: str, value: object, choices: Sequence[str]) -> None:
        """A constant out of a few."""
        if not isinstance(value, str) or value not in choices:
            by_lower_case = {choice.lower(): choice for choice in choices}
            near = difflib.get_close_matches(value.lower(), by_lower_case, 1) if isinstance(value, str) else []
            self.add(
                f"{argument} is {shown(value)}",
                f"it is one of the constants {', '.join(choices)}",
                *(f'"{by_lower_case[key]}"' for key in near),
            )

    def sequence(self, argument: str, value: Sequence[Any] | None) -> list[Any]:
        """The items of a list that is written in Python; none where it is not given."""
        given: object = value
        fits = isinstance(given, Sequence) and not isinstance(given, str | bytes)
        return list(value or []) if self._is_written_out(argument, value, "list", fits=fits) else []

    def texts(self, argument: str, value: Sequence[str] | None) -> Any:
        """A list of texts, or a reference to one, as it stands in the manifest."""
        if self.is_reference(argument, value, List(String())):
            return value
        items = self.sequence(argument, value)
        for position, item in enumerate(items):
            self.text(f"{argument}[{position}]", item)
        return items

    def mapping(self, argument: str, value: Mapping[str, Any] | None) -> dict[str, Any]:
        """The entries of a dict that is written in Python, whose keys are constant texts; none where it is not given."""
        given: object = value
        if not self._is_written_out(argument, value, "dict", fits=isinstance(given, Mapping)):
            return {}
        entries: dict[Any, Any] = dict(value or {})
        constant = {key: item for key, item in entries.items() if isinstance(key, str) and expression_of(key) is None}
        for key in entries.keys() - constant.keys():
            self.add(f"{argument} has the key {shown(key)}", "kro evaluates no keys: each is a constant text")
        return constant

    def labels(self, argument: str, value: Mapping[str, str] | None) -> dict[str, str]:
        """The entries of a dict of labels."""
        labels = self.mapping(argument, value)
        for key, item in labels.items():
            if not LABEL_KEY.allows(key):
                self.add(f"{argument} has the key {key!r}, not {LABEL_KEY.noun}", LABEL_KEY.says)
            self.text(f'{argument}["{key}"]', item, LABEL_VALUE)
        return labels

    def unique(self, argument: str, ports: Sequence[object]) -> None:
        """Ports of which no two are the same constant."""
        seen: set[int] = set()
        for position, port in enumerate(ports):
            if isinstance(port, int) and port in seen:
                self.add(f"{argument}[{position}] is {port} once more", "Kubernetes: each port is there once")
            elif isinstance(port, int):
                seen.add(port)

    def _is_written_out(self, argument: str, value: object, kind: str, *, fits: bool) -> bool:
        expression = expression_of(value)
        if expression is not None:
            why = f"references can stand in a {kind}; one in the place of the {kind} is not supported here yet"
            self.add(f"{argument} is {describe(expression)}, a reference to {type_name(expression.type)}", why)
        elif value is not None and not fits:
            self.add(f"{argument} is {_with_type(value)}", f"it is a {kind}", f"[{value!r}]" if kind == "list" else "")
        return value is None or (expression is None and fits)


def shown(value: object) -> str:
    """A value as its author wrote it."""
    expression = expression_of(value)
    return repr(value) if expression is None else describe(expression)


def _with_type(value: object) -> str:
    name = type(value).__name__
    return "None" if value is None else f"{value!r}, {'an' if name[0] in 'aeiou' else 'a'} {name}"
