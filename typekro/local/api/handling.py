"""The verbs over HTTP: what a request for a resource asks for, and what is answered."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from typekro.kubernetes.retry import Request
from typekro.local.api import validation
from typekro.local.api.bodies import header, read_object, twice, warned, warning_headers, with_warning
from typekro.local.api.creating import create
from typekro.local.api.deleting import delete
from typekro.local.api.go_errors import json_error
from typekro.local.api.listing import Page, Wanted, page
from typekro.local.api.negotiation import Accept, accepted, body_of
from typekro.local.api.options import delete_options, write_options
from typekro.local.api.patch_requests import patch_request
from typekro.local.api.presenting import Presenter
from typekro.local.api.refusals import bad_request, method_not_allowed, nameless, not_found
from typekro.local.api.responses import Response, text
from typekro.local.api.reviews import REVIEWS, reviewed
from typekro.local.api.routing import Route
from typekro.local.api.scaling import read_scale, write_scale
from typekro.local.api.store import Entry
from typekro.local.api.updating import update
from typekro.local.api.watch_requests import is_watch, watch
from typekro.local.api.watching import WatchStream
from typekro.local.api.world import World
from typekro.local.merging.shapes import is_object

_PRESERVED: Final = (
    "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
    "propagationPolicy=Orphan to suppress this warning"
)
_INCLUDED: Final = frozenset({"", "Metadata", "Object", "None"})
_VERBS: Final[Mapping[tuple[str, bool], str]] = {
    ("GET", False): "list",
    ("GET", True): "get",
    ("POST", False): "create",
    ("PUT", True): "update",
    ("PATCH", True): "patch",
    ("DELETE", True): "delete",
    ("DELETE", False): "deletecollection",
}


def handle(world: World, request: Request, where: Route, user: str) -> Response | WatchStream:
    """Answers a request for a resource.

    Raises:
        StatusError: it is refused.
    """
    verb = _VERBS.get((request.method, where.name is not None), "")
    watching = verb in {"list", "get"} and is_watch(request.query)
    allowed = where.resource.verbs if where.subresource is None else where.subresource.verbs
    if verb not in allowed or (verb == "create" and where.resource.namespaced and where.namespace is None):
        raise method_not_allowed()
    accept = accepted(header(request, "Accept"), lists=verb == "list" and not watching)
    presenter = Presenter(where.resource, accept, world.clock, request.query.get("includeObject") or "Metadata")
    if watching:
        return watch(world, where, request.query, presenter)
    if where.resource.plural in REVIEWS:
        return presenter.one(reviewed(where.resource.plural, read_object(request, where), user), 201)
    response = _answer(world, request, where, verb, presenter)
    return with_warning(response, where.resource.deprecation) if where.resource.deprecation else response


def _check_include(include: str, accept: Accept) -> None:
    if accept.form == "table" and include not in _INCLUDED:
        why = f"includeObject: Invalid value: \"{include}\": must be 'Metadata', 'Object', 'None', or empty"
        raise bad_request(f"Unable to convert to Table as requested: {why}")


def _answer(world: World, request: Request, where: Route, verb: str, presenter: Presenter) -> Response:
    return _ANSWERS[verb](world, request, where, presenter)


def _list(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    found = page(world, where.resource, Wanted.of(where.namespace, request.query), request.query)
    _check_include(request.query.get("includeObject", ""), presenter.accept)
    return presenter.page(found)


def _delete(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    options = delete_options(request.query, _options_of(request))
    told = [_PRESERVED] if where.resource.qualified == "jobs.batch" and options.policy is None else []
    with warned(told):
        gone = delete(world, where.resource, where.key, options)
    return presenter.one(gone, 200, warning_headers(told))


def _get(world: World, _: Request, where: Route, presenter: Presenter) -> Response:
    found = world.read(where.resource, where.key)
    if found is None:
        raise not_found(where.resource, where.name or "")
    if where.subresource is not None and where.subresource.name == "log":
        return text("")
    if where.subresource is not None and where.subresource.name == "scale":
        return presenter.one(read_scale(where.resource, found))
    return presenter.one(found)


def _create(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    options = write_options(request.query, header(request, "User-Agent"), "CreateOptions")
    manifest = read_object(request, where)
    manifest, warnings = validation.decoded(where.resource, manifest, options.validation, twice(request))
    with warned(warnings):
        made = create(world, where.resource, where.namespace or "", manifest, options)
    return presenter.one(made, 201, warning_headers(warnings))


def _update(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    options = write_options(request.query, header(request, "User-Agent"), "UpdateOptions")
    below = where.subresource.name if where.subresource is not None else None
    if below == "scale":
        given = body_of(request.body, header(request, "Content-Type"))
        return presenter.one(write_scale(world, where.target, given, options))
    given = read_object(request, where)
    if is_object(given["metadata"]) and not given["metadata"].get("name"):
        raise nameless(where.name)
    manifest, warnings = validation.decoded(where.resource, given, options.validation, twice(request))
    with warned(warnings):
        new, created = update(world, where.target, manifest, options, versioned=True)
    return presenter.one(new, 201 if created else 200, warning_headers(warnings))


def _delete_all(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    options = delete_options(request.query, _options_of(request))
    found = page(world, where.resource, Wanted.of(where.namespace, request.query), request.query)
    gone: list[Entry] = []
    for entry in found.entries:
        metadata = entry.object["metadata"]
        key = (metadata.get("namespace", ""), metadata["name"])
        gone.append(Entry(world.read(where.resource, key) or entry.object))
        delete(world, where.resource, key, options)
    response = presenter.page(Page(gone, found.revision, found.token, found.remaining))
    preserved = where.resource.qualified == "jobs.batch" and options.policy is None
    return with_warning(response, _PRESERVED) if preserved else response


def _options_of(request: Request) -> Mapping[str, Any] | None:
    if not request.body:
        return None
    try:
        given = body_of(request.body, header(request, "Content-Type"))
    except ValueError as error:
        raise bad_request(f"couldn't get version/kind; json parse error: {json_error(error, request.body)}") from error
    if is_object(given) and (kind := given.get("kind") or "DeleteOptions") != "DeleteOptions":
        why = f'no kind "{kind}" is registered for version "{given.get("apiVersion", "")}" in scheme "pkg/runtime/scheme.go:111"'
        raise bad_request(why)
    return given if is_object(given) else None


_ANSWERS: Final[Mapping[str, Callable[[World, Request, Route, Presenter], Response]]] = {
    "list": _list,
    "get": _get,
    "create": _create,
    "update": _update,
    "patch": patch_request,
    "delete": _delete,
    "deletecollection": _delete_all,
}
