"""Packages whose names are imported when they are first used, so that naming one part of a package does not cost all of it."""

import importlib
import sys
from collections.abc import Callable, Iterable, Mapping
from types import ModuleType
from typing import Any


def deferred(package: str, homes: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """The `__getattr__` of a package that imports names where they are at home, when they are first asked for.

    Type checkers are to see the same imports under `TYPE_CHECKING`. A name that a module of the package has too is the name, and not the
    module, as it is where a package imports it at once.

    Args:
        package: its `__name__`.
        homes: names by the modules, below the package, in which they are.

    Example:
        >>> from typekro import schema  # which has: __getattr__ = deferred(__name__, {"names": ("camel_case", ...), ...})
        >>> schema.camel_case("storage_class")
        'storageClass'
    """
    home_of = {name: f"{package}.{home}" for home, names in homes.items() for name in names}
    known: dict[str, Any] = {}

    def find(name: str) -> Any:
        if name in known:
            return known[name]
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = known[name] = getattr(importlib.import_module(home_of[name]), name)
        return value

    # Importing a module sets it as an attribute of its package; a property keeps the name for what is meant by it.
    sys.modules[package].__class__ = type("Deferred", (ModuleType,), {name: _property(name, find, known) for name in home_of})
    return find


def _property(name: str, find: Callable[[str], Any], known: dict[str, Any]) -> property:
    def put(_: object, value: Any) -> None:
        if not isinstance(value, ModuleType):
            known[name] = value

    return property(lambda _: find(name), put)
