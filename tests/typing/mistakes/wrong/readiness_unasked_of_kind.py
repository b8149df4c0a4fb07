"""Nobody says when a Pod is ready."""
# caught by: definition

import attrs

from typekro import Graph, Schema, k8s, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    runner = k8s.core_v1.Pod(
        metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name),
        spec=k8s.core_v1.PodSpec(containers=[k8s.core_v1.Container(name="web", image="nginx:1.29")]),
    )
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "runner": runner}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.runner: nobody asks whether it is ready
#   without a readyWhen kro calls a Pod ready as soon as it is there, and the instance with it
# hint: with_ready_when(lambda node: ...), with_ready_when() where it does not matter; simple.* bring what they are ready by
# hint: allow=["unasked-readiness"] where the graph is defined, where it is meant
