"""A field of a resource is written as in the cluster, not as in Python."""
# caught by: mypy[attr-defined] pyright[reportAttributeAccessIssue] pyright[reportUnknownArgumentType] pyright[reportUnknownMemberType] definition

import attrs

from typekro import Graph, Schema, resource_graph, simple


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"service": service}, WebStatus(url=service.spec.clusterIP)


# definition:
# UnknownFieldError: Service.spec has no field 'clusterIP'
#   ServiceSpec has: allocate_load_balancer_node_ports, cluster_ip, cluster_ips, external_ips, external_name, external_traffic_policy, health_check_node_port, internal_traffic_policy, ip_families, ip_family_policy, load_balancer_class, load_balancer_ip, load_balancer_source_ranges, ports, publish_not_ready_addresses, selector, session_affinity, session_affinity_config, traffic_distribution, type
# hint: Service.spec.cluster_ip
