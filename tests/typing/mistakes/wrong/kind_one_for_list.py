"""A container is given, not a list of containers."""
# caught by: mypy[arg-type] pyright[reportArgumentType] definition

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
    pod = k8s.core_v1.PodSpec(containers=k8s.core_v1.Container(name="web", image="nginx:1.29"))
    runner = k8s.core_v1.Pod(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=pod).with_ready_when()
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "runner": runner}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: PodSpec.containers: expected list[k8s.core_v1.Container], got Container Container(image='nginx:1.29', name='web')
# hint: [Container(image='nginx:1.29', name='web')]
