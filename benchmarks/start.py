"""How long processes take that do little: `python -m benchmarks.start`."""

import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.figures import Goal, Row, table
from benchmarks.processes import Measured, Runner

_ONE_OBJECT: Final = """
import anyio
from typekro import LocalCluster

async def main():
    async with LocalCluster().connect() as client:
        await client.apply({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}, "data": {"a": "1"}}, field_manager="me")

anyio.run(main)
"""
_ONE_APP: Final = """
import attrs
import typekro
from typekro import Graph, KroResourceGraphDefinition, LocalCluster, MemoryStore, Schema, alchemy, resource_graph, simple

@attrs.frozen
class Spec:
    name: str

@attrs.frozen
class Status:
    host: str

@resource_graph("web", api_version="bench.example.com/v1alpha1", kind="Web")
def web(schema: Schema[Spec, Status]) -> Graph[Status]:
    config = simple.config_map(name=schema.spec.name, data={"a": "1"})
    service = simple.service(name=schema.spec.name, selector={"app": schema.spec.name}, ports=[80])
    return {"config": config, "service": service}, Status(host=service.spec.cluster_ip)

async def main() -> None:
    async with alchemy("bench", cluster=LocalCluster(), state=MemoryStore()):
        make = await KroResourceGraphDefinition("web-rgd", factory=web)
        await make("one", Spec(name="one"))

typekro.run(main)
"""
EMPTY: Final = "empty process"
ONE_OBJECT: Final = "local cluster, one object"
GOALS: Final[Mapping[str, Goal]] = {ONE_OBJECT: Goal(seconds=0.3)}
"""What a process is to stay below, from its start to its end."""

SCRIPTS: Final[Mapping[str, str]] = {
    EMPTY: "",
    "import typekro": "import typekro",
    "import kubernetes_asyncio": "import kubernetes_asyncio.client",
    "event loop and attrs": "import anyio, attrs\nasync def main():\n    pass\nanyio.run(main)",
    ONE_OBJECT: _ONE_OBJECT,
    "app with one graph and one instance": _ONE_APP,
}
"""What is run, each in a process of its own; the first is the yardstick."""


def rows(times: int = 5) -> list[Row]:
    """How long each script takes, from the start of its process to its end, with what Python compiled before.

    Args:
        times: how often each is run; they take turns.
    """
    found: dict[str, list[Measured]] = {name: [] for name in SCRIPTS}
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(Path(folder))
        for turn in range(times + 1):
            for name, script in SCRIPTS.items():
                took = runner.python(str(_script(Path(folder), name, script)))
                if turn:  # the first turn compiles
                    found[name].append(took)
    return [Row.of(name, each, found[EMPTY], EMPTY, GOALS.get(name)) for name, each in found.items()]


def _script(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name.replace(' ', '_').replace(',', '')}.py"
    path.write_text(text)
    return path


if __name__ == "__main__":
    sys.stdout.write(f"{table(rows())}\n")
