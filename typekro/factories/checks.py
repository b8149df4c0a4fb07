"""Checks of what is given to a factory: constants against Kubernetes' own rules, references by their types alone."""

import difflib
import inspect
import shlex
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from typekro.checking.text_rules import LABEL_KEY, LABEL_VALUE, MAX_PORT, PORT_NAME, Rule
from typekro.errors import DefinitionError, compose, missing_f
from typekro.expressions import Boolean, Dyn, Float, Integer, List, Map, String, Type, assignable, describe, expression_of, type_name
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.factories.known_parts import known_parts, nearest
from typekro.nodes import Node, parts_of
from typekro.schema import Shape, fields_to_wire, plain, type_of_class
from typekro.schema.shape_fields import written

_FORMATTED: Final = (Integer, Float, Boolean)


class Checks:
    """Collects all that is wrong with one call of a factory.

    Args:
        call: the function as its caller wrote it (`simple.deployment`).
    """

    def __init__(self, call: str) -> None:
        self.call = call
        self._problems: list[str] = []

    def add(self, what: str, why: str = "", *hints: str) -> None:
        """Notes a problem: what is wrong, whose rule it is, and what to write instead."""
        self._problems.append(compose(f"{self.call}: {what}", [why] if why else [], [hint for hint in hints if hint]))

    @property
    def is_well(self) -> bool:
        """Whether nothing was found yet."""
        return not self._problems

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

    def constant_text(self, argument: str, value: object) -> bool:
        """Whether a value is a constant text; else it is a reference to a text, or that is said."""
        if self.is_reference(argument, value, String()):
            return False
        if isinstance(value, Node):
            kind = parts_of(value).root.label
            self.add(f"{argument} is a whole {kind}", "Kubernetes: it is a text", "the name of it is its .metadata.name")
        elif not isinstance(value, str):
            hint = f'"{str(value).lower()}"' if isinstance(value, int | float) else ""
            self.add(f"{argument} is {_with_type(value)}", "Kubernetes: it is a text", hint)
        return isinstance(value, str)

    def text(self, argument: str, value: Any, rule: Rule | None = None) -> None:
        """A text, or a reference to one; what is constant in it follows the rule."""
        if self.constant_text(argument, value):
            if rule is not None and not rule.allows(value):
                near = rule.nearest(value)
                hints = missing_f(value) or ([f'"{near}"'] if near else [])
                self.add(f"{argument} is {value!r}, not {rule.noun}", rule.says, *hints)
            return
        expression = expression_of(value)
        if rule is not None and expression is not None and not rule.can_allow(known_parts(expression).parts):
            what = f"{argument} is {describe(expression)}, which is never {rule.noun}"
            self.add(what, rule.says, nearest(expression, rule))

    def integer(self, argument: str, value: object, lowest: int, highest: int) -> None:
        """A whole number, or a reference to one; a constant one lies within the bounds."""
        if self.is_reference(argument, value, Integer()):
            return
        if isinstance(value, bool) or not isinstance(value, int):
            self.add(f"{argument} is {_with_type(value)}", "Kubernetes: it is a whole number")
        elif not lowest <= value <= highest:
            self.add(f"{argument} is {value}", f"Kubernetes: {lowest} to {highest}")

    def port(self, argument: str, value: object) -> None:
        """A port by its number or its name, or a reference to either."""
        expression = expression_of(value)
        if isinstance(value, str) if expression is None else isinstance(expression.type, String):
            self.text(argument, value, PORT_NAME)
        else:
            self.integer(argument, value, 1, MAX_PORT)

    def choice(self, argument: str, value: object, choices: Sequence[str], *, may_be_reference: bool = False) -> None:
        """A constant out of a few, or a reference to a text where that is no matter."""
        if may_be_reference and self.is_reference(argument, value, String()):
            return
        if not isinstance(value, str) or value not in choices:
            by_lower_case = {choice.lower(): choice for choice in choices}
            near = difflib.get_close_matches(value.lower(), by_lower_case, 1) if isinstance(value, str) else []
            self.add(
                f"{argument} is {shown(value)}",
                f"it is one of the constants {', '.join(choices)}",
                *(f'"{by_lower_case[key]}"' for key in near),
            )

    def is_whole_list(self, argument: str, value: object, item: Type) -> bool:
        """Whether a value is a reference to a list, of which each item has the type."""
        expression = expression_of(value)
        return expression is not None and isinstance(expression.type, List | Dyn) and self.is_reference(argument, value, List(item))

    def sequence(self, argument: str, value: Sequence[Any] | None) -> list[Any]:
        """The items of a list that is written in Python; none where it is not given."""
        given: object = value
        fits = isinstance(given, Sequence) and not isinstance(given, str | bytes)
        return list(value or []) if self._is_written_out(argument, value, "list", fits=fits) else []

    def texts(self, argument: str, value: Sequence[str], rule: Rule | None = None) -> Any:
        """A list of texts, or a reference to one, as it stands in the manifest."""
        if self.is_reference(argument, value, List(String())):
            return value
        items = self.sequence(argument, value)
        for position, item in enumerate(items):
            self.text(f"{argument}[{position}]", item, rule)
        return items

    def text_map(self, argument: str, value: Mapping[str, str], *, keys: Rule | None = None, values: Rule | None = None) -> Any:
        """A dict of texts, or a reference to one, as it stands in the manifest; what is constant follows the rules."""
        if self.is_reference(argument, value, Map(String())):
            return value
        entries = self.mapping(argument, value)
        for key, item in entries.items():
            self.key(argument, key, keys)
            self.text(f'{argument}["{key}"]', item, values)
        return entries

    def key(self, argument: str, key: str, rule: Rule | None) -> None:
        """A constant key of a dict, which follows the rule."""
        if rule is not None and not rule.allows(key):
            self.add(f"{argument} has the key {key!r}, not {rule.noun}", rule.says)

    def boolean(self, argument: str, value: object) -> None:
        """True or False, or a reference to one of them."""
        if not self.is_reference(argument, value, Boolean()) and not isinstance(value, bool):
            self.add(f"{argument} is {_with_type(value)}", "Kubernetes: it is True or False")

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

    def not_empty(self, argument: str, value: object, why: str, hint: str) -> None:
        """A list or dict that is written in Python, with something in it."""
        if (is_sequence(value) or is_mapping(value)) and not value:
            self.add(f"{argument} is empty", why, hint)

    def labels(self, argument: str, value: Mapping[str, str]) -> Any:
        """A dict of labels, or a reference to one."""
        return self.text_map(argument, value, keys=LABEL_KEY, values=LABEL_VALUE)

    def fields(self, argument: str, shape: type[Shape], given: Mapping[str, Any] | None) -> dict[str, Any]:
        """Any fields of a shape, given by their Python names, as they stand in the manifest; none where nothing is given."""
        entries = self.mapping(argument, given)
        try:
            return fields_to_wire(shape, entries, at=argument)
        except DefinitionError as error:
            self._problems.extend(f"{self.call}: {problem}" for problem in error.problems)
            return {}

    def shape(self, argument: str, value: object, shape: type[Shape], hint: str = "") -> Any:
        """One shape, or a reference to one, as it stands in the manifest."""
        if self.is_reference(argument, value, type_of_class(shape)):
            return value
        if isinstance(value, shape):
            return plain(value)
        self.add(f"{argument} is {_with_type(value)}", f"it is a {written(shape)}", hint)
        return {}

    def arguments(self, factory: Callable[..., Any], given: Mapping[str, Any], known: type[Any]) -> None:
        """Arguments that were given by names; each is one of a TypedDict's. Those that the factory names itself are there already."""
        names = [name for name, one in inspect.signature(factory).parameters.items() if one.kind is one.KEYWORD_ONLY]
        names += sorted(known.__required_keys__ | known.__optional_keys__)
        for name in sorted(given.keys() - set(names)):
            near = difflib.get_close_matches(name, names, 1)
            self.add(f"there is no argument {name}", f"it takes {', '.join(names)}", f"{near[0]}=..." if near else "")
        absent = [name for name, value in given.items() if value is None]
        for name in absent:
            self.add(f"{name} is None", "what is not meant is not there", "leave it out")
        if absent:
            self.finish()  # what is None would be found wrong once more by each that looks at it

    def unique(self, places: Sequence[str], ports: Sequence[object]) -> None:
        """Ports of which no two are the same constant."""
        seen: set[int] = set()
        for place, port in zip(places, ports, strict=True):
            if isinstance(port, int) and port in seen:
                self.add(f"{place} is {port} once more", "Kubernetes: each port is there once")
            elif isinstance(port, int):
                seen.add(port)

    def _is_written_out(self, argument: str, value: object, kind: str, *, fits: bool) -> bool:
        expression = expression_of(value)
        if expression is not None:
            why = f"it is a {kind} that is written out, in which references may stand"
            self.add(f"{argument} is {describe(expression)}, a reference to {type_name(expression.type)}", why)
        elif value is not None and not fits:
            self.add(f"{argument} is {_with_type(value)}", f"it is a {kind}", repr(_as_list(value)) if kind == "list" else "")
        return value is None or (expression is None and fits)


def _as_list(value: object) -> list[object]:
    """What was given in place of a list, as one: a text with spaces as a shell would take it apart."""
    try:
        return [*shlex.split(value)] if isinstance(value, str) else [value]
    except ValueError:  # a quote that is not closed
        return [value]


def shown(value: object) -> str:
    """A value as its author wrote it."""
    expression = expression_of(value)
    return repr(value) if expression is None else describe(expression)


def _with_type(value: object) -> str:
    name = type(value).__name__
    return "None" if value is None else f"{value!r}, {'an' if name[0] in 'aeiou' else 'a'} {name}"
