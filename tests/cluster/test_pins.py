"""The key under which a build is kept names everything that decides what is built."""

import shutil
from pathlib import Path

import attrs
import pytest

from tests.cluster.pins import MODULES, Binary, binaries, build_key, kubernetes_version

PLATFORM = "go1.26 linux amd64"


@pytest.fixture
def modules(tmp_path: Path) -> Path:
    """A copy of the pins, to change."""
    return Path(shutil.copytree(MODULES, tmp_path / "modules"))


def test_the_same_pins_have_the_same_key(modules: Path) -> None:
    assert build_key(binaries(), platform=PLATFORM, modules=modules) == build_key(binaries(), platform=PLATFORM)


@pytest.mark.parametrize("pin", ["kubernetes/go.mod", "etcd-kwok/go.sum", "kro/go.mod"])
def test_another_pin_has_another_key(modules: Path, pin: str) -> None:
    before = build_key(binaries(), platform=PLATFORM, modules=modules)

    with (modules / pin).open("a") as changed:
        changed.write("\n")

    assert build_key(binaries(), platform=PLATFORM, modules=modules) != before


def test_what_moves_from_one_file_to_the_next_has_another_key(modules: Path) -> None:
    before = build_key(binaries(), platform=PLATFORM, modules=modules)
    first, second = modules / "kro" / "go.mod", modules / "kro" / "go.sum"
    first_text, second_text = first.read_text(), second.read_text()

    first.write_text(first_text + second_text)
    second.write_text("")

    assert build_key(binaries(), platform=PLATFORM, modules=modules) != before


def test_another_flag_has_another_key() -> None:
    etcd, *others = binaries()
    changed = (attrs.evolve(etcd, ldflags=""), *others)

    assert build_key(changed, platform=PLATFORM) != build_key(binaries(), platform=PLATFORM)


def test_another_go_has_another_key() -> None:
    assert build_key(binaries(), platform="go1.27 linux amd64") != build_key(binaries(), platform=PLATFORM)


def test_the_parts_of_kubernetes_know_their_version() -> None:
    flags = {binary.name: binary.ldflags for binary in binaries()}
    version = kubernetes_version((MODULES / "kubernetes" / "go.mod").read_text())
    major, minor, _ = version.removeprefix("v").split(".")
    package = "k8s.io/component-base/version"

    assert flags["kube-apiserver"] == (
        f"-s -w -X {package}.gitVersion={version} -X {package}.gitMajor={major} -X {package}.gitMinor={minor}"
    )
    assert flags["etcd"] == "-s -w"


def test_every_binary_is_pinned_by_a_module_that_is_there() -> None:
    def pinned(binary: Binary) -> bool:
        return all((MODULES / binary.module / name).is_file() for name in ("go.mod", "go.sum"))

    assert [binary.name for binary in binaries() if not pinned(binary)] == []


@pytest.mark.parametrize(
    "text", ["require k8s.io/kubernetes v1.36.3\n", "require (\n\tk8s.io/api v0.36.3\n\tk8s.io/kubernetes v1.36.3\n)\n"]
)
def test_the_version_is_read_from_either_form_of_require(text: str) -> None:
    assert kubernetes_version(text) == "v1.36.3"


def test_a_module_without_kubernetes_has_no_version() -> None:
    with pytest.raises(ValueError, match=r"^go.mod requires no k8s.io/kubernetes$"):
        kubernetes_version("require k8s.io/kubernetes-like v1.36.3\n")
