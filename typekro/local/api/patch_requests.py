"""Patches over HTTP: the form is told by the content type."""

import json
from typing import Any

from typekro.kubernetes.objects import part
from typekro.kubernetes.retry import Request
from typekro.local.api import patching, validation
from typekro.local.api.bodies import checked_object, header, unlike, warned, warning_headers
from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause
from typekro.local.api.go_errors import NO_OBJECT, go_kind, json_error
from typekro.local.api.negotiation import yaml_of
from typekro.local.api.options import WriteOptions, write_options
from typekro.local.api.patching import APPLY, JSON_PATCH, MERGE, STRATEGIC
from typekro.local.api.presenting import Presenter
from typekro.local.api.refusals import bad_patch, bad_request, invalid, nameless, unknown_patch
from typekro.local.api.responses import Response, decoded_json
from typekro.local.api.routing import Route
from typekro.local.api.scaling import apply_scale, patch_scale
from typekro.local.api.updating import apply, patch
from typekro.local.api.world import World
from typekro.local.merging.go_words import plain
from typekro.local.merging.shapes import is_object


def patch_request(world: World, request: Request, where: Route, presenter: Presenter) -> Response:
    """Patches an object as a request says.

    Raises:
        StatusError: it is refused.
    """
    form = header(request, "Content-Type").split(";")[0].strip()
    known = (JSON_PATCH, MERGE, APPLY) if where.resource.custom else (JSON_PATCH, MERGE, STRATEGIC, APPLY)
    if form not in known:
        raise unknown_patch(known, custom=where.resource.custom)
    options = write_options(request.query, header(request, "User-Agent"), "PatchOptions")
    below = where.subresource.name if where.subresource is not None else None
    warnings: list[str] = []
    if form == APPLY:
        return _apply(world, request, where, presenter, options)
    if "force" in request.query:
        raise invalid(
            "meta.k8s.io",
            "PatchOptions",
            "",
            [StatusCause("FieldValueForbidden", "Forbidden: may not be specified for non-apply patch", "force")],
        )
    patch_of = _document(request)
    if form == STRATEGIC and not is_object(patch_of) and patch_of is not None:
        raise bad_request(f"json: cannot unmarshal {go_kind(patch_of)} into Go value of type map[string]interface {{}}")
    if below == "scale":
        return presenter.one(patch_scale(world, where.target, form, patch_of, options))

    def make(old: Manifest) -> Manifest:
        new = patching.patched(where.resource, old, form, patch_of, world.kinds)
        shown = plain(patch_of) if form == STRATEGIC else json.dumps(new, sort_keys=False, separators=(",", ":"), ensure_ascii=False)
        if not is_object(new):
            raise bad_patch(shown, f"couldn't get version/kind; json parse error: {NO_OBJECT.format(go_kind(new))}")
        found = (new.get("apiVersion") or where.resource.api_version, new.get("kind") or where.resource.kind)
        if not where.resource.custom and found != (where.resource.api_version, where.resource.kind):
            raise bad_patch(shown, unlike(new, where.resource))
        new, told = validation.patched(where.resource, checked_object(new, where), options.validation, shown)
        warnings.extend(told)
        if not part(new, "metadata").get("name"):
            raise nameless(where.name)
        return new

    with warned(warnings):
        new = patch(world, where.target, make, options)
    return presenter.one(new, 200, warning_headers(warnings))


def _apply(world: World, request: Request, where: Route, presenter: Presenter, options: WriteOptions) -> Response:
    if not request.query.get("fieldManager"):
        said = "Required value: is required for apply patch"
        raise invalid("meta.k8s.io", "PatchOptions", "", [StatusCause("FieldValueRequired", said, "fieldManager")])
    wanted = yaml_of(request.body or b"")
    if not is_object(wanted):
        raise bad_request(
            "error decoding YAML: error unmarshaling JSON: while decoding JSON: "
            f"json: cannot unmarshal {go_kind(wanted)} into Go value of type map[string]interface {{}}"
        )
    if where.subresource is not None and where.subresource.name == "scale":
        return presenter.one(apply_scale(world, where.target, wanted, options))
    api_version, kind = (found if isinstance(found := wanted.get(name), str) else "" for name in ("apiVersion", "kind"))
    if (api_version, kind) != (where.resource.api_version, where.resource.kind):
        group, _, version = api_version.rpartition("/")
        raise bad_request(f"invalid object type: {group}/{version}, Kind={kind}")
    if wanted.get("metadata") is None:
        wanted = {**wanted, "metadata": dict[str, Any]()}
    new, created = apply(world, where.target, wanted, options)
    return presenter.one(new, 201 if created else 200)


def _document(request: Request) -> Any:
    try:
        return decoded_json(request.body or b"")
    except ValueError as error:
        raise bad_request(f"error decoding patch: {json_error(error, request.body or b'')}") from error
