"""`--local`, and `typekro local start`."""

import re
import shlex
import signal
import subprocess
import sys
import textwrap
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.parts import Done, environment, typekro, untimed
from tests.cluster.kubectl import Kubectl
from typekro.holders import whoami

SCRIPT = """
import typekro
from typekro import KubernetesObject, alchemy

async def main() -> None:
    async with alchemy("infra"{more}):
        manifest = {{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {{"name": "web"}}, "data": {{"a": "1"}}}}
        KubernetesObject("config", manifest=manifest)
        {body}

if __name__ == "__main__":
    typekro.run(main)
"""


def write(folder: Path, more: str = "", body: str = "pass") -> None:
    (folder / "state").mkdir(exist_ok=True)
    (folder / "infra.py").write_text(SCRIPT.format(more=more, body=body))


def run(folder: Path, *arguments: str) -> Done:
    done = typekro(folder, *arguments, KUBECONFIG=str(folder / "none"))
    return Done(done.code, done.out, untimed(done.err))


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "state").iterdir() if not path.name.endswith(".lock"))


def test_the_second_up_finds_what_the_first_made(tmp_path: Path) -> None:
    write(tmp_path)

    first, second = run(tmp_path, "up", "infra.py", "--local"), run(tmp_path, "up", "infra.py", "--local")

    head = "typekro up infra/dev  state state/infra.sqlite  ...\n"
    connected = "  connected to local cluster (state/local-cluster.db)\n"
    assert first == Done(0, "", f"{head}{connected}+ create config\n  created config in ...\nsucceeded: 1 created\n")
    assert (second.code, second.err) == (0, f"{head}{connected}succeeded: 1 unchanged (nothing was written)\n")
    assert files(tmp_path) == ["infra.sqlite", "local-cluster.db"]


def test_plan_makes_no_cluster_and_shows_what_up_would_do(tmp_path: Path) -> None:
    write(tmp_path)

    planned = run(tmp_path, "plan", "infra.py", "--local")

    assert (planned.code, planned.out) == (2, "+ create config\nplan: 1 to create\n")
    assert files(tmp_path) == []

    run(tmp_path, "up", "infra.py", "--local")

    assert run(tmp_path, "plan", "infra.py", "--local").out == "plan: no changes, 1 unchanged\n"


