"""A local cluster as an app is given one."""

import asyncio
import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import anyio
import pytest

from tests.local.parts import apply, config_map, held, in_default, names_in
from typekro import KubernetesObject, MemoryStore, alchemy
from typekro.errors import LockedError, StateError, UsageError
from typekro.local.api import Change
from typekro.local.cluster import LocalCluster
from typekro.local.controllers import Runner

pytestmark = pytest.mark.anyio

ANOTHER = """
import anyio, sys
from typekro import LocalCluster

async def main():
    cluster = LocalCluster(sys.argv[1], kro=False)
    async with cluster.connect() as client:
        found = await client.get("v1", "ConfigMap", "web")
        assert found is not None
        print(client.identity, found["metadata"]["uid"], found["metadata"]["resourceVersion"])
        await client.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "later"}}, field_manager="test")

anyio.run(main)
"""


async def test_an_app_works_on_it(cluster: LocalCluster, capsys: pytest.CaptureFixture[str]) -> None:
    async with alchemy("infra", state=MemoryStore(), cluster=cluster):
        made = await KubernetesObject("config", manifest=config_map(a="1"))

    assert made.live["data"] == {"a": "1"}
    assert "  connected to local cluster (in memory)\n" in capsys.readouterr().err


async def test_a_second_run_finds_what_the_first_made_and_writes_nothing(cluster: LocalCluster) -> None:
    state = MemoryStore()

    async def run() -> None:
        async with alchemy("infra", state=state, cluster=cluster):
            KubernetesObject("config", manifest=config_map(a="1"))

    await run()
    mark = cluster.mark()
    await run()

    assert [str(write) for write in cluster.writes()] == ["apply /api/v1/namespaces/default/configmaps/web: 201"]
    assert cluster.writes(since=mark) == []


async def test_who_connects_twice_finds_the_same_cluster(cluster: LocalCluster) -> None:
    async with cluster.connect() as first:
        uid = (await apply(first, a="1")).live["metadata"]["uid"]
    async with cluster.connect() as second:
        found = await second.get("v1", "ConfigMap", "web")

    assert found is not None
    assert found["metadata"]["uid"] == uid
    assert first.identity == second.identity


async def test_two_clusters_are_two(cluster: LocalCluster) -> None:
    async with cluster.connect() as one, LocalCluster(kro=False).connect() as two:
        await apply(one)

        assert await two.get("v1", "ConfigMap", "web") is None
        assert one.identity != two.identity


async def test_connections_at_the_same_time_share_it_and_the_last_one_lets_the_controllers_go(cluster: LocalCluster) -> None:
    async with cluster.connect() as first:
        async with cluster.connect() as second:
            await apply(second, a="1")
        async with first.watching("v1", "ServiceAccount", "fresh") as watch:
            await first.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "fresh"}}, field_manager="test")

            assert await watch.until("default", "fresh", lambda found: found) is not None
    assert not [task for task in asyncio.all_tasks() if task.get_name().startswith("controllers of ")]


def test_two_event_loops_in_turn_are_fine(cluster: LocalCluster) -> None:
    async def names() -> list[str]:
        async with cluster.connect() as client:
            await apply(client, "web")
            await apply(client, "db")
            return [each["metadata"]["name"] for each in (await client.list("v1", "ConfigMap", namespace="default")).items]

    assert anyio.run(names) == anyio.run(names)


def test_two_event_loops_at_once_are_refused(cluster: LocalCluster) -> None:
    async def connect() -> None:
        async with cluster.connect():
            pass

    with cluster.serve_in_background(), pytest.raises(UsageError) as raised:
        anyio.run(connect)

    assert str(raised.value) == (
        "local cluster (in memory) is in use on another event loop\n"
        "  a local cluster works on one event loop at a time\n"
        "hint: serve it there, and go on with its kubeconfig: async with cluster.serve() as served:"
    )


