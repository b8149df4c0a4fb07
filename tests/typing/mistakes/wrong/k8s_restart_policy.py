"""The restart policy of a Pod is written in small letters."""
# caught by: definition

import attrs

from typekro import Graph, Schema, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    pod = k8s.core_v1.PodSpec(containers=[k8s.core_v1.Container(name="web", image="nginx:1.29")], restart_policy="always")
    it = k8s.core_v1.Pod(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=pod).with_ready_when()
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.restartPolicy: 'always' is none
#   Kubernetes: one of Always, OnFailure, Never
#   kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR
# hint: "Always"
# hint: allow=["refused-object"] where the graph is defined, where it is meant
