"""Which kinds the cluster serves, and under which paths: one request a group and version, remembered."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import anyio
import attrs

from typekro.kubernetes.errors import KindNotFoundError, api_error
from typekro.kubernetes.retry import NOT_FOUND, Reply

_POLL_SECONDS = 0.1


@attrs.frozen
class ResourceType:
    """How the API server calls a kind.

    Args:
        api_version: group and version, as in a manifest: `apps/v1`.
        kind: the kind: `Deployment`.
        plural: its name in paths: `deployments`.
        namespaced: its objects live in namespaces.
    """

    api_version: str
    kind: str
    plural: str
    namespaced: bool

    def path(self, namespace: str | None = None, name: str | None = None) -> str:
        """The path of an object, or of all in a namespace, or of all.

        Args:
            namespace: the namespace; has no meaning for kinds that have none.
            name: the object's name; None for the collection.

        Example:
            >>> ResourceType("apps/v1", "Deployment", "deployments", True).path("default", "web")
            '/apis/apps/v1/namespaces/default/deployments/web'
        """
        inside = f"/namespaces/{quote(namespace, safe='')}" if self.namespaced and namespace else ""
        return f"{_root(self.api_version)}{inside}/{self.plural}" + (f"/{quote(name, safe=':')}" if name is not None else "")


class Discovery:
    """What is known of the kinds of a cluster.

    Args:
        fetch: sends a GET for a path.
        context: the name of the kubeconfig's context, for errors.
    """

    def __init__(self, fetch: Callable[[str], Awaitable[Reply]], context: str) -> None:
        self._fetch = fetch
        self._context = context
        self._known: dict[str, dict[str, ResourceType]] = {}
        self._fetching: defaultdict[str, anyio.Lock] = defaultdict(anyio.Lock)

    async def find(self, api_version: str, kind: str, wait: float = 0.0) -> ResourceType:
        """Finds a kind; asks the cluster anew where it is not known, since its CRD may have come just now.

        Args:
            api_version: group and version, as in a manifest.
            kind: the kind.
            wait: how many seconds to wait for a kind whose CRD is being made.

        Raises:
            KindNotFoundError: the cluster does not know it.
            ApiError: the cluster does not say.
        """
        deadline = anyio.current_time() + wait
        while (found := await self._look(api_version, kind)) is None:
            if anyio.current_time() >= deadline:
                known = self._known.get(api_version, {})
                raise KindNotFoundError(api_version, kind, self._context, known, () if known else await self._served())
            await anyio.sleep(_POLL_SECONDS)
        return found

    async def listable(self) -> list[ResourceType]:
        """Every kind that can be listed, once: of several versions of it the one that the server prefers.

        Raises:
            ApiError: the cluster does not say.
        """
        groups: list[dict[str, Any]] = self._checked(await self._fetch("/apis"), "APIs").get("groups") or []
        versions = ["v1", *(version["groupVersion"] for group in groups for version in _preferred_first(group))]
        found: dict[tuple[str, str], ResourceType] = {}
        for api_version in versions:
            reply = await self._fetch(_root(api_version))
            if not reply.ok:  # an API service that is down hides what it has, and nothing else
                continue
            for each in reply.document().get("resources") or ():
                if "list" in (each.get("verbs") or ()) and "/" not in each["name"]:
                    kind = ResourceType(api_version, each["kind"], each["name"], bool(each["namespaced"]))
                    found.setdefault((api_version.rpartition("/")[0], each["kind"]), kind)
        return list(found.values())

    def forget(self, api_version: str) -> None:
        """Makes the next question about a group and version go to the cluster."""
        self._known.pop(api_version, None)

    async def _look(self, api_version: str, kind: str) -> ResourceType | None:
        before = self._known.get(api_version)
        if before is None or kind not in before:
            async with self._fetching[api_version]:
                if self._known.get(api_version) is before:  # else somebody else fetched it while we waited
                    self._known[api_version] = await self._kinds(api_version)
        return self._known.get(api_version, {}).get(kind)

    async def _kinds(self, api_version: str) -> dict[str, ResourceType]:
        reply = await self._fetch(_root(api_version))
        if reply.status == NOT_FOUND:
            return {}
        resources: list[dict[str, Any]] = self._checked(reply, api_version).get("resources") or []
        return {
            each["kind"]: ResourceType(api_version, each["kind"], each["name"], bool(each["namespaced"]))
            for each in resources
            if "/" not in each["name"]  # a subresource
        }

    async def _served(self) -> list[str]:
        groups: list[dict[str, Any]] = self._checked(await self._fetch("/apis"), "APIs").get("groups") or []
        return ["v1", *(version["groupVersion"] for group in groups for version in group.get("versions") or ())]

    def _checked(self, reply: Reply, target: str) -> dict[str, Any]:
        said = reply.document()
        if reply.ok:
            return said
        raise api_error(action="list", target=f"the kinds of {target}", status=reply.status, said=said, context=self._context)


def _preferred_first(group: dict[str, Any]) -> list[dict[str, Any]]:
    preferred: dict[str, Any] = group.get("preferredVersion") or {}
    versions: list[dict[str, Any]] = group.get("versions") or []
    return sorted(versions, key=lambda version: bool(version["groupVersion"] != preferred.get("groupVersion")))


def _root(api_version: str) -> str:
    return f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
