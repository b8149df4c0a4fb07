"""The build: once, by one process at a time, whole or not at all. A script stands in for Go, whose own work takes minutes."""

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cluster.build import build, build_lock, built_control_plane, cache_folder, go_platform
from tests.cluster.errors import ControlPlaneError
from tests.cluster.pins import Binary
from tests.cluster.processes import supervised
from tests.cluster.waiting import eventually

REPOSITORY = Path(__file__).parents[2]
WANTED = "the control plane of the tests is built with Go 1.26 or newer (https://go.dev/dl)"
GOOD_VERSION = "go1.26.8\nlinux\namd64\n"
GOOD_BUILD = 'while [ $# -gt 1 ]; do if [ "$1" = -o ]; then out=$2; fi; shift; done; echo "built from $1" > "$out"'


@pytest.fixture
def go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Install a Go that does what it is told, and a cache folder to build into."""
    folder = tmp_path / "path"
    source = tmp_path / "module"
    for name in ("helm/crds/one.yaml", "kustomize/stage/pod/fast/pod-ready.yaml", "kustomize/stage/node/fast/node-initialize.yaml"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(f"# {name}\n")
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def install(*, version: str = GOOD_VERSION, building: str = GOOD_BUILD, code: int = 0) -> None:
        (folder / "go").write_text(
            f"#!/bin/sh\ncase $1 in\nenv) printf '{version}'; exit {code};;\nlist) echo '{source}';;\nbuild) {building};;\nesac\n"
        )
        (folder / "go").chmod(0o755)

    return install


def left_in_the_cache() -> list[str]:
    return sorted(path.name for path in cache_folder().iterdir())


def test_everything_is_built_once_and_told_line_by_line(go: Callable[..., None]) -> None:
    go()
    first: list[str] = []
    second: list[str] = []

    artefacts = built_control_plane(first.append)
    again = built_control_plane(second.append)

    assert again == artefacts
    assert second == []
    assert first[0] == f"building the control plane into {cache_folder()}: once, and it takes some minutes"
    assert first[1:3] == ["[1/6] etcd: building go.etcd.io/etcd/server/v3", "      etcd: built in 0 s"]
    assert first[-2:] == ["[6/6] kro: building github.com/kubernetes-sigs/kro/cmd/controller", "      kro: built in 0 s"]
    assert artefacts.binary("kro").read_text() == "built from github.com/kubernetes-sigs/kro/cmd/controller\n"
    assert [path.read_text() for path in artefacts.crds] == ["# helm/crds/one.yaml\n"]
    assert [path.name for path in artefacts.stages] == ["node-initialize.yaml", "pod-ready.yaml"]
    assert left_in_the_cache() == sorted(["build.lock", artefacts.folder.name])


def test_a_build_that_takes_long_gives_signs_of_life(go: Callable[..., None], tmp_path: Path) -> None:
    heard = tmp_path / "heard"
    go(building=f"while ! [ -e {heard} ]; do sleep 0.01; done")
    said: list[str] = []

    def say(text: str) -> None:
        said.append(text)
        if "still" in text:
            heard.touch()

    with supervised("unfinished", where=tmp_path) as processes:
        build([Binary("etcd", "etcd-kwok", "example.com/etcd")], processes, say, heartbeat=0.05)

    assert said[2] == "      etcd: still building after 0 s"


def test_a_build_that_fails_tells_what_go_said_and_leaves_nothing(go: Callable[..., None]) -> None:
    go(building="echo 'no such host' >&2; exit 1")

    with pytest.raises(ControlPlaneError) as raised:
        built_control_plane(lambda _: None)

    what, said = str(raised.value).split("\n")
    assert what.startswith("etcd could not be built: `go build -trimpath -ldflags -s -w -o ")
    assert what.endswith(f"go.etcd.io/etcd/server/v3` in {REPOSITORY}/tests/cluster/modules/etcd-kwok said")
    assert said == "no such host"
    assert left_in_the_cache() == ["build.lock"]


def test_a_build_that_is_killed_leaves_nothing_but_a_free_lock(go: Callable[..., None]) -> None:
    go(building="exec sleep 600")
    program = "from tests.cluster.build import built_control_plane\nbuilt_control_plane(lambda text: print(text, flush=True))"
    with subprocess.Popen([sys.executable, "-c", program], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as builder:
        assert builder.stdout is not None
        while not builder.stdout.readline().startswith("[1/6]"):
            pass
        builder.send_signal(signal.SIGKILL)

    eventually(lambda: left_in_the_cache() == ["build.lock"], "the unfinished build is removed")
    go()
    said: list[str] = []
    built_control_plane(said.append)
    assert [line for line in said if "waiting" in line] == []


def test_what_a_killed_build_and_its_killed_supervisor_left_goes_with_the_next_build(go: Callable[..., None]) -> None:
    go()
    (cache_folder() / "unfinished-0").mkdir(parents=True)

    artefacts = built_control_plane(lambda _: None)

    assert left_in_the_cache() == sorted(["build.lock", artefacts.folder.name])


def test_whoever_comes_second_says_whom_it_waits_for(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    said: queue.Queue[str] = queue.Queue()

    def come_second() -> None:
        with build_lock(path, said.put):
            said.put("mine")

    second = threading.Thread(target=come_second)
    with build_lock(path, said.put):
        second.start()
        waiting = said.get(timeout=10)
        assert said.empty()
    second.join(timeout=10)

    assert waiting == f"waiting for process {os.getpid()}, which builds the control plane"
    assert said.get_nowait() == "mine"


def test_the_lock_names_its_present_holder_only(tmp_path: Path) -> None:
    path = tmp_path / "build.lock"
    path.write_text("12345678901234567890")

    with build_lock(path, lambda _: None):
        assert path.read_text() == str(os.getpid())


@pytest.mark.parametrize("version", ["go1.25.3", "devel"])
def test_a_go_that_is_too_old_or_unknown_is_refused_in_one_line(go: Callable[..., None], version: str) -> None:
    go(version=f"{version}\\nlinux\\namd64\\n")

    with pytest.raises(ControlPlaneError) as raised:
        go_platform()

    assert str(raised.value) == f"{WANTED}: this is {version}"


def test_a_go_that_refuses_the_module_is_quoted_in_one_line(go: Callable[..., None]) -> None:
    go(version="go: go.mod requires go >= 1.26.0\\n(running go 1.22)' >&2; printf '", code=1)

    with pytest.raises(ControlPlaneError) as raised:
        go_platform()

    assert str(raised.value) == f"{WANTED}: go: go.mod requires go >= 1.26.0 (running go 1.22)"


def test_no_go_at_all_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(ControlPlaneError) as raised:
        built_control_plane(lambda _: None)

    assert str(raised.value) == f"{WANTED}: there is no `go` on PATH"


def test_a_patch_release_of_go_builds_nothing_anew(go: Callable[..., None]) -> None:
    go(version="go1.26.8\\nlinux\\namd64\\n")
    before = go_platform()
    go(version="go1.26.9\\nlinux\\namd64\\n")

    assert go_platform() == before == "go1.26 linux amd64"


def test_the_cache_is_the_users(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "")
    monkeypatch.setenv("HOME", str(tmp_path))

    assert cache_folder() == tmp_path / ".cache" / "typekro" / "control-plane"
