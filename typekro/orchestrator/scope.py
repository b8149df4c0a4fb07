"""Scopes: parts of an app whose resources have ids of their own, and can be protected together."""

import contextvars
import re
from collections.abc import Generator
from contextlib import contextmanager

import attrs

from typekro.errors import UsageError, compose, missing_f

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@attrs.frozen
class Scope:
    """Where resources are declared.

    Args:
        path: the names of the scopes around, outermost first.
        protect: whether one of them protects what is in it.
    """

    path: tuple[str, ...] = ()
    protect: bool = False

    def key(self, own: str) -> str:
        """The id under which a resource is recorded."""
        return "/".join((*self.path, own))


_current: contextvars.ContextVar[Scope] = contextvars.ContextVar("typekro_scope", default=Scope())  # noqa: B039 - it is frozen


def current_scope() -> Scope:
    """The scope that this code runs in."""
    return _current.get()


@contextmanager
def scope(name: str, *, protect: bool = False) -> Generator[None]:
    """Resources that are declared in it are recorded under its name and their id, `name/id`; scopes nest.

    Args:
        name: letters, digits, `-`, `_` and `.`.
        protect: nothing in it may be deleted or replaced, as if each resource said `protect=True`.

    Raises:
        UsageError: the name is none.

    Example:
        ```python
        async with alchemy("infra"):
            for region in ("eu", "us"):
                with scope(region):
                    KubernetesObject("settings", settings_of(region), namespace=region)
        ```
    """
    if not _NAME.fullmatch(name):
        why = "it becomes a part of ids: letters, digits, -, _ and ., and a letter or a digit first"
        raise UsageError(compose(f"{name!r} cannot be the name of a scope", why, [f"scope({text})" for text in missing_f(name)]))
    outer = _current.get()
    token = _current.set(Scope((*outer.path, name), outer.protect or protect))
    try:
        yield
    finally:
        _current.reset(token)
