"""Pods, and objects that make pods."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false, reportUnknownLambdaType=false
# What is sent and answered is JSON of every shape, on purpose.

from random import Random
from typing import Any

from tests.local.differential.making.plain import condition, metadata, some, texts

Manifest = dict[str, Any]


def container(random: Random, name: str) -> Manifest:
    """A container."""
    probe: Manifest = random.choice(
        [
            {"httpGet": {"path": "/", "port": 80}},
            {"httpGet": {"port": "web"}},
            {"exec": {"command": ["true"]}},
            {"tcpSocket": {"port": "http"}},
            {"tcpSocket": {"port": 1}},
            {"exec": {"command": ["a"]}},
            {},
        ]
    )
    more: Manifest = {
        "ports": [{"containerPort": 80, **some(random, 0.5, {"name": "http", "protocol": "TCP", "hostPort": 80})}],
        "env": [
            {"name": each, **random.choice([{"value": "1"}, {"valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}, {}])}
            for each in "AB"
        ],
        "resources": random.choice(
            [{"requests": {"cpu": "100m"}}, {"limits": {"cpu": "1", "memory": "1Gi"}}, {"requests": {"cpu": 2}, "limits": {"cpu": "1"}}]
        ),
        "livenessProbe": probe,
        "readinessProbe": {**probe, "periodSeconds": random.choice([5, 5, 5, 5, 0, -1])},
        "imagePullPolicy": random.choice(["Always", "Never", "Always", "IfNotPresent", "Never", "Often"]),
        "command": ["sh", "-c", "true"],
        "workingDir": "/data",
        "securityContext": {"runAsUser": 1000, "privileged": True},
        "envFrom": [{"configMapRef": {"name": "a"}}],
        "lifecycle": {"preStop": {"exec": {"command": ["true"]}}},
    }
    return {
        "name": name,
        "image": random.choice(["nginx", "nginx:latest", "nginx:1.2", "host/x@sha256:" + "0" * 64]),
        **some(random, 0.15, more),
    }


def pod_spec(random: Random, restart: str | None = None) -> Manifest:
    """The spec of a pod."""
    more: Manifest = {
        "initContainers": [container(random, "init")],
        "volumes": [{"name": "v", **random.choice([{"emptyDir": {}}, {"configMap": {"name": "a"}}, {"secret": {"secretName": "a"}}, {}])}],
        "serviceAccountName": random.choice(["default", "other"]),
        "terminationGracePeriodSeconds": random.choice([0, 10, 20, 30, -1]),
        "nodeSelector": texts(random),
        "tolerations": [{"key": "a", "operator": random.choice(["Exists", "Equal"]), "effect": "NoSchedule"}],
        "dnsPolicy": random.choice(["ClusterFirst", "Default"]),
        "securityContext": random.choice([{}, {"runAsNonRoot": True, "fsGroup": 1}]),
        "hostNetwork": True,
        "imagePullSecrets": [{"name": "a"}, {"name": "b"}],
        "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}],
    }
    found: Manifest = {"containers": [container(random, name) for name in random.choice(["a", "a", "ab"])], **some(random, 0.1, more)}
    if restart is not None:
        found["restartPolicy"] = restart
    return found


def template(random: Random, labels: Manifest, restart: str | None = None) -> Manifest:
    """A pod template."""
    return {"metadata": {"labels": labels, **some(random, 0.2, {"annotations": texts(random)})}, "spec": pod_spec(random, restart)}


def _selected(random: Random) -> tuple[Manifest, Manifest]:
    """A selector, and labels that it mostly picks."""
    labels = {"app": "a"}
    selector: Manifest = {"matchLabels": labels}
    if random.random() < 0.05:
        selector = {"matchExpressions": [{"key": "app", "operator": random.choice(["In", "In", "Exists", "Near"]), "values": ["a"]}]}
    if random.random() < 0.03:
        labels = {"app": "b"}
    return selector, labels


def pod(random: Random) -> Manifest:
    """A Pod."""
    return {"metadata": metadata(random), "spec": pod_spec(random)}


def pod_status(random: Random) -> Manifest:
    """A status of a Pod."""
    return {
        "phase": random.choice(["Running", "Pending", "Succeeded"]),
        **some(random, 0.5, {"podIP": "1.2.3.4", **condition(random, "Ready")}),
    }


def deployment(random: Random) -> Manifest:
    """A Deployment."""
    selector, labels = _selected(random)
    more: Manifest = {
        "replicas": random.choice([0, 1, 3, 2, 5, 1, -1]),
        "strategy": random.choice(
            [
                {"type": "Recreate"},
                {"type": "RollingUpdate"},
                {"rollingUpdate": {"maxUnavailable": 1}},
                {"rollingUpdate": {"maxSurge": "25%"}},
                {"rollingUpdate": {"maxSurge": random.choice([1, "50%", "x"])}},
                {"type": "Recreate", "rollingUpdate": {}},
                {"type": "Own"},
            ]
        ),
        "paused": True,
        "minReadySeconds": random.choice([5, 3, 4, 2, -5]),
        "revisionHistoryLimit": 3,
        "progressDeadlineSeconds": random.choice([60, 600, 1]),
    }
    return {"metadata": metadata(random), "spec": {"selector": selector, "template": template(random, labels), **some(random, 0.25, more)}}


def deployment_status(random: Random) -> Manifest:
    """A status of a Deployment."""
    counts = {"replicas": random.choice([1, 2, -1]), "updatedReplicas": 1, "readyReplicas": random.choice([1, 3]), "availableReplicas": 1}
    return {**some(random, 0.7, counts), "observedGeneration": random.choice([1, 2]), **some(random, 0.5, condition(random, "Available"))}


def stateful_set(random: Random) -> Manifest:
    """A StatefulSet."""
    selector, labels = _selected(random)
    claims = [{"metadata": {"name": "data"}, "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}]
    more: Manifest = {
        "replicas": random.choice([0, 1, 3]),
        "serviceName": "a",
        "volumeClaimTemplates": claims,
        "podManagementPolicy": random.choice(["Parallel", "OrderedReady", "Parallel", "OrderedReady", "Own"]),
        "updateStrategy": random.choice(
            [
                {"type": "OnDelete"},
                {"type": "OnDelete"},
                {"rollingUpdate": {"partition": 1}},
                {"rollingUpdate": {"partition": random.choice([1, -1])}},
                {"type": "Own"},
            ]
        ),
        "persistentVolumeClaimRetentionPolicy": random.choice(
            [{"whenDeleted": "Delete"}, {"whenScaled": "Delete"}, {"whenDeleted": "Retain"}, {"whenScaled": "Own"}]
        ),
        "ordinals": {"start": 1},
        "minReadySeconds": 3,
    }
    return {"metadata": metadata(random), "spec": {"selector": selector, "template": template(random, labels), **some(random, 0.3, more)}}


def stateful_set_status(random: Random) -> Manifest:
    """A status of a StatefulSet."""
    return {
        "replicas": random.choice([1, 2]),
        **some(random, 0.5, {"readyReplicas": 1, "currentRevision": "a", "updateRevision": "b", **condition(random, "Own")}),
    }


def job(random: Random) -> Manifest:
    """A Job."""
    more: Manifest = {
        "completions": random.choice([1, 3, 2, 5, -1]),
        "parallelism": random.choice([0, 2]),
        "backoffLimit": random.choice([0, 3]),
        "suspend": random.choice([True, False]),
        "completionMode": random.choice(["Indexed", "NonIndexed", "NonIndexed", "Own"]),
        "ttlSecondsAfterFinished": random.choice([0, 100]),
        "activeDeadlineSeconds": random.choice([10, 100, 60, 0]),
        "manualSelector": True,
        "podFailurePolicy": {"rules": [{"action": "FailJob", "onExitCodes": {"operator": "In", "values": [1]}}]},
        "podReplacementPolicy": "Failed",
    }
    restart = random.choice(["Never"] * 8 + ["OnFailure"] * 4 + ["Always", None])
    return {"metadata": metadata(random), "spec": {"template": template(random, texts(random), restart), **some(random, 0.2, more)}}


def job_status(random: Random) -> Manifest:
    """A status of a Job."""
    counts = {"active": 1, "succeeded": random.choice([0, 1, -1]), "failed": 1, "startTime": "2020-01-02T03:04:05Z"}
    return {**some(random, 0.6, counts), **some(random, 0.5, condition(random, random.choice(["Complete", "Own"])))}
