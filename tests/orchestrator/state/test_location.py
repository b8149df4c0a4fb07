"""Where the state of an app is, and what apps and stages may be called."""

import subprocess
import sys
from pathlib import Path

import pytest

from typekro.errors import UsageError
from typekro.orchestrator.state import check_name, check_names, default_path

RULE = "  names of apps and stages consist of letters (a-z, A-Z), digits, `-`, `_` and `.`, and start with a letter or a digit"


def _script(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "infra.py").touch()
    return folder / "infra.py"


def test_the_nearest_project_above_the_script_keeps_the_state(tmp_path: Path) -> None:
    script = _script(tmp_path / "outer" / "inner" / "scripts")
    (tmp_path / "outer" / "state").mkdir()
    (tmp_path / "outer" / "inner" / "pyproject.toml").touch()

    assert default_path("infra", script) == tmp_path / "outer" / "inner" / "state" / "infra.sqlite"


def test_a_state_folder_makes_a_project(tmp_path: Path) -> None:
    script = _script(tmp_path / "scripts")
    (tmp_path / "state").mkdir()

    assert default_path("infra", script) == tmp_path / "state" / "infra.sqlite"


def test_outside_of_a_project_it_is_beside_the_script_whatever_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = _script(tmp_path / "scripts")
    monkeypatch.chdir(tmp_path)

    assert default_path("infra", script.relative_to(tmp_path)) == tmp_path / "scripts" / "state" / "infra.sqlite"


def test_without_a_script_the_current_folder_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert default_path("infra", None) == tmp_path / "state" / "infra.sqlite"


@pytest.mark.parametrize("name", ["a", "0", "my-infrastructure", "Prod_2.eu", "x" * 60])
def test_names_of_letters_digits_dashes_underscores_and_dots_are_taken(name: str) -> None:
    check_name("app", name)


@pytest.mark.parametrize("name", ["my infra", " my infra", "my/infra", "-my-infra", ".my-infra", "my-infra\n", "my--infra-é"])
def test_other_names_are_refused(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_name("app", name)

    first, rule, *_ = str(caught.value).splitlines()
    assert (first, rule) == (f"{name!r} cannot be the name of an app", RULE)


def test_a_name_that_could_be_meant_is_suggested() -> None:
    with pytest.raises(UsageError) as caught:
        check_name("stage", "my stage!")

    assert str(caught.value) == f"'my stage!' cannot be the name of a stage\n{RULE}\nhint: stage \"my-stage\""


def test_a_name_with_a_variable_in_braces_is_meant_as_an_f_string() -> None:
    with pytest.raises(UsageError) as caught:
        check_name("app", "{team}-infra")

    assert str(caught.value) == f"'{{team}}-infra' cannot be the name of an app\n{RULE}\nhint: app f\"{{team}}-infra\""


def test_a_name_of_which_nothing_is_left_gets_no_suggestion() -> None:
    with pytest.raises(UsageError) as caught:
        check_name("app", "")

    assert str(caught.value) == f"'' cannot be the name of an app\n{RULE}"


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        check_name("stage", "x" * 61)

    assert str(caught.value) == (
        f"'{'x' * 61}' cannot be the name of a stage\n  it has 61 bytes, and names of apps and stages have at most 60"
    )


def test_app_and_stage_fit_into_the_name_of_a_field_manager() -> None:
    check_names("a" * 60, "s" * 59)
    with pytest.raises(UsageError) as caught:
        check_names("a" * 60, "s" * 60)

    assert str(caught.value) == (
        f"the names of app '{'a' * 60}' and stage '{'s' * 60}' are too long\n"
        "  together they have 120 bytes, and Kubernetes leaves 119 of a field manager's name to them"
    )


def test_what_makes_tables_is_loaded_where_there_are_none_alone(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path; from typekro.orchestrator.state import SqliteStore; "
        f"asyncio.run(SqliteStore(Path({str(tmp_path / 'infra.sqlite')!r})).open('infra', 'dev')); print('sqlite_utils' in sys.modules)"
    )

    found = [subprocess.check_output([sys.executable, "-c", code], text=True).strip() for _ in range(2)]

    assert found == ["True", "False"]


def test_an_unknown_name_of_the_room_is_missing() -> None:
    from typekro.orchestrator import state  # noqa: PLC0415 - the module itself

    with pytest.raises(AttributeError, match=r"^module 'typekro\.orchestrator\.state' has no attribute 'nothing'$"):
        _ = state.nothing
