"""Asking the real kro: a case is applied, its verdict awaited, and everything deleted again."""

import contextlib
from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Final

import anyio

from tests.cluster.waiting import CRD_GONE
from tests.kro_cases.cases import Case
from tests.kro_cases.verdicts import Verdict
from typekro.checking.together import is_crd, is_definition
from typekro.errors import TypeKroError
from typekro.kubernetes import ApiError, Client
from typekro.kubernetes.objects import condition

_MANAGER: Final = "typekro:cases/test"
_CRD: Final = ("apiextensions.k8s.io/v1", "CustomResourceDefinition")
_OWNER: Final = "kro.run/resource-graph-definition-name"
_DEADLINE: Final = 60.0
_PAUSE: Final = 0.05
_LABEL_LENGTH: Final = 63
_PATIENCE: Final = 3.0  # kro may see a CRD that was just made a moment later


async def on_kro(client: Client, case: Case) -> Verdict:
    """What kro says of a case; nothing of it is left behind."""
    async with kept_on_kro(client, case) as verdict:
        return verdict


@contextlib.asynccontextmanager
async def kept_on_kro(client: Client, case: Case) -> AsyncGenerator[Verdict]:
    """What kro says of a case, which stays there for the length of a block."""
    made: list[Mapping[str, Any]] = []
    try:
        yield await _answered(client, case, made)
    finally:
        with anyio.CancelScope(shield=True):
            for manifest in reversed(made):
                await _remove(client, manifest)


async def _answered(client: Client, case: Case, made: list[Mapping[str, Any]]) -> Verdict:
    try:
        with anyio.fail_after(_DEADLINE):
            return await _judged(client, case, made)
    except TimeoutError:
        return Verdict(None, f"no verdict within {_DEADLINE:.0f} s")
    except TypeKroError as error:
        return Verdict(None, " ".join(error.message.split()))


async def _judged(client: Client, case: Case, made: list[Mapping[str, Any]]) -> Verdict:
    if case.unreadable:
        return Verdict(accepted=False, said=case.unreadable.splitlines()[0])
    for manifest in _crds_first(case.needs):
        verdict = await _applied(client, manifest, made, _PATIENCE)
        if not verdict.accepted:
            return Verdict(None, f"what it needs was refused: {verdict.said}")
    verdict = Verdict(accepted=False, said="it has no ResourceGraphDefinition")
    for manifest in _crds_first(case.manifests):
        verdict = await _applied(client, manifest, made, _PATIENCE if case.needs else 0.0)
        if not verdict.accepted:
            break
    return verdict


def _crds_first(manifests: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(manifests, key=lambda manifest: not is_crd(manifest))


async def _applied(client: Client, manifest: Mapping[str, Any], made: list[Mapping[str, Any]], patience: float) -> Verdict:
    missing = [path for path in ("apiVersion", "kind", "metadata") if path not in manifest]
    if missing or "name" not in (manifest["metadata"] or {}):
        return Verdict(accepted=False, said="it has no kind, or no name, that it could be sent under")
    try:
        await client.apply({**manifest}, field_manager=_MANAGER)
    except ApiError as error:
        return Verdict(accepted=False, said=f"{error.status}: {' '.join(error.server_message.split())}")
    made.append(manifest)
    if is_crd(manifest):
        await _established(client, manifest)
    return await _verdict(client, manifest, patience) if is_definition(manifest) else Verdict(accepted=True)


async def _established(client: Client, crd: Mapping[str, Any]) -> None:
    while True:
        found = await client.get(*_CRD, crd["metadata"]["name"])
        if found is not None and _status(found, "Established") == "True":
            break
        await anyio.sleep(_PAUSE)
    for version in crd["spec"]["versions"]:
        await client.resource_type(f"{crd['spec']['group']}/{version['name']}", crd["spec"]["names"]["kind"], wait=_DEADLINE)


async def _verdict(client: Client, definition: Mapping[str, Any], patience: float) -> Verdict:
    refused_since: float | None = None
    while True:
        live = await client.get(definition["apiVersion"], definition["kind"], definition["metadata"]["name"])
        current = live if live is not None else {}
        if _is(current, "Ready", "True"):
            return Verdict(accepted=True, facts=await _facts(client, current))
        refusal = next((condition(current, type_) for type_ in ("GraphAccepted", "KindReady") if _is(current, type_, "False")), None)
        refused_since = None if refusal is None else refused_since or anyio.current_time()
        if refusal is not None and refused_since is not None and anyio.current_time() - refused_since >= patience:
            return Verdict(accepted=False, said=f"{refusal.get('reason')}: {' '.join(str(refusal.get('message')).split())}")
        await anyio.sleep(_PAUSE)


def _is(live: Mapping[str, Any], type_: str, status: str) -> bool:
    found = condition(live, type_) or {}
    return bool(live) and (found.get("status"), found.get("observedGeneration")) == (status, live["metadata"]["generation"])


def _status(live: Mapping[str, Any], type_: str) -> object:
    return (condition(live, type_) or {}).get("status")


async def _facts(client: Client, live: Mapping[str, Any]) -> dict[str, Any]:
    order: list[str] = live["status"].get("topologicalOrder") or []
    resources: list[dict[str, Any]] = live["status"].get("resources") or []
    needs: dict[str, list[dict[str, str]]] = {one["id"]: one.get("dependencies") or [] for one in resources}
    dependencies = {id_: [needed["id"] for needed in needs.get(id_, [])] for id_ in order}
    crds = await client.list(*_CRD, labels=f"{_OWNER}={live['metadata']['name']}")
    made = crds.items[0]["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]
    schemas = {"crdSpecSchema": made["spec"], "crdStatusSchema": made["status"]}
    return {"topologicalOrder": order, "dependencies": dependencies, **schemas}


async def _remove(client: Client, manifest: Mapping[str, Any]) -> None:
    api_version, kind, metadata = manifest["apiVersion"], manifest["kind"], manifest["metadata"]
    await _delete(client, api_version, kind, metadata["name"], metadata.get("namespace"))
    # The API server takes no longer name in a selector; of such a definition kro made no kind.
    if is_definition(manifest) and len(metadata["name"]) <= _LABEL_LENGTH:
        for crd in (await client.list(*_CRD, labels=f"{_OWNER}={metadata['name']}", metadata_only=True)).items:
            await _delete(client, *_CRD, crd["metadata"]["name"], None)


async def _delete(client: Client, api_version: str, kind: str, name: str, namespace: str | None) -> None:
    with anyio.move_on_after(CRD_GONE):
        live = await client.get(api_version, kind, name, namespace)
        if live is not None:
            await client.delete(api_version, kind, name, namespace, uid=live["metadata"]["uid"])
        while await client.get(api_version, kind, name, namespace) is not None:  # noqa: ASYNC110 - nothing tells but the cluster
            await anyio.sleep(_PAUSE)
