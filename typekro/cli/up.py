"""`typekro up`: runs a script as Python would, with what the command line chose for its apps."""

import contextlib
import runpy
import sys
from collections.abc import Generator, Sequence
from pathlib import Path

from typekro.cli.places import shown
from typekro.errors import TypeKroError, UsageError, compose
from typekro.orchestrator.launch import Clusters, Launch, begin_launch
from typekro.orchestrator.plan import Plan
from typekro.orchestrator.state.location import check_name


def up(
    file: Path,
    arguments: Sequence[str] = (),
    *,
    stage: str | None = None,
    refresh: bool | None = None,
    confirm: bool | None = None,
    mode: str | None = None,
    verbose: bool = False,
    plan: Plan | None = None,
    events: bool = False,
    clusters: Clusters | None = None,
) -> None:
    """Runs a script as `__main__`.

    Args:
        file: the script.
        arguments: what it finds in `sys.argv[1:]`.
        stage: the stage of its apps, where it names none.
        refresh: whether its apps look at what exists, where it does not say.
        confirm: whether a yes has to be typed before anything is deleted, where it does not say.
        mode: how its graphs are deployed, where it does not say.
        verbose: whether its apps tell each request.
        plan: what it may do; None where nothing was agreed on before.
        events: write what happens to standard output, one JSON document a line; what the script prints goes to standard error then.
        clusters: gives the cluster to use in place of each that its apps name; None where theirs are right.

    Raises:
        UsageError: there is no such script, or it opened no app.
        Exception: whatever the script raised.
    """
    written = sys.stdout
    with contextlib.redirect_stdout(sys.stderr if events else written):
        launch = Launch(stage, refresh, confirm, mode, plan=plan, verbose=verbose, events=written if events else None, clusters=clusters)
        run_script(launch, file, arguments)


def run_script(launch: Launch, file: Path, arguments: Sequence[str]) -> None:
    """Runs a script as `__main__`, with what was chosen for its apps.

    Args:
        launch: what was chosen, and what becomes of it.
        file: the script.
        arguments: what it finds in `sys.argv[1:]`.

    Raises:
        UsageError: there is no such script, or it opened no app.
        Exception: whatever the script raised.
    """
    if launch.stage is not None:
        check_name("stage", launch.stage)
    _check(file)
    launch.script, launch.arguments = shown(file), arguments
    begin_launch(launch)
    with _as_main(file, arguments):
        try:
            runpy.run_path(str(file.absolute()), run_name="__main__")
        except SystemExit as ended:
            if ended.code not in {None, 0}:
                raise
    if not launch.apps:
        why = "it ran to its end and declared nothing, so there was nothing to do; nothing was changed"
        raise UsageError(compose(f"{shown(file)} opened no app", why, ['async with alchemy("name") as app: ...', "typekro.run(main)"]))


def _check(file: Path) -> None:
    if file.is_dir():
        raise UsageError(compose(f"{shown(file)} is a folder", "typekro up runs one script", f"typekro up {shown(file / 'infra.py')}"))
    try:
        source = file.read_bytes()
    except FileNotFoundError:
        raise UsageError(compose(f"there is no file {shown(file)}", f"looked in {file.absolute().parent}", _scripts_beside(file))) from None
    except OSError as error:
        raise UsageError(compose(f"{shown(file)} cannot be read", str(error.strerror))) from error
    try:
        compile(source, str(file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:  # null bytes were a ValueError before Python 3.11.4
        number, line = getattr(error, "lineno", None), (getattr(error, "text", None) or "").strip()
        why = f"line {number}: {line}" if line else ()
        what = f"{shown(file)} cannot be read as Python: {getattr(error, 'msg', error)}"
        raise TypeKroError(compose(what, why), "NOT_PYTHON") from None


def _scripts_beside(file: Path) -> list[str]:
    import difflib  # noqa: PLC0415 - only a mistyped name needs it

    names = [path.name for path in file.absolute().parent.glob("*.py")]
    return [f"typekro up {shown(file.with_name(name))}" for name in difflib.get_close_matches(file.name, names, n=1)]


@contextlib.contextmanager
def _as_main(file: Path, arguments: Sequence[str]) -> Generator[None]:
    argv, path = sys.argv, sys.path[:]
    sys.argv = [str(file), *arguments]
    sys.path.insert(0, str(file.absolute().parent))
    try:
        yield
    finally:
        sys.argv, sys.path[:] = argv, path
