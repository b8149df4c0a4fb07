"""What the API server says of Ingresses, their classes, and NetworkPolicies."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from typekro.local.schemas.builtin.container_rules import PROTOCOLS, Part
from typekro.local.schemas.builtin.judging import judged, named, one_of, port_or_name, unchanged
from typekro.local.schemas.builtin.pod_rules import is_address
from typekro.local.schemas.field_problems import FieldProblem, invalid, required
from typekro.local.schemas.metadata import choice_problem, selector_problems
from typekro.local.schemas.names import dns_label, dns_subdomain, port_name, port_number, wildcard_subdomain
from typekro.local.schemas.shapes import items_of, part_of

_PATH_TYPES: Final = ("Exact", "ImplementationSpecific", "Prefix")
_NEVER: Final = ("//", "/./", "/../", "%2f", "%2F")
_NEVER_LAST: Final = ("/..", "/.")
_NO_CIDR: Final = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"


def ingress_problems(ingress: Part) -> Iterator[FieldProblem]:
    """What is wrong with an Ingress, beside its metadata."""
    spec: Part = part_of(ingress, "spec")
    rules = items_of(spec, "rules")
    for index, rule in enumerate(rules):
        yield from _of_rule(rule, f"spec.rules[{index}]")
    if not rules and spec.get("defaultBackend") is None:
        yield invalid("spec", None, "either `defaultBackend` or `rules` must be specified")
    if spec.get("defaultBackend") is not None:
        yield from _of_backend(spec["defaultBackend"], "spec.defaultBackend")
    for index, tls in enumerate(items_of(spec, "tls")):
        at = f"spec.tls[{index}]"
        for number, host in enumerate(items_of(tls, "hosts")):
            yield from judged(host, wildcard_subdomain if "*" in host else dns_subdomain, f"{at}.hosts[{number}]")
        if tls.get("secretName"):
            yield from judged(tls["secretName"], dns_subdomain, f"{at}.secretName")
    if spec.get("ingressClassName") is not None:
        yield from judged(spec["ingressClassName"], dns_subdomain, "spec.ingressClassName")


def _of_rule(rule: Part, at: str) -> Iterator[FieldProblem]:
    host = rule.get("host") or ""
    if is_address(host):
        yield invalid(f"{at}.host", host, "must be a DNS name, not an IP address")
    elif host:
        yield from judged(host, wildcard_subdomain if "*" in host else dns_subdomain, f"{at}.host")
    http = rule.get("http")
    if http is None:
        return
    if not http.get("paths"):
        yield required(f"{at}.http.paths")
    for index, path in enumerate(items_of(http, "paths")):
        here = f"{at}.http.paths[{index}]"
        yield from _of_path(path, here)
        yield from _of_backend(part_of(path, "backend"), f"{here}.backend")


def _of_path(path: Part, at: str) -> Iterator[FieldProblem]:
    kind, text = path.get("pathType"), path.get("path") or ""
    if kind is None:
        yield required(f"{at}.pathType", "pathType must be specified")
        return
    if kind in {"Exact", "Prefix"}:
        if not text.startswith("/"):
            yield invalid(f"{at}.path", text, "must be an absolute path")
        else:
            yield from (invalid(f"{at}.path", text, f"must not contain '{part}'") for part in _NEVER if part in text)
            yield from (invalid(f"{at}.path", text, f"cannot end with '{part}'") for part in _NEVER_LAST if text.endswith(part))
    elif kind == "ImplementationSpecific":
        if text and not text.startswith("/"):
            yield invalid(f"{at}.path", text, "must be an absolute path")
    else:
        yield from one_of(kind, _PATH_TYPES, f"{at}.pathType")


def _of_backend(backend: Part, at: str) -> Iterator[FieldProblem]:
    service, resource = backend.get("service"), backend.get("resource")
    if service is not None and resource is not None:
        yield invalid(at, "", "cannot set both resource and service backends")
    elif resource is not None:
        yield from (required(f"{at}.resource.{field}") for field in ("kind", "name") if not resource.get(field))
    elif service is not None:
        yield from named(service.get("name"), dns_label, f"{at}.service.name")
        port = part_of(service, "port")
        name, number = port.get("name") or "", port.get("number") or 0
        if name and number:
            yield invalid(at, "", "cannot set both port name & port number")
        elif name:
            yield from judged(name, port_name, f"{at}.service.port.name")
        elif number:
            yield from judged(number, port_number, f"{at}.service.port.number")
        else:
            yield required(at, "port name or number is required")
    else:
        yield invalid(at, "", "resource or service backend is required")


def ingress_class_problems(ingress_class: Part) -> Iterator[FieldProblem]:
    """What is wrong with an IngressClass, beside its metadata."""
    controller = part_of(ingress_class, "spec").get("controller") or ""
    host, slash, path = controller.partition("/")
    if not controller:
        yield required("spec.controller")
    elif not (host and slash and path):
        yield invalid("spec.controller", controller, 'must be a domain-prefixed path (such as "acme.io/foo")')
    else:
        yield from (invalid("spec.controller", host, problem) for problem in dns_subdomain(host))
        if not re.fullmatch(r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+", path):
            rule = r"Invalid path (regex used for validation is '[A-Za-z0-9/\-._~%!$&'()*+,;=:]+')"
            yield invalid("spec.controller", path, rule)


def ingress_class_update_problems(new: Part, old: Part) -> Iterator[FieldProblem]:
    """What is wrong with a change of an IngressClass."""
    yield from unchanged(part_of(new, "spec").get("controller"), part_of(old, "spec").get("controller"), "spec.controller")


def network_policy_problems(policy: Part) -> Iterator[FieldProblem]:
    """What is wrong with a NetworkPolicy, beside its metadata."""
    spec: Part = part_of(policy, "spec")
    yield from selector_problems(spec.get("podSelector"), "spec.podSelector")
    for group, peers in (("ingress", "from"), ("egress", "to")):
        for index, rule in enumerate(items_of(spec, group)):
            at = f"spec.{group}[{index}]"
            for number, port in enumerate(items_of(rule, "ports")):
                yield from _of_policy_port(port, f"{at}.ports[{number}]")
            for number, peer in enumerate(items_of(rule, peers)):
                yield from _of_peer(peer, f"{at}.{peers}[{number}]")
    for index, kind in enumerate(items_of(spec, "policyTypes")):
        yield from one_of(kind, ("Ingress", "Egress"), f"spec.policyTypes[{index}]")


def _of_policy_port(port: Part, at: str) -> Iterator[FieldProblem]:
    if port.get("protocol"):
        yield from choice_problem(port["protocol"], PROTOCOLS, f"{at}.protocol")
    if port.get("port") is not None:
        yield from port_or_name(port["port"], f"{at}.port")


def _of_peer(peer: Part, at: str) -> Iterator[FieldProblem]:
    block = peer.get("ipBlock")
    if block is None and peer.get("podSelector") is None and peer.get("namespaceSelector") is None:
        yield required(at, "must specify a peer")
    for field in ("podSelector", "namespaceSelector"):
        yield from selector_problems(peer.get(field), f"{at}.{field}")
    if block is None:
        return
    around = _network(block.get("cidr") or "")
    if not block.get("cidr"):
        yield required(f"{at}.ipBlock.cidr")
    elif around is None:
        yield invalid(f"{at}.ipBlock.cidr", block["cidr"], _NO_CIDR)
    for index, text in enumerate(items_of(block, "except")):
        here, inner = f"{at}.ipBlock.except[{index}]", _network(text)
        if inner is None:
            yield invalid(here, text, _NO_CIDR)
        elif around is not None and not (inner.version == around.version and inner != around and _within(inner, around)):
            yield invalid(here, text, "must be a strict subset of `cidr`")


_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def _network(text: str) -> _Network | None:
    try:
        return ipaddress.ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return None


def _within(inner: _Network, around: _Network) -> bool:
    return inner.network_address in around and inner.broadcast_address in around
