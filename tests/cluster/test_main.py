"""`python -m tests.cluster`, as one uses it by hand."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import attrs
import pytest

from tests.cluster.build import built_control_plane
from tests.cluster.kubectl import kubectl_binary
from tests.cluster.waiting import alive, eventually

REPOSITORY = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "tests.cluster"]


@attrs.frozen
class ByHand:
    """The command, and what it has said."""

    process: subprocess.Popen[str]
    kubeconfig: Path
    pids: Mapping[str, int]


@pytest.fixture
def by_hand(tmp_path: Path) -> Iterator[ByHand]:
    """The command, when it has said that all is ready."""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(COMMAND, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        said: dict[str, str] = {}
        for line in process.stdout:
            key, _, value = line.strip().replace("=", ": ", 1).partition(": ")
            said[key] = value
            if key == "processes":
                break
        pids = {name: int(pid) for name, pid in (part.split() for part in said["processes"].split(", "))}
        yield ByHand(process, Path(said["export KUBECONFIG"]), pids)
        process.kill()


@pytest.mark.cluster
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_gives_a_kubeconfig_and_stops_cleanly(by_hand: ByHand, tmp_path: Path, number: signal.Signals) -> None:
    listed = subprocess.run(
        [kubectl_binary(), "get", "nodes", "-o", "name"],
        env={"KUBECONFIG": str(by_hand.kubeconfig), "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout == "node/node-0\n"

    by_hand.process.send_signal(number)
    rest, _ = by_hand.process.communicate(timeout=30)

    assert (rest, by_hand.process.returncode) == ("stopped\n", 0)
    assert alive(by_hand.pids.values()) == []
    assert list(tmp_path.glob("typekro-*")) == []


@pytest.mark.cluster
def test_nothing_outlives_it_after_kill_9(by_hand: ByHand, tmp_path: Path) -> None:
    assert len(alive(by_hand.pids.values())) == len(by_hand.pids) == 7

    by_hand.process.kill()

    eventually(lambda: alive(by_hand.pids.values()) == [], "all parts and the supervisor are gone")
    assert list(tmp_path.glob("typekro-*")) == []


@pytest.mark.cluster
def test_it_says_which_part_ended_by_itself_and_keeps_the_logs(by_hand: ByHand, tmp_path: Path) -> None:
    os.kill(by_hand.pids["kwok"], signal.SIGKILL)

    rest, _ = by_hand.process.communicate(timeout=30)

    (kept,) = tmp_path.glob("typekro-*/logs")
    assert (rest, by_hand.process.returncode) == (f"error: kwok ended by itself; see {kept}\n", 1)
    assert alive(by_hand.pids.values()) == []


@pytest.mark.cluster
def test_it_can_build_only() -> None:
    done = subprocess.run([*COMMAND, "build"], cwd=REPOSITORY, capture_output=True, text=True, check=True)

    assert done.stdout == f"the control plane is in {built_control_plane(lambda _: None).folder}\n"


def test_another_word_is_answered_with_the_usage() -> None:
    done = subprocess.run([*COMMAND, "rebuild"], cwd=REPOSITORY, capture_output=True, text=True, check=False)

    assert (done.stdout, done.returncode) == ("usage: python -m tests.cluster [build]\n", 2)


def test_without_go_it_says_so_in_one_line(tmp_path: Path) -> None:
    done = subprocess.run(COMMAND, cwd=REPOSITORY, capture_output=True, text=True, check=False, env={"PATH": str(tmp_path)})

    wanted = "the control plane of the tests is built with Go 1.26 or newer (https://go.dev/dl)"
    assert (done.stdout, done.stderr, done.returncode) == (f"error: {wanted}: there is no `go` on PATH\n", "", 1)
