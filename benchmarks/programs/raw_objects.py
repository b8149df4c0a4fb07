"""`python raw_objects.py KUBECONFIG NAMESPACE COUNT STEP`: ConfigMaps by aiohttp and nothing else.

Prints the seconds of the requests, and for how many of them a processor was busy. STEP is `create`, `list` or `delete`; 32 requests are
sent at once.
"""

import asyncio
import base64
import json
import ssl
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import yaml

_AT_ONCE = 32
_APPLY = {"Content-Type": "application/apply-patch+yaml"}


async def main(known: dict[str, Any], namespace: str, count: int, step: str) -> tuple[float, float]:
    """Does one step.

    Args:
        known: the kubeconfig: where the API server is, and who asks.
        namespace: where the ConfigMaps are.
        count: how many.
        step: `create`, `list` or `delete`.

    Returns:
        The seconds that it took, and for how many of them a processor was busy.
    """
    cluster = known["clusters"][0]["cluster"]
    trusted = ssl.create_default_context(cadata=base64.b64decode(cluster["certificate-authority-data"]).decode())
    headers = {"Authorization": f"Bearer {known['users'][0]['user']['token']}"}
    path = f"{cluster['server']}/api/v1/namespaces/{namespace}/configmaps"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusted, limit=0), headers=headers) as session:
        await _read(session.get(f"{path}?limit=1"))

        def create(name: str) -> Awaitable[bytes]:
            return _read(session.patch(f"{path}/{name}?fieldManager=raw&force=true", data=_body(name), headers=_APPLY))

        def delete(name: str) -> Awaitable[bytes]:
            return _read(session.delete(f"{path}/{name}"))

        began, busy = time.perf_counter(), time.process_time()
        if step == "list":
            json.loads(await _read(session.get(path)))
        else:
            await _all({"create": create, "delete": delete}[step], [f"config-{number}" for number in range(count)])
        return time.perf_counter() - began, time.process_time() - busy


async def _all(work: Callable[[str], Awaitable[Any]], names: list[str]) -> None:
    slots = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str) -> None:
        async with slots:
            json.loads(await work(name))

    await asyncio.gather(*map(one, names))


async def _read(request: Any) -> bytes:
    async with request as reply:
        reply.raise_for_status()
        body: bytes = await reply.read()
        return body


def _body(name: str) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "1"}})


if __name__ == "__main__":
    access = yaml.safe_load(Path(sys.argv[1]).read_text("utf-8"))
    took, worked = asyncio.run(main(access, sys.argv[2], int(sys.argv[3]), sys.argv[4]))
    sys.stdout.write(f"{took} {worked}\n")
