"""A local cluster over HTTPS on loopback, as clients find it."""

import base64
import io
import json
import re
import socket
import ssl
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import aiohttp
import anyio
import pytest

from tests.local.parts import apply, config_map, mode_of, names_in
from typekro import KubernetesObject, MemoryStore, alchemy
from typekro.errors import UsageError
from typekro.local.cluster import LocalCluster
from typekro.local.faults import Fault
from typekro.local.serving import Served

pytestmark = pytest.mark.anyio

NAMESPACE = "/api/v1/namespaces/default"


@pytest.fixture
async def served(cluster: LocalCluster) -> AsyncGenerator[Served]:
    async with cluster.serve() as served:
        yield served


@pytest.fixture
async def http(served: Served) -> AsyncGenerator[aiohttp.ClientSession]:
    """Anybody who knows the token."""
    trusted = ssl.create_default_context(cadata=_authority(served))
    connector = aiohttp.TCPConnector(ssl=trusted)
    async with aiohttp.ClientSession(served.server, headers={"Authorization": f"Bearer {served.token}"}, connector=connector) as session:
        yield session


def _authority(served: Served) -> str:
    document = json.loads(served.kubeconfig.read_text("utf-8"))
    return base64.b64decode(document["clusters"][0]["cluster"]["certificate-authority-data"]).decode()


async def test_the_client_of_typekro_finds_it_by_its_kubeconfig(served: Served, cluster: LocalCluster) -> None:
    async with served.provider().connect() as client:
        made = await apply(client, a="1")
        async with client.watching("v1", "ConfigMap") as watch:
            await apply(client, a="2")
            with anyio.fail_after(5):
                changed = await watch.until("web", None, lambda found: found if found and found["data"] == {"a": "2"} else None)

    assert changed == cluster.server.get("v1", "ConfigMap", "web", "default")
    assert changed["metadata"]["uid"] == made.live["metadata"]["uid"]
    assert str(client) == f"local at {served.server}"


