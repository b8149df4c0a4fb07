"""Nothing outlives its owner: not when it closes, not when it is killed, not when what watches over it is killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs
import pytest

from tests.cluster.errors import ControlPlaneError
from tests.cluster.processes import Processes, supervised
from tests.cluster.waiting import alive, eventually

REPOSITORY = Path(__file__).parents[2]
SLEEP = ["sleep", "600"]
STUBBORN = ["sh", "-c", "trap '' TERM; echo up; while :; do sleep 1; done"]
WITH_A_CHILD = ["sh", "-c", "sleep 600 & echo $!; wait"]

OWNER = """
import json, sys
from pathlib import Path
from tests.cluster.processes import Processes
processes = Processes(Path(sys.argv[1]) / "run", grace=0.2)
for name, argv in json.loads(sys.argv[2]).items():
    processes.start(name, argv)
print(json.dumps([str(processes.folder), dict(processes.pids)]), flush=True)
sys.stdin.read()
"""


@attrs.frozen
class Owner:
    """Another process that owns processes."""

    process: subprocess.Popen[str]
    folder: Path
    pids: Mapping[str, int]

    def said(self, name: str) -> str:
        return (self.folder / "logs" / f"{name}.log").read_text()

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def await_words(processes: Processes, name: str) -> None:
    """Wait until a child has said something, which it does when it is set up."""
    eventually(lambda: (processes.logs / f"{name}.log").read_text() != "", f"{name} is up")


def owner_of(where: Path, **argv: list[str]) -> Owner:
    command = [sys.executable, "-c", OWNER, str(where), json.dumps(argv)]
    process = subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder, pids = json.loads(process.stdout.readline())
    return Owner(process, Path(folder), pids)


def test_children_run_in_a_folder_of_their_own_and_their_words_are_in_their_logs(tmp_path: Path) -> None:
    with supervised("run", where=tmp_path) as processes:
        processes.start("one", ["sh", "-c", "pwd; echo $GREETING >&2"], env={"GREETING": "hello"})
        eventually(lambda: "one" in processes.exited(), "it ends")

        said = (processes.logs / "one.log").read_text()
        mode = processes.folder.stat().st_mode & 0o777

    assert said == f"{processes.folder.resolve()}\nhello\n"
    assert mode == 0o700
    assert list(tmp_path.iterdir()) == []


def test_a_child_that_ended_is_told_with_its_exit_code() -> None:
    with supervised("run") as processes:
        processes.start("good", ["true"])
        processes.start("bad", ["sh", "-c", "exit 7"])
        processes.start("busy", SLEEP)

        eventually(lambda: len(processes.exited()) == 2, "both end")

        assert processes.exited() == {"good": 0, "bad": 7}


def test_a_program_that_is_not_there_is_an_error_and_the_others_run_on() -> None:
    with supervised("run") as processes:
        processes.start("busy", SLEEP)

        with pytest.raises(ControlPlaneError, match=r"^start absent: .*No such file or directory: '/nowhere/absent'$"):
            processes.start("absent", ["/nowhere/absent"])

        assert alive(processes.pids.values()) == [processes.pids["busy"], processes.pids["supervisor"]]


def test_the_end_comes_in_reverse_order(tmp_path: Path) -> None:
    ends = tmp_path / "ends"
    with supervised("run") as processes:
        for name in ("first", "second", "third"):
            processes.start(name, ["sh", "-c", f"trap 'echo {name} >> {ends}; exit' TERM; echo up; while :; do sleep 0.05; done"])
            await_words(processes, name)

    assert ends.read_text().split() == ["third", "second", "first"]


def test_one_can_be_stopped_alone() -> None:
    with supervised("run") as processes:
        first = processes.start("first", SLEEP)
        second = processes.start("second", SLEEP)

        processes.stop("first")

        assert alive([first, second]) == [second]
        assert "first" not in processes.pids


def test_who_does_not_listen_is_killed_after_the_grace(tmp_path: Path) -> None:
    with supervised("run", where=tmp_path, grace=0.2) as processes:
        processes.start("stubborn", STUBBORN)
        await_words(processes, "stubborn")
        pids = list(processes.pids.values())

    assert alive(pids) == []
    assert list(tmp_path.iterdir()) == []


def test_logs_that_are_wanted_stay_when_all_else_goes(tmp_path: Path) -> None:
    with supervised("run", where=tmp_path) as processes:
        (processes.folder / "data").mkdir()
        (processes.folder / "secret").touch()
        processes.start("one", ["echo", "hello"])
        eventually(lambda: "one" in processes.exited(), "it ends")
        processes.keep_logs()

    assert list(processes.folder.iterdir()) == [processes.logs]
    assert (processes.logs / "one.log").read_text() == "hello\n"


def test_kill_9_of_the_owner_ends_everything(tmp_path: Path) -> None:
    owner = owner_of(tmp_path, quiet=SLEEP, stubborn=STUBBORN, parent=WITH_A_CHILD)
    eventually(lambda: bool(owner.said("stubborn") and owner.said("parent")), "they are up")
    everybody = [*owner.pids.values(), int(owner.said("parent"))]
    assert alive(everybody) == everybody

    owner.kill()

    eventually(lambda: alive(everybody) == [], "all processes are gone")
    assert list(tmp_path.iterdir()) == []


def test_kill_9_of_the_owner_and_its_process_group_ends_everything(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path), json.dumps({"quiet": SLEEP})]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        _, pids = json.loads(process.stdout.readline())
        os.killpg(process.pid, signal.SIGKILL)

    eventually(lambda: alive(pids.values()) == [], "all processes are gone")


def test_the_end_of_the_owner_is_seen_even_while_another_process_holds_the_pipe(tmp_path: Path) -> None:
    """A copy of the owner, as os.fork() makes it, keeps the pipe open."""
    program = "import os\n" + OWNER.replace("sys.stdin.read()", "os.fork() or os.setsid()\nsys.stdin.read()")
    command = [sys.executable, "-c", program, str(tmp_path), json.dumps({"quiet": SLEEP})]
    with subprocess.Popen(command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        _, pids = json.loads(process.stdout.readline())
        process.kill()

        eventually(lambda: alive(pids.values()) == [], "all processes are gone")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ties a child to its parent")
def test_kill_9_of_the_supervisor_ends_the_children(tmp_path: Path) -> None:
    owner = owner_of(tmp_path, quiet=SLEEP, stubborn=STUBBORN)
    eventually(lambda: bool(owner.said("stubborn")), "it has shut its ears")

    os.kill(owner.pids["supervisor"], signal.SIGKILL)

    eventually(lambda: alive(owner.pids.values()) == [], "all processes are gone")
    owner.kill()


def test_the_owner_cleans_up_after_a_killed_supervisor_and_says_that_it_is_gone(tmp_path: Path) -> None:
    with supervised("run", where=tmp_path) as processes:
        processes.start("quiet", SLEEP)
        supervisor = processes.pids["supervisor"]
        os.kill(supervisor, signal.SIGKILL)
        eventually(lambda: alive([supervisor]) == [], "it is gone")

        with pytest.raises(ControlPlaneError) as raised:
            processes.exited()

    assert str(raised.value) == f"the supervisor (process {supervisor}) is gone, and the processes with it"
    assert list(tmp_path.iterdir()) == []


def test_logs_can_be_kept_after_the_supervisor_was_killed(tmp_path: Path) -> None:
    with supervised("run", where=tmp_path) as processes:
        (processes.folder / "data").mkdir()
        os.kill(processes.pids["supervisor"], signal.SIGKILL)
        processes.keep_logs()

    assert list(processes.folder.iterdir()) == [processes.logs]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_supervisor_that_is_told_to_end_stops_everything(tmp_path: Path, number: signal.Signals) -> None:
    processes = Processes(tmp_path / "run")
    processes.start("quiet", SLEEP)
    pids = list(processes.pids.values())

    os.kill(processes.pids["supervisor"], number)

    eventually(lambda: alive(pids) == [], "all processes are gone")
    processes.close()
    assert list(tmp_path.iterdir()) == []