async def test_what_is_in_it_can_be_asked_without_a_connection(cluster: LocalCluster) -> None:
    cluster.server.apply(config_map(a="1") | {"metadata": {"name": "web", "namespace": "default"}}, manager="test")
    cluster.settle()

    async with cluster.connect() as client:
        assert (await client.get("v1", "ConfigMap", "web")) == cluster.server.get("v1", "ConfigMap", "web", "default")
    assert cluster.server.get("v1", "ServiceAccount", "default", "default") is not None


async def test_controllers_can_be_waited_for_while_it_is_connected_to(cluster: LocalCluster) -> None:
    async with cluster.connect() as client:
        await client.apply({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "fresh"}}, field_manager="test")
        cluster.settle()

        assert cluster.server.get("v1", "ServiceAccount", "default", "fresh") is not None


def test_controllers_of_another_thread_are_left_alone(cluster: LocalCluster) -> None:
    with cluster.serve_in_background(), pytest.raises(UsageError, match="is in use on another event loop"):
        cluster.settle()


async def test_objects_go_to_its_namespace() -> None:
    cluster = LocalCluster(kro=False, namespace="kube-public")

    async with cluster.connect() as client:
        assert (await apply(client)).live["metadata"]["namespace"] == "kube-public"


async def test_its_clock_can_be_any() -> None:
    cluster = LocalCluster(kro=False, clock=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC))

    async with cluster.connect() as client:
        assert (await apply(client)).live["metadata"]["creationTimestamp"] == "2026-01-02T03:04:05Z"


async def test_another_process_finds_in_the_file_what_this_one_made_and_the_other_way_round(tmp_path: Path) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)
    async with cluster.connect() as client:
        made = (await apply(client, a="1")).live["metadata"]

    done = await anyio.run_process([sys.executable, "-c", ANOTHER, str(tmp_path / "a.db")])

    assert done.stdout.decode().split() == [client.identity, made["uid"], made["resourceVersion"]]
    async with cluster.connect() as client:
        later = await client.get("v1", "ConfigMap", "later")
    assert later is not None
    assert int(later["metadata"]["resourceVersion"]) > int(made["resourceVersion"])


async def test_what_was_answered_is_safe_also_where_the_process_is_killed(tmp_path: Path) -> None:
    code = ANOTHER.replace("anyio.run(main)", "").replace(
        "found = ", "await client.apply(WEB, field_manager='test')\n        import os; os._exit(9)\n        found = "
    )
    script = f"WEB = {config_map(a='1')!r}\n{code}\nanyio.run(main)"

    done = await anyio.run_process([sys.executable, "-c", script, str(tmp_path / "a.db")], check=False)

    assert done.returncode == 9, done.stderr
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        found = await client.get("v1", "ConfigMap", "web")
    assert found is not None
    assert found["data"] == {"a": "1"}


async def test_two_at_once_on_one_file_are_refused(tmp_path: Path) -> None:
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        await apply(client)

        with pytest.raises(LockedError, match=re.escape(f"the local cluster {tmp_path / 'a.db'} is held by ")):
            async with LocalCluster(tmp_path / "a.db", kro=False).connect():
                pass


async def test_who_only_looks_leaves_no_file(tmp_path: Path) -> None:
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        await client.list("v1", "ConfigMap")

    assert names_in(tmp_path) == []


async def test_who_only_looks_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        await apply(client)
    before = (tmp_path / "a.db").read_bytes()

    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        await client.list("v1", "ConfigMap")

    assert (tmp_path / "a.db").read_bytes() == before


async def test_what_is_written_to_its_server_is_in_the_file_though_no_client_asks_anything(tmp_path: Path) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)
    async with cluster.connect():
        cluster.server.create(in_default(a="1"), manager="test")

    assert await held(tmp_path / "a.db", "web") == {"a": "1"}


async def test_what_is_written_to_its_server_is_safe_also_where_the_process_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, anyio\n"
        "from typekro import LocalCluster\n"
        "async def main():\n"
        "    cluster = LocalCluster(sys.argv[1], kro=False)\n"
        "    async with cluster.connect():\n"
        f"        cluster.server.create({in_default(a='1')!r}, manager='test')\n"
        "        await anyio.lowlevel.checkpoint()\n"
        "        os._exit(9)\n"
        "anyio.run(main)\n"
    )

    done = await anyio.run_process([sys.executable, "-c", script, str(tmp_path / "a.db")], check=False)

    assert done.returncode == 9, done.stderr
    assert await held(tmp_path / "a.db", "web") == {"a": "1"}


