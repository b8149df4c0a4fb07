"""Services: one name and address for many pods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal, TypeAlias, Unpack, get_args

from typekro.checking.text_rules import MAX_PORT, SERVICE_PORT_NAME
from typekro.expressions import Integer, cel
from typekro.expressions.cel import or_else
from typekro.expressions.guards import is_sequence
from typekro.factories.checks import Checks, shown
from typekro.factories.joining import joined
from typekro.factories.metadata import About, metadata
from typekro.factories.resources import resource
from typekro.openapi import k8s

ServiceType: TypeAlias = Literal["ClusterIP", "NodePort", "LoadBalancer"]
"""Who can reach a Service: the cluster, whoever reaches a node, or everybody through a load balancer of the provider."""

_PAIR: Final = 2
_ARGUMENTS: Final = {"spec.type": "type", "spec.selector": "selector", "spec.ports": "ports"}


def service(
    *,
    name: str,
    selector: Mapping[str, str],
    ports: Sequence[int | tuple[int, int]] | Mapping[str, int | tuple[int, int]],
    type: ServiceType = "ClusterIP",  # noqa: A002 - Kubernetes' own word
    headless: bool = False,
    spec: k8s.core_v1.ServiceSpecFields | None = None,
    **about: Unpack[About],
) -> k8s.core_v1.Service:
    """One address for all pods with certain labels; ready when it has the address, for a load balancer when that has one too.

    Each value but `type` and `headless` may be a reference or an f-string; the selector may be one as a whole.

    Args:
        name: the Service, which is its name in the cluster's DNS too.
        selector: the labels of the pods (`{"app": name}` for those of a workload).
        ports: TCP ports, 1 to 65535, at least one: a port of the Service, which is the pods' too, or a pair of both where they differ. A
            dict gives them names; in a list of several, each is called `port-80` and so on.
        type: who can reach it.
        headless: whether its name in DNS leads to the pods themselves, as a StatefulSet needs it, and not to an address of its own.
        spec: any other field of the Service's spec.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> web = service(name="web", selector={"app": "web"}, ports=[(80, 8080)])
    """
    checks = Checks("simple.service")
    checks.arguments(service, about, About)
    found = metadata(checks, name, about)
    checks.choice("type", type, get_args(ServiceType))
    made: dict[str, Any] = {"type": type, "selector": checks.labels("selector", selector), "ports": _ports(checks, ports)}
    is_headless: object = headless
    if is_headless is not False:
        made["clusterIP"] = "None"
        if is_headless is not True:
            checks.add(f"headless is {shown(headless)}", "it is the constant True or False, since Kubernetes takes no change of it")
        elif type != "ClusterIP":
            checks.add(f"type is {shown(type)}, and headless is True", "Kubernetes: what has no address cannot be reached from outside")
    made = joined(checks, made, checks.fields("spec", k8s.core_v1.ServiceSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    ready_when = (has_address, is_balanced) if type == "LoadBalancer" else (has_address,)
    return resource(k8s.core_v1.Service, found, spec=made, ready_when=ready_when)


def has_address(service: k8s.core_v1.Service) -> bool:
    """Whether a Service has its address in the cluster."""
    return or_else(service.spec.cluster_ip, "") != ""


def is_balanced(service: k8s.core_v1.Service) -> bool:
    """Whether the provider has given the Service a load balancer, with an address or a name."""
    ingress = service.status.load_balancer.ingress[0]
    return (or_else(ingress.ip, "") != "") | (or_else(ingress.hostname, "") != "")


def _ports(checks: Checks, ports: Sequence[int | tuple[int, int]] | Mapping[str, int | tuple[int, int]]) -> Any:
    if checks.is_whole_list("ports", ports, Integer()):
        entry = '{"name": dyn("port-" + string(port)), "port": dyn(port), "targetPort": dyn(port)}'  # dyn: its fields have several types
        return cel.raw(f"{ports}.map(port, {entry})", list[Any])
    named = checks.mapping("ports", ports) if isinstance(ports, Mapping) else {}
    given = list(named.values()) if named else checks.sequence("ports", () if isinstance(ports, Mapping) else ports)
    places = [f'ports["{name}"]' for name in named] or [f"ports[{position}]" for position in range(len(given))]
    for name in named:
        checks.key("ports", name, SERVICE_PORT_NAME)
    pairs = [_pair(checks, place, port) for place, port in zip(places, given, strict=True)]
    checks.not_empty("ports", ports, "Kubernetes: a Service has at least one port", "ports=[80]")
    checks.unique(places, [port for port, _ in pairs])
    names = list(named) or ([f"port-{port}" for port, _ in pairs] if len(pairs) > 1 else [])
    entries: list[dict[str, Any]] = [{"port": port, "targetPort": target} for port, target in pairs]
    return [{"name": name, **entry} for name, entry in zip(names, entries, strict=True)] if names else entries


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
