"""The client on the real control plane, beside the real kubectl."""

import asyncio
import gc
import warnings
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import anyio
import pytest

from tests.cluster.control_plane import ControlPlane
from tests.cluster.plugin import Cluster as Corner
from tests.kubernetes.stand_in import write_kubeconfig
from typekro.kubernetes import (
    ApiError,
    Client,
    Cluster,
    ConflictError,
    FieldConflict,
    ForbiddenError,
    InvalidError,
    KindNotFoundError,
    Manifest,
    PreconditionFailedError,
)
from typekro.kubernetes.objects import FieldOwner, condition, lost_fields, managed_fields, managed_subset

pytestmark = pytest.mark.anyio

ME = "typekro:test/dev"
LABELS = {"app": "web"}


@pytest.fixture
async def client(cluster: Corner) -> AsyncGenerator[Client]:
    """A client whose default namespace is the test's own."""
    async with Cluster(kubeconfig=str(cluster.kubeconfig), namespace=cluster.namespace).connect() as client:
        with anyio.fail_after(60):
            yield client


def config_map(name: str = "settings", **data: str) -> Manifest:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def deployment(**spec: Any) -> Manifest:
    container = {
        "name": "web",
        "image": "nginx",
        "resources": {"requests": {"cpu": "1000m"}},
        "ports": [{"containerPort": 80}],
        "securityContext": {},
    }
    template: Manifest = {"metadata": {"labels": LABELS}, "spec": {"containers": [container], "volumes": [{"name": "tmp", "emptyDir": {}}]}}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "labels": LABELS},
        "spec": {"selector": {"matchLabels": LABELS}, "template": template, **spec},
    }


def definition(group: str) -> Manifest:
    schema = {"type": "object", "properties": {"spec": {"type": "object", "properties": {"size": {"type": "integer"}}}}}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": f"things.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": "Thing", "plural": "things"},
            "versions": [{"name": "v1", "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}],
        },
    }


def gone(live: Manifest | None) -> bool | None:
    return True if live is None else None


async def test_the_identity_of_a_cluster_is_that_of_kube_system(client: Client, cluster: Corner) -> None:
    namespace = cluster.kubectl_json("get", "namespace", "kube-system")

    assert (client.identity, client.context) == (namespace["metadata"]["uid"], "typekro-test")


async def test_an_unchanged_apply_changes_nothing(client: Client) -> None:
    first = await client.apply(config_map(a="1"), field_manager=ME)
    second = await client.apply(config_map(a="1"), field_manager=ME, uid=first.live["metadata"]["uid"])
    third = await client.apply(config_map(a="2"), field_manager=ME, dry_run=True)

    assert (first.created, second.created, third.created) == (True, False, False)
    assert first.live == second.live == await client.get("v1", "ConfigMap", "settings")
    assert third.live["data"] == {"a": "2"}


@pytest.mark.parametrize(
    "manifest", [{**config_map(), "dta": {}}, deployment(replikas=1), deployment(replicas="two"), deployment(replicas=-1)]
)
async def test_what_the_server_will_not_have_is_invalid_and_told_at_once(client: Client, manifest: Manifest) -> None:
    with anyio.fail_after(2), pytest.raises(InvalidError):
        await client.apply(manifest, field_manager=ME)


async def test_a_conflict_names_who_manages_the_field(client: Client, cluster: Corner) -> None:
    await client.apply(deployment(replicas=1), field_manager=ME)
    cluster.kubectl("scale", "deployment", "web", "--replicas=3")

    with pytest.raises(ConflictError) as caught:
        await client.apply(deployment(replicas=2), field_manager=ME)

    assert caught.value.conflicts == (FieldConflict(".spec.replicas", "kubectl", "Update", "scale"),)


async def test_force_takes_the_field_over(client: Client) -> None:
    await client.apply(config_map(a="1"), field_manager="somebody")
    with pytest.raises(ConflictError) as caught:
        await client.apply(config_map(a="2"), field_manager=ME)

    applied = await client.apply(config_map(a="2"), field_manager=ME, force=True)

    assert caught.value.conflicts == (FieldConflict(".data.a", "somebody", "Apply"),)
    assert applied.live["data"] == {"a": "2"}


