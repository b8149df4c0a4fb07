"""An external resource is read and not returned."""
# caught by: definition

import attrs

from typekro import Graph, Schema, external_ref, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    platform = external_ref(k8s.core_v1.ConfigMap, "platform", namespace="default")
    deployment = simple.deployment(name=schema.spec.name, image="nginx:1.29", env={"REGION": platform.data["region"]})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "deployment": deployment}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.deployment.spec.template.spec.containers[0].env[0].value: ConfigMap.data['region'] is not known in this graph
#   the ConfigMap made at external_ref_not_returned.py:22 is not among the nodes that the builder returns
# hint: return {..., "configMap": configMap}, status
