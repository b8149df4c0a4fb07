"""Reading YAML as kubectl and the API server read it, with the line of every part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs
import yaml

from typekro.checking.places import Step
from typekro.errors import DefinitionError, compose

_TRUE, _FALSE = frozenset({"y", "yes", "on", "true"}), frozenset({"n", "no", "off", "false"})
_INTEGER = re.compile(r"[-+]?(0b[01_]+|0o[0-7_]+|0x[0-9a-fA-F_]+|[0-9][0-9_]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_PLAIN, _MERGE = "plain", "tag:yaml.org,2002:merge"
_READ = frozenset({_PLAIN, *(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null"))})
_BASES = {"0b": 2, "0o": 8, "0x": 16}


@attrs.frozen
class Document:
    """One document of a YAML file.

    Args:
        manifest: what it says.
        lines: the line, from 1, of each part, by the keys and indices that lead to it.
        doubles: the lines of keys that stand in their map already; the last one counts, as it does for kubectl.
    """

    manifest: dict[str, Any]
    lines: Mapping[tuple[Step, ...], int] = attrs.field(repr=False)
    doubles: Mapping[int, str] = attrs.field(factory=dict[int, str], repr=False)

    def line_of(self, path: Sequence[Step]) -> int:
        """The line of a part; of what it would be in, where it is not there."""
        found = (self.lines[tuple(path[:length])] for length in range(len(path), -1, -1) if tuple(path[:length]) in self.lines)
        return next(found)


def documents(text: str, file: str) -> tuple[Document, ...]:
    r"""The documents of a YAML text, without the empty ones.

    Args:
        text: the text of one file.
        file: its name, for errors.

    Raises:
        DefinitionError: it is no YAML, or a document is no map.

    Example:
        >>> [document.manifest for document in documents("a: 1\n---\nb: on", "some.yaml")]
        [{'a': 1}, {'b': True}]
    """
    try:
        nodes = [node for node in yaml.compose_all(text, _Loader) if not _is_null(node)]
        return tuple(_document(node, file) for node in nodes)
    except yaml.MarkedYAMLError as error:
        where = "" if error.problem_mark is None else f":{error.problem_mark.line + 1}"
        raise DefinitionError(compose(f"{file}{where}: it is no YAML", error.problem or str(error))) from error
    except yaml.YAMLError as error:
        raise DefinitionError(compose(f"{file}: it is no YAML", str(error).splitlines()[0])) from error


def _document(node: yaml.Node, file: str) -> Document:
    if not isinstance(node, yaml.MappingNode):
        raise DefinitionError(compose(f"{file}:{_line(node)}: a document is no map", "a manifest has apiVersion, kind and metadata"))
    reading = _Reading()
    manifest: dict[str, Any] = reading.value(node, ())
    return Document(manifest, reading.lines, reading.doubles)


class _Loader(yaml.SafeLoader):
    """Tells what stands without quotes and tags from what does not, and leaves what it means to `_plain`."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> Any:
        if kind is yaml.ScalarNode and implicit[0]:
            return _MERGE if value == "<<" else _PLAIN
        return super().resolve(kind, value, (False, True) if kind is yaml.ScalarNode else implicit)  # type: ignore[no-untyped-call] # PyYAML's types leave it out


@attrs.frozen
class _Reading:
    """One document on its way from YAML's nodes to values."""

    lines: dict[tuple[Step, ...], int] = attrs.Factory(dict[tuple[Step, ...], int])
    doubles: dict[int, str] = attrs.Factory(dict[int, str])

    def value(self, node: yaml.Node, path: tuple[Step, ...]) -> Any:
        self.lines.setdefault(path, _line(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: tuple[Step, ...]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        merged: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if key_node.tag == _MERGE:
                for part in self._merged(value_node, path):
                    merged = {**part, **merged}
                continue
            key = _key(key_node)
            if key in made:
                self.doubles[_line(key_node)] = key
            self.lines[*path, key] = _line(key_node)
            made[key] = self.value(value_node, (*path, key))
        return {**merged, **made} if merged else made

    def _merged(self, node: yaml.Node, path: tuple[Step, ...]) -> Iterator[dict[str, Any]]:
        for part in node.value if isinstance(node, yaml.SequenceNode) else [node]:
            if isinstance(part, yaml.MappingNode):
                yield self._mapping(part, path)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and _scalar(node) is None


def _key(node: yaml.Node) -> str:
    value = _scalar(node) if isinstance(node, yaml.ScalarNode) else None
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return f"{value:.15g}"
        case _:
            return str(node.value)


def _scalar(node: yaml.ScalarNode) -> Any:
    text = str(node.value)
    return _plain(text) if node.tag in _READ else text


def _plain(text: str) -> Any:
    """A value without quotes, as Go's reader of YAML takes it: dates and 1:30 are texts, and so are not 1e3 and yes."""
    if text in {"", "~"} or text in {"null", "Null", "NULL"}:
        return None
    if text in {word for lower in _TRUE | _FALSE for word in (lower, lower.capitalize(), lower.upper())}:
        return text.lower() in _TRUE
    if _INTEGER.fullmatch(text):
        return _integer(text.replace("_", ""))
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _integer(text: str) -> int:
    sign, digits = (-1 if text.startswith("-") else 1), text.lstrip("+-")
    if digits[:2].lower() in _BASES:
        return sign * int(digits[2:], _BASES[digits[:2].lower()])
    octal = len(digits) > 1 and digits.startswith("0") and set(digits) <= set("01234567")
    return sign * int(digits, 8 if octal else 10)
