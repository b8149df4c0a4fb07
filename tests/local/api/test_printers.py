"""The cells of built-in kinds, as the real API server printed them."""

from datetime import timedelta
from typing import Any

import pytest

from tests.local.api.asking import NOW
from typekro.local.api.ages import duration
from typekro.local.api.printers import PRINTERS

TEMPLATE = {"spec": {"containers": [{"name": "c", "image": "i"}, {"name": "d", "image": "j"}]}}
SELECTOR = {"matchLabels": {"app": "x"}, "matchExpressions": [{"key": "z", "operator": "DoesNotExist"}]}
RESOURCE = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}
PODS = {"type": "Pods", "pods": {"metric": {"name": "m"}, "target": {"type": "AverageValue", "averageValue": "5"}}}
WAITING = {"name": "c", "restartCount": 3, "lastState": {"terminated": {"finishedAt": "2026-01-02T03:03:05Z"}}}


KINDS: list[tuple[str, dict[str, Any], list[Any]]] = [
    (
        "deployments.apps",
        {"spec": {"replicas": 2, "selector": SELECTOR, "template": TEMPLATE}, "status": {"readyReplicas": 1, "updatedReplicas": 2}},
        ["n", "1/2", 2, 0, "5s", "c,d", "i,j", "app=x,!z"],
    ),
    ("statefulsets.apps", {"spec": {"replicas": 1, "template": TEMPLATE}}, ["n", "0/1", "5s", "c,d", "i,j"]),
    (
        "daemonsets.apps",
        {"spec": {"selector": {"matchLabels": {"a": "b"}}, "template": TEMPLATE}, "status": {"desiredNumberScheduled": 3}},
        ["n", 3, 0, 0, 0, 0, "<none>", "5s", "c,d", "i,j", "a=b"],
    ),
    (
        "jobs.batch",
        {
            "spec": {"completions": 2, "template": TEMPLATE},
            "status": {"succeeded": 1, "startTime": "2026-01-02T03:02:00Z", "conditions": [{"type": "Suspended", "status": "True"}]},
        },
        ["n", "Suspended", "1/2", "2m5s", "5s", "c,d", "i,j", "<none>"],
    ),
    (
        "cronjobs.batch",
        {"spec": {"schedule": "* * * * *", "suspend": False, "jobTemplate": {"spec": {"template": TEMPLATE}}}},
        ["n", "* * * * *", "<none>", "False", 0, "<none>", "5s", "c,d", "i,j", "<none>"],
    ),
    (
        "services",
        {
            "spec": {
                "type": "NodePort",
                "clusterIPs": ["10.0.0.1"],
                "selector": {"app": "x"},
                "ports": [{"port": 80, "nodePort": 30000, "protocol": "TCP"}, {"port": 81, "protocol": "UDP"}],
            }
        },
        ["n", "NodePort", "10.0.0.1", "<none>", "80:30000/TCP,81/UDP", "5s", "app=x"],
    ),
    ("services", {"spec": {"type": "LoadBalancer"}}, ["n", "LoadBalancer", "<none>", "<pending>", "<none>", "5s", "<none>"]),
    (
        "services",
        {"spec": {"type": "ExternalName", "externalName": "a.b"}},
        ["n", "ExternalName", "<none>", "a.b", "<none>", "5s", "<none>"],
    ),
    (
        "ingresses.networking.k8s.io",
        {"spec": {"rules": [{"host": f"{letter}.example.com"} for letter in "abcd"], "tls": [{}]}},
        ["n", "<none>", "a.example.com,b.example.com,c.example.com + 1 more...", "", "80, 443", "5s"],
    ),
    (
        "persistentvolumeclaims",
        {
            "spec": {"volumeName": "v", "storageClassName": "fast", "volumeMode": "Filesystem"},
            "status": {"phase": "Bound", "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteMany", "ReadWriteOnce"]},
        },
        ["n", "Bound", "v", "1Gi", "RWO,RWX", "fast", "<unset>", "5s", "Filesystem"],
    ),
    (
        "horizontalpodautoscalers.autoscaling",
        {"spec": {"scaleTargetRef": {"kind": "Deployment", "name": "d"}, "maxReplicas": 3, "metrics": [RESOURCE, PODS]}},
        ["n", "Deployment/d", "cpu: <unknown>/50%, <unknown>/5", "<unset>", 3, 0, "5s"],
    ),
    (
        "events",
        {
            "involvedObject": {"kind": "Pod", "name": "p"},
            "type": "Normal",
            "reason": "R",
            "message": "hello ",
            "source": {"component": "me"},
        },
        ["<unknown>", "Normal", "R", "pod/p", "", "me", "hello", "<unknown>", 1, "n"],
    ),
    (
        "rolebindings.rbac.authorization.k8s.io",
        {
            "roleRef": {"kind": "Role", "name": "r"},
            "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}],
        },
        ["n", "Role/r", "5s", "u", "", "n/s"],
    ),
    (
        "nodes",
        {"status": {"conditions": [{"type": "Ready", "status": "True"}], "nodeInfo": {"kubeletVersion": "v1.36.3"}}},
        ["n", "Ready", "<none>", "5s", "v1.36.3", "<none>", "<none>", "<unknown>", "<unknown>", "<unknown>"],
    ),
    ("secrets", {"type": "Opaque", "data": {"a": "Yg=="}}, ["n", "Opaque", 1, "5s"]),
    (
        "resourcequotas",
        {"status": {"hard": {"limits.cpu": "2", "pods": "10"}, "used": {"pods": "1"}}},
        ["n", "pods: 1/10", "limits.cpu: 0/2", "5s"],
    ),
]
STATES: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"containerStatuses": [{**WAITING, "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]},
        ["0/1", "CrashLoopBackOff", "3 (60s ago)"],
    ),
    (
        {"containerStatuses": [{"name": "c", "state": {"terminated": {"reason": "Completed", "exitCode": 0}}}]},
        ["0/1", "Completed", "0"],
    ),
    ({"containerStatuses": [{"name": "c", "state": {"terminated": {"exitCode": 7}}}]}, ["0/1", "ExitCode:7", "0"]),
    ({"initContainerStatuses": [{"name": "i", "state": {"running": {}}}]}, ["0/1", "Init:0/1", "0"]),
    ({"initContainerStatuses": [{"name": "i", "state": {"terminated": {"exitCode": 1}}}]}, ["0/1", "Init:ExitCode:1", "0"]),
    ({"conditions": [{"type": "PodScheduled", "reason": "SchedulingGated"}]}, ["0/1", "SchedulingGated", "0"]),
]


