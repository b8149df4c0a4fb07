"""The cells of services and what leads to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from typekro.local.api.printers.cells import NONE, UNSET, labels, name, part, parts, selector, shortened, since

Object = Mapping[str, Any]


def _service(manifest: Object, now: datetime) -> list[Any]:
    spec = part(manifest, "spec")
    addresses: Sequence[str] = spec.get("clusterIPs") or ()
    ports = ",".join(_port(each) for each in parts(spec, "ports")) or NONE
    outside = _outside(spec, parts(manifest, "status", "loadBalancer", "ingress"))
    head = [name(manifest), spec.get("type", ""), addresses[0] if addresses else NONE, outside, ports, since(manifest, now)]
    return [*head, labels(spec.get("selector"))]


def _port(port: Object) -> str:
    node = f":{port['nodePort']}" if port.get("nodePort") else ""
    return f"{port.get('port', 0)}{node}/{port.get('protocol', '')}"


def _outside(spec: Object, ingress: Sequence[Object]) -> str:
    given: Sequence[str] = spec.get("externalIPs") or ()
    match spec.get("type"):
        case "ClusterIP" | "NodePort":
            return ",".join(given) or NONE
        case "LoadBalancer":
            return ",".join([*_balancer(ingress), *given]) or "<pending>"
        case "ExternalName":
            return str(spec.get("externalName", ""))
        case _:
            return "<unknown>"


def _balancer(ingress: Sequence[Object]) -> list[str]:
    return sorted({each.get("ip") or each.get("hostname") or "" for each in ingress} - {""})


def _ingress(manifest: Object, now: datetime) -> list[Any]:
    spec = part(manifest, "spec")
    rules = parts(spec, "rules")
    hosts = [each["host"] for each in rules if each.get("host")]
    said = shortened(hosts, 3, count=len(rules)) or "*"
    address = ",".join(_balancer(parts(manifest, "status", "loadBalancer", "ingress")))
    ports = "80, 443" if spec.get("tls") else "80"
    return [name(manifest), spec.get("ingressClassName") or NONE, said, address, ports, since(manifest, now)]


def _ingress_class(manifest: Object, now: datetime) -> list[Any]:
    spec = part(manifest, "spec")
    said, given = NONE, spec.get("parameters")
    if given:
        said = f"{given['kind']}{'.' + given['apiGroup'] if given.get('apiGroup') else ''}/{given['name']}"
    default = part(manifest, "metadata", "annotations").get("ingressclass.kubernetes.io/is-default-class") == "true"
    return [name(manifest) + (" (default)" if default else ""), spec.get("controller", ""), said, since(manifest, now)]


def _policy(manifest: Object, now: datetime) -> list[Any]:
    return [name(manifest), selector(part(manifest, "spec", "podSelector")) or NONE, since(manifest, now)]


def _endpoints(manifest: Object, now: datetime) -> list[Any]:
    found: list[str] = []
    for subset in parts(manifest, "subsets"):
        addresses = [each.get("ip", "") for each in parts(subset, "addresses")]
        ports = parts(subset, "ports")
        found += [f"{_host(each)}:{port.get('port', 0)}" for port in ports for each in addresses] if ports else addresses
    return [name(manifest), shortened(found, 3) if parts(manifest, "subsets") else NONE, since(manifest, now)]


def _host(address: str) -> str:
    return f"[{address}]" if ":" in address else address


def _slice(manifest: Object, now: datetime) -> list[Any]:
    ports = [str(each.get("port") if each.get("port") is not None else each.get("name", "*")) for each in parts(manifest, "ports")]
    addresses = [address for each in parts(manifest, "endpoints") for address in each.get("addresses") or ()]
    said = [shortened(each, 3) or UNSET for each in (ports, addresses)]
    return [name(manifest), manifest.get("addressType", ""), *said, since(manifest, now)]


NETWORK = {
    "services": _service,
    "ingresses.networking.k8s.io": _ingress,
    "ingressclasses.networking.k8s.io": _ingress_class,
    "networkpolicies.networking.k8s.io": _policy,
    "endpoints": _endpoints,
    "endpointslices.discovery.k8s.io": _slice,
}
"""The printers of the network."""
