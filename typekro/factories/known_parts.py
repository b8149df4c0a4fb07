"""What of a text is known before the cluster is asked: the constants in an f-string, and between them what nobody knows yet."""

import re
from collections.abc import Iterator

import attrs

from typekro.checking.text_rules import Rule
from typekro.expressions import Expression, Integer, Literal, Operation, String, Template, describe


@attrs.frozen
class KnownParts:
    """A text of which parts are constant.

    Args:
        parts: the text from the left; None is a part that is known in the cluster alone.
        numbers: whether each of these is a whole number.
    """

    parts: tuple[str | None, ...]
    numbers: bool

    @property
    def says_something(self) -> bool:
        """Whether any part is constant."""
        return any(self.parts)


def known_parts(expression: Expression) -> KnownParts:
    """The constant parts of an f-string or of a sum of texts; anything else has none.

    Example:
        >>> known_parts(Operation("+", Literal("web-"), Template(("a", Literal("b"))), String())).parts
        ('web-', 'a', 'b')
    """
    parts = list(_parts(expression))
    unknown = [part for part in parts if not isinstance(part, str)]
    known = tuple(part if isinstance(part, str) else None for part in parts)
    return KnownParts(known, all(isinstance(part.type, Integer) for part in unknown))


def _parts(expression: Expression) -> Iterator[str | Expression]:
    match expression:
        case Literal(value=str(text)):
            yield text
        case Template(parts=parts):
            for part in parts:
                yield from (part,) if isinstance(part, str) else _parts(part)
        case Operation(operator="+", left=left, right=right, type=String()):
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield expression


def nearest(expression: Expression, rule: Rule) -> str:
    """The f-string with its constants as the rule wants them, where that is easily made; "" where it is not."""
    if not rule.is_name or not isinstance(expression, Template):
        return ""
    last = len(expression.parts) - 1
    parts = [_spelt(part, first=not at, last=at == last) if isinstance(part, str) else part for at, part in enumerate(expression.parts)]
    fixed = Template(tuple(part for part in parts if part != ""))
    return describe(fixed) if rule.can_allow(known_parts(fixed).parts) else ""


def _spelt(text: str, *, first: bool, last: bool) -> str:
    spelt = re.sub(r"[^a-z0-9.]+", "-", text.lower())
    spelt = spelt.lstrip("-.") if first else spelt
    return spelt.rstrip("-.") if last else spelt
