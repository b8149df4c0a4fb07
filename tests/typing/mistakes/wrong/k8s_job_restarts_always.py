"""The pods of a Job are to be restarted always, as is the default."""
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
    it = k8s.batch_v1.Job(
        metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=k8s.batch_v1.JobSpec(template=k8s.core_v1.PodTemplateSpec(spec=pod))
    )
    it = it.with_ready_when(it.status.succeeded >= 1)
    return {"service": service, "it": it}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# DefinitionError: web: resources.it.spec.template.spec.restartPolicy: nothing is said, and that is Always
#   Kubernetes: the pods of a Job end, so that it is one of OnFailure, Never
#   kro takes the definition, and Kubernetes then refuses the object: the instance comes to ERROR
# hint: restart_policy="OnFailure" in the spec of the pod
# hint: allow=["refused-object"] where the graph is defined, where it is meant
