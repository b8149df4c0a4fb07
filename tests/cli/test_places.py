import json
from pathlib import Path
from types import TracebackType

import attrs
import pytest

import typekro
from typekro.cli.places import from_own, is_own, own_place, place, shown


@pytest.mark.parametrize("file", [attrs.__file__, json.__file__, typekro.__file__, "<attrs generated init X>"])
def test_files_of_packages_of_python_and_generated_ones_are_not_the_users(file: str) -> None:
    assert not is_own(file)


def test_a_script_is_the_users() -> None:
    assert is_own(__file__)


def trace_of_bad_json() -> TracebackType | None:
    try:
        json.loads("{")
    except ValueError as error:
        return error.__traceback__
    return None


def test_the_place_of_an_error_is_the_users_line_nearest_to_it() -> None:
    trace = trace_of_bad_json()

    assert trace is not None
    assert own_place(trace) == place(__file__, trace.tb_lineno)


def test_an_error_that_involves_no_line_of_the_users_has_no_place_and_keeps_its_traceback() -> None:
    trace = trace_of_bad_json()
    assert trace is not None

    inside = trace.tb_next

    assert own_place(inside) is None
    assert from_own(inside) is inside
    assert own_place(None) is None


def test_paths_below_the_current_folder_are_told_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert shown(tmp_path / "a" / "infra.py") == "a/infra.py"
    assert shown("/elsewhere/infra.py") == "/elsewhere/infra.py"
