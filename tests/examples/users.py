"""Somebody who runs scripts."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from tests.cluster.plugin import Cluster
from tests.crashes.runner import Order
from tests.crashes.runners import Runner

Statuses = Mapping[str, Mapping[str, Any]]
"""What kubectl shows of the instances of a kind, by their names."""


@attrs.frozen
class User:
    """Somebody with a cluster, a folder, and a script in it.

    Args:
        cluster: the cluster.
        folder: the folder; the state is in it too.
        runner: runs the scripts; None where each is given to a Python of its own.
    """

    cluster: Cluster
    folder: Path
    runner: Runner | None

    def runs(self, text: str) -> tuple[int, str, str]:
        """The exit code, what was printed, and the last line of what was told; all that was told is shown where the test fails."""
        (self.folder / "state").mkdir(exist_ok=True)
        (self.folder / "script.py").write_text(text, "utf-8")
        code, out, said = self._run(self.folder / "script.py")
        print(said)  # noqa: T201 - as said
        return code, out, said.splitlines()[-1]

    def _run(self, script: Path) -> tuple[int, str, str]:
        if self.runner is not None:
            out = self.folder / "out"
            code = self.runner.run(Order(str(script), str(self.cluster.kubeconfig), str(out)))
            return code, out.read_text("utf-8"), out.with_suffix(".err").read_text("utf-8")
        environment = {**os.environ, "KUBECONFIG": str(self.cluster.kubeconfig), **self._bytecode}
        command = [sys.executable, script.name]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    @property
    def _bytecode(self) -> dict[str, str]:
        """Lets each run find what an earlier one has compiled, as those of users do: of all these tests, and beside the checkout."""
        return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.folder.parent / "bytecode")}

    def statuses(self, kind: str) -> Statuses:
        items = self.cluster.kubectl_json("get", f"{kind}.{self.cluster.group}")["items"]
        return {item["metadata"]["name"]: item["status"] for item in items}
