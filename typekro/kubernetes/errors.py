"""What can go wrong with a cluster: one class for each reaction that a caller can have."""

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from typekro.errors import TypeKroError, compose
from typekro.kubernetes.objects import part, parts

_CONFLICT = 409


@attrs.frozen
class Cause:
    """One of the server's reasons: `field` is a path such as `spec.replicas`, and may be empty."""

    reason: str
    message: str
    field: str


@attrs.frozen
class FieldConflict:
    """A field that somebody else manages: `operation` is Apply or Update, `subresource` is `scale` or the like, or None."""

    field: str
    manager: str
    operation: str
    subresource: str | None = None

    def __str__(self) -> str:
        through = f" through {self.subresource}" if self.subresource else ""
        return f"{self.field} is managed by {self.manager} ({self.operation}{through})"


class ClusterConfigError(TypeKroError):
    """It is not known how to reach the cluster: no kubeconfig, no such context, credentials that cannot be had.

    Args:
        message: what is shown to the user, whole.
        context: the name of the kubeconfig's context, where one was chosen.
    """

    def __init__(self, message: str, context: str | None = None) -> None:
        super().__init__(message, "CLUSTER_CONFIG", {"context": context})
        self.cluster_context = context


class ClusterUnreachableError(TypeKroError):
    """The API server does not answer.

    Args:
        server: its URL.
        context: the name of the kubeconfig's context.
        reason: why, in one line.
    """

    retryable = True

    def __init__(self, server: str, context: str, reason: str) -> None:
        what = f"cannot reach the cluster of context {context} at {server}: {reason}"
        super().__init__(compose(what, (), kubectl(context, "cluster-info")), "CLUSTER_UNREACHABLE", {"server": server, "context": context})
        self.server = server
        self.cluster_context = context
        self.reason = reason


class ApiError(TypeKroError):
    """The API server refused a request.

    Args:
        action: what was asked for, as a verb: `apply`, `delete`, `list`.
        target: the object, as people call it: `Deployment default/web`.
        status: the HTTP status.
        reason: the server's word for it (`Invalid`, `Forbidden`), or an empty string.
        server_message: what the server said.
        causes: the server's reasons one by one, where it gave them.
        what: the first line of the error, where the usual one would not do.
        hint: what to write or run instead.

    Attributes:
        retryable: the server may do it later: it was busy, or not there.
    """

    def __init__(
        self,
        *,
        action: str,
        target: str,
        status: int,
        reason: str = "",
        server_message: str = "",
        causes: Sequence[Cause] = (),
        what: str = "",
        hint: str | Iterable[str] = (),
    ) -> None:
        said = f"Kubernetes says ({status}{' ' + reason if reason else ''}): {server_message or 'nothing more'}"
        facts = {"action": action, "target": target, "status": status, "reason": reason}
        super().__init__(compose(what or f"could not {action} {target}", said, hint), "KUBERNETES_API", facts)
        self.action = action
        self.target = target
        self.status = status
        self.reason = reason
        self.server_message = server_message
        self.causes = tuple(causes)
        self.retryable = status in _PASSING and not is_typed_patch_refusal(status, server_message)


class InvalidError(ApiError):
    """The API server will not have this object: an unknown field, a wrong type, a broken rule; `causes` names the fields."""


class ForbiddenError(ApiError):
    """The user of this context may not do this."""


class ConflictError(ApiError):
    """Fields that were applied are managed by somebody else, and were not taken over.

    Args:
        conflicts: the fields, each with its manager.
        facts: as of ApiError.
    """

    def __init__(self, conflicts: Sequence[FieldConflict], **facts: Any) -> None:
        fields = "one field is" if len(conflicts) == 1 else f"{len(conflicts)} fields are"
        what = f"could not {facts['action']} {facts['target']}: {fields} managed by others"
        super().__init__(**facts, what=what, hint=[f"leave it out: {each}" for each in conflicts])
        self.conflicts = tuple(conflicts)


class PreconditionFailedError(ApiError):
    """The object is not the one that was meant, so it was not touched: it was replaced, it is gone, or it was changed.

    Args:
        uid: the UID that was asked for.
        live_uid: the UID of the object that has its name now; None where there is no object.
        facts: as of ApiError.
    """

    def __init__(self, uid: str, live_uid: str | None, **facts: Any) -> None:
        state = (
            "it is gone" if live_uid is None else "it was replaced by another object of that name" if live_uid != uid else "it was changed"
        )
        super().__init__(**facts, what=f"could not {facts['action']} {facts['target']}: {state}")
        self.uid = uid
        self.live_uid = live_uid

    @property
    def gone(self) -> bool:
        """No object has this name now."""
        return self.live_uid is None


