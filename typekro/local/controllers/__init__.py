"""What a cluster does by itself, over the API server alone: namespaces, garbage collection, pods, workloads, endpoints, volumes."""

from typekro.local.controllers.addresses import Addresses, NodePorts
from typekro.local.controllers.assembling import run_controllers
from typekro.local.controllers.base import Cluster, Controller
from typekro.local.controllers.objects import Objects
from typekro.local.controllers.policy import Outcome, Rule, Workloads
from typekro.local.controllers.recording import Recorder
from typekro.local.controllers.runner import Runner

__all__ = [
    "Addresses",
    "Cluster",
    "Controller",
    "NodePorts",
    "Objects",
    "Outcome",
    "Recorder",
    "Rule",
    "Runner",
    "Workloads",
    "run_controllers",
]
