"""References that stand in a text without the marks that make them one: `{schema.spec.name}`, or `${schema.spec.name`, not closed."""

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from typekro.checking.places import joined
from typekro.checking.problems import Problem, problem
from typekro.checking.report import Analysis
from typekro.expressions.embedded import NestedExpressionError, parts_of_text
from typekro.expressions.guards import is_mapping, is_sequence
from typekro.expressions.library import Constant, walk

# A field below one of the parts that every object has; {server.port} is left to those whose texts are templates of their own.
_PATH: Final = r"(?P<path>(?P<root>[A-Za-z_]\w*)\.\??(?:spec|status|metadata|data)\b[.\[][\w.?\[\]\"']*(?:\(\))?)"
_UNCLOSED: Final = re.compile(rf"\$\{{\s*{_PATH}")
_BARE: Final = re.compile(rf"(?<!\$)\{{{{?\s*{_PATH}\s*\}}\}}?")


def written_references(analysis: Analysis) -> Iterator[Problem]:
    """A warning for each path in braces, of the schema or of a node, that is a text and nothing else."""
    names = {"schema", *analysis.nodes}
    for node in analysis.nodes.values():
        for place, text in _texts(node.template, f"resources.{node.id}"):
            yield from _unclosed(text, place, names) if "${" in text else _problems(text, place, names)
    for one in analysis.expressions.values():
        for part in walk(one.compiled.tree) if one.compiled is not None else ():
            if isinstance(part, Constant) and isinstance(part.value, str):
                yield from _problems(part.value, one.place, names)


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """The texts below a value, with their places."""
    if is_mapping(value):
        for key, part in value.items():
            yield from _texts(part, joined(place, str(key)))
    elif is_sequence(value):
        for index, part in enumerate(value):
            yield from _texts(part, joined(place, index))
    elif isinstance(value, str):
        yield place, value


def _unclosed(text: str, place: str, names: set[str]) -> Iterator[Problem]:
    """Of a text with expressions, the reference behind a `${` that has no `}`."""
    try:
        rest = parts_of_text(text)[-1]
    except NestedExpressionError:  # kro refuses it: told elsewhere
        return
    found = _UNCLOSED.search(rest) if isinstance(rest, str) else None
    if found is not None and found["root"] in names:
        why = "kro evaluates what stands in ${...}, and a ${ without its } stays the text that it is"
        yield problem("S", place, f"{found[0]!r} is not closed, so that it is a text, and no reference", why, f"${{{found['path']}}}")


def _problems(text: str, place: str, names: set[str]) -> Iterator[Problem]:
    for found in _BARE.finditer(text):
        if found["root"] in names:
            why = "kro evaluates what stands in ${...}, and everything else stays the text that it is"
            told = problem("S", place, f"{found[0]!r} is a text, and no reference", why, f"${{{found['path']}}}")
            yield attrs.evolve(told, python=(f'f"...{{{found["path"]}}}...", with f in front of the text',))
