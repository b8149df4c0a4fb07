"""Nodes: the resources of a graph, before there is a graph; what they are made of, and the references to their fields."""

from typekro.nodes.node import ManifestNode, Node, NodeParts, NodeRoot, make_node, manifest_node, node_root, parts_of, set_parts

__all__ = ["ManifestNode", "Node", "NodeParts", "NodeRoot", "make_node", "manifest_node", "node_root", "parts_of", "set_parts"]
