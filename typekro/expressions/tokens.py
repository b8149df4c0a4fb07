"""f-strings: a reference formats to a token, which stands for it in the text until the text is read.

A resource gets its id from the key that the builder returns, so that there is no CEL to write while an f-string is being formatted.
"""

import itertools
import re
import secrets
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

import attrs

from typekro.errors import DefinitionError, compose
from typekro.expressions import refusals
from typekro.expressions.frames import Place, place
from typekro.expressions.tree import Expression, Template, may_omit

# Of digits alone, so that a token which was upper-cased or JSON-encoded is still known for what it was.
_NONCE: Final = str(secrets.randbelow(9 * 10**15) + 10**15)
# A control character that no code page puts a letter on and that manifests cannot hold: a single one left over is known too.
_MARK: Final = "\x81"
_TOKEN = re.compile(f"{_MARK}typekro:(\\d+):(\\d+){_MARK}")
_DAMAGED = re.compile(f"{_NONCE}|{_MARK}")
_NUMBER_IN_DAMAGED = re.compile(f"{_NONCE}:(\\d+)")
# What is left of a token that was cut or changed, or encoded as JSON does it.
_LEFT = re.compile(
    rf"(?:(?:{_MARK}|\\u0081)[a-z]*:?)?{_NONCE}(?::\d+)?(?:{_MARK}|\\u0081)?|{_MARK}t?y?p?e?k?r?o?[:\d]*|[:\d]*{_MARK}", re.IGNORECASE
)
_REPR = re.compile(r"<typekro (reference|node|schema|graph) ([^>]*)>")
_NUMBERS = itertools.count(1)


@attrs.frozen
class Issued:
    """A token that was given out.

    Args:
        expression: what it stands for.
        place: the line that formatted it.
    """

    expression: Expression
    place: Place


def known_later(text: str, shown: str) -> str:
    """A text for people, in which what stands for a value that is not known yet is shown as such.

    Args:
        text: a text that references were formatted into.
        shown: what to show in the place of each.
    """
    return _TOKEN.sub(shown, text)


class TokenScope:
    """The tokens given out while it is open, which it alone keeps alive; what an outer scope gave out is known here too."""

    def __init__(self, outer: "TokenScope | None" = None) -> None:
        self._outer = outer
        self._issued: dict[int, Issued] = {}
        self._found: set[int] = set()

    @property
    def unfound(self) -> tuple[Issued, ...]:
        """What was given out here and was never read again: it was measured, compared, printed or lost."""
        return tuple(issued for number, issued in self._issued.items() if number not in self._found)

    def issue(self, expression: Expression) -> str:
        """A token for an expression."""
        number = next(_NUMBERS)
        self._issued[number] = Issued(expression, place())
        return f"{_MARK}typekro:{_NONCE}:{number}{_MARK}"

    def find(self, number: int) -> Issued | None:
        """What a token stands for; from now on it counts as found."""
        if number in self._issued:
            self._found.add(number)
            return self._issued[number]
        return self._outer.find(number) if self._outer is not None else None


_SCOPE: ContextVar[TokenScope] = ContextVar("typekro_tokens", default=TokenScope())  # noqa: B039 - the scope of what is formatted outside of any


@contextmanager
def tokens() -> Generator[TokenScope]:
    """Opens a scope of its own for the tokens of f-strings: a builder's, or an app's.

    Example:
        >>> with tokens() as scope:
        ...     scope.unfound
        ()
    """
    scope = TokenScope(_SCOPE.get())
    previous = _SCOPE.get()
    _SCOPE.set(scope)
    try:
        yield scope
    finally:
        # Set, not reset: an app may be left in another task than it was entered in, where a reset is refused.
        _SCOPE.set(previous)


def issue(expression: Expression) -> str:
    """A token for an expression, in the scope that is open."""
    return _SCOPE.get().issue(expression)


def parse(text: str) -> str | Expression:
    """The text as it was meant: itself, or a template where references were formatted into it.

    Raises:
        DefinitionError: a reference's token was cut or changed on the way, or comes from somewhere else; or its repr was used; or
            CEL makes no text of what it stands for.
    """
    if is_plain(text):
        return text
    parts: list[str | Expression] = []
    for part in parts_of(text):
        if isinstance(part, str):
            parts.append(part)
            continue
        if not isinstance(part.expression.type, refusals.PRINTABLE) or may_omit(part.expression):
            raise refusals.not_text(part.expression, part.place)
        parts.append(part.expression)
    return text if all(isinstance(part, str) for part in parts) else Template(tuple(parts))


def is_plain(text: str) -> bool:
    """Whether nothing of a reference can be in a text: known at a glance, as most texts are looked at more than once."""
    return _MARK not in text and _NONCE not in text and "<typekro " not in text


def parts_of(text: str) -> list[str | Issued]:
    """A text as what was written and what was formatted into it, in order; parts without a letter are left out.

    Raises:
        DefinitionError: a reference's token was cut or changed on the way, or comes from somewhere else; or its repr was used.
    """
    parts: list[str | Issued] = []
    position = 0
    for match in _TOKEN.finditer(text):
        parts += [_plain(text[position : match.start()]), _meant(match)]
        position = match.end()
    parts.append(_plain(text[position:]))
    return [part for part in parts if part != ""]


def _meant(match: re.Match[str]) -> Issued:
    issued = _SCOPE.get().find(int(match[2])) if match[1] == _NONCE else None
    if issued is None:
        raise DefinitionError(
            compose(
                "a text holds a reference of another place",
                "it was formatted by a builder that has ended, or by another process, and means nothing here",
                "format the reference where the text is used",
            )
        )
    return issued


def _plain(text: str) -> str:
    if match := _REPR.search(text):
        hint = f'f"{{{match[2]}}}"' if match[1] == "reference" else "refer to one of its fields, such as metadata.name"
        why = "repr and !r show what something is; they don't stand for its value"
        meant = f"the schema {match[2]}" if match[1] == "schema" else match[2]
        raise DefinitionError(compose(f"a text holds the repr of {meant}", why, hint))
    if _DAMAGED.search(text):
        number = _NUMBER_IN_DAMAGED.search(text)
        issued = _SCOPE.get().find(int(number[1])) if number else None
        shown = _LEFT.sub("...", text)
        raise DefinitionError(
            compose(
                f"a reference was formatted into a text{f' at {issued.place}' if issued else ''} that was cut or changed afterwards",
                [
                    f"what was left of it: {shown!r}; its value is known only in the cluster, so a text with it can be joined, not changed",
                    "(U+0081 marks references in texts; no other text may hold it)",
                ],
                "format the reference into the text as it should be in the end",
            )
        )
    return text
