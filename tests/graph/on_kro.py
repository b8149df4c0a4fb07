"""Graphs put to the real kro: applied, awaited, and what they made read back."""

from typing import Any

from tests.cluster.plugin import Cluster
from tests.cluster.waiting import eventually
from typekro.graph import ResourceGraph

GRAPHS = "resourcegraphdefinitions.kro.run"


def accepted(cluster: Cluster, graph: ResourceGraph[Any, Any]) -> None:
    """Apply a graph, and wait until kro has taken it up."""
    cluster.kubectl("apply", "--server-side", "-f", "-", input=graph.to_yaml())
    eventually(lambda: _is_ready(cluster.kubectl_json("get", GRAPHS, graph.name)), f"kro takes up {graph.to_yaml()}")


def ready(cluster: Cluster, graph: ResourceGraph[Any, Any], manifest: str, name: str) -> dict[str, Any]:
    """Apply an instance, wait until it is ready, and give it as it is in the cluster."""
    resource = f"{graph.kind.lower()}.{graph.group}"
    cluster.kubectl("apply", "--server-side", "-f", "-", input=manifest)
    eventually(lambda: _is_ready(cluster.kubectl_json("get", resource, name)), f"{manifest} is ready")
    instance: dict[str, Any] = cluster.kubectl_json("get", resource, name)
    return instance


def crd_spec(cluster: Cluster, graph: ResourceGraph[Any, Any]) -> dict[str, Any]:
    """The OpenAPI of the spec of the CRD that kro made of a graph."""
    label = f"kro.run/resource-graph-definition-name={graph.name}"
    found = cluster.kubectl_json("get", "crds", "-l", label)["items"][0]
    schema: dict[str, Any] = found["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    return schema


def _is_ready(found: dict[str, Any]) -> bool:
    conditions = {condition["type"]: condition for condition in found.get("status", {}).get("conditions", [])}
    condition = conditions.get("Ready", {})
    refused = conditions.get("GraphAccepted", {})
    assert refused.get("status") != "False", refused
    return (condition.get("status"), condition.get("observedGeneration")) == ("True", found["metadata"]["generation"])
