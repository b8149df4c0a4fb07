"""What stands in the body of a request, and whether it fits to the path."""

import contextlib
from collections.abc import Generator
from typing import Any

import attrs

from typekro.kubernetes.objects import part
from typekro.kubernetes.retry import Request
from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause, StatusError, YamlError
from typekro.local.api.go_errors import NO_OBJECT, go_kind, json_error, unrecognized, unrecognized_object
from typekro.local.api.negotiation import body_of
from typekro.local.api.refusals import bad_request, invalid
from typekro.local.api.repeated_keys import repeated_keys
from typekro.local.api.resources import Resource
from typekro.local.api.responses import Response
from typekro.local.api.routing import Route
from typekro.local.merging.shapes import is_object
from typekro.local.schemas import DecodingError, is_typed, read_builtin


def header(request: Request, name: str) -> str:
    """A header of a request; empty where it is not there."""
    found = request.headers.get(name)
    if found is None:
        found = next((value for key, value in request.headers.items() if key.lower() == name.lower()), "")
    return found


def _check_header(given: Manifest, where: Route, body: bytes) -> None:
    """Refuses an object whose kind or version cannot be read."""
    kind = where.resource.kind
    for field in ("kind", "apiVersion"):
        if not isinstance(given.get(field), str | None):
            why = f"json: cannot unmarshal {go_kind(given[field])} into Go struct field .{field} of type string"
            raise bad_request(unrecognized(kind, why, body))
    if where.resource.custom:
        for field, called in (("kind", "Kind"), ("apiVersion", "apiVersion")):
            if not given.get(field):
                why = f"Object '{called}' is missing in '{body.decode(errors='replace')}'"
                raise bad_request(unrecognized_object(kind, why, body))
    if str(given.get("apiVersion")).count("/") > 1:
        raise bad_request(unrecognized_object(kind, f"unexpected GroupVersion string: {given['apiVersion']}", body))


def read_object(request: Request, where: Route) -> Manifest:
    """The object in a request's body, checked against its path.

    Raises:
        StatusError: it is none, or another one.
    """
    try:
        given = body_of(request.body, header(request, "Content-Type"))
    except YamlError as error:
        said = f"yaml: {error}"
        raise bad_request(unrecognized_object(where.resource.kind, said, request.body or b"")) from error
    except ValueError as error:
        body = request.body or b""
        raise bad_request(unrecognized(where.resource.kind, json_error(error, body), body)) from error
    if given is None and not where.resource.custom:
        given = dict[str, Any]()
    if not is_object(given):
        raise bad_request(unrecognized(where.resource.kind, NO_OBJECT.format(go_kind(given)), request.body or b""))
    _check_header(given, where, request.body or b"")
    return checked_object(given, where)


def checked_object(given: Manifest, where: Route) -> Manifest:
    """An object that fits to its path.

    Raises:
        StatusError: it does not.
    """
    resource = where.resource
    given = _with_kind(given, resource)
    metadata: Any = given.get("metadata")
    if metadata is None:
        metadata = {}
        given = {**given, "metadata": metadata}
    if not is_object(metadata):
        return given  # which is found where it is read
    namespace, name = metadata.get("namespace"), metadata.get("name")
    if where.name is not None and isinstance(name, str) and name and name != where.name:
        raise bad_request(f"the name of the object ({name}) does not match the name on the URL ({where.name})")
    if not isinstance(name, str | None) or not isinstance(namespace, str | None):
        return given  # as well
    if namespace and where.namespace is not None and namespace != where.namespace:
        raise bad_request("the namespace of the provided object does not match the namespace sent on the request")
    return given


def _with_kind(given: Manifest, resource: Resource) -> Manifest:
    api_version, kind = given.get("apiVersion") or resource.api_version, given.get("kind") or resource.kind
    if (api_version, kind) == (resource.api_version, resource.kind):
        return {**given, "apiVersion": api_version, "kind": kind}
    version = resource.version
    if resource.custom:
        if api_version != resource.api_version:
            raise bad_request(
                f"the API version in the data ({api_version}) does not match the expected API version ({resource.api_version})"
            )
        metadata: Any = part(given, "metadata")
        cause = StatusCause("FieldValueInvalid", f'Invalid value: "{kind}": must be {resource.kind}', "kind")
        raise invalid(resource.group, kind, metadata.get("name", ""), [cause])
    raise bad_request(f'{kind} in version "{version}" cannot be handled as a {resource.kind}: {unlike(given, resource)}')


def unlike(given: Manifest, resource: Resource) -> str:
    """Why an object of another kind is not taken in the place of one of this kind, in Go's words.

    Args:
        given: the object, with its kind.
        resource: the kind that is wanted.
    """
    api_version, kind = given.get("apiVersion") or resource.api_version, given.get("kind") or resource.kind
    if not is_typed(api_version, kind):
        return f'no kind "{kind}" is registered for version "{api_version}" in scheme "pkg/runtime/scheme.go:111"'
    try:
        read_builtin({**given, "apiVersion": api_version, "kind": kind})
    except DecodingError as error:
        return error.said
    given_version = api_version.rpartition("/")[2]
    return f"converting ({given_version}.{kind}) to ({_package(resource.group)}.{resource.kind}): unknown conversion"


def _package(group: str) -> str:
    return group.partition(".")[0] or "core"


def with_warning(response: Response, said: str) -> Response:
    """An answer with one more warning."""
    told = warning_headers([said])["Warning"]
    before = response.headers.get("Warning")
    return attrs.evolve(response, headers={**response.headers, "Warning": f"{told}, {before}" if before else told})


def twice(request: Request) -> list[str]:
    """The fields that stand in the body of a request more than once."""
    body = request.body or b""
    return repeated_keys(body) if body[:1] == b"{" else []


@contextlib.contextmanager
def warned(warnings: list[str]) -> Generator[None]:
    """Tells warnings also where what is done in the block is refused."""
    try:
        yield
    except StatusError as error:
        error.warnings = [*warnings, *error.warnings]
        raise


def warning_headers(warnings: list[str]) -> dict[str, str]:
    """The headers that tell warnings."""
    if not warnings:
        return {}
    return {"Warning": ", ".join('299 - "{}"'.format(each.replace("\\", "\\\\").replace('"', '\\"')) for each in warnings)}
