"""The one reader of kro's `${...}` in texts; what stands inside is CEL, and not read here."""

from typing import Final

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions.printing import cel_string

_START: Final = "${"


class NestedExpressionError(DefinitionError):
    """A text has a `${` inside of a `${...}`, which kro refuses.

    Args:
        text: the text.
    """

    def __init__(self, text: str) -> None:
        super().__init__(
            compose(
                f"a ${{...}} inside of another one: {text}",
                "kro allows no expression in an expression: it is CEL up to its closing brace",
                "name what is meant there as it is, without ${ and }",
            )
        )


@attrs.frozen
class Embedded:
    """An expression in a text.

    Args:
        text: what stands between `${` and `}`.
    """

    text: str


def parts_of_text(text: str) -> tuple[str | Embedded, ...]:
    """A text of a manifest as kro reads it: what is text, and what is an expression, in their order; a `${` that is not closed is text.

    Args:
        text: a string of a manifest.

    Raises:
        NestedExpressionError: an expression holds another one outside of quotes.

    Example:
        >>> parts_of_text("${schema.spec.name}-data")
        (Embedded(text='schema.spec.name'), '-data')
    """
    parts: list[str | Embedded] = []
    position = 0
    for start, end in _expressions(text):
        parts += [text[position:start], Embedded(text[start + len(_START) : end - 1])]
        position = end
    return tuple(part for part in (*parts, text[position:]) if part)


def standalone(text: str) -> Embedded | None:
    """The expression that a text is as a whole, so that it keeps its type; None where it is text, or has text around expressions.

    Args:
        text: a string of a manifest.

    Raises:
        NestedExpressionError: an expression holds another one outside of quotes.

    Example:
        >>> standalone("${schema.spec.count}"), standalone("${schema.spec.count} pods")
        (Embedded(text='schema.spec.count'), None)
    """
    match parts_of_text(text):
        case (Embedded() as embedded,):
            return embedded
        case _:
            return None


def expression_of_text(text: str) -> str | None:
    """The one CEL expression that kro makes of a text with expressions in it, or None of one without.

    Args:
        text: a string of a manifest.

    Raises:
        NestedExpressionError: an expression holds another one outside of quotes.

    Example:
        >>> print(expression_of_text("${schema.spec.name}-data"))
        (schema.spec.name) + "-data"
    """
    parts = parts_of_text(text)
    match parts:
        case (Embedded(text=expression),):
            return expression
        case _ if any(isinstance(part, Embedded) for part in parts):
            return " + ".join(f"({part.text})" if isinstance(part, Embedded) else cel_string(part) for part in parts)
        case _:
            return None


def _expressions(text: str) -> list[tuple[int, int]]:
    """Where the expressions start and end, with `${` and `}`."""
    found: list[tuple[int, int]] = []
    start = text.find(_START)
    while start >= 0:
        end = _end(text, start + len(_START))
        if end is not None:
            found.append((start, end))
        start = text.find(_START, start + 1 if end is None else end)
    return found


def _end(text: str, start: int) -> int | None:
    """Where the expression ends that starts there: kro counts braces, and knows of strings only those in double quotes."""
    depth, quoted, position = 1, False, start
    while position < len(text):
        letter = text[position]
        if letter == '"':
            quoted = not quoted
        elif quoted:
            position += letter == "\\"
        elif letter == "{":
            depth += 1
        elif letter == "}":
            depth -= 1
            if depth == 0:
                return position + 1
        elif text.startswith(_START, position) and text[position - 1] != '"':
            raise NestedExpressionError(text)
        position += 1
    return None
