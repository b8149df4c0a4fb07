"""Label and field selectors: which objects of a list are meant."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import attrs

Matches = Callable[[Mapping[str, Any]], bool]

_TOKEN = re.compile(r"\s*(?:(?P<sign>==|!=|=|!|,|\(|\)|<|>)|(?P<word>[^\s=!,()<>]+))")
_NAME = re.compile(r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$")
_PREFIX = re.compile(r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
_MAX_NAME = 63
_SIGNS = frozenset({"==", "!=", "=", "!", ",", "(", ")", "<", ">"})


class SelectorError(Exception):
    """A selector cannot be read; the text says why, as Kubernetes does."""


@attrs.frozen
class Requirement:
    """One condition on a label.

    Args:
        key: the label.
        operator: `=`, `!=`, `in`, `notin`, `exists`, `!`, `gt` or `lt`.
        values: what it is compared with.
    """

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Whether these labels meet it."""
        value = labels.get(self.key)
        match self.operator:
            case "in":
                return value is not None and value in self.values
            case "notin":
                return value is None or value not in self.values
            case "exists":
                return value is not None
            case "!":
                return value is None
            case _:
                return value is not None and _compares(value, self.operator, self.values[0])


def _compares(value: str, operator: str, bound: str) -> bool:
    try:
        return int(value) > int(bound) if operator == "gt" else int(value) < int(bound)
    except ValueError:
        return False


@lru_cache(maxsize=1024)
def label_selector(text: str) -> tuple[Requirement, ...]:
    """Reads a label selector: `app=web,tier in (a, b),!old`.

    Args:
        text: the selector.

    Raises:
        SelectorError: it is none.

    Example:
        >>> [requirement.operator for requirement in label_selector("app=web,tier notin (a,b),!old")]
        ['in', 'notin', '!']
    """
    return tuple(_Reader(text).requirements())


def matches_labels(requirements: tuple[Requirement, ...], manifest: Mapping[str, Any]) -> bool:
    """Whether the labels of an object meet all requirements."""
    labels: Mapping[str, str] = manifest["metadata"].get("labels") or {}
    return all(requirement.matches(labels) for requirement in requirements)


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = [found[found.lastgroup or "word"] for found in _TOKEN.finditer(text)]
        self._at = 0

    def requirements(self) -> Iterator[Requirement]:
        if not self._tokens:
            return
        if self._peek() in _SIGNS - {"!"}:
            raise SelectorError(f"found '{self._peek()}', expected: !, identifier, or 'end of string'")
        while True:
            yield self._requirement()
            match self._next():
                case "":
                    return
                case ",":
                    if self._peek() in {"", *_SIGNS} - {"!"}:
                        raise SelectorError(f"found '{self._peek()}', expected: identifier after ','")
                case other:
                    raise SelectorError(f"found '{other}', expected: ',' or 'end of string'")

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _requirement(self) -> Requirement:
        if self._peek() == "!":
            self._next()
            return Requirement(self._key(), "!")
        key = self._key()
        if self._peek() in {"", ","}:
            return Requirement(key, "exists")
        operator = self._next()
        match operator:
            case "in" | "notin":
                return Requirement(key, operator, self._values(key))
            case "=" | "==":
                return Requirement(key, "in", (self._value(key),))
            case "!=":
                return Requirement(key, "notin", (self._value(key),))
            case "<" | ">":
                bound = self._next()
                if not re.fullmatch(r"[-+]?\d+", bound):
                    why = f"values[0]: Invalid value: \"{bound}\": for 'Gt', 'Lt' operators, the value must be an integer"
                    raise SelectorError(f"unable to parse requirement: {why}")
                return Requirement(key, "gt" if operator == ">" else "lt", (bound,))
            case _:
                said = "in, notin, =, ==, !=, gt, lt"
                raise SelectorError(f"unable to parse requirement: found '{operator}', expected: {said}")

    def _key(self) -> str:
        key = self._next()
        if not key or not re.match(r"[^=!,()<>]", key):
            raise SelectorError(f"unable to parse requirement: found '{key}', expected: !, identifier, or 'end of string'")
        problem = _problem_of_key(key)
        if problem:
            raise SelectorError(f'unable to parse requirement: <nil>: Invalid value: "{key}": {problem}')
        return key

    def _value(self, key: str) -> str:
        if self._peek() in {"", ","}:
            return ""
        value = self._next()
        if not re.match(r"[^=!,()<>]", value):
            raise SelectorError(f"unable to parse requirement: found '{value}', expected: identifier")
        if len(value) > _MAX_NAME or not _NAME.match(value):
            raise SelectorError(f'unable to parse requirement: values[0][{key}]: Invalid value: "{value}": {_VALUE}')
        return value

    def _values(self, key: str) -> tuple[str, ...]:
        if (sign := self._next()) != "(":
            raise SelectorError(f"unable to parse requirement: found '{sign}' expected: '('")
        values = [self._value_inside(key)]
        while (sign := self._next()) == ",":
            values.append(self._value_inside(key))
        if sign != ")":
            raise SelectorError(f"unable to parse requirement: found '{sign}', expected: ',' or ')'")
        return tuple(values)

    def _value_inside(self, key: str) -> str:
        return "" if self._peek() in {",", ")"} else self._value(key)


_VALUE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
    "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
)
_KEY = (
    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
    "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
)


def _problem_of_key(key: str) -> str:
    prefix, slash, name = key.rpartition("/")
    if slash and not _PREFIX.match(prefix):
        return (
            "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
            "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
            "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
        )
    if len(name) > _MAX_NAME:
        return "name part must be no more than 63 bytes"
    return "" if _NAME.match(name) else _KEY


@attrs.frozen
class FieldTerm:
    """One condition on a field: equal to a value, or not."""

    field: str
    value: str
    equal: bool


@lru_cache(maxsize=1024)
def field_selector(text: str) -> tuple[FieldTerm, ...]:
    r"""Reads a field selector: `metadata.name=web,status.phase!=Running`; a backslash keeps a comma.

    Args:
        text: the selector.

    Raises:
        SelectorError: it is none.
    """
    terms: list[FieldTerm] = []
    for part in re.split(r"(?<!\\),", text):
        if not part:
            continue
        found = re.match(r"((?:[^=!\\]|\\.)*)(!=|==|=)(.*)$", part, re.DOTALL)
        if not found:
            raise SelectorError(f"invalid selector: '{text}'; can't understand '{part}'")
        terms.append(FieldTerm(found[1], re.sub(r"\\(.)", r"\1", found[3]), found[2] != "!="))
    return tuple(terms)
