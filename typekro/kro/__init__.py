"""Resources of the orchestrator for kro: definitions, instances, and any other object of a cluster.

Joins the orchestrator and the Kubernetes client; neither knows it.
"""

from typekro.kro.definition import DeployedGraph, KroResourceGraphDefinition
from typekro.kro.direct import DirectDeployment
from typekro.kro.instance import KroCrdInstance
from typekro.kro.instance_output import DeployedInstance
from typekro.kro.object import KubernetesObject
from typekro.kro.object_output import DeployedObject

__all__ = [
    "DeployedGraph",
    "DeployedInstance",
    "DeployedObject",
    "DirectDeployment",
    "KroCrdInstance",
    "KroResourceGraphDefinition",
    "KubernetesObject",
]
