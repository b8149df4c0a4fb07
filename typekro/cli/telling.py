"""Errors and warnings as a person reads them: typekro's own without a traceback, anybody else's with it, and the exit code of each."""

import contextlib
import contextvars
import os
import re
import select
import sys
import traceback
import warnings
from collections.abc import Callable, Generator, Iterator
from typing import Any, TextIO, cast

from typekro.cli.places import from_own, is_own, own_place, place
from typekro.errors import DefinitionError, EvaluationError, ResourceGraphFactoryError, TypeKroError, TypeKroWarning, UsageError

INTERRUPTED = 130
_IMMEDIATE = (DefinitionError, EvaluationError, UsageError)  # raised where the mistake is written; so is a refusal of `get_instance`

_verbose: contextvars.ContextVar[bool] = contextvars.ContextVar("typekro_verbose", default=False)


def guarded(work: Callable[[], object], *, verbose: bool = False) -> int:
    """Does some work, tells what it raises on standard error, and gives the exit code.

    Args:
        work: what is done; a SystemExit of its passes through.
        verbose: show the traceback of every error; so does the environment variable `TYPEKRO_VERBOSE=1`.

    Returns:
        0, or what the error says of itself (`exit_code`, 1 by default); 130 where it was interrupted.
    """
    before = _verbose.set(verbose or _verbose.get())
    try:
        with _warnings_told():
            work()
            sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError as error:
        return 1 if _stdout_is_gone() else _tell(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        return _tell(error)
    finally:
        _verbose.reset(before)
    return 0


def told(error: BaseException, *, verbose: bool = False) -> str:
    """The text of an error.

    Args:
        error: of typekro, or anybody's.
        verbose: with the traceback also where it is typekro's.
    """
    parts = _parts(error)
    if parts and _is_ours(error):
        head = f"error: {error.message}" if isinstance(error, TypeKroError) else f"error: {error.args[0]}"
        return "\n\n".join(["\n".join([head, *_notes(error)]), *(told(one, verbose=verbose) for one in parts)])
    if not isinstance(error, TypeKroError):
        return _trace(error, whole=verbose)
    spot = _spot(error)
    text = "\n".join([f"error: {error.message}", *([] if spot is None else [f"  at {spot}"]), *_notes(error)])
    text = "\n".join([text, *_causes(error, text)])
    return f"{_trace(error, whole=True)}\n\n{text}" if verbose else text


def _spot(error: TypeKroError) -> str | None:
    """The user's own line that an error is about: where the resource that failed is declared, or where the mistake is written."""
    if error.declared_at is not None and is_own(error.declared_at[0]):
        return place(*error.declared_at)
    is_immediate = isinstance(error, _IMMEDIATE) or (isinstance(error, ResourceGraphFactoryError) and error.operation == "getInstance")
    return own_place(error.__traceback__) if is_immediate else None


def exit_code(error: BaseException) -> int:
    """What a process ends with for an error: what it says of itself, or what all errors of a group agree on; else 1."""
    own = getattr(error, "exit_code", None)
    if isinstance(own, int):
        return own
    codes = {exit_code(one) for one in _parts(error)}
    return codes.pop() if len(codes) == 1 else 1


def _tell(error: Exception) -> int:
    verbose = _verbose.get() or os.environ.get("TYPEKRO_VERBOSE", "0") not in {"", "0"}
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.flush()  # what the script printed before comes before, also in a file that takes both
    print(_safe(_with_kubectl(told(error, verbose=verbose))), file=sys.stderr, flush=True)
    return exit_code(error)


def _with_kubectl(text: str) -> str:
    """A text that says how kubectl reaches a local cluster, where it says what to ask it by kubectl."""
    launching: Any = sys.modules.get("typekro.orchestrator.launch")
    clusters = None if launching is None else launching.this_launch().clusters
    asked = re.search(r"^hint: kubectl .*$", text, re.MULTILINE)
    if clusters is None or asked is None:
        return text
    return f"{text[: asked.end()]}\nhint: which reaches the local cluster while this serves it: {clusters.opened}{text[asked.end() :]}"


def _safe(text: str) -> str:
    """A text without secrets, also where a traceback shows the line that one is written in."""
    redacting: Any = sys.modules.get("typekro.orchestrator.redacting")  # where that was never needed, nothing is secret
    return text if redacting is None else str(redacting.redacted(text))


def _is_ours(error: BaseException) -> bool:
    """Whether all of it is typekro's, or was raised by resources of a run: then a group is not told as a tree."""
    if isinstance(error, TypeKroError):
        return True
    parts = _parts(error)
    return bool(parts) and all(map(_is_ours, parts))


def _parts(error: BaseException) -> tuple[BaseException, ...]:
    """The errors of a group; nothing for any other error."""
    return cast("BaseExceptionGroup[BaseException]", error).exceptions if isinstance(error, BaseExceptionGroup) else ()


def _notes(error: BaseException) -> list[str]:
    notes: list[str] = getattr(error, "__notes__", [])
    return list(notes)


def _causes(error: BaseException, known: str) -> Iterator[str]:
    cause = error.__cause__
    while cause is not None:
        first = next(iter(str(cause).splitlines()), "")
        line = first if isinstance(cause, TypeKroError) else f"{type(cause).__name__}: {first}".removesuffix(": ")
        said = getattr(cause, "strerror", None) or first or line  # an OSError's own text repeats the path
        if said not in known:
            known += line
            yield f"caused by: {line}"
        cause = cause.__cause__


def _trace(error: BaseException, *, whole: bool) -> str:
    shown = traceback.TracebackException(type(error), error, from_own(error.__traceback__, whole=whole))
    return "".join(shown.format()).rstrip("\n")


def _stdout_is_gone() -> bool:
    """Whether nobody reads standard output any more; then nothing is written to it at exit either."""
    with contextlib.suppress(OSError):  # it is no file, or closed
        poll = select.poll()
        poll.register(sys.stdout.fileno(), select.POLLOUT)
        if any(event & (select.POLLERR | select.POLLHUP) for _, event in poll.poll(0)):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, sys.stdout.fileno())
            os.close(nowhere)
            return True
    return False


@contextlib.contextmanager
def _warnings_told() -> Generator[None]:
    before = warnings.showwarning

    def show(  # noqa: PLR0917 - Python calls it so
        message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None
    ) -> None:
        if issubclass(category, TypeKroWarning):
            print(_safe(f"warning: {message}\n  at {place(filename, lineno)}"), file=sys.stderr, flush=True)
        else:
            before(message, category, filename, lineno, file, line)

    warnings.showwarning = show
    try:
        yield
    finally:
        warnings.showwarning = before
