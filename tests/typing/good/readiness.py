"""All arguments of the workloads, and other conditions of readiness than their own."""

from typing import assert_type

from typekro import k8s, simple

resources: simple.Resources = {"requests": {"cpu": "100m"}, "limits": {"memory": "128Mi"}}

deployment = simple.deployment(
    name="web",
    image="nginx:1.29",
    replicas=2,
    command=["nginx"],
    args=("-g", "daemon off;"),
    env={"MODE": "production", "TOKEN": simple.secret_key("web", "token")},
    ports=[80],
    resources=resources,
    labels={"tier": "front"},
    namespace="sites",
)
service = simple.service(name="web", selector={"app": "web"}, ports=[80, (443, 8443)], type="LoadBalancer", labels={"tier": "front"})

assert_type(deployment.with_ready_when(lambda node: node.status.ready_replicas > 0), k8s.apps_v1.Deployment)
assert_type(deployment.with_ready_when(), k8s.apps_v1.Deployment)
assert_type(service.with_ready_when(service.spec.cluster_ip != ""), k8s.core_v1.Service)
assert_type(service.status.load_balancer.ingress[0].hostname, str)
