"""What the API server says of Services, Endpoints and EndpointSlices."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from typekro.local.schemas.builtin.container_rules import PROTOCOLS, Part
from typekro.local.schemas.builtin.judging import judged, one_of, port_or_name, unchanged
from typekro.local.schemas.builtin.pod_rules import NOT_AN_ADDRESS, is_address
from typekro.local.schemas.field_problems import FieldProblem, GoStruct, duplicate, forbidden, invalid, required
from typekro.local.schemas.metadata import choice_problem, label_problems
from typekro.local.schemas.names import dns_label, dns_subdomain, label_key, port_number
from typekro.local.schemas.shapes import items_of, part_of

_TYPES: Final = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
_TRAFFIC: Final = ("Cluster", "Local")
_DAY: Final = 86400


def service_problems(service: Part) -> Iterator[FieldProblem]:
    """What is wrong with a Service, beside its metadata; the range of its addresses is the server's."""
    spec: Part = part_of(service, "spec")
    type_, ports = spec.get("type"), items_of(spec, "ports")
    address = spec.get("clusterIP") or ""
    if not ports and address != "None" and type_ != "ExternalName":
        yield required("spec.ports")
    if type_ in {"NodePort", "LoadBalancer"} and address == "None":
        yield invalid("spec.clusterIPs[0]", address, f"may not be set to 'None' for {type_} services")
    if type_ == "ExternalName":
        yield from _of_external_name(spec)
    yield from _of_ports(ports, type_ or "")
    yield from label_problems(spec.get("selector"), "spec.selector")
    yield from choice_problem(spec.get("sessionAffinity"), ("ClientIP", "None"), "spec.sessionAffinity")
    seconds = part_of(part_of(spec, "sessionAffinityConfig"), "clientIP").get("timeoutSeconds")
    if seconds is not None and not 0 < seconds <= _DAY:
        yield invalid("spec.sessionAffinityConfig.clientIP.timeoutSeconds", seconds, f"must be greater than 0 and less than {_DAY}")
    if type_ in {"ClusterIP", "NodePort", "LoadBalancer"} and address not in {"", "None"} and not is_address(address):
        yield invalid("spec.clusterIPs[0]", address, NOT_AN_ADDRESS)
    for index, external in enumerate(items_of(spec, "externalIPs")):
        if not is_address(external):
            yield invalid(f"spec.externalIPs[{index}]", external, NOT_AN_ADDRESS)
    yield from choice_problem(type_, _TYPES, "spec.type")
    if type_ != "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not None:
        yield forbidden("spec.allocateLoadBalancerNodePorts", "may only be used when `type` is 'LoadBalancer'")
    yield from _of_traffic(spec, type_ or "")


def _of_external_name(spec: Part) -> Iterator[FieldProblem]:
    name = (spec.get("externalName") or "").removesuffix(".")
    if name:
        yield from judged(name, dns_subdomain, "spec.externalName")
    else:
        yield required("spec.externalName")
    if spec.get("clusterIP"):
        yield forbidden("spec.clusterIPs[0]", "may not be set when `type` is 'ExternalName'")
    for field in ("ipFamilyPolicy", "ipFamilies"):
        if spec.get(field):
            yield forbidden(f"spec.{field}", "may not be set for ExternalName services")


def _of_ports(ports: Sequence[Part], type_: str) -> Iterator[FieldProblem]:
    names: set[str] = set()
    for index, port in enumerate(ports):
        at, name = f"spec.ports[{index}]", port.get("name") or ""
        if name:
            yield from judged(name, dns_label, f"{at}.name")
            if name in names:
                yield duplicate(f"{at}.name", name)
            names.add(name)
        elif len(ports) > 1:
            yield required(f"{at}.name")
        yield from judged(port.get("port") or 0, port_number, f"{at}.port")
        yield from choice_problem(port.get("protocol"), PROTOCOLS, f"{at}.protocol")
        yield from port_or_name(port.get("targetPort"), f"{at}.targetPort")
        if port.get("appProtocol"):
            yield from judged(port["appProtocol"], label_key, f"{at}.appProtocol")
        if type_ == "ClusterIP" and port.get("nodePort"):
            yield forbidden(f"{at}.nodePort", "may not be used when `type` is 'ClusterIP'")
    seen: list[tuple[Any, Any]] = []
    for index, port in enumerate(ports):
        told = (port.get("protocol"), port.get("port"))
        if told in seen:
            inside = GoStruct(Name="", Protocol=told[0], AppProtocol=None, Port=told[1], TargetPort=0, NodePort=0)
            yield duplicate(f"spec.ports[{index}]", inside)
        seen.append(told)


