"""`python objects.py KUBECONFIG NAMESPACE STATE COUNT STEP`: an app of so many ConfigMaps.

Prints the seconds since it was connected, and for how many of them a processor was busy.

STEP is `up`, `no-refresh` or `plan`. Where no connection is needed, the seconds count from where the records were read.
"""

import sys
import time
from pathlib import Path

import typekro
from typekro import Cluster, KubernetesObject, alchemy
from typekro.orchestrator import Report
from typekro.orchestrator.launch import Launch, begin_launch

_BEGINNINGS = ("typekro ", "  connected to ")


async def main() -> None:
    """The app."""
    kubeconfig, namespace, state, count, step = sys.argv[1:]
    began: list[tuple[float, float]] = []

    def say(line: str) -> None:
        if line.startswith(_BEGINNINGS):
            began.append((time.perf_counter(), time.process_time()))

    begin_launch(Launch(operation="plan" if step == "plan" else "up", refresh=step != "no-refresh"))
    async with alchemy("bench", state=Path(state), cluster=Cluster(kubeconfig=kubeconfig), report=Report(say)):
        for number in range(int(count)):
            manifest = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"config-{number}"}, "data": {"a": "1"}}
            KubernetesObject(f"config-{number}", manifest, namespace=namespace)
    seconds, processor = began[-1]
    sys.stdout.write(f"{time.perf_counter() - seconds} {time.process_time() - processor}\n")


if __name__ == "__main__":
    typekro.run(main)
