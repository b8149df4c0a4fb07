"""The API server: requests over HTTP and verbs in the process, all through one door."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal

from typekro.kubernetes.objects import part
from typekro.kubernetes.retry import Request
from typekro.local.api import patching, validation
from typekro.local.api.bodies import header, warning_headers
from typekro.local.api.changes import Change, Manifest
from typekro.local.api.creating import create
from typekro.local.api.custom import Definitions
from typekro.local.api.deleting import delete
from typekro.local.api.discovery import discovery
from typekro.local.api.errors import StatusError
from typekro.local.api.handling import handle
from typekro.local.api.listing import Wanted, candidates, selects
from typekro.local.api.options import DeleteOptions, WriteOptions
from typekro.local.api.refusals import bad_request, method_not_allowed, no_such_resource
from typekro.local.api.registry import is_custom
from typekro.local.api.resources import Resource, Target
from typekro.local.api.responses import Response, encoded
from typekro.local.api.routing import route, split
from typekro.local.api.scaling import patch_scale
from typekro.local.api.snapshots import Snapshot, restore, snapshot
from typekro.local.api.static import static
from typekro.local.api.updating import apply, update
from typekro.local.api.updating import patch as patch_object
from typekro.local.api.watching import WatchStream
from typekro.local.api.world import Admission, World
from typekro.openapi.kinds import Kinds

Policy = Literal["Background", "Foreground", "Orphan"]

NAMESPACES = ("default", "kube-node-lease", "kube-public", "kube-system")
_GROUP_AND_VERSION = 3


class ApiServer:
    """An API server over a store in memory; each call is atomic.

    Args:
        clock: gives the time, with its zone.
        kinds: the schemas of the built-in kinds; those of Kubernetes by default.
        history: how many events of a kind are remembered: watches and pages that ask for older ones are told so.

    Example:
        >>> from datetime import UTC, datetime
        >>> server = ApiServer(clock=lambda: datetime.now(UTC))
        >>> made = server.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}, manager="me")
        >>> made["status"]["phase"], server.get("v1", "Namespace", "shop") is not None
        ('Active', True)
    """

    def __init__(self, *, clock: Callable[[], datetime], kinds: Kinds | None = None, history: int = 4096) -> None:
        self._world = World(clock, kinds or Kinds.builtin(), history)
        self._definitions = Definitions(self._world)
        for name in NAMESPACES:
            self.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}, manager="kube-apiserver")

    def answer(self, request: Request, user: str = "kubernetes-admin") -> Response | WatchStream:
        """Answers a request; what is refused is answered too.

        Args:
            request: the request as it arrived; its path is quoted.
            user: who asks.
        """
        try:
            return self._answer(request, user)
        except StatusError as error:
            return Response(error.code, encoded(error.status()), headers=warning_headers(error.warnings))

    def _answer(self, request: Request, user: str) -> Response | WatchStream:
        parts = split(request.path)
        accept = header(request, "Accept")
        if request.method == "GET":
            registry = self._world.registry
            found = discovery(registry, parts, accept) or static(registry, self._world.kinds, parts, accept)
            if found is not None:
                return found
        elif discovery(self._world.registry, parts, "") is not None:
            raise method_not_allowed()
        where = route(self._world.registry, parts)
        if where is None:
            if len(parts) == 2 and parts[0] == "api":  # noqa: PLR2004 - api/VERSION
                raise no_such_resource()
            if (
                len(parts) == _GROUP_AND_VERSION
                and parts[0] == "apis"
                and parts[1] in self._world.registry.groups
                and not is_custom(self._world.registry, parts[1])
            ):
                raise no_such_resource()
            return Response(404, b"404 page not found\n", "text/plain; charset=utf-8")
        return handle(self._world, request, where, user)

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Tells somebody of every write, after it was committed; gives what ends that.

        Args:
            callback: is called within the write; what it writes itself is told after this change.
        """
        subscribers = self._world.subscribers
        subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in subscribers:
                subscribers.remove(callback)

        return unsubscribe

    def admission(self, api_version: str, kind: str, callback: Admission) -> None:
        """Lets somebody complete the objects of a kind before they are stored, as the `clusterIP` of a Service.

        Args:
            api_version: group and version.
            kind: the kind.
            callback: is given the new object and the old one, and gives the object to be stored; it may raise a StatusError.
        """
        self._world.admissions.setdefault(self._resource(api_version, kind).qualified, []).append(callback)

    def resource(self, api_version: str, kind: str) -> Resource | None:
        """How a kind is served; None where it is not."""
        return self._world.registry.of(api_version, kind)

    def stored_as(self, group: str, kind: str) -> Resource | None:
        """How a kind is served in the version in which its objects are stored; None where it is not.

        Args:
            group: its group.
            kind: the kind.
        """
        return self._world.registry.stored(group, kind)

    def resources(self) -> tuple[Resource, ...]:
        """All that is served."""
        return tuple(self._world.registry.all())

    def get(self, api_version: str, kind: str, name: str, namespace: str | None = None) -> Manifest | None:
        """An object as it is stored; None where there is none.

        Args:
            api_version: group and version.
            kind: the kind.
            name: the object's name.
            namespace: its namespace.

        Raises:
            StatusError: the kind is not served.
        """
        resource = self._resource(api_version, kind)
        return self._world.read(resource, (namespace or "" if resource.namespaced else "", name))

    def list(self, api_version: str, kind: str, namespace: str | None = None, labels: str | None = None) -> list[Manifest]:
        """The objects of a kind, by namespace and name.

        Args:
            api_version: group and version.
            kind: the kind.
            namespace: only those of this namespace.
            labels: only those that this selector picks.

        Raises:
            StatusError: the kind is not served, or the selector cannot be read.
        """
        resource = self._resource(api_version, kind)
        wanted = Wanted(namespace if resource.namespaced else None, labels=labels or "")
        chosen = selects(resource, wanted)
        found = candidates(self._world, resource, wanted)
        return [self._world.read(resource, key) or entry.object for key, entry in found if chosen is None or chosen(entry.object)]

    def create(self, obj: Manifest, *, manager: str, known: bool = False) -> Manifest:
        """Creates an object.

        Args:
            obj: the object; not changed.
            manager: the name of the field manager.
            known: it is known to be right, and is not held against the rules of its kind again.

        Raises:
            StatusError: it is refused.
        """
        resource, key = self._of(obj)
        return create(self._world, resource, key[0], self._read(resource, obj), WriteOptions(manager, known=known))

    def update(self, obj: Manifest, *, manager: str, subresource: str | None = None) -> Manifest:
        """Puts an object in the place of another; its resourceVersion is checked where it has one.

        Args:
            obj: the object.
            manager: the name of the field manager.
            subresource: `status` or `finalize`, to write that alone.

        Raises:
            StatusError: it is refused.
        """
        resource, key = self._of(obj)
        read = self._read(resource, obj, self._world.read(resource, key))
        return update(self._world, Target(resource, key, subresource), read, WriteOptions(manager))[0]

    def apply(self, obj: Manifest, *, manager: str, force: bool = False, subresource: str | None = None) -> Manifest:
        """Applies an object on the server.

        Args:
            obj: the fields that the manager wants to own.
            manager: its name.
            force: takes fields over from others.
            subresource: `status`, to apply that alone.

        Raises:
            StatusError: it is refused; 409 where others own fields.
        """
        resource, key = self._of(obj)
        options = WriteOptions(manager, force=force)
        return apply(self._world, Target(resource, key, subresource), obj, options)[0]

    def patch(
        self,
        api_version: str,
        kind: str,
        name: str,
        namespace: str | None,
        patch: Manifest,
        *,
        manager: str,
        subresource: str | None = None,
    ) -> Manifest:
        """Changes an object by a JSON merge patch.

        Args:
            api_version: group and version.
            kind: the kind.
            name: the object's name.
            namespace: its namespace.
            patch: the patch.
            manager: the name of the field manager.
            subresource: `status` or `scale`, to patch that alone: of a scale, a patch sets the replicas.

        Raises:
            StatusError: it is refused.
        """
        resource = self._resource(api_version, kind)
        key = (namespace or "" if resource.namespaced else "", name)
        if subresource == "scale":
            return patch_scale(self._world, Target(resource, key, subresource), patching.MERGE, patch, WriteOptions(manager))

        def make(old: Manifest) -> Manifest:
            return self._read(resource, patching.patched(resource, old, patching.MERGE, patch, self._world.kinds), old)

        return patch_object(self._world, Target(resource, key, subresource), make, WriteOptions(manager))

    def delete(
        self,
        api_version: str,
        kind: str,
        name: str,
        namespace: str | None = None,
        *,
        uid: str | None = None,
        resource_version: str | None = None,
        policy: Policy = "Background",
        grace: int | None = None,
    ) -> None:
        """Asks for the deletion of an object.

        Args:
            api_version: group and version.
            kind: the kind.
            name: the object's name.
            namespace: its namespace.
            uid: only the object with this UID.
            resource_version: only in this version.
            policy: what becomes of its dependents.
            grace: how many seconds a pod has to end.

        Raises:
            StatusError: it is refused; 404 where there is none.
        """
        resource = self._resource(api_version, kind)
        key = (namespace or "" if resource.namespaced else "", name)
        options = DeleteOptions(uid=uid, resource_version=resource_version, policy=policy, grace=grace)
        delete(self._world, resource, key, options)

    @property
    def revision(self) -> int:
        """The number of the last write."""
        return self._world.store.revision

    def snapshot(self) -> Snapshot:
        """All that is stored now."""
        return snapshot(self._world)

    def restore(self, kept: Snapshot) -> None:
        """Replaces all that is stored by what was kept; nobody is told, and what happened before is not known.

        Args:
            kept: what `snapshot` gave.
        """
        restore(self._world, self._definitions, kept)

    def _resource(self, api_version: str, kind: str) -> Resource:
        found = self._world.registry.of(api_version, kind)
        if found is None:
            raise no_such_resource()
        return found

    def _of(self, obj: Manifest) -> tuple[Resource, tuple[str, str]]:
        resource = self._resource(obj.get("apiVersion", ""), obj.get("kind", ""))
        metadata: Mapping[str, Any] = part(obj, "metadata")
        namespace: str = metadata.get("namespace") or ""
        if resource.namespaced and not namespace:
            raise bad_request("an empty namespace may not be set during creation")
        return resource, (namespace if resource.namespaced else "", metadata.get("name") or "")

    def _read(self, resource: Resource, obj: Manifest, old: Manifest | None = None) -> Manifest:
        return validation.read(resource, obj, old).object
