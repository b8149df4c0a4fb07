"""What of a value in a template is known before the cluster is asked: all of a literal, and the constants of a text with expressions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import attrs

from typekro.checking.places import Step, at
from typekro.checking.report import Analysis
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Call, Constant, Tree


@attrs.frozen
class KnownText:
    """A text of a template.

    Args:
        written: how it is written.
        parts: the text from the left; None is a part that is known in the cluster alone.
        numbers: whether each of these is a whole number.
    """

    written: str
    parts: tuple[str | None, ...]
    numbers: bool = True

    @property
    def literal(self) -> str | None:
        """The whole text, where all of it is known."""
        return self.written if self.parts == (self.written,) else None


def values_at(template: object, pattern: str) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """What stands in a template where a pattern leads, with its path.

    Args:
        template: a manifest.
        pattern: fields with dots between them; `[]` after a field means each item of its list, and `*` each value of a map.

    Example:
        >>> list(values_at({"ports": [{"port": 80}, {"name": "a"}]}, "ports[].port"))
        [(('ports', 0, 'port'), 80)]
    """
    yield from _below(template, re.findall(r"\[\]|[^.\[]+", pattern), ())


def _below(value: object, steps: Sequence[str], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Any]]:
    if not steps:
        yield path, value
    elif steps[0] == "[]":
        for index, item in enumerate(value if is_sequence(value) else ()):
            yield from _below(item, steps[1:], (*path, index))
    elif is_mapping(value):
        for key in value if steps[0] == "*" else [steps[0]] if steps[0] in value else []:
            yield from _below(value[key], steps[1:], (*path, str(key)))


def known_text(analysis: Analysis, id_: str, path: Sequence[Step], value: str) -> KnownText:
    """What is known of a text in the template of a node.

    Args:
        analysis: the definition's.
        id_: the node.
        path: where the text stands in the template.
        value: the text, with its `${...}`.
    """
    expression = analysis.expressions.get(at(f"resources.{id_}", path))
    if expression is None:
        return KnownText(value, (value,))
    if expression.compiled is None:
        return KnownText(value, (None,), numbers=False)
    parts = list(_parts(expression.compiled.tree))
    unknown = [part for part in parts if not isinstance(part, str)]
    return KnownText(value, tuple(part if isinstance(part, str) else None for part in parts), all(map(_is_number, unknown)))


def _parts(tree: Tree) -> Iterator[str | Tree]:
    match tree:
        case Constant(value=str(text)):
            yield text
        case Call(function="_+_", arguments=(left, right)) if tree.type is not None and tree.type.kind == "string":
            yield from _parts(left)
            yield from _parts(right)
        case _:
            yield tree


def _is_number(tree: Tree) -> bool:
    match tree:
        case Call(function="string", arguments=(number,)) if number.type is not None:
            return number.type.kind == "int"
        case _:
            return False


def is_open(value: object) -> bool:
    """Whether a value is an expression, so that what stands there is known in the cluster alone."""
    return isinstance(value, str) and "${" in value


def mapping_at(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """A part that is a map; nothing where it is none."""
    part = value.get(key)
    return part if is_mapping(part) else {}
