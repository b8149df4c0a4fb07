"""Ingresses: which requests from outside reach which Service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias, Unpack, get_args

from typekro.checking.text_rules import HOST, NAME, SECRET_NAME, SUBDOMAIN, URL_PATH
from typekro.expressions import String, expression_of
from typekro.expressions.guards import is_sequence
from typekro.factories.checks import Checks, shown
from typekro.factories.joining import joined
from typekro.factories.metadata import About, metadata
from typekro.factories.resources import resource
from typekro.openapi import k8s

PathType: TypeAlias = Literal["Prefix", "Exact", "ImplementationSpecific"]
"""Which paths are meant: this one and those below it, this one alone, or what the controller makes of it."""

Backend: TypeAlias = "k8s.core_v1.Service | tuple[k8s.core_v1.Service | str, int | str]"
"""A Service of the graph, by its first port; or a Service or its name, and a port by number or name."""

_ARGUMENTS: Final = {
    "spec.rules": "paths",
    "spec.tls": "tls",
    "spec.ingressClassName": "class_name",
}
_PAIR: Final = 2


def ingress(
    *,
    name: str,
    paths: Mapping[str, Backend],
    host: str | None = None,
    path_type: PathType = "Prefix",
    class_name: str | None = None,
    tls: str | None = None,
    spec: k8s.networking_v1.IngressSpecFields | None = None,
    **about: Unpack[About],
) -> k8s.networking_v1.Ingress:
    """Leads requests from outside to Services by their paths; ready as soon as it exists.

    It does not wait for an address, since many controllers never tell one. Where yours does:
    `.with_ready_when(lambda ingress: cel.size(ingress.status.load_balancer.ingress) > 0)`.

    Args:
        name: the Ingress.
        paths: Services by the paths of requests: `{"/": web, "/api": (api, 8080)}`, each one of the graph, by its first port, or a pair
            of a Service or its name, and a port by number or name.
        host: the name of the host that the requests are for (`shop.example.com`, `*.example.com`); by default any.
        path_type: whether the paths mean what is below them too.
        class_name: the controller that does it; by default what the cluster has.
        tls: the name of the Secret with the certificate of the host.
        spec: any other field of the Ingress's spec; rules that stand here are further ones.
        **about: `labels`, `annotations`, `namespace`, and `metadata` for any other field of it.

    Raises:
        DefinitionError: Kubernetes would refuse one of the constants, something is said twice, or a reference leads to something of
            another type.

    Example:
        >>> front = ingress(name="shop", host="shop.example.com", paths={"/": ("shop", 80)}, tls="shop-tls")
    """
    checks = Checks("simple.ingress")
    checks.arguments(ingress, about, About)
    found = metadata(checks, name, about, rule=SUBDOMAIN)
    checks.choice("path_type", path_type, get_args(PathType), may_be_reference=True)
    given = checks.mapping("paths", paths)
    checks.not_empty("paths", paths, "Kubernetes: a rule of an Ingress has at least one path", 'paths={"/": service}')
    routes = [_route(checks, path, backend, path_type) for path, backend in given.items()]
    rule: dict[str, Any] = {"http": {"paths": routes}}
    if host is not None:
        checks.text("host", host, HOST)
        rule = {"host": host, **rule}
    made: dict[str, Any] = {"rules": [rule]}
    if class_name is not None:
        checks.text("class_name", class_name, SUBDOMAIN)
        made["ingressClassName"] = class_name
    if tls is not None:
        checks.text("tls", tls, SECRET_NAME)
        made["tls"] = [{"secretName": tls} if host is None else {"hosts": [host], "secretName": tls}]
    made = joined(checks, made, checks.fields("spec", k8s.networking_v1.IngressSpec, spec), "spec", _ARGUMENTS)
    checks.finish()
    return resource(k8s.networking_v1.Ingress, found, spec=made)


def _route(checks: Checks, path: str, backend: Any, path_type: str) -> dict[str, Any]:
    at = f'paths["{path}"]'
    checks.key("paths", path, URL_PATH)
    return {"path": path, "pathType": path_type, "backend": {"service": _backend(checks, at, backend)}}


def _backend(checks: Checks, at: str, backend: Any) -> dict[str, Any]:
    if isinstance(backend, k8s.core_v1.Service):
        return {"name": backend.metadata.name, "port": {"number": backend.spec.ports[0].port}}
    if not is_sequence(backend) or len(backend) != _PAIR:
        checks.add(
            f"{at} is {shown(backend)}", "it is a Service of the graph, or a pair: a Service and a port", '(service, 80), ("web", 80)'
        )
        return {}
    service, port = backend
    if isinstance(service, k8s.core_v1.Service):
        service = service.metadata.name
    checks.text(f"{at}[0]", service, NAME)
    checks.port(f"{at}[1]", port)
    expression = expression_of(port)
    is_name = isinstance(port, str) if expression is None else isinstance(expression.type, String)
    return {"name": service, "port": {"name" if is_name else "number": port}}
