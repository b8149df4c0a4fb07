"""The version of a manifest is one that Kubernetes does not have."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    jobs = manifest_node({"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {"name": schema.spec.name}})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "jobs": jobs}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.jobs.kind: there is no PodDisruptionBudget in policy/v1beta1
#   kro looks it up in the cluster
# hint: apiVersion: policy/v1, kind: PodDisruptionBudget
