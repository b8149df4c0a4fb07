"""What a request is about, read from its path: the verb and the object, as Kubernetes' audit says them. Pure."""

from urllib.parse import unquote

import attrs

from typekro.kubernetes.retry import Request

READS = frozenset({"get", "list", "watch"})
_APPLY = "application/apply-patch"
_REVIEWS = frozenset({"authentication.k8s.io", "authorization.k8s.io"})
"""The groups whose objects are questions: creating one changes nothing."""

_OF_NAMESPACES = frozenset({"finalize", "status"})
_SHORTEST = {"api": 2, "apis": 3}
_VERBS = {"POST": "create", "PUT": "update"}


@attrs.frozen(kw_only=True)
class Asked:
    """What a request asks for.

    Args:
        verb: `get`, `list`, `watch`, `create`, `update`, `patch`, `apply`, `delete`, `deletecollection`; for what is no object, such as
            `/version`, the method in lower case.
        group: the API group; empty for the core group.
        version: its version.
        plural: the kind as paths call it; empty for what is no object.
        namespace: the namespace; empty where none is named.
        name: the object's name; empty for a collection.
        subresource: what of the object, such as `status`; empty for the whole.
        dry_run: it is only to be tried.
    """

    verb: str
    group: str = ""
    version: str = ""
    plural: str = ""
    namespace: str = ""
    name: str = ""
    subresource: str = ""
    dry_run: bool = False

    @property
    def write(self) -> bool:
        """It changes something, if it is done."""
        return bool(self.plural) and self.verb not in READS and not self.dry_run and self.group not in _REVIEWS


def asked(request: Request) -> Asked:
    """Reads a request.

    Args:
        request: as it came.

    Example:
        >>> found = asked(Request("GET", "/apis/apps/v1/namespaces/default/deployments/web/status"))
        >>> found.verb, found.plural, found.namespace, found.name, found.subresource
        ('get', 'deployments', 'default', 'web', 'status')
    """
    parts = [unquote(part) for part in request.path.strip("/").split("/")]
    length = _SHORTEST.get(parts[0], 0)
    if not length or len(parts) <= length:
        return Asked(verb=request.method.lower())
    group, version = ("", parts[1]) if length == _SHORTEST["api"] else (parts[1], parts[2])
    rest = parts[length:]
    watching = request.query.get("watch") in {"true", "1"}
    if rest[0] == "watch" and len(rest) > 1:  # as it was asked for long ago
        rest, watching = rest[1:], True
    namespace = ""
    if rest[0] == "namespaces" and len(rest) > 1:
        namespace = rest[1]
        if len(rest) > 2 and rest[2] not in _OF_NAMESPACES:  # noqa: PLR2004 - namespaces/NAME/...
            rest = rest[2:]
    plural, name, subresource = [*rest, "", ""][:3]
    return Asked(
        verb=_verb(request, name, watching=watching),
        group=group,
        version=version,
        plural=plural,
        namespace=namespace,
        name=name,
        subresource=subresource,
        dry_run="dryRun" in request.query,
    )


def header(request: Request, name: str) -> str:
    """The value of a header, however its name is written; empty where it is not there."""
    return next((value for key, value in request.headers.items() if key.lower() == name), "")


def _verb(request: Request, name: str, *, watching: bool) -> str:
    if request.method in {"GET", "HEAD"}:
        return "watch" if watching else "get" if name else "list"
    if request.method == "PATCH":
        return "apply" if header(request, "content-type").startswith(_APPLY) else "patch"
    if request.method == "DELETE":
        return "delete" if name else "deletecollection"
    return _VERBS.get(request.method, request.method.lower())
