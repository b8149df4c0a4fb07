"""Looks at a cluster for all that `diagnosis` judges; changes nothing in it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import TypeVar

import anyio
import attrs

from typekro.errors import TypeKroError
from typekro.kro.definition import CRD, RGD
from typekro.kro.diagnosis import KroFacts
from typekro.kro.permissions import Need, Used, needs
from typekro.kubernetes import Client, ForbiddenError, KindNotFoundError, Manifest, Reachable
from typekro.openapi.kro_kinds import LOCAL_KRO, REVISION_API_VERSION, REVISION_KIND

T = TypeVar("T")

_AT_ONCE = 16
_RGDS = "resourcegraphdefinitions.kro.run"
_VERSION_LABEL = "kro.run/kro-version"
# As its Helm chart labels it, and as people do who write manifests of their own; the first that finds something counts.
_CONTROLLERS = ("app.kubernetes.io/part-of=kro,app.kubernetes.io/component=controller", "app.kubernetes.io/name=kro", "app=kro")


@attrs.frozen(kw_only=True)
class Examined:
    """What a cluster was seen to be.

    Args:
        context: the name of the kubeconfig's context.
        server: the URL of the API server.
        identity: what tells it from others; empty where that may not be read.
        version: the version of Kubernetes.
        kro: what was seen of kro.
        asked: what typekro needs to be allowed.
        denied: what of it is not allowed.
    """

    context: str
    server: str
    identity: str
    version: str
    kro: KroFacts
    asked: tuple[Need, ...]
    denied: tuple[Need, ...]


async def examine(cluster: Reachable, used: Sequence[Used], *, kro: bool = True) -> Examined | TypeKroError:
    """Looks at a cluster.

    Args:
        cluster: which one.
        used: the kinds that typekro is to work with there.
        kro: whether kro has a part in it.

    Returns:
        What was seen; or the error that it could not be asked for, as any run would have it.
    """

    async def look(client: Client) -> Examined:
        plurals = await _plurals(client, used)
        asked = needs(used, plurals, client.namespace, kro=kro)
        return Examined(
            context=client.context,
            server=client.server,
            identity=client.identity,
            version=await client.version(),
            kro=await _kro(client),
            asked=asked,
            denied=await _denied(client, asked),
        )

    return await _asked(cluster, look)


async def plurals_of(cluster: Reachable, used: Sequence[Used]) -> dict[tuple[str, str], str]:
    """What kinds are called in the paths of a cluster; nothing where it cannot be asked."""
    found = await _asked(cluster, lambda client: _plurals(client, used))
    return {} if isinstance(found, TypeKroError) else found


async def _asked(cluster: Reachable, work: Callable[[Client], Awaitable[T]]) -> T | TypeKroError:
    try:
        async with cluster.connect(identified=False) as client:  # who may not read kube-system is told so among the permissions
            return await work(client)
    except TypeKroError as error:
        return error


async def _plurals(client: Client, used: Iterable[Used]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for api_version, kind in dict.fromkeys((one.api_version, one.kind) for one in used):
        try:
            found[api_version, kind] = (await client.resource_type(api_version, kind)).plural
        except KindNotFoundError:  # of a graph that is not there yet, or no longer
            continue
    return found


async def _kro(client: Client) -> KroFacts:
    try:
        await client.resource_type(*RGD)
    except KindNotFoundError:
        return KroFacts(installed=False)
    deployments, hidden = await _deployments(client)
    labels: set[str] = set()
    for kind in (CRD, (REVISION_API_VERSION, REVISION_KIND)):
        owned = await _seen(client, *kind, labels=_VERSION_LABEL, metadata_only=True)
        labels |= {item["metadata"]["labels"][_VERSION_LABEL] for item in owned or ()}
    definitions = await _seen(client, *RGD)
    local = None if deployments else await _local(client)
    return KroFacts(installed=True, definitions=definitions, deployments=deployments, hidden=hidden, labels=sorted(labels), local=local)


async def _local(client: Client) -> str | None:
    """The version of kro that a local cluster of typekro says it plays; None where it is no such one."""
    try:
        crd = await client.get(*CRD, _RGDS)
    except (ForbiddenError, KindNotFoundError):
        return None
    annotations: Mapping[str, str] = {} if crd is None else crd["metadata"].get("annotations") or {}
    return annotations.get(LOCAL_KRO)


async def _deployments(client: Client) -> tuple[list[Manifest], bool]:
    for labels in _CONTROLLERS:
        found = await _seen(client, "apps/v1", "Deployment", labels=labels)
        if found is None:
            return [], True
        if found:
            return found, False
    return [], False


async def _seen(
    client: Client, api_version: str, kind: str, *, labels: str | None = None, metadata_only: bool = False
) -> list[Manifest] | None:
    """The objects of a kind; None where they may not be read."""
    try:
        return (await client.list(api_version, kind, labels=labels, metadata_only=metadata_only)).items
    except (ForbiddenError, KindNotFoundError):
        return None


async def _denied(client: Client, asked: Sequence[Need]) -> tuple[Need, ...]:
    denied: set[Need] = set()
    limit = anyio.CapacityLimiter(_AT_ONCE)

    async def ask(need: Need) -> None:
        async with limit:
            if not failures:
                try:
                    allowed = await client.may(need.verb, need.group, need.resource, need.namespace, need.name)
                except TypeKroError as error:  # raised below: the task group would wrap it
                    failures.append(error)
                else:
                    if not allowed:
                        denied.add(need)

    failures: list[TypeKroError] = []
    async with anyio.create_task_group() as group:
        for need in asked:
            group.start_soon(ask, need)
    if failures:
        raise failures[0]
    return tuple(need for need in asked if need in denied)
