"""The expressions of a manifest, each with the path of its field, and the literals that do not fit the OpenAPI of their kind."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import attrs

from typekro.checking.places import Step, joined
from typekro.checking.problems import Problem, problem
from typekro.checking.schemas import NAMES, Schema, resolved, shown, type_of, unknown_field
from typekro.expressions.embedded import NestedExpressionError, expression_of_text, standalone
from typekro.expressions.guards import is_mapping, is_sequence

_ANY = "any"
_PRESERVE = "x-kubernetes-preserve-unknown-fields"


@attrs.frozen
class Field:
    """A text with an expression in it.

    Args:
        path: the keys and indices that lead to it.
        place: the same, as problems show it.
        text: the CEL that kro evaluates.
        written: the text as it is written, with its `${...}`.
    """

    path: tuple[Step, ...]
    place: str
    text: str
    written: str


@attrs.frozen
class Fields:
    """What was found in a manifest.

    Args:
        found: the texts with expressions in them, in the order of the manifest.
        plain: the places of what holds no expression.
        problems: what does not fit, and expressions that cannot be read.
    """

    found: list[Field] = attrs.Factory(list[Field])
    plain: list[str] = attrs.Factory(list[str])
    problems: list[Problem] = attrs.Factory(list[Problem])

    def read(self, value: object, place: str, path: tuple[Step, ...] = ()) -> None:
        """Reads a value of which no schema is known."""
        if is_mapping(value):
            for key, part in value.items():
                self.read(part, joined(place, str(key)), (*path, str(key)))
        elif is_sequence(value):
            for index, part in enumerate(value):
                self.read(part, joined(place, index), (*path, index))
        elif not isinstance(value, str) or not self._expression(value, place, path):
            self.plain.append(place)

    def read_typed(self, value: object, schema: Schema, resolve: Callable[[str], Schema], place: str, path: tuple[Step, ...] = ()) -> None:
        """Reads a value, and compares its literals with the schema of its field.

        Args:
            value: the value, as JSON.
            schema: the OpenAPI schema of the field.
            resolve: what a `$ref` in the schema stands for.
            place: where it stands.
            path: the keys and indices that lead to it.
        """
        schema = resolved(schema, resolve)
        expected = _expected(schema)
        if value is None:
            return
        if not expected:
            self.problems.append(problem("T", place, "its schema says no type for it", "kro takes no field whose type it cannot tell"))
        elif isinstance(value, str):
            self._text(value, expected, place, path)
        elif not is_mapping(value) and not is_sequence(value):
            if not _fits(value, expected):
                self.problems.append(_misfit(value, expected, place))
        elif _ANY in expected:
            self.read(value, place, path)
        elif is_mapping(value):
            self._map(value, schema, expected, resolve, place, path)
        elif is_sequence(value):
            self._list(value, schema, expected, resolve, place, path)

    def _map(  # noqa: PLR0917 - one value, and where it stands
        self,
        value: Mapping[Any, Any],
        schema: Schema,
        expected: Sequence[str],
        resolve: Callable[[str], Schema],
        place: str,
        path: tuple[Step, ...],
    ) -> None:
        more = schema.get("additionalProperties")
        if "object" not in expected and more is not True and not is_mapping(more):
            self.problems.append(_misfit(value, expected, place))
            return
        properties = schema.get("properties", {})
        for key, part in value.items():
            inner = properties.get(key, {} if more is True else more)
            if is_mapping(inner):
                self.read_typed(part, inner, resolve, joined(place, str(key)), (*path, str(key)))
            else:
                self.problems.append(unknown_field(place, str(key), properties))

    def _list(  # noqa: PLR0917 - one value, and where it stands
        self,
        value: Sequence[Any],
        schema: Schema,
        expected: Sequence[str],
        resolve: Callable[[str], Schema],
        place: str,
        path: tuple[Step, ...],
    ) -> None:
        items = schema.get("items")
        if "array" not in expected or not is_mapping(items):
            self.problems.append(_misfit(value, expected, place))
            return
        for index, item in enumerate(value):
            self.read_typed(item, items, resolve, joined(place, index), (*path, index))

    def _text(self, text: str, expected: Sequence[str], place: str, path: tuple[Step, ...]) -> None:
        before = len(self.problems)
        found = self._expression(text, place, path)
        if len(self.problems) == before and not {"string", _ANY} & set(expected) and standalone(text) is None:
            self.problems.append(_mixed(text, expected, place) if found else _misfit(text, expected, place))
            if found:
                self.found.pop()  # what is in it is not asked for its type as well

    def _expression(self, text: str, place: str, path: tuple[Step, ...]) -> bool:
        """Reads the expressions of a text; whether it holds any."""
        try:
            expression = expression_of_text(text)
        except NestedExpressionError:
            self.problems.append(nested(place, text))
            return True
        if expression is None:
            return False
        self.found.append(Field(path, place, expression, text))
        return True


def standalone_field(text: object, place: str, problems: list[Problem]) -> Field | None:
    """A text that has to be one whole expression; where it is not, a problem is added, and there is none."""
    if not isinstance(text, str):
        return None  # the API server says so
    try:
        found = standalone(text)
    except NestedExpressionError:
        problems.append(nested(place, text))
        return None
    if found is None:
        why = "kro wants one whole expression in ${...} here, and nothing beside it"
        stripped = text.strip()
        whole = stripped != text and stripped.startswith("${") and stripped.endswith("}")
        hint = "take out the spaces and line breaks around it" if whole else f"${{{stripped}}}" if "${" not in text else ()
        problems.append(problem("S", place, f"{text!r} is not one expression", why, hint))
        return None
    return Field((), place, found.text, text)


def nested(place: str, text: str) -> Problem:
    """The problem of an expression inside of an expression."""
    why = "kro takes no ${ inside of ${...}, but in a text of double quotes"
    return problem("S", place, f"an expression inside of an expression: {text}", why, "write the inner one without ${ and }")


def _expected(schema: Schema) -> list[str]:
    """The types that kro takes at a field; nothing where it cannot tell."""
    if schema.get(_PRESERVE) is True:
        return [_ANY]
    if schema.get("x-kubernetes-int-or-string") is True:
        return ["string", "integer"]
    for key in ("oneOf", "anyOf"):
        types = [type_ for part in schema.get(key, ()) for type_ in _of_part(part)]
        if types:
            return list(dict.fromkeys(types))
    if schema.get("type"):
        return [schema["type"]]
    more = schema.get("additionalProperties")
    return [] if more is None or more is False else [_ANY]


def _of_part(part: Schema) -> list[str]:
    return [*(["object"] if part.get("required") or "not" in part else ()), *([part["type"]] if part.get("type") else ())]


def _fits(value: object, expected: Sequence[str]) -> bool:
    actual = type_of(value)
    return _ANY in expected or actual in expected or (actual == "integer" and "number" in expected)


def _misfit(value: object, expected: Sequence[str], place: str) -> Problem:
    wanted = " or ".join(NAMES[type_] for type_ in expected)
    return problem(
        "T", place, f"{shown(value)} is not {wanted}", "kro compares it with the kind's OpenAPI schema", _instead(value, expected, place)
    )


def _instead(value: object, expected: Sequence[str], place: str) -> str | tuple[()]:
    key = place.rpartition(".")[2]
    head = "- " if key.endswith("]") else f"{key}: "
    if "string" in expected and not is_mapping(value) and not is_sequence(value):
        text = ("true" if value else "false") if isinstance(value, bool) else value
        return f'{head}"{text}"'
    if isinstance(value, str) and "integer" in expected and value.lstrip("-").isdigit():
        return f"{head}{value}"
    return ()


def _mixed(text: str, expected: Sequence[str], place: str) -> Problem:
    wanted = " or ".join(NAMES[type_] for type_ in expected)
    why = "what stands beside an expression makes the whole a text; alone it keeps its type"
    if text.strip().startswith("${") and text.strip().endswith("}") and text != text.strip():
        return problem("T", place, f"{text!r} is not {wanted}", why, "take out the spaces and line breaks around it")
    return problem("T", place, f"{text!r} is not {wanted}", why)
