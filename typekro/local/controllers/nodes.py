"""The only node, as it reports to the API server; pure."""

from datetime import datetime

from typekro.local.controllers.manifests import Manifest
from typekro.local.timestamps import rfc3339

HOST_IP = "127.0.0.1"
"""The address of the node."""

_CONDITIONS = (
    ("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
    ("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
    ("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
    ("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
    ("NetworkUnavailable", "False", "RouteCreated", "RouteController created a route"),
)
_SIZE = {"cpu": "1k", "memory": "1000Gi", "pods": "10k"}
_VERSION = "v1.36.3"


def node(name: str) -> Manifest:
    """The node, before it reports."""
    labels = {"kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux"}
    annotations = {"node.alpha.kubernetes.io/ttl": "0"}
    return {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name, "labels": labels, "annotations": annotations}, "spec": {}}


def node_status(address: str, name: str, now: datetime) -> Manifest:
    """What the node reports.

    Args:
        address: its address.
        name: its name.
        now: the time.
    """
    times = {"lastHeartbeatTime": rfc3339(now), "lastTransitionTime": rfc3339(now)}
    names = ("type", "status", "reason", "message")
    return {
        "addresses": [{"address": address, "type": "InternalIP"}, {"address": name, "type": "Hostname"}],
        "allocatable": _SIZE,
        "capacity": _SIZE,
        "conditions": [{**dict(zip(names, each, strict=True)), **times} for each in _CONDITIONS],
        "daemonEndpoints": {"kubeletEndpoint": {"Port": 0}},
        "nodeInfo": {
            "architecture": "amd64",
            "bootID": "",
            "containerRuntimeVersion": "typekro",
            "kernelVersion": "typekro",
            "kubeProxyVersion": "",
            "kubeletVersion": _VERSION,
            "machineID": "",
            "operatingSystem": "linux",
            "osImage": "typekro",
            "systemUUID": "",
        },
        "phase": "Running",
    }
