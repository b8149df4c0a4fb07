"""A field of a manifest is misspelt."""
# caught by: definition

import attrs

from typekro import Graph, Schema, manifest_node, resource_graph


@attrs.frozen
class WebSpec:
    name: str
    replicas: int = 2


@attrs.frozen
class WebStatus:
    url: str


@resource_graph("web", api_version="example.com/v1alpha1", kind="Web")
def web(schema: Schema[WebSpec, WebStatus]) -> Graph[WebStatus]:
    service = manifest_node(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": schema.spec.name},
            "spec": {"selectors": {"app": "web"}, "ports": [{"port": 80}]},
        }
    )
    return {"service": service}, WebStatus(url=service.spec.clusterIP)


# definition:
# DefinitionError: web: resources.service.spec.selectors: there is no such field
#   it has allocateLoadBalancerNodePorts, clusterIP, clusterIPs, externalIPs, externalName, externalTrafficPolicy, healthCheckNodePort, internalTrafficPolicy, ipFamilies, ipFamilyPolicy, loadBalancerClass, loadBalancerIP, ...
# hint: selector: ...
