"""What is written to a local cluster in a file while something else happens: in another thread, and at the end of the last connection."""

import asyncio
import sys
from pathlib import Path

import anyio
import pytest

from tests.local.parts import apply, held, in_default
from typekro.errors import StateError
from typekro.local.cluster import LocalCluster

pytestmark = pytest.mark.anyio


def written_while_it_ends(cluster: LocalCluster, turns: int) -> None:
    """Writes a few turns of the event loop after the last connection began to end, as a timer of a test may do."""
    loop = asyncio.get_running_loop()
    work = next(task for task in asyncio.all_tasks() if task.get_name() == f"controllers of {cluster}")

    def write(left: int) -> None:
        if left:
            loop.call_soon(write, left - 1)
        else:
            cluster.server.apply(in_default(a="late"), manager="test")

    work.add_done_callback(lambda _: write(turns))


async def passed(turns: int) -> None:
    """Lets everything else have its turn."""
    for _ in range(turns):
        await anyio.lowlevel.checkpoint()


async def test_what_is_written_to_its_server_in_another_thread_is_safe_also_where_the_process_is_killed(tmp_path: Path) -> None:
    script = (
        "import os, sys, anyio\n"
        "from typekro import LocalCluster\n"
        "cluster = LocalCluster(sys.argv[1], kro=False)\n"
        "async def ask(served):\n"
        "    async with served.provider().connect() as client:\n"
        "        await client.list('v1', 'ConfigMap')\n"
        "with cluster.serve_in_background() as served:\n"
        f"    cluster.server.create({in_default(a='1')!r}, manager='test')\n"
        "    anyio.run(ask, served)\n"  # by then its event loop has had a turn
        "    os._exit(9)\n"
    )

    done = await anyio.run_process([sys.executable, "-c", script, str(tmp_path / "a.db")], check=False)

    assert done.returncode == 9, done.stderr
    assert await held(tmp_path / "a.db", "web") == {"a": "1"}


@pytest.mark.parametrize("turns", range(6))
async def test_what_is_written_to_its_server_while_the_last_connection_ends_is_kept(tmp_path: Path, turns: int) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)
    async with cluster.connect() as client:
        await apply(client, a="early")
        written_while_it_ends(cluster, turns)
    await passed(10)

    other = await held(tmp_path / "a.db", "web")
    async with cluster.connect() as client:
        await client.list("v1", "ConfigMap")

    assert other in ({"a": "late"}, {"a": "early"})  # the file is let go, whenever it was
    assert await held(tmp_path / "a.db", "web") == {"a": "late"}


@pytest.mark.parametrize("turns", range(3))
async def test_what_the_file_does_not_take_while_the_last_connection_ends_is_told_there_and_nowhere_else(
    tmp_path: Path, turns: int
) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)

    async def late() -> None:
        async with cluster.connect():
            async with LocalCluster(tmp_path / "a.db", kro=False).connect() as early:
                await apply(early, a="theirs")
            written_while_it_ends(cluster, turns)

    told: list[str] = []
    try:
        await late()
    except StateError as error:
        told.append(str(error))
    await passed(10)

    async with cluster.connect() as client:
        found = await client.get("v1", "ConfigMap", "web")

    assert told in ([], [f"{tmp_path / 'a.db'}: another process made this local cluster meanwhile\nhint: run again: it is read then"])
    assert (found or {})["data"] == {"a": "theirs"}


async def test_what_is_asked_when_the_connection_has_ended_is_refused_and_kept_with_the_next(tmp_path: Path) -> None:
    cluster = LocalCluster(tmp_path / "a.db", kro=False)
    async with cluster.connect() as client:
        await apply(client, a="1")

    with pytest.raises(StateError) as raised:
        await apply(client, a="2")
    async with cluster.connect() as again:
        await again.list("v1", "ConfigMap")

    assert str(raised.value) == (
        f"{tmp_path / 'a.db'}: the connection to this local cluster has ended\n"
        "  what was written is in memory, and in the file with the next connection\n"
        "hint: write where the connection is open: async with cluster.connect() as client:"
    )
    assert await held(tmp_path / "a.db", "web") == {"a": "2"}