def _of_traffic(spec: Part, type_: str) -> Iterator[FieldProblem]:
    external, internal = spec.get("externalTrafficPolicy") or "", spec.get("internalTrafficPolicy")
    accessible = type_ in {"NodePort", "LoadBalancer"} or (type_ == "ClusterIP" and bool(spec.get("externalIPs")))
    if external and not accessible:
        yield invalid("spec.externalTrafficPolicy", external, "may only be set for externally-accessible services")
    elif accessible:
        yield from choice_problem(external, _TRAFFIC, "spec.externalTrafficPolicy")
    if internal is not None:
        yield from one_of(internal, _TRAFFIC, "spec.internalTrafficPolicy")


def service_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of a Service; its address is filled in before by the server."""
    after, before = part_of(new, "spec"), part_of(old, "spec")
    if "ExternalName" in {after.get("type"), before.get("type")}:
        return
    was, now = before.get("clusterIP") or "", after.get("clusterIP") or ""
    if was and now and was != now:
        yield invalid("spec.clusterIPs[0]", after.get("clusterIPs") or [now], "may not change once set")


def endpoints_problems(endpoints: Part) -> Iterator[FieldProblem]:
    """What is wrong with Endpoints, beside their metadata."""
    for number, subset in enumerate(items_of(endpoints, "subsets")):
        at = f"subsets[{number}]"
        if not subset.get("addresses") and not subset.get("notReadyAddresses"):
            yield required(at, "must specify `addresses` or `notReadyAddresses`")
        for group in ("addresses", "notReadyAddresses"):
            for index, address in enumerate(items_of(subset, group)):
                ip, here = address.get("ip") or "", f"{at}.{group}[{index}].ip"
                if not is_address(ip):
                    yield invalid(here, ip, NOT_AN_ADDRESS)
                    yield invalid(here, ip, "must be a valid IP address")
        ports = items_of(subset, "ports")
        for index, port in enumerate(ports):
            here = f"{at}.ports[{index}]"
            if port.get("name"):
                yield from judged(port["name"], dns_label, f"{here}.name")
            elif len(ports) > 1:
                yield required(f"{here}.name")
            yield from judged(port.get("port") or 0, port_number, f"{here}.port")
            yield from choice_problem(port.get("protocol"), PROTOCOLS, f"{here}.protocol")


def slice_problems(endpoint_slice: Part) -> Iterator[FieldProblem]:
    """What is wrong with an EndpointSlice, beside its metadata."""
    kind = endpoint_slice.get("addressType") or ""
    yield from choice_problem(kind, ("FQDN", "IPv4", "IPv6"), "addressType")
    for number, endpoint in enumerate(items_of(endpoint_slice, "endpoints")):
        at = f"endpoints[{number}].addresses"
        if not endpoint.get("addresses"):
            yield required(at, "must contain at least 1 address")
        for index, address in enumerate(items_of(endpoint, "addresses")):
            if kind in {"IPv4", "IPv6"} and not is_address(address):
                yield invalid(f"{at}[{index}]", address, NOT_AN_ADDRESS)
            elif kind == "FQDN":
                yield from judged(address, dns_subdomain, f"{at}[{index}]")


def slice_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of an EndpointSlice."""
    yield from unchanged(new.get("addressType"), old.get("addressType"), "addressType")
