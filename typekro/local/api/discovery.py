"""What the server says of itself: groups, versions, resources; the plain way and aggregated in one document."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, Final

from typekro.local.api.negotiation import ACCEPTED, OFFERED, media_types
from typekro.local.api.refusals import not_acceptable
from typekro.local.api.registry import Registry, is_custom
from typekro.local.api.resources import Resource
from typekro.local.api.responses import Response, answer, encoded

_AGGREGATED: Final = "application/json;g=apidiscovery.k8s.io;v={};as=APIGroupDiscoveryList"
_STORED: Final = {"customresourcedefinitions.apiextensions.k8s.io": "v1beta1"}  # a version that is not served any more
_VERSIONED: Final = 3  # apis/GROUP/VERSION
_VERSIONS: Final = ("v2", "v2beta1")
_TAKEN: Final = frozenset({*ACCEPTED, "*/*", "application/*"})


def discovery(registry: Registry, parts: list[str], accept: str) -> Response | None:
    """The answer to a question about what is served; None where the path asks nothing of that kind.

    Args:
        registry: what is served.
        parts: the path.
        accept: the request's `Accept`.

    Raises:
        StatusError: the client takes no form that there is.
    """
    found = _document(registry, parts, accept)
    if found is not None and not any(media in _TAKEN for media, _ in media_types(accept or "*/*")):
        raise not_acceptable(OFFERED, known=parts[0] == "apis" and (len(parts) < _VERSIONED or is_custom(registry, parts[1])))
    return found


def _document(registry: Registry, parts: list[str], accept: str) -> Response | None:
    match parts:
        case ["api" | "apis"]:
            wanted = _aggregated(accept)
            if wanted:
                return _whole(registry, parts[0], wanted)
            return answer(_core() if parts[0] == "api" else _groups(registry))
        case ["apis", group] if group in registry.groups and group:
            return answer({"kind": "APIGroup", "apiVersion": "v1", **_group(registry, group)})
        case ["api", version] if version in registry.groups[""]:
            return answer(_resources(registry, "", version))
        case ["apis", group, version] if group and version in registry.groups.get(group, ()):
            return answer(_resources(registry, group, version))
        case _:
            return None


def _aggregated(accept: str) -> str:
    for media, parameters in media_types(accept):
        if media in {"application/json", "*/*"} and not parameters.get("as"):
            return ""
        if media == "application/json" and parameters.get("g") == "apidiscovery.k8s.io" and parameters.get("as") == "APIGroupDiscoveryList":
            version = parameters.get("v", "")
            if version in _VERSIONS:
                return version
    return ""


def _core() -> dict[str, Any]:
    addresses = [{"clientCIDR": "0.0.0.0/0", "serverAddress": "127.0.0.1"}]
    return {"kind": "APIVersions", "versions": ["v1"], "serverAddressByClientCIDRs": addresses}


def _groups(registry: Registry) -> dict[str, Any]:
    return {"kind": "APIGroupList", "apiVersion": "v1", "groups": [_group(registry, group) for group in registry.groups if group]}


def _group(registry: Registry, group: str) -> dict[str, Any]:
    versions = [{"groupVersion": f"{group}/{version}", "version": version} for version in registry.groups[group]]
    return {"name": group, "versions": versions, "preferredVersion": versions[0]}


def _resources(registry: Registry, group: str, version: str) -> dict[str, Any]:
    found: list[dict[str, Any]] = []
    for resource in registry.within(group, version):
        found.append(_resource(resource))
        found.extend(_below(resource))
    head: dict[str, Any] = {"kind": "APIResourceList"}
    if group:
        head["apiVersion"] = "v1"
    return {**head, "groupVersion": f"{group}/{version}" if group else version, "resources": found}


def _resource(resource: Resource) -> dict[str, Any]:
    about: dict[str, Any] = {
        "name": resource.plural,
        "singularName": resource.singular,
        "namespaced": resource.namespaced,
        "kind": resource.kind,
        "verbs": list(resource.verbs),
    }
    if resource.short_names:
        about["shortNames"] = list(resource.short_names)
    if resource.categories:
        about["categories"] = list(resource.categories)
    if "list" in resource.verbs:
        about["storageVersionHash"] = storage_hash(resource)
    return about


def _below(resource: Resource) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name, each in resource.subresources.items():
        about: dict[str, Any] = {"name": f"{resource.plural}/{name}", "singularName": "", "namespaced": resource.namespaced}
        if each.api_version != resource.api_version:
            about["group"], _, about["version"] = each.api_version.rpartition("/")
        found.append({**about, "kind": each.kind, "verbs": list(each.verbs)})
    return found


def storage_hash(resource: Resource) -> str:
    """A short text that tells the version in which a kind is stored from others."""
    stored = _STORED.get(resource.qualified, resource.stored)
    digest = hashlib.sha256(f"{resource.group}/{stored}/{resource.kind}".encode()).digest()
    return base64.b64encode(digest[:8]).decode()


def _whole(registry: Registry, root: str, version: str) -> Response:
    groups = [group for group in registry.groups if bool(group) == (root == "apis")]
    items: list[Mapping[str, Any]] = []
    for group in groups:
        versions = [
            {"version": each, "resources": [_entry(resource) for resource in registry.within(group, each)], "freshness": "Current"}
            for each in registry.groups[group]
        ]
        items.append({"metadata": {"name": group, "creationTimestamp": None} if group else {}, "versions": versions})
    body = encoded({"kind": "APIGroupDiscoveryList", "apiVersion": f"apidiscovery.k8s.io/{version}", "metadata": {}, "items": items})
    headers = {"Etag": f'"{hashlib.sha256(body).hexdigest().upper()}"'}
    return Response(200, body, _AGGREGATED.format(version), headers)


def _entry(resource: Resource) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "resource": resource.plural,
        "responseKind": _kind(resource, resource.api_version, resource.kind),
        "scope": "Namespaced" if resource.namespaced else "Cluster",
        "singularResource": resource.singular,
        "verbs": list(resource.verbs),
    }
    if resource.short_names:
        entry["shortNames"] = list(resource.short_names)
    if resource.categories:
        entry["categories"] = list(resource.categories)
    if resource.subresources:
        entry["subresources"] = [
            {"subresource": name, "responseKind": _kind(resource, each.api_version, each.kind), "verbs": list(each.verbs)}
            for name, each in resource.subresources.items()
        ]
    return entry


def _kind(resource: Resource, api_version: str, kind: str) -> dict[str, str]:
    if api_version == resource.api_version and not resource.custom:
        return {"group": "", "version": "", "kind": kind}
    group, _, version = api_version.rpartition("/")
    return {"group": group, "version": version, "kind": kind}
