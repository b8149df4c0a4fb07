"""A control plane starts on ports that others fight for, beside others, with or without kro, and ends with its owner."""

import contextlib
import os
import shutil
import signal
import socket
import sys
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
import yaml

from tests.cluster.build import built_control_plane
from tests.cluster.control_plane import ControlPlane, running_control_plane
from tests.cluster.credentials import CONTEXT
from tests.cluster.errors import ControlPlaneError, KubectlError
from tests.cluster.parts import Ports
from tests.cluster.pins import MODULES, kubernetes_version
from tests.cluster.ports import free_ports
from tests.cluster.waiting import alive, eventually

pytestmark = pytest.mark.cluster


@contextlib.contextmanager
def taken_port() -> Generator[int]:
    """A port that another process has bound, so to speak."""
    with socket.socket() as occupied:
        (port,) = free_ports(1)
        occupied.bind(("127.0.0.1", port))
        yield port


@pytest.fixture(scope="module")
def without_kro() -> Iterator[ControlPlane]:
    """A second control plane, on which somebody was faster at the API server's port, once."""
    with taken_port() as taken:
        others = free_ports(3)
        tries = iter([Ports(etcd=others[0], peer=others[1], api=taken, kro=others[2]), Ports(*free_ports(4))])
        with running_control_plane(kro=False, find_ports=lambda: next(tries)) as plane:
            assert next(tries, None) is None
            yield plane


def test_the_server_knows_its_version(control_plane: ControlPlane) -> None:
    version = control_plane.kubectl().json("version")["serverVersion"]

    assert version["gitVersion"] == kubernetes_version((MODULES / "kubernetes" / "go.mod").read_text())


def test_kubeconfigs_are_of_the_user_they_name(control_plane: ControlPlane) -> None:
    typekro, admin = (yaml.safe_load(path.read_text()) for path in (control_plane.kubeconfig, control_plane.admin_kubeconfig))

    assert typekro["current-context"] == CONTEXT == "typekro-test"
    assert typekro["clusters"][0]["cluster"]["server"] == admin["clusters"][0]["cluster"]["server"] == control_plane.server
    who = control_plane.kubectl().json("auth", "whoami")["status"]["userInfo"]["username"]
    assert who == "admin"


def test_all_parts_run(control_plane: ControlPlane) -> None:
    expected = {"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "kwok", "kro", "supervisor"}

    assert set(control_plane.pids) == expected
    assert len(alive(control_plane.pids.values())) == len(expected)


def test_a_port_that_was_taken_is_tried_no_longer_and_two_control_planes_know_nothing_of_each_other(
    control_plane: ControlPlane, without_kro: ControlPlane
) -> None:
    without_kro.kubectl()("create", "namespace", "only-there")

    with pytest.raises(KubectlError, match='namespaces "only-there" not found'):
        control_plane.kubectl()("get", "namespace", "only-there")
    assert without_kro.server != control_plane.server
    assert not set(without_kro.pids.values()) & set(control_plane.pids.values())


def test_a_cluster_can_be_without_kro_and_still_runs_deployments(without_kro: ControlPlane) -> None:
    kubectl = without_kro.kubectl()
    kubectl("create", "deployment", "web", "--image=nginx")

    kubectl("wait", "deployment/web", "--for=condition=Available", "--timeout=30s")

    with pytest.raises(KubectlError, match="the server doesn't have a resource type"):
        kubectl("get", "resourcegraphdefinitions")


def test_ports_that_are_always_taken_end_in_an_error() -> None:
    with taken_port() as taken:
        peer, api, kro = free_ports(3)
        always = Ports(etcd=taken, peer=peer, api=api, kro=kro)

        with pytest.raises(ControlPlaneError) as raised, running_control_plane(kro=False, find_ports=lambda: always):
            pass

    assert str(raised.value) == "5 times in a row, another process took a port of 127.0.0.1 that had just been free"


def test_a_part_that_ends_at_once_is_named_with_its_last_words_and_its_log_is_kept() -> None:
    etcd, peer = free_ports(2)
    impossible = Ports(etcd=etcd, peer=peer, api=70_000, kro=70_001)

    with pytest.raises(ControlPlaneError) as raised, running_control_plane(kro=False, find_ports=lambda: impossible):
        pass

    first, *words = str(raised.value).split("\n")
    what, log = first.removesuffix(":").split("; the end of ")
    assert what == "kube-apiserver ended with exit code 1"
    assert "--secure-port 70000 must be between 1 and 65535" in words[-1]
    assert words[-1] in Path(log).read_text()
    shutil.rmtree(Path(log).parents[1])


def test_what_was_awaited_is_told_when_time_is_over() -> None:
    with pytest.raises(ControlPlaneError) as raised, running_control_plane(kro=False, within=0):
        pass

    what, _, logs = str(raised.value).partition("; see ")
    etcd, api_server = (f"the control plane was not ready within 0 s: awaited that {part} is ready" for part in ("etcd", "the API server"))
    assert what in (etcd, api_server)  # on a busy machine etcd may have become ready before this process looks for the first time
    assert (Path(logs) / "etcd.log").exists()
    shutil.rmtree(Path(logs).parent)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_kill_9_of_the_supervisor_ends_all_parts() -> None:
    with running_control_plane(kro=False) as plane:
        pids = list(plane.pids.values())
        os.kill(plane.pids["supervisor"], signal.SIGKILL)

        eventually(lambda: alive(pids) == [], "all parts are gone")
        with pytest.raises(ControlPlaneError):
            plane.processes.exited()

    assert not plane.folder.exists()


def test_what_is_built_is_found_again_without_a_word(control_plane: ControlPlane) -> None:
    said: list[str] = []

    assert built_control_plane(said.append) == control_plane.site.artefacts
    assert said == []