async def test_an_app_works_on_it_as_on_any_other(served: Served, cluster: LocalCluster) -> None:
    state = MemoryStore()

    async def run() -> None:
        async with alchemy("infra", state=state, cluster=served.provider()):
            KubernetesObject("a", manifest={"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"a": "1"}})

    await run()
    mark = cluster.mark()
    await run()

    assert [write.asked.verb for write in cluster.writes()] == ["apply"]
    assert cluster.writes(since=mark) == []


async def test_who_has_no_token_is_told_so_and_gets_nothing(served: Served) -> None:
    trusted = ssl.create_default_context(cadata=_authority(served))
    async with aiohttp.ClientSession(served.server, connector=aiohttp.TCPConnector(ssl=trusted)) as session:
        answers: list[tuple[int, Any]] = []
        for headers in (dict[str, str](), {"Authorization": "Bearer nonsense"}, {"Authorization": f"Basic {served.token}"}):
            async with session.get(NAMESPACE, headers=headers) as answer:
                answers.append((answer.status, await answer.json()))
        async with session.get("/livez") as answer:
            alive = answer.status, await answer.text()

    refusal: dict[str, Any] = {
        "kind": "Status",
        "apiVersion": "v1",
        "metadata": {},
        "status": "Failure",
        "message": "Unauthorized",
        "reason": "Unauthorized",
        "code": 401,
    }
    assert answers == [(401, refusal)] * 3
    assert alive == (200, "ok")


async def test_it_listens_on_loopback_alone_and_with_a_certificate(served: Served) -> None:
    assert served.server.startswith("https://127.0.0.1:")
    async with aiohttp.ClientSession(served.server) as stranger:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await stranger.get("/livez")


async def test_the_kubeconfig_is_for_its_owner_alone_and_goes_at_the_end(cluster: LocalCluster, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "config"

    async with cluster.serve(kubeconfig=path) as served:
        mode = mode_of(path)
        document = json.loads(served.kubeconfig.read_text("utf-8"))

    assert mode == "0o600"
    assert document["current-context"] == "local"
    assert document["contexts"] == [{"name": "local", "context": {"cluster": "local", "user": "local", "namespace": "default"}}]
    assert names_in(path.parent) == []


async def test_what_was_there_is_replaced_whole(cluster: LocalCluster, tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text("x" * 10_000)
    path.chmod(0o644)

    async with cluster.serve(kubeconfig=path):
        assert json.loads(path.read_text("utf-8"))["kind"] == "Config"
        assert mode_of(path) == "0o600"


async def test_a_port_that_is_taken_is_told(cluster: LocalCluster) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        with pytest.raises(UsageError) as raised:
            async with cluster.serve(port=port):
                pass

    first, *rest = str(raised.value).splitlines()
    assert first == f"a local cluster cannot be served on port {port}"
    assert rest[-1] == "hint: leave the port out: any is taken"


async def test_a_kubeconfig_that_cannot_be_written_is_told(cluster: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match=re.escape(f"the kubeconfig {tmp_path / 'file' / 'config'} cannot be written")):
        async with cluster.serve(kubeconfig=tmp_path / "file" / "config"):
            pass


async def test_a_body_that_is_too_large_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post(f"{NAMESPACE}/configmaps", data=io.BytesIO(b" " * (3 * 1024 * 1024 + 1))) as answer:
        said = await answer.json()

    assert (answer.status, said["message"]) == (413, "Request entity too large: limit is 3145728")


async def test_a_body_that_is_no_object_in_protobuf_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post(
        f"{NAMESPACE}/configmaps", data=b"nonsense", headers={"Content-Type": "application/vnd.kubernetes.protobuf"}
    ) as answer:
        said = await answer.json()

    assert (answer.status, said["message"]) == (
        400,
        "the body of the request is no object in protobuf: it does not begin as an object in protobuf does",
    )


async def test_large_answers_pass(http: aiohttp.ClientSession, cluster: LocalCluster) -> None:
    for number in range(4):
        manifest = config_map(f"web-{number}", text="x" * 900_000)
        cluster.server.create({**manifest, "metadata": {**manifest["metadata"], "namespace": "default"}}, manager="test")

    async with http.get(f"{NAMESPACE}/configmaps") as answer:
        assert len((await answer.json())["items"]) >= 4


async def test_long_selectors_pass(http: aiohttp.ClientSession) -> None:
    query = {"labelSelector": f"app in ({','.join(f'name-{number}' for number in range(2000))})"}
    async with http.get(f"{NAMESPACE}/configmaps", params=query) as answer:
        assert answer.status == 200


async def test_the_watch_of_a_client_that_went_away_ends(http: aiohttp.ClientSession, cluster: LocalCluster) -> None:
    async with http.get(f"{NAMESPACE}/configmaps", params={"watch": "1", "timeoutSeconds": "600"}) as answer:
        assert answer.status == 200

    async with cluster.connect() as client:  # what is written is told to nobody who has gone
        await apply(client)


async def test_watches_that_are_open_do_not_keep_it_from_stopping(cluster: LocalCluster) -> None:
    with anyio.fail_after(5):
        async with cluster.serve() as served, served.provider().connect() as client:
            watching = client.watching("v1", "ConfigMap")
            await watching.__aenter__()
        await watching.__aexit__(None, None, None)


async def test_a_reply_that_is_lost_is_a_broken_connection(http: aiohttp.ClientSession, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.drop_reply(verb="create"))
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}}

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await http.post(f"{NAMESPACE}/configmaps", json=body)

    assert cluster.server.get("v1", "ConfigMap", "web", "default") is not None


async def test_a_watch_that_is_cut_breaks_in_the_middle(http: aiohttp.ClientSession, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.cut_watch(1))

    async with http.get("/api/v1/namespaces", params={"watch": "1"}) as answer:
        first = await answer.content.readline()
        with pytest.raises(aiohttp.ClientPayloadError):
            await answer.content.read()

    assert json.loads(first)["type"] == "ADDED"


async def test_a_refusal_says_when_to_come_again(http: aiohttp.ClientSession, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.refuse(429, retry_after=7))

    async with http.get(NAMESPACE) as answer:
        said = await answer.json()

    assert (answer.status, answer.headers["Retry-After"], said["reason"]) == (429, "7", "TooManyRequests")


def test_it_can_be_served_in_the_background(cluster: LocalCluster) -> None:
    async def use(served: Served) -> bool:
        async with served.provider().connect() as client:
            return (await apply(client)).created

    with cluster.serve_in_background() as served:
        assert anyio.run(use, served)
    assert cluster.server.get("v1", "ConfigMap", "web", "default") is not None
    assert not served.kubeconfig.exists()


def test_what_keeps_it_from_being_served_in_the_background_is_raised_here(cluster: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(UsageError, match="cannot be written"), cluster.serve_in_background(kubeconfig=tmp_path / "file" / "config"):
        pass
