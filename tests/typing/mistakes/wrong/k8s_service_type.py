"""The type of a Service is misspelt."""
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
    it = k8s.core_v1.Service(
        metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name),
        spec=k8s.core_v1.ServiceSpec(type="Loadbalancer", selector={"app": "web"}, ports=[k8s.core_v1.ServicePort(port=80)]),
    )
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.type: 'Loadbalancer' is none
#   Kubernetes: one of ClusterIP, NodePort, LoadBalancer, ExternalName
#   kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR
# hint: "LoadBalancer"
# hint: allow=["refused-object"] where the graph is defined, where it is meant
