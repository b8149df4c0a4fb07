"""What is built, from which pinned modules, and the key that names the result."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import attrs

MODULES = Path(__file__).parent / "modules"
"""One folder for each Go module whose go.mod and go.sum pin what is built."""

GO_NEEDED = (1, 26)
"""The oldest Go that builds these modules, as their go.mod files say."""


@attrs.frozen
class Binary:
    """One program of the control plane.

    Args:
        name: what the file is called.
        module: the folder under `MODULES` that pins it.
        package: the Go package to build.
        ldflags: what the linker is told.
    """

    name: str
    module: str
    package: str
    ldflags: str = "-s -w"


def kubernetes_version(go_mod: str) -> str:
    """Read the version of Kubernetes, such as `v1.36.3`, from the text of its go.mod file."""
    found = re.search(r"^\s*(?:require\s+)?k8s\.io/kubernetes (v\d+\.\d+\.\d+)\b", go_mod, re.MULTILINE)
    if found is None:
        raise ValueError("go.mod requires no k8s.io/kubernetes")
    return found[1]


def _stamped(version: str) -> str:
    """Make linker flags that tell the binaries their version: without it, kubectl cannot parse the server's."""
    major, minor, _ = version.removeprefix("v").split(".")
    stamp = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
    return " ".join(("-s -w", *(f"-X k8s.io/component-base/version.{name}={value}" for name, value in stamp.items())))


def binaries() -> tuple[Binary, ...]:
    """List everything that is built, cheapest first."""
    stamped = _stamped(kubernetes_version((MODULES / "kubernetes" / "go.mod").read_text()))
    parts = ("kube-apiserver", "kube-controller-manager", "kube-scheduler")
    return (
        Binary("etcd", "etcd-kwok", "go.etcd.io/etcd/server/v3"),
        Binary("kwok", "etcd-kwok", "sigs.k8s.io/kwok/cmd/kwok"),
        *(Binary(part, "kubernetes", f"k8s.io/kubernetes/cmd/{part}", stamped) for part in parts),
        Binary("kro", "kro", "github.com/kubernetes-sigs/kro/cmd/controller"),
    )


def build_key(built: Sequence[Binary], *, platform: str, modules: Path = MODULES) -> str:
    """Name what a build makes, so that another pin, flag, platform or Go makes another name.

    Args:
        built: what is built.
        platform: what else decides: Go's version, the system and the processor.
        modules: the folder of pinned modules.
    """
    digest = hashlib.sha256(platform.encode())
    for binary in built:
        digest.update(repr(attrs.astuple(binary)).encode())
    for pin in sorted(modules.glob("*/go.*")):
        content = pin.read_bytes()
        digest.update(f"{pin.parent.name}/{pin.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()[:16]
