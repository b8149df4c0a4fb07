"""Put right: a container mounts a volume that its pod does not have."""

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
    pod = k8s.core_v1.PodSpec(
        containers=[
            k8s.core_v1.Container(name="web", image="nginx:1.29", volume_mounts=[k8s.core_v1.VolumeMount(name="data", mount_path="/d")])
        ],
        volumes=[k8s.core_v1.Volume(name="data", empty_dir=k8s.core_v1.EmptyDirVolumeSource())],
    )
    it = k8s.core_v1.Pod(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=pod).with_ready_when()
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
