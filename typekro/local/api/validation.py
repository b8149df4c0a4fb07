"""The door to schemas: how what is written is read, filled in, pruned and held against the rules of its kind."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from typekro.kubernetes.objects import part
from typekro.local.api.changes import Manifest
from typekro.local.api.errors import StatusCause, StatusError
from typekro.local.api.refusals import bad_patch, bad_request, invalid
from typekro.local.api.resources import Resource
from typekro.local.merging.shapes import is_list, is_object
from typekro.local.schemas import (
    Decoded,
    DecodingError,
    FieldProblem,
    builtin_problems,
    builtin_status_problems,
    custom_problems,
    decoding_message,
    is_typed,
    problems_of_crd,
    read_builtin,
    read_custom,
    status_problems,
    strict_message,
)

_DEFINITIONS: Final = "customresourcedefinitions.apiextensions.k8s.io"


def read(resource: Resource, manifest: Manifest, old: Manifest | None = None) -> Decoded:
    """An object with its defaults and without what its kind does not have.

    Args:
        resource: its kind.
        manifest: the object, with apiVersion and kind; not changed.
        old: the object as it is stored: parts of it that are the very same ones were read before, and are not read again.

    Raises:
        StatusError: a field has the wrong type.
    """
    try:
        return _read(resource, manifest) if old is None else _read_changed(resource, manifest, old)
    except DecodingError as error:
        raise bad_request(decoding_message(resource.api_version, resource.kind, error.said)) from error


def _read(resource: Resource, manifest: Manifest) -> Decoded:
    if resource.custom:
        return read_custom(manifest, resource.structural)
    if is_typed(resource.api_version, resource.kind):
        return read_builtin(manifest)
    return Decoded(dict(manifest), ())


def _read_changed(resource: Resource, manifest: Manifest, old: Manifest) -> Decoded:
    changed, kept = _split(manifest, old)
    metadata = changed.get("metadata")
    if not is_object(metadata):
        found = _read(resource, changed)
        return Decoded({**found.object, **kept}, found.unknown)
    changed["metadata"], same = _split(metadata, old["metadata"])
    found = _read(resource, changed)
    return Decoded({**found.object, **kept, "metadata": {**part(found.object, "metadata"), **same}}, found.unknown)


def _split(new: Manifest, old: Manifest) -> tuple[Manifest, Manifest]:
    """What may be other in a new version, and what is the very same."""
    same = {name: value for name, value in new.items() if old.get(name) is value and (is_object(value) or is_list(value))}
    return {name: value for name, value in new.items() if name not in same}, same


def patched(resource: Resource, manifest: Manifest, level: str, shown: str) -> tuple[Manifest, list[str]]:
    """An object that a patch made, as it is read; and the warnings about what was not understood.

    Args:
        resource: its kind.
        manifest: the object.
        level: what becomes of unknown fields.
        shown: the patch, or what it made, as errors show it.

    Raises:
        StatusError: it cannot be read, or has unknown fields where that is not wanted.
    """
    try:
        found = _read(resource, manifest)
    except DecodingError as error:
        raise bad_patch(shown, error.said) from error
    if not found.unknown or level == "Ignore":
        return found.object, []
    if level == "Strict":
        raise bad_patch(shown, strict_message(found.unknown))
    return found.object, [f'unknown field "{path}"' for path in found.unknown]


def decoded(resource: Resource, manifest: Manifest, level: str, repeated: Iterable[str] = ()) -> tuple[Manifest, list[str]]:
    """An object as it is read, and the warnings about what was not understood.

    Args:
        resource: its kind.
        manifest: the object.
        level: what becomes of unknown fields: `Strict`, `Warn` or `Ignore`.
        repeated: the fields that stand in it more than once.

    Raises:
        StatusError: it cannot be read, or has unknown fields where that is not wanted.
    """
    found = read(resource, manifest)
    told = [*(f'duplicate field "{path}"' for path in repeated), *(f'unknown field "{path}"' for path in found.unknown)]
    if not told or level == "Ignore":
        return found.object, []
    if level == "Strict":
        said = f"strict decoding error: {', '.join(told)}"
        raise bad_request(decoding_message(resource.api_version, resource.kind, said))
    return found.object, told


def unknown_fields(resource: Resource, unknown: tuple[str, ...]) -> StatusError:
    """The refusal of fields that a kind does not have."""
    said = strict_message(unknown)
    return bad_request(decoding_message(resource.api_version, resource.kind, said))


def check(resource: Resource, new: Manifest, old: Mapping[str, Any] | None, subresource: str | None = None) -> None:
    """Refuses an object that breaks a rule of its kind.

    Args:
        resource: its kind.
        new: the object.
        old: what it was; None where it is created.
        subresource: what of it is written.

    Raises:
        StatusError: 422, with the causes.
    """
    refuse(resource, new["metadata"].get("name", ""), _problems(resource, new, old, subresource))


def refuse(resource: Resource, name: str, problems: Iterable[FieldProblem]) -> None:
    """Refuses an object for problems, if there are some.

    Raises:
        StatusError: there are.
    """
    causes = [StatusCause(each.reason, each.message, each.path) for each in problems]
    if causes:
        raise invalid(resource.group, resource.kind, name, causes)


def _problems(resource: Resource, new: Manifest, old: Mapping[str, Any] | None, subresource: str | None) -> Iterable[FieldProblem]:
    if resource.qualified == _DEFINITIONS:
        return problems_of_crd(new, old) if subresource is None else ()
    if not resource.custom and subresource == "status" and old is not None:
        return builtin_status_problems(new, old)
    if not resource.custom:
        return builtin_problems(new, old, namespaced=resource.namespaced) if subresource in {None, "scale"} else ()
    scale = resource.scale or None
    if subresource == "status" and old is not None:
        return status_problems(new, resource.structural, old, namespaced=resource.namespaced, scale=scale)
    return custom_problems(new, resource.structural, old, namespaced=resource.namespaced, scale=scale)
