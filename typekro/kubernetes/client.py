"""The verbs: discover, apply, get, list, delete, watch, events; each says what it could not do to which object."""

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import anyio
import attrs
from anyio.abc import TaskGroup, TaskStatus

from typekro.kubernetes.discovery import Discovery, ResourceType
from typekro.kubernetes.errors import ApiError, PreconditionFailedError, api_error, facts_of, may_be_about_uid
from typekro.kubernetes.feed import Feed
from typekro.kubernetes.feeds import Feeds
from typekro.kubernetes.objects import Listing, Manifest, describe, identify, part
from typekro.kubernetes.retry import CONFLICT, CONNECTING, GONE, NOT_FOUND, Patience, Reply, Request
from typekro.kubernetes.transport import Transport
from typekro.kubernetes.watch import Watch
from typekro.kubernetes.wire import METADATA_ONLY, NO_VERSION, apply_body, event_time, patch_body, review_body

_PAGE = "500"
_REVIEWS = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"


@attrs.frozen
class Applied:
    """What an apply did.

    Args:
        live: the object as the server has it now, with its defaults, UID and managed fields.
        created: the object was not there before.
        retried: an earlier try may have reached the server though its answer was lost: `created` may then be False for an
            object that this apply created.
    """

    live: Manifest
    created: bool
    retried: bool


