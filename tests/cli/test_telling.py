import io
import sys

import pytest

from typekro.cli.telling import exit_code, guarded, told
from typekro.errors import CRDInstanceError, LockedError, RefusedError, RunError, TypeKroError


def raised(error: Exception, cause: BaseException | None = None) -> Exception:
    try:
        raise error from cause  # noqa: TRY301 - the traceback is what it is raised for
    except Exception as caught:  # noqa: BLE001 - it is what was asked for
        return caught


def test_an_error_is_its_whole_message() -> None:
    assert told(raised(TypeKroError("infra: no\n  because\nhint: do"))) == "error: infra: no\n  because\nhint: do"


def test_notes_come_after_it() -> None:
    error = TypeKroError("first")
    error.add_note("also failed: second")

    assert told(raised(error)) == "error: first\nalso failed: second"


def test_causes_are_told_by_their_first_lines() -> None:
    deepest = ValueError()
    middle = raised(TypeKroError("the server said no\n  at length"), deepest)
    error = raised(TypeKroError("db was not created"), raised(OSError("connection reset"), middle))

    assert told(error) == (
        "error: db was not created\ncaused by: OSError: connection reset\ncaused by: the server said no\ncaused by: ValueError"
    )


def test_a_cause_that_the_message_tells_already_is_not_told_again() -> None:
    cause = OSError("the disk is full")

    error = CRDInstanceError("db: the disk is full", "example.com/v1", "Database", "db", "creation", cause)

    assert told(raised(error, cause)) == "error: db: the disk is full"


def test_a_group_tells_each_of_its_errors() -> None:
    group = RunError("2 resources failed", [raised(TypeKroError("a: no")), raised(TypeKroError("b: no\nhint: do"))])

    assert told(raised(group)) == "error: 2 resources failed\n\nerror: a: no\n\nerror: b: no\nhint: do"


def test_a_group_of_a_script_is_told_the_same_where_all_of_it_is_typekros() -> None:
    group = ExceptionGroup("unhandled errors in a TaskGroup", [TypeKroError("a: no")])

    assert told(group) == "error: unhandled errors in a TaskGroup\n\nerror: a: no"


def test_the_group_of_a_run_shows_the_traceback_of_a_handlers_own_mistake() -> None:
    group = RunError("2 resources failed", [raised(TypeKroError("a: no")), raised(ValueError("mine"))])

    first, second, third = told(group).split("\n\n")

    assert (first, second) == ("error: 2 resources failed", "error: a: no")
    assert third.startswith("Traceback (most recent call last):\n")
    assert third.endswith("ValueError: mine")


def test_a_group_with_anybodys_errors_is_told_as_python_does() -> None:
    group = raised(ExceptionGroup("two", [TypeKroError("a: no"), ValueError("mine")]))

    assert told(group).startswith("  + Exception Group Traceback (most recent call last):\n")


def test_verbose_shows_the_traceback_before_the_error() -> None:
    text = told(raised(TypeKroError("no")), verbose=True)

    assert text.startswith("Traceback (most recent call last):\n")
    assert text.endswith("typekro.errors.TypeKroError: no\n\nerror: no")


def test_an_error_that_was_never_raised_has_no_traceback_to_show() -> None:
    assert told(ValueError("mine")) == "ValueError: mine"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError(), 1),
        (TypeKroError("no"), 1),
        (RunError("2", [TypeKroError("a"), TypeKroError("b")]), 3),
        (LockedError("locked", {}), 4),
        (RefusedError("no"), 5),
        (ExceptionGroup("all refused", [RefusedError("a"), RefusedError("b")]), 5),
        (ExceptionGroup("mixed", [RefusedError("a"), ValueError("b")]), 1),
    ],
)
def test_the_exit_code_is_what_an_error_says_of_itself(error: Exception, code: int) -> None:
    assert exit_code(error) == code


def test_a_broken_pipe_that_is_not_standard_output_is_an_error_like_others(capfd: pytest.CaptureFixture[str]) -> None:
    def work() -> None:
        raise BrokenPipeError("the server hung up")

    assert guarded(work) == 1
    assert capfd.readouterr().err.endswith("BrokenPipeError: the server hung up\n")


def test_a_broken_pipe_without_a_real_standard_output_is_an_error_like_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdout", io.StringIO())

    def work() -> None:
        raise BrokenPipeError("the server hung up")

    assert guarded(work) == 1
    assert capsys.readouterr().err.endswith("BrokenPipeError: the server hung up\n")
