"""Put right: the schedule of a CronJob of k8s has four fields."""

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
    pod = k8s.core_v1.PodSpec(containers=[k8s.core_v1.Container(name="web", image="nginx:1.29")], restart_policy="Never")
    it = k8s.batch_v1.CronJob(
        metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name),
        spec=k8s.batch_v1.CronJobSpec(
            schedule="0 3 * * *",
            job_template=k8s.batch_v1.JobTemplateSpec(spec=k8s.batch_v1.JobSpec(template=k8s.core_v1.PodTemplateSpec(spec=pod))),
        ),
    )
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")