def test_destroy_takes_it_down_again(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")

    destroyed = run(tmp_path, "destroy", "--local")

    assert (destroyed.code, destroyed.err.splitlines()[1:]) == (
        0,
        [
            "  connected to local cluster (state/local-cluster.db)",
            "- delete config: all that is recorded goes",
            "  deleted config in ...",
            "succeeded: 1 deleted",
        ],
    )


def test_destroy_without_it_says_that_it_was_left_out(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")

    done = run(tmp_path, "destroy")

    assert done.code == 5
    assert done.err[done.err.index("error: ") :] == (
        "error: the records of infra/dev were made in the local cluster state/local-cluster.db: nothing was deleted\n"
        "  without --local, kubectl's cluster is meant:\n"
        "  no kubeconfig was found, so it is not known which cluster is meant\n"
        "hint: typekro destroy infra --stage dev --local\n"
    )
    assert run(tmp_path, *shlex.split("destroy infra --stage dev --local")).code == 0


def test_destroy_says_so_only_where_the_records_were_made_there(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local", "mine.db")
    run(tmp_path, "up", "infra.py", "--local", "--stage", "prod")

    done = run(tmp_path, "destroy")

    assert done.code == 1
    assert "error: no kubeconfig was found, so it is not known which cluster is meant\n" in done.err


@pytest.mark.parametrize("option", [("--local",), ("--local", "mine/my cluster")])
def test_where_the_state_is_lost_the_hints_lead_back_to_it(tmp_path: Path, option: tuple[str, ...]) -> None:
    write(tmp_path, body='KubernetesObject("other", manifest={**manifest, "metadata": {"name": "a"}})')
    run(tmp_path, "up", "infra.py", *option)
    (tmp_path / "state" / "infra.sqlite").unlink()
    chosen = shlex.join(option)

    lost = run(tmp_path, "up", "infra.py", *option)
    recovered = run(tmp_path, *shlex.split(f"state recover infra --stage dev {chosen}"))
    again = run(tmp_path, "up", "infra.py", *option)
    too_late = run(tmp_path, *shlex.split(f"state recover infra --stage dev {chosen}"))

    assert lost.code == 3
    assert (
        "error: ConfigMap default/web is there already, and is not ours: nothing was changed\n"
        f"  it belongs to infra/dev of {whoami()}: the same app and stage, recorded in another state\n"
        "  typekro never changes what another state records\n"
        "hint: where that state is lost, make its records anew from what is there:\n"
        f"hint: typekro state recover infra --stage dev {chosen}\n"
        "hint: else run it where that state is, or give this one a stage of its own:\n"
        'hint: alchemy(..., stage="...")\n'
    ) in lost.err
    assert recovered.code == 0
    assert (again.code, again.err.splitlines()[-1]) == (0, "succeeded: 2 became ready (nothing was written)")
    assert too_late.code == 5
    assert too_late.err.split("\n", 2)[2] == (
        "error: infra/dev has records already\n"
        "  these are recorded: config, other\n"
        "  what is there tells your objects from others': nothing was changed\n"
        "hint: restore it into another file: --state FILE\n"
        "hint: or drop what is there first, and touch nothing outside:\n"
        "hint: typekro state forget config other --app infra --stage dev\n"
    )


def test_the_file_can_be_another(tmp_path: Path) -> None:
    write(tmp_path)

    done = run(tmp_path, "up", "infra.py", "--local", "mine/cluster")

    assert "  connected to local cluster (mine/cluster)\n" in done.err
    assert (tmp_path / "mine" / "cluster").exists()


def test_it_takes_the_place_of_what_the_script_names(tmp_path: Path) -> None:
    clusters = ", cluster=typekro.Cluster(context='prod'), clusters={'eu': typekro.Cluster(context='eu')}"
    there = "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata': {'name': 'web'}}"
    write(tmp_path, clusters, f"KubernetesObject('there', manifest={there}, cluster='eu')")

    done = run(tmp_path, "up", "infra.py", "--local")
    gone = run(tmp_path, "destroy", "--local")

    assert done.code == 0, done.err
    assert {line for line in done.err.splitlines() if "connected" in line} == {
        "  connected to local cluster (state/local-cluster.db)",
        "  connected to local cluster (state/local-cluster-eu.db)",
    }
    assert gone.err.splitlines()[-1] == "succeeded: 2 deleted"


def test_what_was_made_elsewhere_is_not_taken_for_gone(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")

    done = run(tmp_path, "up", "infra.py", "--local", "other.db")

    assert done.code == 5
    assert "error: this is another cluster than the one that the records were made in: nothing was changed" in done.err


def test_a_script_that_stands_behind_it_is_not_taken_for_its_file(tmp_path: Path) -> None:
    write(tmp_path)

    done = run(tmp_path, "up", "--local", "infra.py")

    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        "typekro up: error: argument --local: infra.py is a script, which stands in front of it: typekro up infra.py --local"
    )


@pytest.mark.parametrize("command", [("destroy",), ("doctor",), ("state", "recover", "infra")], ids=" ".join)
def test_two_ways_to_say_which_cluster_are_one_too_many(tmp_path: Path, command: tuple[str, ...]) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")

    done = run(tmp_path, *command, "--local", "--context", "prod")

    assert done.code == 1
    assert "error: --context and --local say which cluster" in done.err
    assert "  one of them would be ignored\nhint: leave one of them out\n" in done.err


def test_doctor_looks_at_it(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")

    done = run(tmp_path, "doctor", "--local")

    first, second, third, fourth, *_ = done.out.splitlines()
    assert first.startswith("ok  connection   context local at local cluster (state/local-cluster.db); it is cluster ")
    assert (second, third, fourth) == (
        "ok  kubernetes   1.36.3",
        "ok  kro          this is a local cluster of typekro, and kro a part of it: nothing is deployed",
        "ok  kro-version  0.9.4",
    )
    assert done.code == 0


def test_records_are_made_anew_from_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")
    (tmp_path / "state" / "infra.sqlite").unlink()

    done = run(tmp_path, "state", "recover", "infra", "--local")

    assert done.code == 0, done.err
    assert "recovered 1 record; run the script: what it no longer declares is deleted" in done.err


@contextmanager
def started(folder: Path, *arguments: str) -> Generator[tuple["subprocess.Popen[str]", list[str]]]:
    """`typekro local start`, and what it said first."""
    process = subprocess.Popen(
        [sys.executable, "-m", "typekro", "local", "start", *arguments],
        cwd=folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield process, [process.stdout.readline() for _ in range(3)]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM])
def test_kubectl_sees_what_up_made_for_as_long_as_it_is_served(tmp_path: Path, by: signal.Signals) -> None:
    write(tmp_path)
    run(tmp_path, "up", "infra.py", "--local")
    kubeconfig = tmp_path / "state" / "local-cluster.kubeconfig"

    with started(tmp_path) as (process, said):
        mode = kubeconfig.stat().st_mode & 0o777
        found = Kubectl(kubeconfig, tmp_path / "cache")("get", "configmap", "web", "-o", "jsonpath={.data}")
        process.send_signal(by)
        rest, errors = process.communicate(timeout=30)

    assert re.sub(r":\d+;", ":PORT;", "".join(said)) == textwrap.dedent("""\
        local cluster (state/local-cluster.db) at https://127.0.0.1:PORT; stop it with Ctrl-C
          export KUBECONFIG=state/local-cluster.kubeconfig
          kubectl get namespaces
        """)
    assert (mode, found) == (0o600, '{"a":"1"}')
    assert (process.returncode, rest, errors) == (0, "stopped\n", "")
    assert not kubeconfig.exists()


def test_what_kubectl_made_is_there_for_up(tmp_path: Path) -> None:
    write(tmp_path)
    with started(tmp_path, "--kubeconfig", "config") as (process, _):
        Kubectl(tmp_path / "config", tmp_path / "cache")("create", "configmap", "web", "--from-literal=a=2")
        process.send_signal(signal.SIGKILL)
        process.wait(30)

    done = run(tmp_path, "up", "infra.py", "--local")

    assert done.code == 5
    assert "ConfigMap default/web" in done.err


def test_while_it_is_served_up_is_told_who_has_it_and_can_go_through_the_kubeconfig(tmp_path: Path) -> None:
    write(tmp_path)
    with started(tmp_path, "--port", "0") as (process, _):
        refused = run(tmp_path, "up", "infra.py", "--local")
        kubeconfig = tmp_path / "state" / "local-cluster.kubeconfig"
        done = typekro(tmp_path, "up", "infra.py", KUBECONFIG=str(kubeconfig))

    assert refused.code == 4
    said = refused.error.splitlines()
    assert re.sub(r"since .*", "since ...", said[0]) == (
        f"error: the local cluster {tmp_path / 'state' / 'local-cluster.db'} is held by {whoami()}, pid {process.pid}, serving since ..."
    )
    assert said[1:] == [
        "  one process at a time runs a local cluster",
        f"hint: go through what serves it, without --local: export KUBECONFIG={kubeconfig}",
        "hint: or stop that, with Ctrl-C",
    ]
    assert (done.code, done.err.splitlines()[-1]) == (0, "succeeded: 1 created")


def test_a_port_is_a_number(tmp_path: Path) -> None:
    done = run(tmp_path, "local", "start", "--port", "http")

    assert (done.code, done.err.splitlines()[-1]) == (2, "typekro local start: error: argument --port: 'http' is no port")


def test_help_says_all_of_it(tmp_path: Path) -> None:
    assert run(tmp_path, "local", "start", "--help").out == textwrap.dedent("""\
        usage: typekro local start [--port N] [--path FILE] [--kubeconfig FILE] [--verbose]

        Serves a local cluster on 127.0.0.1 until Ctrl-C, and writes a kubeconfig for
        you alone, which goes at the end. The cluster lives in a file; by default in
        the one that `typekro up FILE --local` uses.

        options:
          -h, --help         show this help message and exit
          --port N           the port (default: any that is free)
          --path FILE        the file that it lives in (default: state/local-
                             cluster.db in the project)
          --kubeconfig FILE  where the kubeconfig goes (default: beside that file)
          --verbose          show tracebacks of all errors
        """)
