"""Objects of Kubernetes' own kinds, good and bad."""

from collections.abc import Iterator
from typing import Any

from tests.local.schemas.changing import GONE, changed

_META = {"name": "web", "namespace": "cases"}
_LABELS = {"app": "web"}
CONTAINER: dict[str, Any] = {"name": "main", "image": "nginx:1"}
POD: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod", "metadata": _META, "spec": {"containers": [CONTAINER]}}
_TEMPLATE: dict[str, Any] = {"metadata": {"labels": _LABELS}, "spec": {"containers": [CONTAINER]}}


def _workload(kind: str, **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1",
        "kind": kind,
        "metadata": _META,
        "spec": {"selector": {"matchLabels": _LABELS}, "template": _TEMPLATE, **spec},
    }


DEPLOYMENT = _workload("Deployment")
REPLICA_SET = _workload("ReplicaSet")
DAEMON_SET = _workload("DaemonSet")
STATEFUL_SET = _workload("StatefulSet", serviceName="web")
_ENDING = {"spec": {"containers": [CONTAINER], "restartPolicy": "Never"}}
JOB: dict[str, Any] = {"apiVersion": "batch/v1", "kind": "Job", "metadata": _META, "spec": {"template": _ENDING}}
CRON_JOB: dict[str, Any] = {
    "apiVersion": "batch/v1",
    "kind": "CronJob",
    "metadata": _META,
    "spec": {"schedule": "*/5 * * * *", "jobTemplate": {"spec": {"template": _ENDING}}},
}
SERVICE: dict[str, Any] = {"apiVersion": "v1", "kind": "Service", "metadata": _META, "spec": {"selector": _LABELS, "ports": [{"port": 80}]}}
CONFIG_MAP: dict[str, Any] = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": _META, "data": {"a": "b"}}
SECRET: dict[str, Any] = {"apiVersion": "v1", "kind": "Secret", "metadata": _META, "data": {"a": "Yg=="}}
CLAIM: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "PersistentVolumeClaim",
    "metadata": _META,
    "spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}},
}
VOLUME: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "PersistentVolume",
    "metadata": {"name": "disk"},
    "spec": {"accessModes": ["ReadWriteOnce"], "capacity": {"storage": "1Gi"}, "hostPath": {"path": "/data"}},
}
INGRESS: dict[str, Any] = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": _META,
    "spec": {
        "rules": [
            {
                "host": "web.example.com",
                "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": {"service": {"name": "web", "port": {"number": 80}}}}]},
            }
        ]
    },
}
AUTOSCALER: dict[str, Any] = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": _META,
    "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "maxReplicas": 3},
}
POLICY: dict[str, Any] = {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": _META, "spec": {"podSelector": {}}}
ACCOUNT: dict[str, Any] = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": _META}
ROLE: dict[str, Any] = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "Role",
    "metadata": _META,
    "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}],
}
BINDING: dict[str, Any] = {
    "apiVersion": "rbac.authorization.k8s.io/v1",
    "kind": "RoleBinding",
    "metadata": _META,
    "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "web"},
    "subjects": [{"kind": "ServiceAccount", "name": "web", "namespace": "cases"}],
}
CLUSTER_ROLE = {**ROLE, "kind": "ClusterRole", "metadata": {"name": "cases"}}
CLUSTER_BINDING = changed({**BINDING, "kind": "ClusterRoleBinding", "metadata": {"name": "cases"}}, {"roleRef.kind": "ClusterRole"})
NAMESPACE: dict[str, Any] = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "other"}}
STORAGE_CLASS: dict[str, Any] = {
    "apiVersion": "storage.k8s.io/v1",
    "kind": "StorageClass",
    "metadata": {"name": "slow"},
    "provisioner": "example.com/slow",
}
BUDGET: dict[str, Any] = {
    "apiVersion": "policy/v1",
    "kind": "PodDisruptionBudget",
    "metadata": _META,
    "spec": {"minAvailable": 1, "selector": {"matchLabels": _LABELS}},
}
LEASE: dict[str, Any] = {"apiVersion": "coordination.k8s.io/v1", "kind": "Lease", "metadata": _META, "spec": {"leaseDurationSeconds": 15}}
QUOTA: dict[str, Any] = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": _META, "spec": {"hard": {"pods": "10"}}}
RANGE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "LimitRange",
    "metadata": _META,
    "spec": {"limits": [{"type": "Container", "max": {"cpu": "2"}, "min": {"cpu": "100m"}}]},
}
ENDPOINTS: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Endpoints",
    "metadata": _META,
    "subsets": [{"addresses": [{"ip": "10.1.2.3"}], "ports": [{"port": 80}]}],
}
SLICE: dict[str, Any] = {
    "apiVersion": "discovery.k8s.io/v1",
    "kind": "EndpointSlice",
    "metadata": _META,
    "addressType": "IPv4",
    "endpoints": [{"addresses": ["10.1.2.3"]}],
    "ports": [{"port": 80}],
}
EVENT: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Event",
    "metadata": _META,
    "involvedObject": {"apiVersion": "v1", "kind": "Pod", "name": "web", "namespace": "cases"},
    "reason": "Made",
    "message": "it was made",
    "type": "Normal",
}
PRIORITY: dict[str, Any] = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "much"}, "value": 5}
INGRESS_CLASS: dict[str, Any] = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "IngressClass",
    "metadata": {"name": "own"},
    "spec": {"controller": "example.com/own"},
}

