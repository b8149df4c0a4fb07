"""Objects that are not about pods."""

from random import Random
from typing import Any

Manifest = dict[str, Any]


def metadata(random: Random) -> Manifest:
    """Labels, annotations, finalizers and owners, now and then."""
    found: Manifest = {}
    for name in ("labels", "annotations"):
        if random.random() < 0.5:
            found[name] = texts(random)
    if random.random() < 0.08:
        found["finalizers"] = random.sample(["example.com/a", "example.com/b", "foregroundDeletion", "orphan"], random.randrange(1, 3))
    if random.random() < 0.05:
        owner = {"apiVersion": "v1", "kind": "ConfigMap", "name": "o", "uid": "00000000-0000-4000-8000-000000000001"}
        found["ownerReferences"] = [{**owner, **random.choice([{}, {"controller": True}, {"blockOwnerDeletion": True}, {"uid": ""}])}]
    return found


def texts(random: Random) -> Manifest:
    """A few keys with a few values."""
    return {name: random.choice("123") for name in "abcd" if random.random() < 0.5}


def some(random: Random, share: float, parts: Manifest) -> Manifest:
    """A part of the fields."""
    return {name: value for name, value in parts.items() if random.random() < share}


def config_map(random: Random) -> Manifest:
    """A ConfigMap."""
    found: Manifest = {"metadata": metadata(random)}
    if random.random() < 0.9:
        found["data"] = texts(random)
    if random.random() < 0.2:
        found["binaryData"] = {random.choice("xyza"): random.choice(["YWI=", "YWI", ""])}
    if random.random() < 0.06:
        found["immutable"] = random.choice([True, False])
    return found


def secret(random: Random) -> Manifest:
    """A Secret."""
    found: Manifest = {"metadata": metadata(random), "data": {name: "YWI=" for name in "ab" if random.random() < 0.5}}
    if random.random() < 0.3:
        found["stringData"] = texts(random)
    if random.random() < 0.3:
        found["type"] = random.choice(
            ["Opaque", "example.com/own", "kubernetes.io/tls", "kubernetes.io/basic-auth", "kubernetes.io/dockerconfigjson"]
        )
    if random.random() < 0.06:
        found["immutable"] = True
    return found


def service(random: Random) -> Manifest:
    """A Service."""
    ports = [
        {"port": 80 + number, **some(random, 0.4, {"targetPort": random.choice([8080, "http"]), "protocol": random.choice(["TCP", "UDP"])})}
        for number in range(random.randrange(1, 3))
    ]
    if len(ports) > 1 or random.random() < 0.5:
        ports = [{**port, "name": f"p{number}"} for number, port in enumerate(ports)]
    spec: Manifest = {"ports": ports, "selector": texts(random)}
    if random.random() < 0.4:
        spec["type"] = random.choice(["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"])
    if spec.get("type") == "ExternalName" and random.random() < 0.8:
        spec["externalName"] = "example.com"
    elif random.random() < 0.2:
        spec["clusterIP"] = random.choice(["None", "", "1.2.3.4"])
    spec |= some(
        random,
        0.12,
        {
            "sessionAffinity": random.choice(["ClientIP", "None"]),
            "publishNotReadyAddresses": True,
            "externalTrafficPolicy": random.choice(["Local", "Cluster"]),
            "internalTrafficPolicy": random.choice(["Local", "Cluster"]),
            "ipFamilyPolicy": random.choice(["SingleStack", "PreferDualStack", "RequireDualStack"]),
            "externalIPs": ["1.1.1.1"],
            "allocateLoadBalancerNodePorts": random.choice([True, False]),
        },
    )
    return {"metadata": metadata(random), "spec": spec}


def service_status(random: Random) -> Manifest:
    """A status of a Service."""
    return random.choice([{"loadBalancer": {"ingress": [{"ip": "1.2.3.4"}]}}, {"loadBalancer": {}}, {}, condition(random, "Ready")])


def service_account(random: Random) -> Manifest:
    """A ServiceAccount."""
    found: Manifest = {"metadata": metadata(random)}
    return found | some(
        random,
        0.4,
        {
            "secrets": [{"name": name} for name in random.sample("abc", 2)],
            "imagePullSecrets": [{"name": name} for name in random.sample("abc", 2)],
            "automountServiceAccountToken": random.choice([True, False]),
        },
    )


def claim(random: Random) -> Manifest:
    """A PersistentVolumeClaim."""
    spec = {
        "accessModes": random.choice([["ReadWriteOnce"], ["ReadWriteOnce", "ReadOnlyMany"], [], ["Own"]]),
        "resources": {"requests": {"storage": random.choice(["1Gi", "500Mi", "0", "-1", "1e3"])}},
    }
    more = {
        "storageClassName": random.choice(["fast", ""]),
        "volumeMode": random.choice(["Block", "Filesystem"]),
        "selector": {"matchLabels": texts(random)},
        "volumeName": "v",
        "dataSource": {"kind": "PersistentVolumeClaim", "name": "other"},
    }
    return {"metadata": metadata(random), "spec": {**spec, **some(random, 0.2, more)}}


def claim_status(random: Random) -> Manifest:
    """A status of a PersistentVolumeClaim."""
    return {"phase": random.choice(["Bound", "Pending", "Lost"]), "capacity": {"storage": "1Gi"}, **condition(random, "Resizing")}


def namespace(random: Random) -> Manifest:
    """A Namespace."""
    found: Manifest = {"metadata": metadata(random)}
    if random.random() < 0.2:
        found["spec"] = random.choice([{}, {"finalizers": []}, {"finalizers": ["example.com/x"]}, {"finalizers": ["kubernetes"]}])
    return found


def namespace_status(random: Random) -> Manifest:
    """A status of a Namespace."""
    return {"phase": random.choice(["Active", "Terminating"]), **condition(random, "NamespaceContentRemaining")}


def role(random: Random) -> Manifest:
    """A Role."""
    rule = {"apiGroups": [random.choice(["", "apps", "*"])], "resources": ["pods"], "verbs": random.sample(["get", "list", "watch"], 2)}
    rules = [
        {**rule, **some(random, 0.2, {"resourceNames": ["a"], "nonResourceURLs": ["/x"], "verbs": []})} for _ in range(random.randrange(3))
    ]
    return {"metadata": metadata(random), **({"rules": rules} if random.random() < 0.9 else {})}


def condition(random: Random, kind: str) -> Manifest:
    """A list of conditions with one in it."""
    found = {"type": kind, "status": random.choice(["True", "False", "Unknown"]), "lastTransitionTime": "2020-01-02T03:04:05Z"}
    return {"conditions": [found | some(random, 0.7, {"reason": "Because", "message": "so it is", "observedGeneration": 1})]}
