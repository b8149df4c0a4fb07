"""Nodes: the resources of a graph, before there is a graph; what they are made of, and the references to their fields."""

from typekro.nodes.collection import Collection, Items, collection_of, for_each
from typekro.nodes.node import (
    Dimension,
    IteratorRoot,
    ManifestNode,
    Node,
    NodeParts,
    NodeRoot,
    make_node,
    manifest_node,
    node_root,
    parts_of,
    set_parts,
)

__all__ = [
    "Collection",
    "Dimension",
    "Items",
    "IteratorRoot",
    "ManifestNode",
    "Node",
    "NodeParts",
    "NodeRoot",
    "collection_of",
    "for_each",
    "make_node",
    "manifest_node",
    "node_root",
    "parts_of",
    "set_parts",
]