BASES: dict[str, dict[str, Any]] = {
    "pod": POD,
    "deployment": DEPLOYMENT,
    "replica set": REPLICA_SET,
    "daemon set": DAEMON_SET,
    "stateful set": STATEFUL_SET,
    "job": JOB,
    "cron job": CRON_JOB,
    "service": SERVICE,
    "config map": CONFIG_MAP,
    "secret": SECRET,
    "claim": CLAIM,
    "volume": VOLUME,
    "ingress": INGRESS,
    "autoscaler": AUTOSCALER,
    "network policy": POLICY,
    "account": ACCOUNT,
    "role": ROLE,
    "binding": BINDING,
    "cluster role": CLUSTER_ROLE,
    "cluster binding": CLUSTER_BINDING,
    "namespace": NAMESPACE,
    "storage class": STORAGE_CLASS,
    "budget": BUDGET,
    "lease": LEASE,
    "quota": QUOTA,
    "range": RANGE,
    "endpoints": ENDPOINTS,
    "slice": SLICE,
    "event": EVENT,
    "priority": PRIORITY,
    "ingress class": INGRESS_CLASS,
}
_C = "spec.containers[0]"
_T = "spec.template.spec.containers[0]"
_PROBE = {"httpGet": {"port": 80}}
_CHANGES: dict[str, dict[str, dict[str, Any]]] = {
    "pod": {
        "without spec": {"spec": GONE},
        "without containers": {"spec.containers": GONE},
        "empty containers": {"spec.containers": []},
        "container without name": {f"{_C}.name": GONE},
        "container name wrong": {f"{_C}.name": "Main_1"},
        "containers of one name": {"spec.containers[1]": CONTAINER},
        "without image": {f"{_C}.image": GONE},
        "image with spaces": {f"{_C}.image": " nginx "},
        "latest": {f"{_C}.image": "nginx"},
        "digest": {f"{_C}.image": "nginx@sha256:" + "a" * 64},
        "pull policy": {f"{_C}.imagePullPolicy": "Sometimes"},
        "ports": {f"{_C}.ports": [{"containerPort": 80, "name": "http"}]},
        "port zero": {f"{_C}.ports": [{"containerPort": 0}]},
        "port large": {f"{_C}.ports": [{"containerPort": 70000}]},
        "port missing": {f"{_C}.ports": [{"name": "a"}]},
        "port name long": {f"{_C}.ports": [{"containerPort": 80, "name": "a-very-long-name-of-a-port"}]},
        "port name wrong": {f"{_C}.ports": [{"containerPort": 80, "name": "A_b--"}]},
        "port names same": {f"{_C}.ports": [{"containerPort": 80, "name": "a"}, {"containerPort": 81, "name": "a"}]},
        "port protocol": {f"{_C}.ports": [{"containerPort": 80, "protocol": "HTTP"}]},
        "host port": {f"{_C}.ports": [{"containerPort": 80, "hostPort": 70000}]},
        "host port twice": {f"{_C}.ports": [{"containerPort": 80, "hostPort": 80}, {"containerPort": 81, "hostPort": 80}]},
        "host network": {"spec.hostNetwork": True, f"{_C}.ports": [{"containerPort": 80}]},
        "env": {f"{_C}.env": [{"name": "A", "value": "b"}, {"name": "B", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]},
        "env name missing": {f"{_C}.env": [{"value": "b"}]},
        "env name wrong": {f"{_C}.env": [{"name": "A=b", "value": "b"}]},
        "env value a number": {f"{_C}.env": [{"name": "A", "value": 5}]},
        "env two sources": {f"{_C}.env": [{"name": "A", "value": "b", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]},
        "env no source": {f"{_C}.env": [{"name": "A", "valueFrom": {}}]},
        "env key missing": {f"{_C}.env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "a"}}}]},
        "env secret": {f"{_C}.env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "a", "key": "b c"}}}]},
        "env field wrong": {f"{_C}.env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.color"}}}]},
        "env from": {f"{_C}.envFrom": [{"configMapRef": {"name": "a"}}, {"prefix": "X_", "secretRef": {"name": "b"}}]},
        "env from nothing": {f"{_C}.envFrom": [{}]},
        "env from without name": {f"{_C}.envFrom": [{"configMapRef": {}}]},
        "resources": {f"{_C}.resources": {"limits": {"cpu": "0.5", "memory": "1024Mi"}}},
        "resources above limits": {f"{_C}.resources": {"limits": {"cpu": "1"}, "requests": {"cpu": "2"}}},
        "resources negative": {f"{_C}.resources": {"requests": {"cpu": "-1"}}},
        "resources no quantity": {f"{_C}.resources": {"requests": {"cpu": "much"}}},
        "resources unknown": {f"{_C}.resources": {"requests": {"speed": "1"}}},
        "resources fraction": {f"{_C}.resources": {"requests": {"cpu": "0.1234"}}},
        "resources of a number": {f"{_C}.resources": {"requests": {"cpu": 1, "memory": 1.5}}},
        "resources extended": {f"{_C}.resources": {"limits": {"example.com/gpu": "1"}}},
        "resources extended unequal": {f"{_C}.resources": {"limits": {"example.com/gpu": "2"}, "requests": {"example.com/gpu": "1"}}},
        "volumes": {
            "spec.volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "c"}}, {"name": "d", "secret": {"secretName": "e"}}],
            f"{_C}.volumeMounts": [{"name": "a", "mountPath": "/a"}],
        },
        "volume projected": {
            "spec.volumes": [
                {
                    "name": "a",
                    "projected": {
                        "sources": [
                            {"serviceAccountToken": {"path": "t"}},
                            {"downwardAPI": {"items": [{"path": "p", "fieldRef": {"fieldPath": "metadata.name"}}]}},
                        ]
                    },
                },
                {"name": "h", "hostPath": {"path": "/x"}},
            ]
        },
        "volume names same": {"spec.volumes": [{"name": "a"}, {"name": "a"}]},
        "volume name wrong": {"spec.volumes": [{"name": "A b"}]},
        "volume without name": {"spec.volumes": [{"emptyDir": {}}]},
        "volume two sources": {"spec.volumes": [{"name": "a", "emptyDir": {}, "configMap": {"name": "b"}}]},
        "volume config map without name": {"spec.volumes": [{"name": "a", "configMap": {}}]},
        "volume secret without name": {"spec.volumes": [{"name": "a", "secret": {}}]},
        "volume claim without name": {"spec.volumes": [{"name": "a", "persistentVolumeClaim": {}}]},
        "volume host path without path": {"spec.volumes": [{"name": "a", "hostPath": {}}]},
        "mount unknown": {f"{_C}.volumeMounts": [{"name": "a", "mountPath": "/a"}]},
        "mount without path": {"spec.volumes": [{"name": "a"}], f"{_C}.volumeMounts": [{"name": "a"}]},
        "mount without name": {f"{_C}.volumeMounts": [{"mountPath": "/a"}]},
        "mount twice": {
            "spec.volumes": [{"name": "a"}],
            f"{_C}.volumeMounts": [{"name": "a", "mountPath": "/a"}, {"name": "a", "mountPath": "/a"}],
        },
        "mount sub path up": {"spec.volumes": [{"name": "a"}], f"{_C}.volumeMounts": [{"name": "a", "mountPath": "/a", "subPath": "../b"}]},
        "restart policy": {"spec.restartPolicy": "Sometimes"},
        "dns policy": {"spec.dnsPolicy": "Mine"},
        "probe": {
            f"{_C}.livenessProbe": _PROBE,
            f"{_C}.readinessProbe": {"exec": {"command": ["a"]}},
            f"{_C}.startupProbe": {"grpc": {"port": 5}},
        },
        "probe empty": {f"{_C}.livenessProbe": {}},
        "probe two": {f"{_C}.livenessProbe": {"httpGet": {"port": 80}, "tcpSocket": {"port": 80}}},
        "probe without port": {f"{_C}.livenessProbe": {"httpGet": {"path": "/"}}},
        "probe port large": {f"{_C}.livenessProbe": {"tcpSocket": {"port": 70000}}},
        "probe port name": {f"{_C}.livenessProbe": {"tcpSocket": {"port": "A_b"}}},
        "probe negative": {f"{_C}.livenessProbe": {**_PROBE, "periodSeconds": -1, "timeoutSeconds": -2}},
        "probe success": {f"{_C}.livenessProbe": {**_PROBE, "successThreshold": 2}},
        "probe scheme": {f"{_C}.livenessProbe": {"httpGet": {"port": 80, "scheme": "FTP"}}},
        "probe exec empty": {f"{_C}.livenessProbe": {"exec": {}}},
        "lifecycle": {f"{_C}.lifecycle": {"preStop": {"exec": {"command": ["a"]}}}},
        "lifecycle empty": {f"{_C}.lifecycle": {"preStop": {}}},
        "init": {"spec.initContainers": [{"name": "init", "image": "a"}]},
        "init same name": {"spec.initContainers": [{"name": "main", "image": "a"}]},
        "init with probe": {"spec.initContainers": [{"name": "init", "image": "a", "livenessProbe": _PROBE}]},
        "sidecar": {"spec.initContainers": [{"name": "init", "image": "a", "restartPolicy": "Always", "livenessProbe": _PROBE}]},
        "grace negative": {"spec.terminationGracePeriodSeconds": -1},
        "deadline zero": {"spec.activeDeadlineSeconds": 0},
        "account wrong": {"spec.serviceAccountName": "A b"},
        "node name wrong": {"spec.nodeName": "A b"},
        "node selector": {"spec.nodeSelector": {"a b": "c"}},
        "pull secret empty": {"spec.imagePullSecrets": [{}]},
        "toleration": {"spec.tolerations": [{"key": "a", "operator": "Exists", "value": "b"}]},
        "toleration operator": {"spec.tolerations": [{"key": "a", "operator": "Is"}]},
        "toleration right": {"spec.tolerations": [{"operator": "Exists"}]},
        "host aliases": {"spec.hostAliases": [{"ip": "x", "hostnames": ["a b"]}]},
        "user negative": {"spec.securityContext": {"runAsUser": -1}},
        "host name": {"spec.hostname": "A.b", "spec.subdomain": "C.d"},
        "spread": {"spec.topologySpreadConstraints": [{"maxSkew": 0, "topologyKey": "", "whenUnsatisfiable": "X"}]},
        "containers a map": {"spec.containers": {"main": CONTAINER}},
        "unknown fields": {"spec.container": [], f"{_C}.img": "a", "metadata.label": {}},
        "name long": {"metadata.name": "a" * 254},
        "name upper": {"metadata.name": "Web"},
        "labels number": {"metadata.labels": {"a": 1}},
        "labels wrong": {"metadata.labels": {"a b": "c d"}},
    },
    "deployment": {
        "without spec": {"spec": GONE},
        "without selector": {"spec.selector": GONE},
        "empty selector": {"spec.selector": {}},
        "selector of other labels": {"spec.selector.matchLabels": {"app": "other"}},
        "selector label wrong": {"spec.selector.matchLabels": {"a b": "c d"}},
        "selector expressions": {"spec.selector.matchExpressions": [{"key": "app", "operator": "In", "values": ["web"]}]},
        "selector operator": {"spec.selector.matchExpressions": [{"key": "app", "operator": "Is", "values": ["web"]}]},
        "selector without values": {"spec.selector.matchExpressions": [{"key": "app", "operator": "In"}]},
        "selector with values": {"spec.selector.matchExpressions": [{"key": "app", "operator": "Exists", "values": ["web"]}]},
        "without template": {"spec.template": GONE},
        "replicas text": {"spec.replicas": "two"},
        "replicas negative": {"spec.replicas": -1},
        "replicas fraction": {"spec.replicas": 1.5},
        "replicas large": {"spec.replicas": 99999999999},
        "replicas null": {"spec.replicas": None},
        "labels list": {"metadata.labels": ["a"]},
        "template labels text": {"spec.template.metadata.labels": "a"},
        "restart never": {"spec.template.spec.restartPolicy": "Never"},
        "deadline": {"spec.template.spec.activeDeadlineSeconds": 5},
        "strategy": {"spec.strategy": {"type": "Recreate"}},
        "strategy wrong": {"spec.strategy": {"type": "Quick"}},
        "strategy both": {"spec.strategy": {"type": "Recreate", "rollingUpdate": {"maxSurge": 1}}},
        "surge and unavailable zero": {"spec.strategy": {"rollingUpdate": {"maxSurge": 0, "maxUnavailable": 0}}},
        "surge wrong": {"spec.strategy": {"rollingUpdate": {"maxSurge": "x"}}},
        "unavailable above all": {"spec.strategy": {"rollingUpdate": {"maxUnavailable": "120%"}}},
        "surge negative": {"spec.strategy": {"rollingUpdate": {"maxSurge": -1}}},
        "ready negative": {"spec.minReadySeconds": -1},
        "history negative": {"spec.revisionHistoryLimit": -1},
        "progress zero": {"spec.progressDeadlineSeconds": 0},
        "progress below ready": {"spec.progressDeadlineSeconds": 5, "spec.minReadySeconds": 10},
        "image missing": {f"{_T}.image": GONE},
        "container port text": {f"{_T}.ports": [{"containerPort": "80"}]},
        "unknown deep": {f"{_T}.resource": {}},
        "env bool": {f"{_T}.env": [{"name": "A", "value": True}]},
        "command text": {f"{_T}.command": "run"},
        "quantity list": {f"{_T}.resources": {"limits": {"cpu": ["1"]}}},
        "limits list": {f"{_T}.resources": {"limits": ["1"]}},
        "probe port bool": {f"{_T}.livenessProbe": {"httpGet": {"port": True}}},
        "probe port fraction": {f"{_T}.livenessProbe": {"httpGet": {"port": 1.5}}},
        "template name": {"spec.template.metadata.name": "A_"},
        "name with dots": {"metadata.name": "a.b"},
        "empty lists": {"spec.template.spec.volumes": [], f"{_T}.args": [], f"{_T}.env": []},
        "falses": {"spec.paused": False, f"{_T}.stdin": False, "spec.minReadySeconds": 0},
        "time wrong": {"metadata.creationTimestamp": "yesterday"},
        "status given": {"status": {"replicas": 5}},
    },
    "replica set": {
        "selector of other labels": {"spec.selector.matchLabels": {"app": "other"}},
        "empty selector": {"spec.selector": {}},
        "without template": {"spec.template": GONE},
        "replicas negative": {"spec.replicas": -1},
        "restart never": {"spec.template.spec.restartPolicy": "Never"},
    },
    "daemon set": {
        "selector of other labels": {"spec.selector.matchLabels": {"app": "other"}},
        "empty selector": {"spec.selector": {}},
        "strategy": {"spec.updateStrategy": {"type": "OnDelete"}},
        "strategy wrong": {"spec.updateStrategy": {"type": "Quick"}},
        "restart never": {"spec.template.spec.restartPolicy": "Never"},
        "surge": {"spec.updateStrategy": {"rollingUpdate": {"maxSurge": 1}}},
        "unavailable zero": {"spec.updateStrategy": {"rollingUpdate": {"maxUnavailable": 0}}},
        "ready negative": {"spec.minReadySeconds": -1},
    },
    "stateful set": {
        "selector of other labels": {"spec.selector.matchLabels": {"app": "other"}},
        "empty selector": {"spec.selector": {}},
        "policy wrong": {"spec.podManagementPolicy": "Mine"},
        "strategy": {"spec.updateStrategy": {"type": "OnDelete"}},
        "strategy wrong": {"spec.updateStrategy": {"type": "Quick"}},
        "partition of another strategy": {"spec.updateStrategy": {"type": "OnDelete", "rollingUpdate": {"partition": 1}}},
        "partition negative": {"spec.updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": -1}}},
        "restart never": {"spec.template.spec.restartPolicy": "Never"},
        "replicas negative": {"spec.replicas": -1},
        "claims": {
            "spec.volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": CLAIM["spec"]}],
            f"{_T}.volumeMounts": [{"name": "data", "mountPath": "/d"}],
        },
        "service missing": {"spec.serviceName": GONE},
        "ordinals": {"spec.ordinals": {"start": -1}},
        "retention wrong": {"spec.persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Never"}},
        "name long": {"metadata.name": "a" * 64},
    },
    "job": {
        "restart always": {"spec.template.spec.restartPolicy": "Always"},
        "restart missing": {"spec.template.spec.restartPolicy": GONE},
        "parallelism negative": {"spec.parallelism": -1},
        "completions negative": {"spec.completions": -1},
        "backoff negative": {"spec.backoffLimit": -1},
        "deadline negative": {"spec.activeDeadlineSeconds": -1},
        "ttl negative": {"spec.ttlSecondsAfterFinished": -1},
        "mode wrong": {"spec.completionMode": "Some"},
        "indexed": {"spec.completionMode": "Indexed", "spec.completions": 2},
        "indexed without completions": {"spec.completionMode": "Indexed", "spec.parallelism": 1},
        "selector given": {"spec.selector": {"matchLabels": {"a": "b"}}},
        "parallelism only": {"spec.parallelism": 2},
        "template labels": {"spec.template.metadata": {"labels": {"a": "b"}}},
    },
    "cron job": {
        "schedule missing": {"spec.schedule": GONE},
        "schedule wrong": {"spec.schedule": "every day"},
        "schedule out of range": {"spec.schedule": "61 * * * *"},
        "schedule short": {"spec.schedule": "@daily"},
        "schedule with zone": {"spec.schedule": "TZ=UTC * * * * *"},
        "zone wrong": {"spec.timeZone": "Mars/North"},
        "zone": {"spec.timeZone": "Etc/UTC"},
        "concurrency wrong": {"spec.concurrencyPolicy": "Some"},
        "restart always": {"spec.jobTemplate.spec.template.spec.restartPolicy": "Always"},
        "name long": {"metadata.name": "a" * 53},
        "history negative": {"spec.failedJobsHistoryLimit": -1, "spec.successfulJobsHistoryLimit": -2},
        "deadline negative": {"spec.startingDeadlineSeconds": -1},
    },
    "service": {
        "without ports": {"spec.ports": GONE},
        "headless without ports": {"spec.ports": GONE, "spec.clusterIP": "None"},
        "port zero": {"spec.ports": [{"port": 0}]},
        "port large": {"spec.ports": [{"port": 70000}]},
        "port text": {"spec.ports": [{"port": "80"}]},
        "ports unnamed": {"spec.ports": [{"port": 80}, {"port": 81}]},
        "ports same name": {"spec.ports": [{"port": 80, "name": "a"}, {"port": 81, "name": "a"}]},
        "ports same port": {"spec.ports": [{"port": 80, "name": "a"}, {"port": 80, "name": "b"}]},
        "ports named": {"spec.ports": [{"port": 80, "name": "a", "targetPort": "http"}, {"port": 80, "name": "b", "protocol": "UDP"}]},
        "port name wrong": {"spec.ports": [{"port": 80, "name": "A_b"}]},
        "target wrong": {"spec.ports": [{"port": 80, "targetPort": "A_b"}]},
        "target large": {"spec.ports": [{"port": 80, "targetPort": 70000}]},
        "protocol wrong": {"spec.ports": [{"port": 80, "protocol": "HTTP"}]},
        "type wrong": {"spec.type": "Public"},
        "external without name": {"spec.type": "ExternalName", "spec.ports": GONE},
        "external": {"spec.type": "ExternalName", "spec.externalName": "a.example.com", "spec.ports": GONE},
        "external name wrong": {"spec.type": "ExternalName", "spec.externalName": "A b", "spec.ports": GONE},
        "sticky": {"spec.sessionAffinity": "ClientIP"},
        "affinity wrong": {"spec.sessionAffinity": "Some"},
        "sticky too long": {"spec.sessionAffinity": "ClientIP", "spec.sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 90000}}},
        "ip wrong": {"spec.clusterIP": "ten"},
        "selector wrong": {"spec.selector": {"a b": "c d"}},
        "selector a list": {"spec.selector": ["a"]},
        "name wrong": {"metadata.name": "1web"},
        "name dots": {"metadata.name": "a.b"},
        "name upper": {"metadata.name": "Web"},
        "traffic wrong": {"spec.type": "NodePort", "spec.externalTrafficPolicy": "Some"},
        "traffic needless": {"spec.externalTrafficPolicy": "Local"},
        "internal traffic wrong": {"spec.internalTrafficPolicy": "Some"},
        "node port needless": {"spec.ports": [{"port": 80, "nodePort": 30000}]},
        "external ip wrong": {"spec.externalIPs": ["x"]},
        "app protocol wrong": {"spec.ports": [{"port": 80, "appProtocol": "a b"}]},
        "headless node port": {"spec.type": "NodePort", "spec.clusterIP": "None"},
        "no selector": {"spec.selector": GONE},
    },
    "config map": {
        "key wrong": {"data": {"a b": "c"}},
        "key dots": {"data": {"..": "c"}},
        "both": {"binaryData": {"a": "Yg=="}},
        "number": {"data": {"a": 1}},
        "object": {"data": {"a": {"b": "c"}}},
        "null": {"data": {"a": None}},
        "binary wrong": {"binaryData": {"b": "?"}},
        "immutable": {"immutable": True},
        "immutable text": {"immutable": "yes"},
        "no data": {"data": GONE},
        "too large": {"data": {"a": "x" * 1048577}},
        "name wrong": {"metadata.name": "a_b"},
        "namespace on": {"metadata.annotations": {"a/b/c": "d"}},
    },
    "secret": {
        "text": {"stringData": {"c": "d"}},
        "no base64": {"data": {"a": "b"}},
        "no base64 either": {"data": {"a": "????"}},
        "key wrong": {"data": {"a b": "Yg=="}},
        "tls empty": {"type": "kubernetes.io/tls"},
        "basic empty": {"type": "kubernetes.io/basic-auth"},
        "ssh empty": {"type": "kubernetes.io/ssh-auth"},
        "docker empty": {"type": "kubernetes.io/dockerconfigjson"},
        "docker no json": {"type": "kubernetes.io/dockerconfigjson", "stringData": {".dockerconfigjson": "x"}},
        "token without account": {"type": "kubernetes.io/service-account-token"},
        "own type": {"type": "example.com/own"},
        "data a list": {"data": ["a"]},
    },
    "claim": {
        "without modes": {"spec.accessModes": GONE},
        "mode wrong": {"spec.accessModes": ["Mine"]},
        "modes exclusive": {"spec.accessModes": ["ReadWriteOncePod", "ReadWriteOnce"]},
        "without storage": {"spec.resources": GONE},
        "storage zero": {"spec.resources.requests.storage": "0"},
        "storage negative": {"spec.resources.requests.storage": "-1Gi"},
        "storage wrong": {"spec.resources.requests.storage": "1GB"},
        "volume mode wrong": {"spec.volumeMode": "Some"},
        "class wrong": {"spec.storageClassName": "A b"},
        "selector wrong": {"spec.selector": {"matchLabels": {"a b": "c"}}},
        "without spec": {"spec": GONE},
    },
    "volume": {
        "without modes": {"spec.accessModes": GONE},
        "without capacity": {"spec.capacity": GONE},
        "without source": {"spec.hostPath": GONE},
        "two sources": {"spec.nfs": {"server": "a", "path": "/b"}},
        "policy wrong": {"spec.persistentVolumeReclaimPolicy": "Some"},
        "mode wrong": {"spec.accessModes": ["Mine"]},
    },
    "ingress": {
        "without spec": {"spec": GONE},
        "host wrong": {"spec.rules[0].host": "A b"},
        "host address": {"spec.rules[0].host": "10.0.0.1"},
        "host star": {"spec.rules[0].host": "*.example.com"},
        "host star wrong": {"spec.rules[0].host": "*"},
        "path type missing": {"spec.rules[0].http.paths[0].pathType": GONE},
        "path type wrong": {"spec.rules[0].http.paths[0].pathType": "Some"},
        "path relative": {"spec.rules[0].http.paths[0].path": "a"},
        "path slashes": {"spec.rules[0].http.paths[0].path": "/a//b"},
        "path missing": {"spec.rules[0].http.paths[0].path": GONE},
        "paths missing": {"spec.rules[0].http.paths": GONE},
        "backend empty": {"spec.rules[0].http.paths[0].backend": {}},
        "service name missing": {"spec.rules[0].http.paths[0].backend.service.name": GONE},
        "service name wrong": {"spec.rules[0].http.paths[0].backend.service.name": "1a"},
        "port missing": {"spec.rules[0].http.paths[0].backend.service.port": GONE},
        "port both": {"spec.rules[0].http.paths[0].backend.service.port": {"number": 80, "name": "a"}},
        "port large": {"spec.rules[0].http.paths[0].backend.service.port": {"number": 70000}},
        "class wrong": {"spec.ingressClassName": "A b"},
        "tls": {"spec.tls": [{"hosts": ["a.example.com"], "secretName": "b"}]},
        "tls wrong": {"spec.tls": [{"hosts": ["A b"], "secretName": "C d"}]},
        "default backend": {"spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}}},
    },
    "autoscaler": {
        "without target": {"spec.scaleTargetRef": GONE},
        "most missing": {"spec.maxReplicas": GONE},
        "most below least": {"spec.minReplicas": 5},
        "least zero": {"spec.minReplicas": 0},
        "metric": {
            "spec.metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}]
        },
        "metric type missing": {"spec.metrics": [{}]},
        "metric type wrong": {"spec.metrics": [{"type": "Some"}]},
        "metric without resource": {"spec.metrics": [{"type": "Resource"}]},
        "utilization zero": {
            "spec.metrics": [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 0}}}]
        },
        "behavior": {"spec.behavior": {"scaleDown": {"stabilizationWindowSeconds": 60}}},
        "behavior wrong": {"spec.behavior": {"scaleDown": {"stabilizationWindowSeconds": 9999}}},
    },
    "network policy": {
        "ports": {"spec.ingress": [{"ports": [{"port": 80}], "from": [{"podSelector": {}}]}]},
        "egress": {"spec.egress": [{}]},
        "type wrong": {"spec.policyTypes": ["Some"]},
        "port wrong": {"spec.ingress": [{"ports": [{"port": 70000}]}]},
        "peer empty": {"spec.ingress": [{"from": [{}]}]},
        "block wrong": {"spec.ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/99"}}]}]},
        "except outside": {"spec.ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["11.0.0.0/16"]}}]}]},
        "without selector": {"spec.podSelector": GONE},
    },
    "account": {"name wrong": {"metadata.name": "A b"}, "secrets": {"secrets": [{"name": "a"}]}},
    "role": {
        "verbs missing": {"rules[0].verbs": GONE},
        "groups missing": {"rules[0].apiGroups": GONE},
        "resources missing": {"rules[0].resources": GONE},
        "urls": {"rules[0].nonResourceURLs": ["/a"]},
        "no rules": {"rules": GONE},
        "name with slash": {"metadata.name": "a/b"},
        "name with colon": {"metadata.name": "system:a"},
    },
    "binding": {
        "ref kind wrong": {"roleRef.kind": "Rule"},
        "ref name missing": {"roleRef.name": GONE},
        "ref group wrong": {"roleRef.apiGroup": "a"},
        "ref group missing": {"roleRef.apiGroup": GONE},
        "subject kind wrong": {"subjects[0].kind": "Robot"},
        "subject name missing": {"subjects[0].name": GONE},
        "subject namespace missing": {"subjects[0].namespace": GONE},
        "user": {"subjects": [{"kind": "User", "name": "a"}]},
        "user group wrong": {"subjects": [{"kind": "User", "name": "a", "apiGroup": "b"}]},
        "no subjects": {"subjects": GONE},
    },
    "cluster role": {"urls": {"rules": [{"nonResourceURLs": ["/a"], "verbs": ["get"]}]}, "both": {"rules[0].nonResourceURLs": ["/a"]}},
    "cluster binding": {"ref to a role": {"roleRef.kind": "Role"}},
    "namespace": {
        "name wrong": {"metadata.name": "A.b"},
        "name dots": {"metadata.name": "a.b"},
        "name long": {"metadata.name": "a" * 64},
        "labels": {"metadata.labels": {"a": "b"}},
        "finalizers": {"spec.finalizers": ["example.com/a"]},
    },
    "storage class": {
        "without provisioner": {"provisioner": GONE},
        "provisioner wrong": {"provisioner": "A b"},
        "policy wrong": {"reclaimPolicy": "Recycle"},
        "binding wrong": {"volumeBindingMode": "Some"},
    },
    "budget": {
        "both": {"spec.maxUnavailable": 1},
        "percent": {"spec.minAvailable": "50%"},
        "percent wrong": {"spec.minAvailable": "x"},
        "percent above": {"spec.minAvailable": "150%"},
        "negative": {"spec.minAvailable": -1},
        "selector wrong": {"spec.selector": {"matchLabels": {"a b": "c"}}},
    },
    "lease": {"duration zero": {"spec.leaseDurationSeconds": 0}, "transitions negative": {"spec.leaseTransitions": -1}},
    "quota": {
        "unknown": {"spec.hard": {"speed": "1"}},
        "negative": {"spec.hard": {"pods": "-1"}},
        "fraction": {"spec.hard": {"pods": "1.5"}},
    },
    "range": {"least above most": {"spec.limits[0].min.cpu": "3"}, "type missing": {"spec.limits[0].type": GONE}},
    "endpoints": {"ip wrong": {"subsets[0].addresses[0].ip": "x"}, "port zero": {"subsets[0].ports[0].port": 0}},
    "slice": {
        "type wrong": {"addressType": "IPv5"},
        "address wrong": {"endpoints[0].addresses": ["x"]},
        "type missing": {"addressType": GONE},
    },
    "event": {"other namespace": {"involvedObject.namespace": "default"}},
    "priority": {"large": {"value": 2000000000}, "policy wrong": {"preemptionPolicy": "Some"}, "value missing": {"value": GONE}},
    "ingress class": {"controller wrong": {"spec.controller": "own"}, "parameters": {"spec.parameters": {"kind": "A", "name": "b"}}},
}
_UPDATES: dict[str, dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "deployment": {
        "selector": ({}, {"spec.selector.matchLabels": {"app": "other"}, "spec.template.metadata.labels": {"app": "other"}}),
        "image": ({}, {f"{_T}.image": "nginx:2"}),
        "labels wrong": ({}, {"metadata.labels": {"a b": "c"}}),
        "replicas negative": ({}, {"spec.replicas": -1}),
        "status given": ({}, {"status": {"replicas": 7}}),
    },
    "replica set": {"selector": ({}, {"spec.selector.matchLabels": {"app": "other"}, "spec.template.metadata.labels": {"app": "other"}})},
    "daemon set": {"selector": ({}, {"spec.selector.matchLabels": {"app": "other"}, "spec.template.metadata.labels": {"app": "other"}})},
    "stateful set": {
        "service": ({}, {"spec.serviceName": "other"}),
        "image": ({}, {f"{_T}.image": "nginx:2", "spec.replicas": 2}),
        "policy": ({}, {"spec.podManagementPolicy": "Parallel"}),
        "selector": ({}, {"spec.selector.matchLabels": {"app": "other"}, "spec.template.metadata.labels": {"app": "other"}}),
    },
    "job": {
        "completions": ({}, {"spec.completions": 5}),
        "parallelism": ({}, {"spec.parallelism": 2}),
        "mode": ({}, {"spec.completionMode": "Indexed", "spec.completions": 1}),
    },
    "cron job": {"schedule": ({}, {"spec.schedule": "0 * * * *"})},
    "service": {
        "ip": ({}, {"spec.clusterIP": "10.96.0.77"}),
        "ports": ({}, {"spec.ports": [{"port": 81}]}),
        "type wrong": ({}, {"spec.type": "Some"}),
    },
    "config map": {
        "data": ({}, {"data": {"a": "c"}}),
        "immutable data": ({"immutable": True}, {"immutable": True, "data": {"a": "c"}}),
        "immutable no more": ({"immutable": True}, {}),
        "immutable same": ({"immutable": True}, {"immutable": True, "metadata.labels": {"a": "b"}}),
    },
    "secret": {
        "type": ({}, {"type": "example.com/other"}),
        "immutable data": ({"immutable": True}, {"immutable": True, "data": {"a": "Yw=="}}),
        "immutable no more": ({"immutable": True}, {}),
    },
    "claim": {
        "modes": ({}, {"spec.accessModes": ["ReadOnlyMany"]}),
        "class": ({"spec.storageClassName": "a"}, {"spec.storageClassName": "b"}),
    },
    "pod": {
        "image": ({}, {f"{_C}.image": "nginx:2"}),
        "port": ({}, {f"{_C}.ports": [{"containerPort": 80}]}),
        "labels": ({}, {"metadata.labels": {"a": "b"}}),
        "containers": ({}, {"spec.containers[1]": {"name": "b", "image": "c"}}),
    },
    "binding": {"role": ({}, {"roleRef.name": "other"}), "subjects": ({}, {"subjects": []})},
    "cluster binding": {"role": ({}, {"roleRef.name": "other"})},
    "storage class": {
        "provisioner": ({}, {"provisioner": "example.com/other"}),
        "parameters": ({}, {"parameters": {"a": "b"}}),
        "policy": ({}, {"reclaimPolicy": "Retain"}),
        "binding": ({}, {"volumeBindingMode": "WaitForFirstConsumer"}),
    },
    "ingress": {"host": ({}, {"spec.rules[0].host": "b.example.com"})},
    "priority": {"value": ({}, {"value": 6})},
    "budget": {"least": ({}, {"spec.minAvailable": 2})},
    "ingress class": {"controller": ({}, {"spec.controller": "example.com/other"})},
    "slice": {"type": ({}, {"addressType": "IPv6", "endpoints": []})},
}


def builtin_cases() -> Iterator[tuple[str, dict[str, Any], dict[str, Any] | None]]:
    """Each case: its name, an object, and what it was before an update."""
    for kind, base in BASES.items():
        yield f"{kind}: as it is", base, None
        for name, changes in _CHANGES.get(kind, {}).items():
            yield f"{kind}: {name}", changed(base, changes), None
        for name, (before, after) in _UPDATES.get(kind, {}).items():
            yield f"{kind} update: {name}", changed(base, after), changed(base, before)
