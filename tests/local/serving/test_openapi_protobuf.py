"""kubectl reads OpenAPI v2 as protobuf where it validates a list of objects by itself."""

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.cluster.kubectl import kubectl_binary
from typekro import LocalCluster
from typekro.local.serving import Served


def applied(served: Served, folder: Path, *items: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What kubectl says of a list."""
    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": items})
    command = [str(kubectl_binary()), f"--kubeconfig={served.kubeconfig}", f"--cache-dir={folder}", "apply", "--filename=-"]
    return subprocess.run(command, input=listed, capture_output=True, text=True, check=False)


def config_map(name: str, **parts: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, **parts}


def test_kubectl_applies_a_list(tmp_path: Path) -> None:
    with LocalCluster().serve_in_background() as served:
        done = applied(served, tmp_path, config_map("first"), config_map("second", data={"a": "b"}))
    assert (done.stdout, done.stderr, done.returncode) == ("configmap/first created\nconfigmap/second created\n", "", 0)
