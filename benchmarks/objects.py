"""ConfigMaps on the real API server, beside a raw loop of the same requests and kubectl: `python -m benchmarks.objects [COUNT]`.

Of our runs and of the raw loop the seconds, and the processor's, count from where they are connected: what a run does before that,
which is to start and to read its records, is no part of them. Of kubectl both are of the whole process; it sends a few requests in a
second for `diff` and `delete`, so it has one turn only, and no more than 100 ConfigMaps for these two, of which the name tells.
"""

import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from benchmarks.figures import Goal, Row, table
from benchmarks.processes import Measured, Runner
from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.kubectl import kubectl_binary

COUNT: Final = 1_000
_FEW: Final = 100
OURS, RAW, KUBECTL = "typekro", "raw loop", "kubectl"
GOALS: Final[Mapping[str, Goal]] = {
    "create": Goal(times=1.25),
    "unchanged": Goal(seconds=0.5),
    "unchanged, --no-refresh": Goal(seconds=0.3),
    "plan": Goal(seconds=0.6),
    "destroy": Goal(times=1.25),
}
"""Of so many ConfigMaps; once it is connected."""
_RAW: Final = {"create": "create", "unchanged": "list", "unchanged, --no-refresh": "list", "plan": "list", "destroy": "delete"}
_Taken = tuple[tuple[str, str, int], Measured]
"""The step, whose it is, of how many, and what it took."""
_STEPS: Final = {"create": "up", "unchanged": "up", "unchanged, --no-refresh": "no-refresh", "plan": "plan", "destroy": "up"}


def rows(plane: ControlPlane, count: int = COUNT, times: int = 5) -> list[Row]:
    """How long so many ConfigMaps take to be created, found unchanged, planned and deleted.

    Args:
        plane: the control plane; it needs no kro.
        count: the number of ConfigMaps.
        times: how often each is run; they take turns.
    """
    took: dict[tuple[str, str, int], list[Measured]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(times):
            namespace = f"objects-{turn}"
            plane.kubectl()("create", "namespace", namespace)
            runner = Runner(Path(folder))
            found = [*_turn(plane, runner, namespace, count), *(_by_kubectl(plane, runner, namespace, count) if turn == 0 else ())]
            for key, measured in found:
                took[key].append(measured)
            plane.kubectl()("delete", "namespace", namespace, "--wait=false")
    goals = GOALS if count == COUNT else {}
    return [
        Row.of(f"{of:,} ConfigMaps: {step}: {who}", measured, took[step, RAW, count], RAW, goals.get(step) if who == OURS else None)
        for (step, who, of), measured in took.items()
    ]


def _turn(plane: ControlPlane, runner: Runner, namespace: str, count: int) -> list[_Taken]:
    found: list[_Taken] = []
    access = (str(plane.kubeconfig), namespace)
    raw = {step: _of_requests(runner.program("raw_objects", *access, str(count), step)) for step in ("create", "list", "delete")}
    for step, how in _STEPS.items():
        there = "0" if step == "destroy" else str(count)
        ours = _of_requests(runner.program("objects", *access, f"{namespace}.sqlite", there, how))
        found += [((step, RAW, count), raw[_RAW[step]]), ((step, OURS, count), ours)]
    return found


def _by_kubectl(plane: ControlPlane, runner: Runner, namespace: str, count: int) -> list[_Taken]:
    few = min(count, _FEW)
    steps = {"create": ("apply", "--server-side"), "unchanged": ("apply", "--server-side"), "plan": ("diff",), "destroy": ("delete",)}
    return [
        ((step, KUBECTL, of), _kubectl(plane, runner, namespace, of, *arguments))
        for (step, arguments), of in zip(steps.items(), (count, count, few, few), strict=True)
    ]


def _kubectl(plane: ControlPlane, runner: Runner, namespace: str, count: int, *arguments: str) -> Measured:
    manifests = runner.folder / "manifests.json"
    items = [_config_map(f"config-{number}") for number in range(count)]
    manifests.write_text(json.dumps({"apiVersion": "v1", "kind": "List", "items": items}), "utf-8")
    command = [str(kubectl_binary()), f"--kubeconfig={plane.kubeconfig}", f"--namespace={namespace}", *arguments, "-f", str(manifests)]
    return runner.run(command, {"KUBECACHEDIR": str(runner.folder / "kubectl")})


def _config_map(name: str) -> dict[str, object]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": {"a": "1"}}


def _of_requests(measured: Measured) -> Measured:
    """What a program took that printed for how long its requests went on, and for how long a processor was busy meanwhile."""
    seconds, processor = map(float, measured.said.split())
    return attrs.evolve(measured, seconds=seconds, processor=processor)


def main(count: int) -> None:
    """Prints the times of all."""
    with running_control_plane(kro=False) as plane:
        found = rows(plane, count, times=1)
    sys.stdout.write(f"{table(found)}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
