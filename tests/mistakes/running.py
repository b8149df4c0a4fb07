"""What is said when a script is run where there is no cluster: nothing, where it is right, or where only a cluster could say more."""

import contextlib
import io
import os
import runpy
import shutil
import sys
import tempfile
import warnings
from collections.abc import Generator
from pathlib import Path

from typekro import RunError, TypeKroError, TypeKroWarning
from typekro.kubernetes import ClusterConfigError

_NO_CLUSTER = "no kubeconfig was found"


def said_by_running(file: Path) -> str:
    """What typekro says of a script: the class and the text of the error that it raises, or of its warnings; "" where there is none.

    The script is run as `__main__`, in a project of its own. That there is no cluster is no error of the script: it came so far.
    """
    with _project_of(file) as copy, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", TypeKroWarning)
        raised = _raised(copy)
    said = raised or "\n".join(f"TypeKroWarning: {warning.message}" for warning in caught)
    return said.replace(f"{copy.parent}{os.sep}", "")


def _raised(file: Path) -> str:
    shown = io.StringIO()
    try:
        with contextlib.redirect_stderr(shown), contextlib.redirect_stdout(io.StringIO()):
            runpy.run_path(str(file), run_name="__main__")
    except SystemExit as ended:
        return (
            "" if ended.code in {None, 0} or _NO_CLUSTER in shown.getvalue() else f"SystemExit: {ended.code}\n{shown.getvalue()}".rstrip()
        )
    except Exception as error:  # noqa: BLE001 - whatever a script raises is what is told
        return "" if _asks_cluster(error) else _told(error)
    return ""


def _asks_cluster(error: BaseException) -> bool:
    if isinstance(error, RunError):
        return all(_asks_cluster(each) for each in error.exceptions)
    cause = error.__cause__
    return isinstance(error, ClusterConfigError) or (cause is not None and _asks_cluster(cause))


def _told(error: Exception) -> str:
    if not isinstance(error, TypeKroError):
        return f"{type(error).__name__}, by Python itself"  # which has other words for it in each version
    parts: tuple[Exception, ...] = error.exceptions if isinstance(error, RunError) else ()
    return "\n".join([f"{type(error).__name__}: {error}", *map(_told, parts)])


@contextlib.contextmanager
def _project_of(file: Path) -> Generator[Path]:
    """A copy of a script in a project of its own, and no way to a cluster."""
    path, argv, before = sys.path[:], sys.argv, os.environ.get("KUBECONFIG")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        shutil.copyfile(file, copy)
        (copy.parent / "state").mkdir()
        os.environ["KUBECONFIG"] = str(copy.parent / "none")
        sys.argv = [str(copy)]
        try:
            yield copy
        finally:
            sys.path[:], sys.argv = path, argv
            os.environ.pop("KUBECONFIG")
            if before is not None:
                os.environ["KUBECONFIG"] = before
