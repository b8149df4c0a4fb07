"""An argument of simple.deployment is misspelt."""
# caught by: mypy[call-arg] pyright[reportCallIssue] pyright[reportUnknownVariableType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", replica=2)
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: simple.deployment: there is no argument replica
#   it takes name, image, replicas, spec, annotations, args, command, container, env, image_pull_policy, labels, liveness_probe, metadata, namespace, pod, ports, readiness_probe, resources, service_account_name, startup_probe, volumes
# hint: replicas=...
