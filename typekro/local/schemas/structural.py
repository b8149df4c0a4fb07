"""The structural schemas of CRDs, compiled once: what the API server asks of them at each object that it is given."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Final, TypeAlias

import attrs

from typekro.expressions.guards import is_mapping
from typekro.openapi.schemas import Schema

Resolve: TypeAlias = Callable[[str], Schema]
"""Gives the schema that a `$ref` means."""

META_FIELDS: Final = frozenset({"apiVersion", "kind", "metadata"})
RULES: Final = "x-kubernetes-validations"
LIST_TYPE: Final = "x-kubernetes-list-type"
EMBEDDED: Final = "x-kubernetes-embedded-resource"
MARKS: Final = (RULES, LIST_TYPE, EMBEDDED)
"""What few schemas have, and what a whole object is gone through for."""
_KEPT: Final = 512


@attrs.define(eq=False)
class Node:
    """What a structural schema says of a value, beside its validation.

    Args:
        schema: the schema itself, whose identity the compiled form is kept by.
        default: its default; None where there is none.
        nullable: whether it may be null.
        keeps: whether fields that it does not know are kept.
        embedded: whether it is a whole object of Kubernetes.
        open: whether it has other fields than the named ones.
        properties: what its named fields are.
        others: what its other fields are.
        items: what its items are.
        defaults: the named fields that have a default, each with it and whether the field may be null.
        has: which of the marks of `MARKS` it or a part of it has, so that nobody looks in vain.
    """

    schema: Schema
    default: Any
    nullable: bool
    keeps: bool
    embedded: bool
    open: bool = False
    properties: dict[str, "Node"] = attrs.field(factory=dict[str, "Node"])
    others: "Node | None" = None
    items: "Node | None" = None
    defaults: tuple[tuple[str, Any, bool], ...] = ()
    has: frozenset[str] = frozenset()

    def below(self, name: str) -> "Node | None":
        """What a field of it is, or None."""
        return self.properties.get(name) or self.others


def compiled(schema: Schema) -> Node:
    """The compiled form of a schema; the same schema gives the same one again.

    Args:
        schema: the OpenAPI of a CRD's version, or of any part of it.
    """
    known = _COMPILED.get(id(schema))
    if known is not None and known.schema is schema:
        return known
    node = _COMPILED[id(schema)] = _compile(schema)
    if len(_COMPILED) > _KEPT:
        _COMPILED.popitem(last=False)
    return node


_COMPILED: Final[OrderedDict[int, Node]] = OrderedDict()


def _compile(schema: Schema) -> Node:
    # only the standard metadata is referred to: it is none of the CRD's
    refers = "$ref" in schema
    node = Node(
        schema,
        schema.get("default"),
        nullable=bool(schema.get("nullable")),
        keeps=refers or bool(schema.get("x-kubernetes-preserve-unknown-fields")),
        embedded=bool(schema.get("x-kubernetes-embedded-resource")),
    )
    properties, others, items = schema.get("properties"), schema.get("additionalProperties"), schema.get("items")
    if is_mapping(properties):
        node.properties = {name: _compile(part) for name, part in properties.items()}
    if is_mapping(others):
        node.others = _compile(others)
    if is_mapping(items):
        node.items = _compile(items)
    parts = [*node.properties.values(), *(part for part in (node.others, node.items) if part is not None)]
    node.has = frozenset(mark for mark in MARKS if schema.get(mark)).union(*(part.has for part in parts))
    node.open = node.others is not None or others is True
    node.defaults = tuple((name, part.default, part.nullable) for name, part in node.properties.items() if part.default is not None)
    return node
