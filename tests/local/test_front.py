"""Faults, as the Kubernetes client meets them in the process."""

from collections.abc import AsyncGenerator

import anyio
import pytest

from tests.local.parts import apply
from typekro.kubernetes import ApiError, Client, ClusterUnreachableError, ConflictError, ForbiddenError
from typekro.kubernetes.connection import client_over
from typekro.kubernetes.retry import Disconnected, Patience, Reply, Request
from typekro.local.cluster import LocalCluster
from typekro.local.faults import Fault
from typekro.local.session import Inside, LocalSession

pytestmark = pytest.mark.anyio

QUICK = Patience(seconds=5.0, tries=4, failing_tries=3, reply=0.2, first=0.01, longest=0.02)
WATCH = Request("GET", "/api/v1/configmaps", {"watch": "true", "resourceVersion": "0", "timeoutSeconds": "30"})


@pytest.fixture
async def session(cluster: LocalCluster) -> AsyncGenerator[LocalSession]:
    async with cluster._running() as machine:
        yield LocalSession(machine.front, Inside(context="local", namespace="default", title="here", server="here"), QUICK)


@pytest.fixture
async def client(session: LocalSession) -> AsyncGenerator[Client]:
    async with client_over(session) as client:
        yield client


def seen(cluster: LocalCluster) -> list[str]:
    return [str(each) for each in cluster.requests if each.asked.plural == "configmaps"]


async def test_a_refusal_that_passes_is_overcome_and_nothing_was_done_before(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.refuse(503, verb="apply", times=2))

    applied = await apply(client)

    assert (applied.created, applied.retried) == (True, True)
    path = "/api/v1/namespaces/default/configmaps/web"
    assert seen(cluster) == [f"apply {path}: 503", f"apply {path}: 503", f"apply {path}: 201"]
    assert len(cluster.writes()) == 1


async def test_a_refusal_is_told_in_the_words_that_were_asked_for(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.refuse(403, "you shall not", verb="apply"))

    with pytest.raises(ForbiddenError, match=r"Kubernetes says \(403 Forbidden\): you shall not"):
        await apply(client)


async def test_a_server_that_is_busy_says_when_to_come_again(client: Client, cluster: LocalCluster, session: LocalSession) -> None:
    cluster.faults.add(Fault.refuse(429, verb="apply", retry_after=60))

    with pytest.raises(ApiError) as raised:
        await apply(client)

    assert raised.value.status == 429
    cluster.faults.add(Fault.refuse(429, verb="get", retry_after=0))
    assert (await session.send(Request("GET", "/api/v1/namespaces/default"))).status == 200


async def test_a_conflict_is_one_as_kubernetes_tells_it(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.conflict(kind="ConfigMap"))

    with pytest.raises(ApiError) as raised:
        await apply(client)

    assert not isinstance(raised.value, ConflictError)
    assert raised.value.status == 409
    assert raised.value.server_message == (
        'Operation cannot be fulfilled on configmaps "web": '
        "the object has been modified; please apply your changes to the latest version and try again"
    )


async def test_a_lost_reply_leaves_the_write_done(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.drop_reply(verb="apply"))

    applied = await apply(client)

    assert (applied.created, applied.retried) == (False, True)
    path = "/api/v1/namespaces/default/configmaps/web"
    assert seen(cluster) == [f"apply {path}: 201", f"apply {path}: 200"]


async def test_who_never_gets_a_reply_is_told_so(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.drop_reply(verb="apply", times=None))

    with pytest.raises(ClusterUnreachableError, match="the connection was closed before the answer came"):
        await apply(client)


async def test_a_request_that_hangs_is_tried_again_when_its_time_is_over(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.hang(verb="apply"))

    assert (await apply(client)).created
    assert seen(cluster)[0] == "apply /api/v1/namespaces/default/configmaps/web: no answer"


async def test_a_delay_lets_others_pass(client: Client, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.delay(0.05, name="slow"))
    order: list[str] = []

    async def make(name: str) -> None:
        await apply(client, name)
        order.append(name)

    async with anyio.create_task_group() as tasks:
        tasks.start_soon(make, "slow")
        tasks.start_soon(make, "fast")

    assert order == ["fast", "slow"]


async def test_a_fault_can_be_for_one_kind_alone(client: Client, cluster: LocalCluster) -> None:
    fault = cluster.faults.add(Fault.refuse(403, kind="Secret", times=None))

    await apply(client)
    with pytest.raises(ForbiddenError):
        await client.get("v1", "Secret", "web")

    assert cluster.faults.hits(fault) == 1


async def test_a_watch_that_is_cut_is_a_broken_connection(session: LocalSession, client: Client, cluster: LocalCluster) -> None:
    await apply(client, "a")
    await apply(client, "b")
    cluster.faults.add(Fault.cut_watch(1))
    found: list[str] = []

    async with session.stream(WATCH, 5) as events:
        assert not isinstance(events, Reply)
        found.append((await anext(events))["type"])
        with pytest.raises(Disconnected, match="the connection was closed"):
            await anext(events)

    assert found == ["ADDED"]


async def test_a_watch_that_expires_says_410(session: LocalSession, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.expire_watch())

    async with session.stream(WATCH, 5) as events:
        assert not isinstance(events, Reply)
        found = [(event["type"], event["object"]["code"], event["object"]["reason"]) async for event in events]

    assert found == [("ERROR", 410, "Expired")]


@pytest.mark.parametrize("fault", [Fault.cut_watch(times=3), Fault.expire_watch(times=3), Fault.refuse(503, verb="watch", times=3)])
async def test_who_watches_through_the_client_misses_nothing(client: Client, cluster: LocalCluster, fault: Fault) -> None:
    cluster.faults.add(fault)

    async with client.watching("v1", "ConfigMap") as watch:
        await apply(client, a="1")
        with anyio.fail_after(5):
            assert await watch.until("web", None, lambda found: found and found["data"]) == {"a": "1"}

    assert cluster.faults.hits(fault)


async def test_a_watch_that_is_refused_is_answered(session: LocalSession, cluster: LocalCluster) -> None:
    cluster.faults.add(Fault.refuse(403, verb="watch"))

    async with session.stream(WATCH, 5) as answered:
        assert isinstance(answered, Reply)
        assert answered.status == 403


async def test_who_asks_is_written_down(cluster: LocalCluster) -> None:
    async with cluster.connect() as client:
        await client.get("v1", "ConfigMap", "web")

    last = cluster.requests[-1]
    assert (last.method, last.path, last.user_agent, last.status, last.write) == (
        "GET",
        "/api/v1/namespaces/default/configmaps/web",
        "typekro",
        404,
        False,
    )
