from importlib.metadata import version
from pathlib import Path

import pytest

from tests.cli.parts import Done, python, typekro
from typekro.cli import main


def test_without_a_command_it_prints_help_and_exits_with_2(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([])

    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert printed.err.startswith("usage: typekro [-h] [--version] COMMAND ...\n")


def test_it_prints_its_version(tmp_path: Path) -> None:
    assert typekro(tmp_path, "--version") == Done(0, f"typekro {version('typekro')}\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ["upp"],
        ["up"],
        ["up", "infra.py", "--nonsense"],
        ["state"],
        ["state", "lst"],
        ["state", "list", "--", "x"],
    ],
)
def test_wrong_arguments_exit_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: typekro ")


def test_arguments_behind_two_dashes_are_for_scripts_only(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["state", "list", "--", "x"])

    error = capsys.readouterr().err.splitlines()[-1]
    assert error == "typekro: error: only `typekro up` and `typekro plan` pass arguments on to a script, behind --"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["up", "infra.py", "--locl"], "typekro up: error: unrecognized arguments: --locl; did you mean --local?"),
        (
            ["plan", "infra.py", "--stag=x", "--outt", "y"],
            "typekro plan: error: unrecognized arguments: --stag=x --outt y; did you mean --stage and --out?",
        ),
        (["up", "infra.py", "--nonsense"], "typekro up: error: unrecognized arguments: --nonsense"),
        (["up", "infra.py", "stage"], "typekro up: error: unrecognized arguments: stage"),
        (["state", "list", "--jsn"], "typekro state list: error: unrecognized arguments: --jsn"),
        (["state", "list", "--sta"], "typekro state list: error: unrecognized arguments: --sta; did you mean --state?"),
        (["local", "start", "--prt", "3"], "typekro local start: error: unrecognized arguments: --prt 3; did you mean --port?"),
        (["up", "infra.py", "--yes"], "typekro up: error: unrecognized arguments: --yes"),
        (["--versio"], "typekro: error: unrecognized arguments: --versio; did you mean --version?"),
    ],
)
def test_an_option_that_there_is_not_is_guessed(arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == told


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--help"], ["up ", "state ", "exit codes: 0 ok"]),
        (["up", "--help"], ["FILE", "--stage", "--no-refresh", "--verbose", "-- ARGUMENT"]),
        (["import", "--help"], ["FILE ...", "--cluster [NAME ...]", "--output FOLDER", "--context CONTEXT", "--verbose"]),
        (["state", "list", "--help"], ["APP", "--stage", "--state FILE", "--verbose"]),
        (["state", "forget", "--help"], ["ID", "--cluster UID", "--app", "--stage", "--state FILE", "--verbose"]),
    ],
)
def test_help_tells_all_that_there_is(arguments: list[str], told: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    printed = capsys.readouterr().out
    assert ended.value.code == 0
    assert [word for word in told if word not in printed] == []


def test_help_brings_no_engine(tmp_path: Path) -> None:
    code = "import sys, typekro.cli; sys.argv[1:] = []; typekro.cli.main([]); print({'anyio', 'attrs', 'sqlite_utils'} & set(sys.modules))"

    assert python(tmp_path, "-c", code).out == "set()\n"