class Client:
    """An open connection to a cluster; `Cluster.connect` makes it.

    Args:
        session: sends requests.
        tasks: runs the watches.
        identity: the UID of the cluster's kube-system namespace, which tells clusters apart.
    """

    def __init__(self, session: Transport, tasks: TaskGroup, identity: str = "") -> None:
        self._session = session
        self._tasks = tasks
        self._discovery = Discovery(lambda path: self._send("GET", path), self.context)
        self._feeds = Feeds(tasks)
        self._removed: set[str] = set()
        self.identity = identity

    @property
    def server(self) -> str:
        """The URL of the API server."""
        return self._session.server

    @property
    def context(self) -> str:
        """The name of the kubeconfig's context, or `in-cluster`."""
        return self._session.access.context

    @property
    def namespace(self) -> str:
        """The default namespace."""
        return self._session.access.namespace

    async def resource_type(self, api_version: str, kind: str, *, wait: float = 0.0) -> ResourceType:
        """Says how the cluster serves a kind.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            wait: how many seconds to wait for a kind whose CRD is being made.

        Raises:
            KindNotFoundError: the cluster does not know it.
        """
        return await self._discovery.find(api_version, kind, wait)

    async def kinds(self) -> list[ResourceType]:
        """Every kind of the cluster whose objects can be listed, each once.

        Raises:
            ApiError: the server refused.
        """
        return await self._discovery.listable()

    async def apply(
        self,
        manifest: Manifest,
        *,
        field_manager: str,
        force: bool = False,
        uid: str | None = None,
        new: bool = False,
        dry_run: bool = False,
    ) -> Applied:
        """Applies a manifest on the server: its fields become the field manager's, those that it applied earlier and left out go.

        Args:
            manifest: the object; where its kind has namespaces and it names none, it goes to the default one.
            field_manager: the name under which the fields are managed; at most 128 bytes.
            force: takes over the fields that others manage.
            uid: the UID of the object that is meant; None where it may be created.
            new: only create it: what has its name is not touched, and the server answers with status 409.
            dry_run: changes nothing, and answers as if it had.

        Raises:
            InvalidError: the server will not have it.
            ConflictError: others manage fields of it.
            PreconditionFailedError: the object with this UID is gone or was replaced.
            ApiError: the server refused for another reason.
        """
        kind = await self.resource_type(manifest["apiVersion"], manifest["kind"])
        metadata = dict(manifest["metadata"])
        if kind.namespaced:
            metadata.setdefault("namespace", self.namespace)
        if uid is not None:
            metadata["uid"] = uid
        if new:
            metadata["resourceVersion"] = NO_VERSION
        body = {**manifest, "metadata": metadata}
        query = {"fieldManager": field_manager, "fieldValidation": "Strict", "force": str(force).lower()} | (
            {"dryRun": "All"} if dry_run else {}
        )
        path = kind.path(metadata.get("namespace"), metadata["name"])
        reply = await self._send("PATCH", path, query, {"Content-Type": "application/apply-patch+yaml"}, apply_body(body))
        if reply.ok:
            return Applied(reply.document(), reply.status == 201, reply.retried)  # noqa: PLR2004 - HTTP
        await self._check_kind(kind, reply)
        error = self._error("apply", identify(body), reply)
        if uid is not None and may_be_about_uid(error):
            await self._check_uid(path, uid, error)
        raise error

    async def patch(self, live: Mapping[str, Any], operations: Sequence[Mapping[str, Any]], *, field_manager: str) -> Manifest:
        """Changes an object by a JSON patch, in the version in which it was last seen: for what an apply cannot say.

        Args:
            live: the object as the server returned it.
            operations: the patch.
            field_manager: the name under which what it sets is managed.

        Raises:
            PreconditionFailedError: the object with this UID is gone or was replaced.
            ApiError: the server refused; with status 422 where the object has changed since.
        """
        metadata, kind = live["metadata"], await self.resource_type(live["apiVersion"], live["kind"])
        path, headers = kind.path(metadata.get("namespace"), metadata["name"]), {"Content-Type": "application/json-patch+json"}
        reply = await self._send("PATCH", path, {"fieldManager": field_manager}, headers, patch_body(live, operations))
        if not reply.ok:
            await self._check_kind(kind, reply)
            await self._check_uid(path, metadata["uid"], self._error("change", identify(live), reply))
        return self._document(reply, "change", identify(live))

    async def get(self, api_version: str, kind: str, name: str, namespace: str | None = None) -> Manifest | None:
        """Reads an object; None if there is none.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            name: the object's name.
            namespace: its namespace; the default one by default.

        Raises:
            KindNotFoundError: the cluster does not know the kind.
            ApiError: the server refused.
        """
        found = await self.resource_type(api_version, kind)
        namespace = self._namespace_for(found, namespace)
        reply = await self._send("GET", found.path(namespace, name))
        if reply.status == NOT_FOUND:
            return None
        return self._document(reply, "read", describe(kind, name, namespace))

    async def list(
        self, api_version: str, kind: str, *, namespace: str | None = None, labels: str | None = None, metadata_only: bool = False
    ) -> Listing:
        """Reads all objects of a kind.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            namespace: only those of this namespace; of all by default.
            labels: only those that this selector picks: `app=web,tier!=test`.
            metadata_only: leaves out everything but the metadata.

        Raises:
            KindNotFoundError: the cluster does not know the kind.
            ApiError: the server refused.
        """
        found = await self.resource_type(api_version, kind)
        query = {"limit": _PAGE} | ({"labelSelector": labels} if labels else {})
        items: list[Manifest] = []
        token = ""
        while True:
            page = await self._send(
                "GET", found.path(namespace), query | ({"continue": token} if token else {}), METADATA_ONLY if metadata_only else {}
            )
            if page.status == GONE and token:  # the moment that we were listing is no longer remembered
                items, token = [], ""
                continue
            await self._check_kind(found, page)
            document = self._document(page, "list", describe(kind, None, namespace))
            items.extend({**item, "apiVersion": api_version, "kind": kind} for item in document.get("items") or ())
            token = document["metadata"].get("continue", "")
            if not token:
                return Listing(items, document["metadata"].get("resourceVersion", ""))  # computed ones, such as ComponentStatus, have none

    async def delete(
        self,
        api_version: str,
        kind: str,
        name: str,
        namespace: str | None = None,
        *,
        uid: str,
        resource_version: str | None = None,
        propagation: str = "Background",
    ) -> bool:
        """Asks for the deletion of exactly this object; True says that it was asked for, False that it was gone already.

        An object with finalizers is still there afterwards, until they are done: watch it to see it go.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            name: the object's name.
            namespace: its namespace; the default one by default.
            uid: its UID; another object of this name is not touched.
            resource_version: its version; a changed object is not touched.
            propagation: what becomes of its dependents: `Background`, `Foreground` or `Orphan`.

        Raises:
            PreconditionFailedError: the object was replaced, or changed.
            ApiError: the server refused.
        """
        found = await self.resource_type(api_version, kind)
        namespace = self._namespace_for(found, namespace)
        preconditions = {"uid": uid} | ({"resourceVersion": resource_version} if resource_version else {})
        options = {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": propagation, "preconditions": preconditions}
        path = found.path(namespace, name)
        reply = await self._send("DELETE", path, {}, {"Content-Type": "application/json"}, json.dumps(options).encode())
        if reply.ok:
            said = reply.document()
            if said.get("kind") == "Status" and part(said, "details").get("uid") == uid:  # of what is still there, the object is returned
                self._removed.add(uid)
            return True
        if reply.status == NOT_FOUND:
            return reply.retried
        error = self._error("delete", describe(kind, name, namespace), reply)
        if reply.status != CONFLICT:
            raise error
        return await self._settle_delete(path, uid, resource_version, error, retried=reply.retried)

    def is_removed(self, uid: str) -> bool:
        """Whether the server said, as it was asked to delete the object of this UID, that it is there no more; a UID never returns."""
        return uid in self._removed

    async def events_of(self, live: Mapping[str, Any], limit: int = 5) -> Sequence[Manifest]:
        """The last events about an object, the latest last; none where we may not read them.

        Args:
            live: the object as the server returned it.
            limit: how many at most.
        """
        metadata = live["metadata"]
        path = f"/api/v1/namespaces/{metadata.get('namespace') or 'default'}/events"
        reply = await self._send("GET", path, {"fieldSelector": f"involvedObject.uid={metadata['uid']}"})
        found: list[Manifest] = reply.document().get("items") or [] if reply.ok else []
        return sorted(found, key=event_time)[-limit:]

    async def may(self, verb: str, group: str, resource: str, namespace: str | None = None, name: str | None = None) -> bool:
        """Whether the user of this context is allowed something; asking changes nothing.

        Args:
            verb: `get`, `list`, `watch`, `create`, `patch`, `delete`.
            group: the group of the resource; empty for the core group.
            resource: what it is called in paths: `deployments`.
            namespace: in which namespace; by default in all of them.
            name: on which object; by default on any.

        Raises:
            ApiError: the server does not say.
        """
        body = review_body(verb=verb, group=group, resource=resource, namespace=namespace or "", name=name or "")
        reply = await self._send("POST", _REVIEWS, {}, {"Content-Type": "application/json"}, body)
        return part(self._document(reply, "ask", "what is allowed"), "status").get("allowed") is True

    async def version(self) -> str:
        """The version of Kubernetes that the server is: `v1.36.3`."""
        return str(self._document(await self._send("GET", "/version"), "read", "the version of the server").get("gitVersion", ""))

    async def keep_watching(self, api_version: str, kind: str, namespace: str | None = None) -> Watch:
        """Watches the objects of a kind until the client closes; shared with all who watch the same.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            namespace: only those of this namespace; of all by default.

        Raises:
            KindNotFoundError: the cluster does not know the kind.
            ForbiddenError: we may not even list it.
        """
        watch: Watch = await self._tasks.start(self._keep, api_version, kind, namespace)
        return watch

    async def _keep(self, api_version: str, kind: str, namespace: str | None, *, task_status: TaskStatus[Watch]) -> None:
        async with self.watching(api_version, kind, namespace) as watch:
            task_status.started(watch)
            await anyio.sleep_forever()

    def __str__(self) -> str:
        return self._session.title

    @asynccontextmanager
    async def watching(self, api_version: str, kind: str, namespace: str | None = None) -> AsyncGenerator[Watch]:
        """Watches the objects of a kind: all who ask for the same ones share one watch, which ends soon after the last of them has left.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            namespace: only those of this namespace; of all by default.

        Raises:
            KindNotFoundError: the cluster does not know the kind.
            ForbiddenError: we may not even list it.
        """
        found = await self.resource_type(api_version, kind)
        watched = (api_version, kind, namespace if found.namespaced else None)

        def make() -> Feed:
            return Feed(self._session, found, watched[2], lambda: self.list(api_version, kind, namespace=watched[2]))

        async with self._feeds.using(watched, make) as feed:
            yield Watch(feed, None if not found.namespaced else namespace or self.namespace)

    async def identify(self) -> None:
        """Learns which cluster this is.

        Raises:
            ClusterUnreachableError: it does not answer.
            ForbiddenError: we may not read the namespace kube-system.
        """
        reply = await self._send("GET", "/api/v1/namespaces/kube-system", patience=CONNECTING)
        self.identity = self._document(reply, "read", "Namespace kube-system")["metadata"]["uid"]

    async def _send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        *,
        patience: Patience | None = None,
    ) -> Reply:
        """The one way to the server for all but watches; tests put their faults here."""
        return await self._session.send(Request(method, path, query or {}, headers or {}, body), patience)

    def _namespace_for(self, kind: ResourceType, namespace: str | None) -> str | None:
        return (namespace or self.namespace) if kind.namespaced else None

    async def _check_kind(self, kind: ResourceType, reply: Reply) -> None:
        """A 404 that names no object means that the kind went away since we learnt of it."""
        if reply.status == NOT_FOUND and not part(reply.document(), "details").get("name"):
            self._discovery.forget(kind.api_version)
            await self.resource_type(kind.api_version, kind.kind)

    def _document(self, reply: Reply, action: str, target: str) -> Manifest:
        if reply.ok:
            return reply.document()
        raise self._error(action, target, reply)

    def _error(self, action: str, target: str, reply: Reply) -> ApiError:
        return api_error(action=action, target=target, status=reply.status, said=reply.document(), context=self.context)

    async def _live(self, path: str, error: ApiError) -> Manifest | None:
        reply = await self._send("GET", path)
        return None if reply.status == NOT_FOUND else self._document(reply, "read", error.target)

    async def _check_uid(self, path: str, uid: str, error: ApiError) -> None:
        """Looks whether the object is still the one that was meant: the server's words for it differ from version to version."""
        live = await self._live(path, error)
        live_uid = live["metadata"]["uid"] if live else None
        if live_uid != uid:
            raise PreconditionFailedError(uid, live_uid, **facts_of(error))

    async def _settle_delete(self, path: str, uid: str, resource_version: str | None, error: ApiError, *, retried: bool) -> bool:
        live = await self._live(path, error)
        if live is None:
            return retried
        metadata = live["metadata"]
        if metadata["uid"] != uid:
            raise PreconditionFailedError(uid, metadata["uid"], **facts_of(error))
        if metadata.get("deletionTimestamp"):
            return True
        if resource_version and metadata["resourceVersion"] != resource_version:
            raise PreconditionFailedError(uid, uid, **facts_of(error))
        raise error
