"""Services: one name and address for many pods."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, get_args

from typekro.expressions import Map, String, or_else
from typekro.expressions.guards import is_sequence
from typekro.factories.checks import Checks
from typekro.factories.metadata import metadata
from typekro.factories.rules import MAX_PORT
from typekro.graph import Node
from typekro.openapi.generated import core_v1, meta_v1

ServiceType: TypeAlias = Literal["ClusterIP", "NodePort", "LoadBalancer"]
"""Who can reach a Service: the cluster, whoever reaches a node, or everybody through a load balancer of the provider."""

_PAIR: Final = 2


class Service(Node):
    """A Service in a graph: its attributes are references to what the cluster has."""

    metadata: meta_v1.ObjectMeta
    spec: core_v1.ServiceSpec
    status: core_v1.ServiceStatus


def service(
    *,
    name: str,
    selector: Mapping[str, str],
    ports: Sequence[int | tuple[int, int]],
    type: ServiceType = "ClusterIP",  # noqa: A002 - Kubernetes' own word
    labels: Mapping[str, str] | None = None,
    namespace: str | None = None,
) -> Service:
    """One address for all pods with certain labels; ready when it has the address, for a load balancer when that has one too.

    Each value but `type` may be a reference or an f-string; the selector may be one as a whole.

    Args:
        name: the Service, which is its name in the cluster's DNS too.
        selector: the labels of the pods (`{"app": name}` for those of `simple.deployment`).
        ports: TCP ports, 1 to 65535, at least one: a port of the Service, which is the pods' too, or a pair of both where they differ. Of
            several, each has a name: `port-80`.
        type: who can reach it.
        labels: labels for the Service.
        namespace: where it is made; by default where the instance is.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, or a reference leads to something of another type.

    Example:
        >>> web = service(name="web", selector={"app": "web"}, ports=[(80, 8080)])
    """
    checks = Checks("simple.service")
    about = metadata(checks, name=name, namespace=namespace, labels=checks.labels("labels", labels))
    chosen: Any = selector if checks.is_reference("selector", selector, Map(String())) else checks.labels("selector", selector)
    spec = {"type": type, "selector": chosen, "ports": _ports(checks, ports)}
    checks.choice("type", type, get_args(ServiceType))
    checks.finish()
    ready_when = (has_address, is_balanced) if type == "LoadBalancer" else (has_address,)
    return Service({"apiVersion": "v1", "kind": "Service", "metadata": about, "spec": spec}, ready_when=ready_when)


def has_address(service: Service) -> bool:
    """Whether a Service has its address in the cluster."""
    return or_else(service.spec.cluster_ip, "") != ""


def is_balanced(service: Service) -> bool:
    """Whether the provider has given the Service a load balancer, with an address or a name."""
    ingress = service.status.load_balancer.ingress[0]
    return (or_else(ingress.ip, "") != "") | (or_else(ingress.hostname, "") != "")


def _ports(checks: Checks, ports: Sequence[int | tuple[int, int]]) -> list[dict[str, Any]]:
    given = checks.sequence("ports", ports)
    pairs = [_pair(checks, f"ports[{position}]", port) for position, port in enumerate(given)]
    if isinstance(ports, list | tuple) and not ports:
        checks.add("ports is empty", "Kubernetes: a Service has at least one port", "ports=[80]")
    checks.unique("ports", [port for port, _ in pairs])
    entries: list[dict[str, Any]] = [{"port": port, "targetPort": target} for port, target in pairs]
    return [{"name": f"port-{entry['port']}", **entry} for entry in entries] if len(entries) > 1 else entries


def _pair(checks: Checks, argument: str, port: Any) -> tuple[Any, Any]:
    """A port of the Service and the pods' port behind it."""
    if not is_sequence(port):
        checks.integer(argument, port, 1, MAX_PORT)
        return port, port
    if len(port) != _PAIR:
        checks.add(f"{argument} is {port!r}", "it is a port, or a pair: the Service's and the pods'", "(80, 8080)")
        return None, None
    for position, number in enumerate(port):
        checks.integer(f"{argument}[{position}]", number, 1, MAX_PORT)
    return port[0], port[1]
