"""`typekro state export` and `typekro state import`: the records of a stage as one JSON document, and back."""

import os
import sys
import tempfile
from pathlib import Path

from typekro.cli.places import shown
from typekro.cli.state import find
from typekro.errors import RefusedError, UsageError, compose
from typekro.orchestrator.state.document import read, written
from typekro.orchestrator.state.location import default_path
from typekro.orchestrator.state.reading import snapshot
from typekro.orchestrator.state.restoring import restore

_STDIO = "-"


def export_state(app: str | None, stage: str, state: Path | None, *, output: str = _STDIO, force: bool = False) -> None:
    """Writes a stage and its records as a JSON document, which `import_state` reads; takes no lock.

    Args:
        app: the app's name; None where there is only one.
        stage: the stage's name.
        state: the state file; None for that of the project that the current folder is in.
        output: the file, which is made for its owner alone (0600); `-` is standard output.
        force: replace the file where it is there.

    Raises:
        StateError: there is no such state file, or it cannot be read.
        UsageError: the app or the stage is not in it, the app has to be named, or the output cannot be written.
        RefusedError: the output is there already.
    """
    found = find(app, stage, state)
    print(f"{found}  state {shown(found.path)}", file=sys.stderr, flush=True)
    seen = snapshot(found.path, found.app, found.stage)
    text = written(seen.stack, seen.records, seen.key)
    if output == _STDIO:
        print(text, end="")
        return
    _write(Path(output), text, force=force)
    print(f"exported {_records(len(seen.records))} to {shown(output)}")


def import_state(name: str, stage: str | None, state: Path | None) -> None:
    """Restores what `export_state` wrote into a state that has no records of that stage; its lineage stays what it was.

    Args:
        name: the document; `-` is standard input.
        stage: the stage that it has to be of; None where any is right.
        state: the state file; None for that of the project that the current folder is in. It is made where there is none.

    Raises:
        UsageError: the document is not there, or cannot be read.
        StateError: it is no export, or of a newer typekro; or the state file cannot be read or written.
        RefusedError: the stage has records already, or the document is of another one.
        LockedError: a run is going on.
    """
    title = "standard input" if name == _STDIO else shown(name)
    stack, records, key = read(_text(name, title), title)
    if stage is not None and stage != stack.stage:
        why = ["what it made outside is labelled with this name, and would not be known by another", "nothing was changed"]
        raise RefusedError(compose(f"{title}: the export is of {stack.app}/{stack.stage}, not of stage {stage!r}", why))
    path = state if state is not None else default_path(stack.app, None)
    print(f"{stack.app}/{stack.stage}  state {shown(path)}", file=sys.stderr, flush=True)
    restore(path, stack, records, key)
    print(f"restored {_records(len(records))}")


def _records(number: int) -> str:
    return f"{number or 'no'} record{'' if number == 1 else 's'}"


def _text(name: str, title: str) -> str:
    try:
        return sys.stdin.read() if name == _STDIO else Path(name).read_text("utf-8")
    except FileNotFoundError:
        raise UsageError(compose(f"there is no file {title}", f"looked in {Path(name).absolute().parent}")) from None
    except OSError as error:
        raise UsageError(compose(f"{title} cannot be read", str(error.strerror))) from error
    except UnicodeDecodeError as error:
        raise UsageError(compose(f"{title} cannot be read", f"it is no UTF-8: {error}")) from error


def _write(path: Path, text: str, *, force: bool) -> None:
    """All of it or nothing, for its owner alone: it holds all that the state does."""
    try:
        if force:
            descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            made = Path(name)
        else:
            descriptor, made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), path
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            made.replace(path)
        except BaseException:
            made.unlink()
            raise
    except FileExistsError:
        what = f"{shown(path)} is there already"
        raise RefusedError(compose(what, "nothing was written", ["--output ANOTHER_FILE", "--force replaces it"])) from None
    except OSError as error:
        raise UsageError(compose(f"{shown(path)} cannot be written", str(error.strerror))) from error