def cells(resource: str, manifest: dict[str, Any]) -> list[Any]:
    metadata = {"name": "n", "creationTimestamp": "2026-01-02T03:04:00Z", **manifest.get("metadata", {})}
    return PRINTERS[resource]({**manifest, "metadata": metadata}, NOW)


@pytest.mark.parametrize(("resource", "manifest", "printed"), KINDS)
def test_a_kind_is_printed_as_by_the_real_server(resource: str, manifest: dict[str, Any], printed: list[Any]) -> None:
    assert cells(resource, manifest) == printed


@pytest.mark.parametrize(("state", "printed"), STATES)
def test_a_pod_tells_what_its_containers_do(state: dict[str, Any], printed: list[Any]) -> None:
    spec = {"containers": [{"name": "c"}], "initContainers": [{"name": "i"}]}
    assert cells("pods", {"spec": spec, "status": {"phase": "Pending", **state}})[1:4] == printed


def test_a_pod_that_is_being_deleted_says_so() -> None:
    pod = {"metadata": {"deletionTimestamp": "2026-01-02T03:04:05Z"}, "spec": {}, "status": {"phase": "Running"}}
    assert cells("pods", pod)[2] == "Terminating"


def test_ages_have_two_units_while_they_are_short() -> None:
    given = (0, 119, 125, 600, 3 * 3600, 9 * 3600, 50 * 3600, 9 * 86400, 800 * 86400, 9 * 365 * 86400)
    assert [duration(timedelta(seconds=each)) for each in given] == ["0s", "119s", "2m5s", "10m", "3h", "9h", "2d2h", "9d", "2y70d", "9y"]
