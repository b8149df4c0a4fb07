"""Scripts that are looked at and not run: the graphs that they define."""

import contextlib
import contextvars
import importlib.util
import sys
from importlib.abc import Loader
from pathlib import Path
from types import ModuleType
from typing import Any, TypeGuard

from typekro.cli.places import shown
from typekro.errors import UsageError, compose
from typekro.graph import ResourceGraph
from typekro.orchestrator.launch import Launch, begin_launch


def graphs_of(file: Path) -> list[ResourceGraph[Any, Any]]:
    """The graphs that a script has at its top level, each once, in their order.

    The script is imported, not run as `__main__`; what it prints goes to standard error, and entering an app in it is an error.

    Args:
        file: the script.

    Raises:
        UsageError: it is not there, or is no script.
        Exception: whatever it raised.
    """
    if not file.is_file():
        raise UsageError(compose(f"there is no file {shown(file)}", f"looked in {file.absolute().parent}"))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise UsageError(compose(f"{shown(file)} cannot be read as Python", "the name of a script ends with .py"))
    module = importlib.util.module_from_spec(spec)
    before, path = sys.modules.get(file.stem), sys.path[:]
    sys.modules[file.stem] = module  # attrs and typing look annotations up there
    sys.path.insert(0, str(file.absolute().parent))
    try:
        with contextlib.redirect_stdout(sys.stderr):
            contextvars.copy_context().run(_import, spec.loader, module)
    finally:
        sys.path[:] = path
        if before is not None:
            sys.modules[file.stem] = before
    graphs = [value for value in vars(module).values() if _is_graph(value)]
    return [graph for index, graph in enumerate(graphs) if not any(graph is other for other in graphs[:index])]


def some_graphs_of(file: Path) -> list[ResourceGraph[Any, Any]]:
    """The same, where there has to be one.

    Raises:
        UsageError: as for `graphs_of`, or the script has none.
        Exception: whatever it raised.
    """
    graphs = graphs_of(file)
    if not graphs:
        raise no_definitions(shown(file))
    return graphs


def no_definitions(title: str) -> UsageError:
    """Nothing in some files is a graph.

    Args:
        title: the files, as a person would name them.
    """
    why = "a script defines one by @resource_graph at its top level, outside of functions"
    return UsageError(compose(f"{title}: there is no ResourceGraphDefinition", why))


def _import(loader: Loader, module: ModuleType) -> None:
    begin_launch(Launch(entering=False))  # in a context of its own: it holds for this import alone
    loader.exec_module(module)


def _is_graph(value: object) -> TypeGuard[ResourceGraph[Any, Any]]:
    return isinstance(value, ResourceGraph)
