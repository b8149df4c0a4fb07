"""What the tests of factories share: a spec as references, and a node as plain text."""

from typing import Any

import attrs
import pytest

from typekro.errors import DefinitionError
from typekro.expressions import Root, describe, expression_of, reference_to, roots, substitute, to_cel
from typekro.nodes import Node, parts_of
from typekro.schema import type_of_class


@attrs.frozen
class Spec:
    name: str
    image: str
    replicas: int
    port: int
    public: bool
    arguments: list[str]
    ports: list[int]
    labels: dict[str, str]


def references() -> Spec:
    """A spec as a builder sees it."""
    spec: Spec = reference_to(Root(type_of_class(Spec), "spec"))
    return spec


def template(node: Node) -> Any:
    """The manifest, with each reference as it was written."""
    return substitute(parts_of(node).template, describe)


def cel(value: object) -> str:
    """A reference to the spec as CEL."""
    expression = expression_of(value)
    assert expression is not None
    return to_cel(expression, {root: root.label for root in roots(expression)})


def conditions(node: Node, name: str) -> list[str]:
    """What has to hold for a node to be ready, as CEL in which the node has a name."""
    parts = parts_of(node)
    expressions = [expression_of(condition(node)) for condition in parts.conditions]
    return [to_cel(expression, {parts.root: name}) for expression in expressions if expression is not None]


def message(caught: pytest.ExceptionInfo[DefinitionError]) -> str:
    """The whole text of an error."""
    return str(caught.value)
