"""A Deployment selects other pods than its template makes."""
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
    pod = k8s.core_v1.PodSpec(containers=[k8s.core_v1.Container(name="web", image="nginx:1.29")])
    template = k8s.core_v1.PodTemplateSpec(metadata=k8s.meta_v1.ObjectMeta(labels={"app": "wbe"}), spec=pod)
    selector = k8s.meta_v1.LabelSelector(match_labels={"app": "web"})
    it = k8s.apps_v1.Deployment(
        metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=k8s.apps_v1.DeploymentSpec(selector=selector, template=template)
    )
    it = it.with_ready_when(it.status.available_replicas >= 1)
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.selector.matchLabels.app: it selects app: web, and the pods of its template have app: wbe
#   Kubernetes: a Deployment selects the pods that it makes
#   kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR
# hint: labels={"app": ...} in the metadata of its template, the same as in match_labels
# hint: allow=["refused-object"] where the graph is defined, where it is meant
