"""A field of a container is given by its name in the cluster."""
# caught by: mypy[call-arg] pyright[reportCallIssue] definition

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
    pod = k8s.core_v1.PodSpec(
        containers=[k8s.core_v1.Container(name="web", image="nginx:1.29", imagePullPolicy="Always")],
    )
    runner = k8s.core_v1.Pod(metadata=k8s.meta_v1.ObjectMeta(name=schema.spec.name), spec=pod).with_ready_when()
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service, "runner": runner}, WebStatus(url=f"http://{service.spec.cluster_ip}")


# definition:
# MisuseError: Container.imagePullPolicy: there is no such field
#   Container has: args, command, env, env_from, image, image_pull_policy, lifecycle, liveness_probe, name, ports, readiness_probe, resize_policy, resources, restart_policy, restart_policy_rules, security_context, startup_probe, stdin, stdin_once, termination_message_path, termination_message_policy, tty, volume_devices, volume_mounts, working_dir
# hint: image_pull_policy
