"""Build the control plane once, into the user's cache folder."""

import contextlib
import fcntl
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Generator, Sequence
from pathlib import Path

import attrs

from tests.cluster.errors import ControlPlaneError
from tests.cluster.pins import GO_NEEDED, MODULES, Binary, binaries, build_key
from tests.cluster.processes import Processes, supervised

Say = Callable[[str], None]

HEARTBEAT = 15.0
"""Seconds between two signs of life of a build that takes long."""

_KRO = "github.com/kubernetes-sigs/kro"
_KWOK = "sigs.k8s.io/kwok"
_STAGES = ("kustomize/stage/pod/fast/pod-*.yaml", "kustomize/stage/node/fast/node-*.yaml", "kustomize/stage/node/heartbeat/node-*.yaml")
_LAST_LINES = 20
_UNFINISHED = "unfinished"


@attrs.frozen
class Artefacts:
    """What a build leaves in the cache: programs, kro's CRDs and kwok's stages."""

    folder: Path

    def binary(self, name: str) -> Path:
        """Give the path of a program."""
        return self.folder / "bin" / name

    @property
    def crds(self) -> list[Path]:
        """The YAML files of kro's own custom resource definitions."""
        return sorted((self.folder / "crds").glob("*.yaml"))

    @property
    def stages(self) -> list[Path]:
        """The YAML files of the stages that kwok takes pods and nodes through."""
        return sorted((self.folder / "stages").glob("*.yaml"))


def cache_folder() -> Path:
    """Give the folder of everything that is built, under `$XDG_CACHE_HOME` or `~/.cache`."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "typekro" / "control-plane"


def go_environment() -> dict[str, str]:
    """Give the environment in which Go runs: the user's, without what would change what is built."""
    return {**os.environ, "GOFLAGS": "-buildvcs=false", "GOWORK": "off"}


def go_platform(modules: Path = MODULES) -> str:
    """Tell Go's version, the system and the processor, such as `go1.26 linux amd64`.

    Args:
        modules: a folder of pinned modules, for they decide which Go is run.

    Raises:
        ControlPlaneError: there is no Go, or it is too old.
    """
    needed = ".".join(map(str, GO_NEEDED))
    wanted = f"the control plane of the tests is built with Go {needed} or newer (https://go.dev/dl)"
    if shutil.which("go") is None:
        raise ControlPlaneError(f"{wanted}: there is no `go` on PATH")
    asked = subprocess.run(
        ["go", "env", "GOVERSION", "GOOS", "GOARCH"],
        cwd=modules / "kubernetes",
        env=go_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0:
        raise ControlPlaneError(f"{wanted}: {' '.join(asked.stderr.split())}")
    version, system, processor = asked.stdout.split("\n")[:3]
    found = re.match(r"go(\d+)\.(\d+)", version)
    if found is None or (int(found[1]), int(found[2])) < GO_NEEDED:
        raise ControlPlaneError(f"{wanted}: this is {version}")
    return f"{found[0]} {system} {processor}"


@contextlib.contextmanager
def build_lock(path: Path, say: Say) -> Generator[None]:
    """Let one process build at a time; the kernel frees the lock when its holder is killed.

    Args:
        path: the lock file; it holds the holder's process id.
        say: told once whom this process waits for, if it has to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for process {path.read_text().strip() or 'of another run'}, which builds the control plane")
            fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def built_control_plane(say: Say) -> Artefacts:
    """Give the programs of the control plane, built now if they are not in the cache: 13 minutes on 2 cores if Go's own caches are empty.

    Args:
        say: told, line by line, how the build goes; nothing is said when there is nothing to build.

    Raises:
        ControlPlaneError: Go is missing or too old, or says that it cannot build.
    """
    wanted = binaries()
    folder = cache_folder() / build_key(wanted, platform=go_platform())
    if folder.exists():
        return Artefacts(folder)
    with build_lock(folder.parent / "build.lock", say):
        if not folder.exists():
            for left_by_a_killed_build in folder.parent.glob(f"{_UNFINISHED}-*"):
                shutil.rmtree(left_by_a_killed_build, ignore_errors=True)
            with supervised(_UNFINISHED, where=folder.parent) as processes:
                build(wanted, processes, say)
                (processes.folder / "whole").rename(folder)
    return Artefacts(folder)


def build(wanted: Sequence[Binary], processes: Processes, say: Say, *, heartbeat: float = HEARTBEAT) -> None:
    """Build into the folder `whole` of the processes' own folder.

    Args:
        wanted: what to build.
        processes: where the compilers run, so that none outlives this run.
        say: told how it goes.
        heartbeat: seconds between two signs of life of a build that takes long.

    Raises:
        ControlPlaneError: Go says that it cannot; its last words are in the text.
    """
    whole = processes.folder / "whole"
    for name in ("bin", "crds", "stages"):
        (whole / name).mkdir(parents=True)
    say(f"building the control plane into {processes.folder.parent}: once, and it takes some minutes")
    for number, binary in enumerate(wanted, 1):
        say(f"[{number}/{len(wanted)}] {binary.name}: building {binary.package}")
        _build_one(binary, whole / "bin", processes, say, heartbeat)
    for crd in (_module_folder("kro", _KRO) / "helm" / "crds").glob("*.yaml"):
        shutil.copyfile(crd, whole / "crds" / crd.name)
    for pattern in _STAGES:
        for stage in _module_folder("etcd-kwok", _KWOK).glob(pattern):
            shutil.copyfile(stage, whole / "stages" / stage.name)


def _build_one(binary: Binary, into: Path, processes: Processes, say: Say, heartbeat: float) -> None:
    began = time.monotonic()
    spoke = began
    argv = ["go", "build", "-trimpath", "-ldflags", binary.ldflags, "-o", str(into / binary.name), binary.package]
    processes.start(binary.name, argv, cwd=MODULES / binary.module, env=go_environment())
    while (code := processes.exited().get(binary.name)) is None:
        time.sleep(0.1)
        if time.monotonic() - spoke >= heartbeat:
            spoke = time.monotonic()
            say(f"      {binary.name}: still building after {spoke - began:.0f} s")
    if code != 0:
        said = (processes.logs / f"{binary.name}.log").read_text().splitlines()[-_LAST_LINES:]
        raise ControlPlaneError(
            "\n".join((f"{binary.name} could not be built: `{' '.join(argv)}` in {MODULES / binary.module} said", *said))
        )
    processes.stop(binary.name)
    say(f"      {binary.name}: built in {time.monotonic() - began:.0f} s")


def _module_folder(module: str, path: str) -> Path:
    found = subprocess.run(
        ["go", "list", "-m", "-f", "{{.Dir}}", path],
        cwd=MODULES / module,
        env=go_environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(found.stdout.strip())
