"""What the fixtures give to a test, and what a failing test tells."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cluster.plugin import Cluster, corner_of

REPOSITORY = Path(__file__).parents[2]

SAMPLE = """
def test_pure():
    pass

def test_on_the_cluster(cluster):
    assert cluster.namespace == "another"
"""


LONG = """
import pytest

def test_short():
    pass

@pytest.mark.long
def test_long():
    pass
"""


def pytest_of(folder: Path, *arguments: str, path: str = os.environ["PATH"]) -> str:
    """Run pytest on a sample file, and give what it says."""
    (folder / "test_sample.py").write_text(SAMPLE)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-c",
            "pyproject.toml",
            "-p",
            "tests.cluster.plugin",
            "-p",
            "no:cacheprovider",
            *arguments,
            str(folder),
        ],
        cwd=REPOSITORY,
        env={**os.environ, "PATH": path, "TMPDIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout


def test_tests_have_a_namespace_and_a_group_of_their_own(cluster: Cluster) -> None:
    with corner_of(cluster.plane) as other:
        other.kubectl("create", "secret", "generic", "theirs")

        assert cluster.namespace != other.namespace
        assert cluster.group == f"{cluster.namespace}.example.com"
        assert cluster.kubectl("get", "secrets", "-o", "name") == ""
        assert other.kubectl("get", "secrets", "-o", "name") == "secret/theirs\n"


def test_the_namespace_goes_afterwards_with_all_that_is_in_it(cluster: Cluster) -> None:
    with corner_of(cluster.plane) as other:
        other.kubectl("create", "secret", "generic", "theirs")

    cluster.kubectl("wait", f"namespace/{other.namespace}", "--for=delete", "--timeout=30s")


def test_kubectl_is_in_the_namespace_of_the_test(cluster: Cluster) -> None:
    cluster.kubectl("create", "configmap", "mine")

    assert cluster.kubectl_json("get", "configmap", "mine")["metadata"]["namespace"] == cluster.namespace


def test_tests_that_need_the_control_plane_are_marked(tmp_path: Path) -> None:
    with_it = pytest_of(tmp_path, "-m", "cluster", "--collect-only", "-q")
    without = pytest_of(tmp_path, "-m", "not cluster", "--collect-only", "-q")

    assert [line.split("::")[1] for line in with_it.splitlines() if "::" in line] == ["test_on_the_cluster[real]"]
    assert [line.split("::")[1] for line in without.splitlines() if "::" in line] == ["test_pure", "test_on_the_cluster[local]"]


@pytest.mark.cluster
@pytest.mark.parametrize("workers", [(), ("-n", "2", "--dist", "loadfile")], ids=["alone", "in a worker"])
def test_a_failing_test_names_the_logs_and_they_are_kept_alone(tmp_path: Path, workers: Sequence[str]) -> None:
    said = pytest_of(tmp_path, *workers)

    (folder,) = tmp_path.glob("typekro-*")
    (logs,) = folder.iterdir()
    section = said.partition("- logs of the control plane -")[2]
    assert [log.name for log in sorted(logs.iterdir()) if str(log) not in section] == []
    assert f"the logs of the control plane are kept in {logs}\n" in said
    assert "2 failed, 1 passed" in said  # on each control plane


def test_files_that_take_long_come_first_where_workers_share_the_tests(tmp_path: Path) -> None:
    (tmp_path / "test_zeal.py").write_text(LONG)
    alone = pytest_of(tmp_path, "-m", "not cluster", "-v")
    shared = pytest_of(tmp_path, "-m", "not cluster", "-v", "-n", "1", "--dist", "loadfile", "--no-loadscope-reorder")

    assert passed(alone) == ["test_pure", "test_short", "test_long"]
    assert passed(shared) == ["test_short", "test_long", "test_pure"]


def passed(said: str) -> list[str]:
    """The tests that have passed, in their order."""
    return [name for line in said.splitlines() if "PASSED" in line for name in re.findall(r"::(\w+)", line)]


def test_without_go_each_test_fails_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    said = pytest_of(tmp_path, path=str(tmp_path))

    error = said.partition("ERROR at setup of test_on_the_cluster")[2].partition("\n")[2].partition("=====")[0]
    wanted = "the control plane of the tests is built with Go 1.26 or newer (https://go.dev/dl)"
    assert error == f"{wanted}: there is no `go` on PATH\n"
    assert "1 passed, 1 error" in said
