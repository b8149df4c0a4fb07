"""Resources of the orchestrator for kro: definitions and instances. Joins the orchestrator and the Kubernetes client; neither knows it."""

from typekro.kro.definition import DeployedGraph, KroResourceGraphDefinition
from typekro.kro.instance import DeployedInstance, KroCrdInstance

__all__ = ["DeployedGraph", "DeployedInstance", "KroCrdInstance", "KroResourceGraphDefinition"]