class KindNotFoundError(TypeKroError):
    """The cluster does not know this kind.

    Args:
        api_version: group and version, as in a manifest.
        kind: the kind.
        context: the name of the kubeconfig's context.
        known: the kinds of this group and version; empty where the cluster does not serve it at all.
        served: the groups and versions that the cluster serves, where `known` is empty.
    """

    def __init__(self, api_version: str, kind: str, context: str, known: Iterable[str], served: Iterable[str] = ()) -> None:
        self.api_version = api_version
        self.kind = kind
        self.known = tuple(sorted(known))
        facts = {"api_version": api_version, "kind": kind, "context": context}
        super().__init__(
            compose(f"the cluster of context {context} knows no {kind} of {api_version}", *self._help(context, served)),
            "KIND_NOT_FOUND",
            facts,
        )

    def _help(self, context: str, served: Iterable[str]) -> tuple[str, str]:
        group = self.api_version.rpartition("/")[0]
        look = kubectl(context, f"api-resources --api-group={group}" if self.known else "api-versions")
        if self.known:
            near = difflib.get_close_matches(self.kind, self.known, 1)
            return f"of {self.api_version} it knows {', '.join(self.known)}", f"did you mean {near[0]}?" if near else look
        near = difflib.get_close_matches(self.api_version, list(served), 1)
        return f"it does not serve {self.api_version} at all", f"did you mean {near[0]}?" if near else look


def kubectl(context: str, command: str) -> str:
    """The kubectl command line for a context, for hints."""
    return f"kubectl {command}" if context == IN_CLUSTER else f"kubectl --context {context} {command}"


IN_CLUSTER = "in-cluster"
"""What the context is called where there is none: credentials of the pod that we run in."""


def _declared_namespace(name: str) -> str:
    """How a script makes a namespace, wherever it runs: a local cluster is reached by no kubectl unless it is served."""
    return f'KubernetesObject("{name}", {{"apiVersion": "v1", "kind": "Namespace", "metadata": {{"name": "{name}"}}}}) before it'


def api_error(*, action: str, target: str, status: int, said: Mapping[str, Any], context: str) -> ApiError:
    """The error for an answer of the API server that is no success.

    Args:
        action: what was asked for, as a verb.
        target: the object, as people call it.
        status: the HTTP status.
        said: the Status object that was answered; `message` alone will do.
        context: the name of the kubeconfig's context, for hints.
    """
    details = part(said, "details")
    causes = [Cause(each.get("reason", ""), each.get("message", ""), each.get("field", "")) for each in parts(details, "causes")]
    facts: dict[str, Any] = {
        "action": action,
        "target": target,
        "status": status,
        "reason": said.get("reason", ""),
        "server_message": said.get("message", ""),
        "causes": causes,
    }
    conflicts = [_conflict(each) for each in causes if each.reason == "FieldManagerConflict"]
    if conflicts:
        return ConflictError(conflicts, **facts)
    if status == _UNAUTHORIZED:
        return ApiError(
            **facts, what=f"could not {action} {target}: the credentials are not accepted", hint=kubectl(context, "auth whoami")
        )
    if status == _FORBIDDEN and not any(cause.reason == "NamespaceTerminating" for cause in causes):
        return ForbiddenError(**facts, what=f"not allowed to {action} {target}", hint=kubectl(context, "auth can-i --list"))
    if status == _NOT_FOUND and details.get("kind") == "namespaces":
        name = details.get("name", "")
        what = f"could not {action} {target}: there is no namespace {name}"
        return ApiError(**facts, what=what, hint=_declared_namespace(name))
    if status in {_BAD_REQUEST, _UNPROCESSABLE} or is_typed_patch_refusal(status, facts["server_message"]):
        return InvalidError(**facts)
    return ApiError(**facts)


def is_typed_patch_refusal(status: int, message: str) -> bool:
    """The API server answers 500 where an applied object does not fit its kind; sending it again changes nothing."""
    return status == _INTERNAL and message.startswith("failed to create typed patch object")


_BAD_REQUEST, _UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _UNPROCESSABLE, _INTERNAL = 400, 401, 403, 404, 422, 500
_PASSING = frozenset({429, 500, 502, 503, 504})
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')


def _conflict(cause: Cause) -> FieldConflict:
    """Reads `conflict with "kubectl" with subresource "scale" using apps/v1 at 2026-01-01T00:00:00Z`; Apply managers have no `using`."""
    names = [_unquote(text) for text in _QUOTED.findall(cause.message)] or [cause.message]
    operation = "Update" if " using " in _QUOTED.sub("", cause.message) else "Apply"
    return FieldConflict(cause.field, names[0], operation, names[1] if len(names) > 1 else None)


def _unquote(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:  # Go quotes some bytes in ways that JSON does not know
        return text[1:-1]


def may_be_about_uid(error: ApiError) -> bool:
    """Whether an update can have been refused since its UID was not that of what is there."""
    if isinstance(error, ConflictError):
        return False
    return error.status == _CONFLICT or any(cause.field == "metadata.uid" for cause in error.causes)


def facts_of(error: ApiError) -> dict[str, Any]:
    """What an error knows beside its text, to make another one of it."""
    return {name: getattr(error, name) for name in ("action", "target", "status", "reason", "server_message", "causes")}