async def test_an_apply_knows_the_object_that_it_means(client: Client, cluster: Corner) -> None:
    uid = (await client.apply(config_map(a="1"), field_manager=ME)).live["metadata"]["uid"]
    cluster.kubectl("delete", "configmap", "settings")
    with pytest.raises(PreconditionFailedError) as vanished:
        await client.apply(config_map(a="1"), field_manager=ME, uid=uid)
    other = (await client.apply(config_map(a="1"), field_manager=ME)).live["metadata"]["uid"]
    with pytest.raises(PreconditionFailedError) as replaced:
        await client.apply(config_map(a="1"), field_manager=ME, uid=uid)

    assert (vanished.value.status, vanished.value.gone, replaced.value.status, replaced.value.live_uid) == (409, True, 422, other)


async def test_only_the_object_that_is_meant_is_deleted(client: Client) -> None:
    live = (await client.apply(config_map(a="1"), field_manager=ME)).live
    uid, version = live["metadata"]["uid"], live["metadata"]["resourceVersion"]
    await client.apply(config_map(a="2"), field_manager=ME)

    with pytest.raises(PreconditionFailedError, match="it was replaced"):
        await client.delete("v1", "ConfigMap", "settings", uid="another")
    with pytest.raises(PreconditionFailedError, match="it was changed"):
        await client.delete("v1", "ConfigMap", "settings", uid=uid, resource_version=version)

    assert await client.delete("v1", "ConfigMap", "settings", uid=uid)
    assert not await client.delete("v1", "ConfigMap", "settings", uid=uid)


async def test_an_object_with_a_finalizer_is_seen_to_go_when_that_is_done(client: Client, cluster: Corner) -> None:
    manifest = config_map()
    manifest["metadata"]["finalizers"] = ["example.com/wait"]
    uid = (await client.apply(manifest, field_manager=ME)).live["metadata"]["uid"]

    async with client.watching("v1", "ConfigMap", cluster.namespace) as watch:
        assert await client.delete("v1", "ConfigMap", "settings", uid=uid)
        assert await client.delete("v1", "ConfigMap", "settings", uid=uid)
        await watch.until("settings", None, lambda live: live and live["metadata"].get("deletionTimestamp"))
        cluster.kubectl("patch", "configmap", "settings", "--type=merge", '-p={"metadata":{"finalizers":null}}')
        assert await watch.until("settings", None, gone)


async def test_a_list_of_many_pages_is_whole(client: Client, cluster: Corner) -> None:
    async def apply(number: int) -> None:
        async with limit:
            await client.apply(config_map(f"m{number}"), field_manager=ME)

    limit = anyio.CapacityLimiter(32)
    async with anyio.create_task_group() as tasks:
        for number in range(510):
            tasks.start_soon(apply, number)

    found = await client.list("v1", "ConfigMap", namespace=cluster.namespace, metadata_only=True)

    names = {item["metadata"]["name"] for item in found.items}
    assert names >= {f"m{number}" for number in range(510)}
    assert {(item["apiVersion"], item["kind"], "data" in item) for item in found.items} == {("v1", "ConfigMap", False)}
    assert found.resource_version


async def test_a_watch_sees_every_version_since_a_mark(client: Client, cluster: Corner) -> None:
    uid = (await client.apply(config_map(a="0"), field_manager=ME)).live["metadata"]["uid"]
    seen: list[str | None] = []

    def look(live: Manifest | None) -> bool | None:
        seen.append(live["data"]["a"] if live else None)
        return gone(live)

    async with client.watching("v1", "ConfigMap", cluster.namespace) as watch:
        mark = watch.mark("settings")
        for number in range(1, 6):
            await client.apply(config_map(a=str(number)), field_manager=ME)
        await client.delete("v1", "ConfigMap", "settings", uid=uid)
        await watch.until("settings", None, look, since=mark)

    assert seen == ["1", "2", "3", "4", "5", None]


async def test_a_deployment_is_awaited_and_its_events_are_read(client: Client, cluster: Corner) -> None:
    async with client.watching("apps/v1", "Deployment", cluster.namespace) as watch:
        await client.apply(deployment(), field_manager=ME)
        live = await watch.until(
            "web", None, lambda live: live if live and (condition(live, "Available") or {}).get("status") == "True" else None
        )
    events = await client.events_of(live)

    assert [event["reason"] for event in events] == ["ScalingReplicaSet"]


