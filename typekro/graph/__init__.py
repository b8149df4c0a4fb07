"""Builders, nodes and the ResourceGraphDefinitions that they close into: kro's rules, offline; no cluster is asked here."""

from typekro.graph.builder import Graph, SchemaDefinition, resource_graph, to_kro_resource_graph
from typekro.graph.columns import DEFAULT_COLUMNS, PrinterColumn
from typekro.graph.conditions import condition
from typekro.graph.document import GRAPH_ANNOTATION, Child, External, graph_hash
from typekro.graph.external import ExternalRef, Named, external_ref, external_refs
from typekro.graph.instance import Instance
from typekro.graph.preview import GraphPreview
from typekro.graph.resource_graph import ResourceGraph
from typekro.graph.schema_reference import Schema
from typekro.graph.yaml_text import to_yaml
from typekro.nodes import Collection, ManifestNode, Node, for_each, manifest_node
from typekro.schema.condition import Condition

__all__ = [
    "DEFAULT_COLUMNS",
    "GRAPH_ANNOTATION",
    "Child",
    "Collection",
    "Condition",
    "External",
    "ExternalRef",
    "Graph",
    "GraphPreview",
    "Instance",
    "ManifestNode",
    "Named",
    "Node",
    "PrinterColumn",
    "ResourceGraph",
    "Schema",
    "SchemaDefinition",
    "condition",
    "external_ref",
    "external_refs",
    "for_each",
    "graph_hash",
    "manifest_node",
    "resource_graph",
    "to_kro_resource_graph",
    "to_yaml",
]
