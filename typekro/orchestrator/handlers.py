"""Names of handlers in records, and the way back: a record can be taken down by a script that no longer imports its handler."""

import importlib
import importlib.util
import shlex
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from typekro.errors import TypeKroError, compose
from typekro.orchestrator.resource import Resource
from typekro.orchestrator.slots import forget_command
from typekro.orchestrator.state.records import Record


@lru_cache(maxsize=256)  # a run asks for each resource and step, and looks through the file system for it
def name_of(cls: type[Any]) -> tuple[str, str | None]:
    """The name of a handler, `module:qualname`, and the script that defines it where a script does."""
    cls = getattr(cls, "recorded_as", None) or cls
    file = getattr(sys.modules.get(cls.__module__), "__file__", None)
    script = str(Path(file).resolve()) if cls.__module__ == "__main__" and file else None
    return f"{cls.__module__}:{cls.__qualname__}", script


def load(record: Record, stage: str, app: str) -> type[Resource[Any]]:
    """The handler of a record.

    Raises:
        TypeKroError: it is nowhere to be found.
    """
    module_name, _, qualname = record.handler.partition(":")
    try:
        found: Any = _script(record.script) if record.script is not None else importlib.import_module(module_name)
        for part in qualname.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise _missing(record, error, stage, app) from error
    handler: type[Resource[Any]] = found
    if not (isinstance(found, type) and issubclass(found, Resource)):
        raise _missing(record, TypeError(f"{record.handler} is no Resource any more"), stage, app)
    return handler


def _script(path: str) -> Any:
    main = sys.modules["__main__"]
    file = getattr(main, "__file__", None)
    if file is not None and str(Path(file).resolve()) == path:
        return main
    # Under a name of its own, so that its `if __name__ == "__main__"` stays quiet.
    name = "typekro_script_" + Path(path).stem
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def _missing(record: Record, error: Exception, stage: str, app: str) -> TypeKroError:
    where = f" of {record.script}" if record.script is not None else ""
    return TypeKroError(
        compose(
            f"{record.id}: its handler {record.handler}{where} cannot be loaded: nothing was changed",
            f"{type(error).__name__}: {error}",
            ["make it importable again, or drop the record and touch nothing outside:", forget_command(shlex.quote(record.id), stage, app)],
        ),
        "HANDLER_MISSING",
        {"resource": record.id, "handler": record.handler, "script": record.script},
    )