async def test_a_kind_is_there_as_soon_as_its_definition_and_goes_with_it(client: Client, cluster: Corner) -> None:
    api_version = f"{cluster.group}/v1"
    with pytest.raises(KindNotFoundError):
        await client.resource_type(api_version, "Thing")
    crd = await client.apply(definition(cluster.group), field_manager=ME)
    kind = await client.resource_type(api_version, "Thing", wait=10)
    thing = {"apiVersion": api_version, "kind": "Thing", "metadata": {"name": "one"}, "spec": {"size": 1}}

    async with client.watching(api_version, "Thing") as watch:
        await client.apply(thing, field_manager=ME)
        with pytest.raises(InvalidError):
            await client.apply({**thing, "spec": {"sise": 1}}, field_manager=ME)
        await watch.until("one", None, lambda live: live)
        await client.delete(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", f"things.{cluster.group}", uid=crd.live["metadata"]["uid"]
        )
        await watch.until("one", None, gone)

    assert (kind.plural, kind.namespaced) == ("things", True)


async def test_drift_is_seen_in_our_fields_only_and_in_the_servers_words(client: Client, cluster: Corner) -> None:
    applied = (await client.apply(deployment(replicas=1), field_manager=ME)).live
    recorded, fields = managed_subset(applied, ME), managed_fields(applied, ME)
    cluster.kubectl("label", "deployment", "web", "other=1")
    cluster.kubectl("rollout", "status", "deployment", "web", "--timeout=30s")
    quiet = await client.get("apps/v1", "Deployment", "web")
    cluster.kubectl("set", "image", "deployment/web", "web=busybox")
    drifted = await client.get("apps/v1", "Deployment", "web")

    assert quiet is not None
    assert drifted is not None
    assert recorded["spec"]["template"]["spec"]["containers"] == [
        {
            "name": "web",
            "image": "nginx",
            "resources": {"requests": {"cpu": "1"}},
            "ports": [{"containerPort": 80, "protocol": "TCP"}],
            "securityContext": {},
        }
    ]
    assert managed_subset(quiet, ME) == recorded
    assert lost_fields(quiet, ME, fields) == ()
    assert managed_subset(drifted, ME) != recorded
    owner = FieldOwner('.spec.template.spec.containers[name="web"].image', "kubectl-set", "Update")
    assert lost_fields(drifted, ME, fields) == (owner,)


@pytest.mark.real_only("a local cluster knows one user, who may do everything")
async def test_who_may_list_and_not_watch_is_served_by_polling(client: Client, cluster: Corner, tmp_path: Path) -> None:
    cluster.kubectl("create", "serviceaccount", "guest")
    cluster.kubectl("create", "role", "guest", "--verb=list", "--resource=configmaps")
    cluster.kubectl("create", "rolebinding", "guest", "--role=guest", f"--serviceaccount={cluster.namespace}:guest")
    cluster.kubectl("create", "role", "identity", "--verb=get", "--resource=namespaces", "--namespace=kube-system")
    user = f"--serviceaccount={cluster.namespace}:guest"
    cluster.kubectl("create", "rolebinding", cluster.namespace, "--role=identity", user, "--namespace=kube-system")
    token = cluster.kubectl("create", "token", "guest").strip()
    kubeconfig = write_kubeconfig(tmp_path / "config", client.server, {"token": token}, cluster={"insecure-skip-tls-verify": True})

    async with Cluster(kubeconfig=str(kubeconfig), namespace=cluster.namespace).connect() as guest:
        async with guest.watching("v1", "ConfigMap", cluster.namespace) as watch:
            await client.apply(config_map(a="1"), field_manager=ME)
            live = await watch.until("settings", None, lambda live: live)
        with pytest.raises(ForbiddenError) as caught:
            await guest.apply(config_map(a="2"), field_manager=ME)
        events = await guest.events_of(live)

    assert list(events) == []
    assert f"system:serviceaccount:{cluster.namespace}:guest" in caught.value.server_message
    assert str(caught.value).startswith(f"not allowed to apply ConfigMap {cluster.namespace}/settings\n")


async def test_credentials_that_nobody_knows_are_refused(client: Client, tmp_path: Path) -> None:
    kubeconfig = write_kubeconfig(tmp_path / "config", client.server, {"token": "wrong"}, cluster={"insecure-skip-tls-verify": True})

    with pytest.raises(ApiError, match="the credentials are not accepted") as caught:
        async with Cluster(kubeconfig=str(kubeconfig)).connect():
            pass

    assert caught.value.status == 401


def test_a_watch_that_is_left_leaves_no_connection_behind(control_plane: ControlPlane) -> None:
    """The server says goodbye to TLS in its own time: that of one in ten was still open when the event loop was gone."""

    async def look() -> None:
        async with Cluster(kubeconfig=str(control_plane.kubeconfig)).connect() as client, client.watching("v1", "Namespace") as watch:
            assert watch.get("kube-system")

    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for _ in range(40):
            asyncio.run(look())
            gc.collect()

    assert [str(each.message) for each in told] == []
