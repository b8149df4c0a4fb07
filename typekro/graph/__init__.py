"""Builders, nodes and the ResourceGraphDefinitions that they close into: kro's rules, offline; no cluster is asked here."""

from typekro.graph.builder import Graph, SchemaDefinition, resource_graph, to_kro_resource_graph
from typekro.graph.document import GRAPH_ANNOTATION, Child, External, graph_hash
from typekro.graph.external import ExternalRef, Named, external_ref
from typekro.graph.instance import Instance
from typekro.graph.resource_graph import ResourceGraph
from typekro.graph.schema_reference import Schema
from typekro.graph.yaml_text import to_yaml
from typekro.nodes import ManifestNode, Node, manifest_node

__all__ = [
    "GRAPH_ANNOTATION",
    "Child",
    "External",
    "ExternalRef",
    "Graph",
    "Instance",
    "ManifestNode",
    "Named",
    "Node",
    "ResourceGraph",
    "Schema",
    "SchemaDefinition",
    "external_ref",
    "graph_hash",
    "manifest_node",
    "resource_graph",
    "to_kro_resource_graph",
    "to_yaml",
]
