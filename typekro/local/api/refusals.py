"""The refusals of the API server, one function each, with the words of Kubernetes."""

import json
from collections.abc import Iterable, Sequence

from typekro.local.api.errors import StatusCause, StatusError, about
from typekro.local.api.resources import Resource


def not_found(resource: Resource, name: str) -> StatusError:
    """There is no object of this name."""
    return StatusError(404, "NotFound", f'{resource.qualified} "{name}" not found', about(resource.group, resource.plural, name))


def no_namespace(name: str) -> StatusError:
    """There is no such namespace."""
    return StatusError(404, "NotFound", f'namespaces "{name}" not found', about("", "namespaces", name))


def no_such_resource() -> StatusError:
    """Nothing is served at this path."""
    status = StatusError(404, "NotFound", "the server could not find the requested resource")
    status.always_details = True
    return status


def already_exists(resource: Resource, name: str, *, going: bool = False) -> StatusError:
    """There is an object of this name, if only until it is gone."""
    said = f'{"object is being deleted: " if going else ""}{resource.qualified} "{name}" already exists'
    return StatusError(409, "AlreadyExists", said, about(resource.group, resource.plural, name))


def conflict(resource: Resource, name: str, why: str, causes: Sequence[StatusCause] = ()) -> StatusError:
    """The object is not as the request takes it to be."""
    message = f'Operation cannot be fulfilled on {resource.qualified} "{name}": {why}'
    return StatusError(409, "Conflict", message, about(resource.group, resource.plural, name, causes))


def modified(resource: Resource, name: str) -> StatusError:
    """Somebody else changed the object meanwhile."""
    return conflict(resource, name, "the object has been modified; please apply your changes to the latest version and try again")


def forbidden(resource: Resource, name: str, why: str, causes: Sequence[StatusCause] = ()) -> StatusError:
    """A rule forbids it."""
    return StatusError(
        403, "Forbidden", f'{resource.qualified} "{name}" is forbidden: {why}', about(resource.group, resource.plural, name, causes)
    )


def invalid(group: str, kind: str, name: str, causes: Iterable[StatusCause]) -> StatusError:
    """Fields of the object are wrong."""
    found = list(causes)
    texts = list(dict.fromkeys(f"{each.field}: {each.message}" for each in found))
    said = texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"
    message = f'{kind}{f".{group}" if group else ""} "{name}" is invalid: {said}'
    return StatusError(422, "Invalid", message, about(group, kind, name, found))


def internal(message: str) -> StatusError:
    """What Kubernetes calls an error of its own."""
    return StatusError(500, "", message)


def precondition(resource: Resource, name: str, why: str) -> StatusError:
    """The object of a deletion is another than the one that is meant; Kubernetes calls it by its kind here."""
    kind = f"{resource.kind}.{resource.group}" if resource.group else resource.kind
    message = f'Operation cannot be fulfilled on {kind} "{name}": {why}'
    return StatusError(409, "Conflict", message, about(resource.group, resource.kind, name))


def bad_patch(shown: str, why: str) -> StatusError:
    """What a patch makes of an object cannot be read."""
    cause = StatusCause("FieldValueInvalid", f"Invalid value: {json.dumps(shown, ensure_ascii=False)}: {why}", "patch")
    return StatusError(422, "Invalid", f' "" is invalid: patch: {cause.message}', about("", "", "", [cause]))


def bad_request(message: str) -> StatusError:
    """The request cannot be understood."""
    return StatusError(400, "BadRequest", message)


def nameless(name: str | None) -> StatusError:
    """The object in the body has no name, while its path has."""
    return bad_request(f"the name of the object ({name} based on URL) was undeterminable: name must be provided")


def unprocessable(message: str) -> StatusError:
    """A patch cannot be applied to this object."""
    return _with_details(422, "Invalid", message)


def unknown_patch(known: Sequence[str], *, custom: bool) -> StatusError:
    """A patch has a form that is not known."""
    if not custom:
        return _with_details(415, "UnsupportedMediaType", "415: Unsupported Media Type")
    return unsupported_media_type(known)


def _with_details(code: int, reason: str, message: str) -> StatusError:
    status = StatusError(code, reason, message)
    status.always_details = True
    return status


def method_not_allowed() -> StatusError:
    """The resource has no such verb."""
    return StatusError(405, "MethodNotAllowed", "the server does not allow this method on the requested resource")


def not_acceptable(accepted: Sequence[str], *, known: bool = False) -> StatusError:
    """The client takes none of the forms that there are."""
    if known:
        return StatusError(406, "NotAcceptable", f"only the following media types are accepted: {', '.join(accepted)}")
    return _with_details(406, "NotAcceptable", f"406: Not Acceptable\n\nAvailable representations: {', '.join(accepted)}")


def unsupported_media_type(accepted: Sequence[str]) -> StatusError:
    """The body has a form that is not understood."""
    message = f"the body of the request was in an unknown format - accepted media types include: {', '.join(accepted)}"
    return StatusError(415, "UnsupportedMediaType", message)


def expired(message: str, token: str = "") -> StatusError:
    """A moment that is asked for is no longer remembered."""
    return StatusError(410, "Expired", message, metadata={"continue": token} if token else None)


def too_large_version(asked: int, current: int) -> StatusError:
    """A moment is asked for that has not come yet."""
    causes = (StatusCause("ResourceVersionTooLarge", "Too large resource version", ""),)
    details = {**about("", "", "", causes), "retryAfterSeconds": 1}
    return StatusError(504, "Timeout", f"Timeout: Too large resource version: {asked}, current: {current}", details)