async def test_what_is_written_to_its_server_between_connections_is_kept_by_the_next_which_only_looks(tmp_path: Path) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)
    async with cluster.connect() as client:
        await apply(client, a="1")
    cluster.server.apply(in_default(a="2"), manager="test")

    async with cluster.connect() as client:
        await client.list("v1", "ConfigMap")

    assert await held(tmp_path / "a.db", "web") == {"a": "2"}


async def test_two_that_make_one_file_do_not_mix(tmp_path: Path) -> None:
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as late:
        async with LocalCluster(tmp_path / "a.db", kro=False).connect() as early:
            await apply(early, a="1")
        with pytest.raises(StateError) as raised:
            await apply(late, a="2")

    assert str(raised.value) == f"{tmp_path / 'a.db'}: another process made this local cluster meanwhile\nhint: run again: it is read then"


async def test_what_its_server_was_given_and_the_file_does_not_take_is_told_at_the_end(tmp_path: Path) -> None:
    async def late() -> None:
        cluster = LocalCluster(tmp_path / "a.db", kro=False)
        async with cluster.connect():
            async with LocalCluster(tmp_path / "a.db", kro=False).connect() as early:
                await apply(early, a="1")
            cluster.server.create(in_default(a="2"), manager="test")

    with pytest.raises(StateError) as raised:
        await late()

    assert str(raised.value) == f"{tmp_path / 'a.db'}: another process made this local cluster meanwhile\nhint: run again: it is read then"
    assert await held(tmp_path / "a.db", "web") == {"a": "1"}


async def test_controllers_go_on_after_a_restart(tmp_path: Path) -> None:
    deployment = {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web"},
        "spec": {
            "selector": {"matchLabels": {"app": "web"}},
            "template": {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "web", "image": "web"}]}},
        },
    }
    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client:
        await client.apply(deployment, field_manager="test")

    async with LocalCluster(tmp_path / "a.db", kro=False).connect() as client, client.watching("apps/v1", "Deployment") as watch:
        with anyio.fail_after(10):
            ready = await watch.until(
                "web", None, lambda found: found if (found or {}).get("status", {}).get("availableReplicas") else None
            )

    assert ready["status"]["readyReplicas"] == 1


def test_it_is_called_by_its_file_as_seen_from_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert str(LocalCluster(tmp_path / "state" / "a.db")) == "local cluster (state/a.db)"
    assert str(LocalCluster("/elsewhere/a.db")) == "local cluster (/elsewhere/a.db)"


def test_working_with_it_imports_neither_http_nor_the_kubernetes_library() -> None:
    code = (
        "import sys\n"
        "import anyio\n"
        "from typekro import KubernetesObject, LocalCluster, MemoryStore, alchemy\n"
        "async def main():\n"
        "    async with alchemy('infra', state=MemoryStore(), cluster=LocalCluster()):\n"
        "        KubernetesObject('a', manifest={'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'a'}})\n"
        "anyio.run(main)\n"
        "print(sorted({'aiohttp', 'kubernetes_asyncio', 'cryptography'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True, env={**os.environ})

    assert done.stdout == "[]\n"


async def test_a_controller_that_fails_is_heard_of_by_whoever_waits(cluster: LocalCluster) -> None:
    cluster._built().runner = Runner(cluster.server, [Failing()], lambda: datetime.now(UTC))

    async def wait() -> None:
        async with cluster.connect() as client, client.watching("v1", "ConfigMap") as watch:
            await apply(client)
            await watch.until("other", None, lambda found: found)

    with pytest.raises(ZeroDivisionError):
        await wait()


class Failing:
    """A controller with a mistake."""

    name = "failing"
    kinds = None

    def wants(self, change: Change) -> list[str]:
        return [str(change.type)] if change.resource.kind == "ConfigMap" else []

    def reconcile(self, key: str) -> float | None:
        del key
        return 1 / 0
