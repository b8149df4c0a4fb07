"""The fixtures, in the tests of somebody who has typekro."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

from tests.cluster.kubectl import kubectl_binary

TESTS = """
import subprocess
import anyio
from typekro import KubernetesObject, LocalCluster, MemoryStore, alchemy

KUBECTL = {kubectl!r}

async def deploy(cluster, state):
    async with alchemy("infra", state=state, cluster=cluster):
        KubernetesObject("a", manifest={{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "a"}}, "data": {{"a": "1"}}}})

def test_the_second_run_writes_nothing(local_cluster):
    state = MemoryStore()
    anyio.run(deploy, local_cluster, state)
    mark = local_cluster.mark()
    anyio.run(deploy, local_cluster, state)
    assert local_cluster.writes(since=mark) == []

def test_each_test_has_its_own(local_cluster):
    assert isinstance(local_cluster, LocalCluster)
    assert local_cluster.server.get("v1", "ConfigMap", "a", "default") is None

def test_kubectl_finds_it(served_local_cluster, local_cluster):
    anyio.run(deploy, served_local_cluster.provider(), MemoryStore())
    command = [KUBECTL, "--kubeconfig", str(served_local_cluster.kubeconfig), "get", "configmap", "a", "-o", "name"]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "configmap/a\\n"
    assert local_cluster.requests[-1].user_agent.startswith("kubectl/")
"""


def run(folder: Path, *arguments: str) -> str:
    # The plugin is named, so that this is true of the checkout too, whatever is installed.
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        "-p",
        "typekro.local.pytest_plugin",
        *arguments,
    ]
    env = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "KUBECACHEDIR": str(folder / "cache")}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_users_have_the_fixtures(tmp_path: Path) -> None:
    (tmp_path / "test_theirs.py").write_text(TESTS.format(kubectl=str(kubectl_binary())))

    assert "3 passed" in run(tmp_path)


def test_the_fixtures_say_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "test_none.py").write_text("def test_nothing(): pass")

    shown = run(tmp_path, "--fixtures")

    assert "A Kubernetes cluster with kro in this process, new for each test; give it to an app." in shown
    assert "The same, served on loopback by a thread, for kubectl and other clients" in shown


def test_pytest_starts_without_what_only_a_test_needs(tmp_path: Path) -> None:
    code = "import sys, typekro.local.pytest_plugin\nprint(sorted(name for name in sys.modules if name.startswith('typekro')))"

    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == "['typekro', 'typekro.local', 'typekro.local.pytest_plugin']\n"


def test_the_package_brings_it_as_an_entry_point() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]

    assert project["entry-points"]["pytest11"] == {"typekro": "typekro.local.pytest_plugin"}
