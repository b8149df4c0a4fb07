"""An expression that is ready to run."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from typekro.expressions.library.environment import Parsed, parse
from typekro.expressions.library.functions import NAMESPACED
from typekro.expressions.library.running.chains import Run
from typekro.expressions.library.running.compiling import compiled
from typekro.expressions.library.running.native import native
from typekro.expressions.library.running.values import RUNTIME

_RUNTIME: Final = {"runtime": RUNTIME}


class Program:
    """An expression that is parsed once and runs as often as there are values for it.

    Its types are not checked: that is what `Environment` is for.

    Args:
        text: CEL, without `${` and `}`.

    Raises:
        CelError: its syntax is wrong.
        NoCelError: there is no CEL library on this machine.

    Example:
        >>> Program("schema.spec.name + '-x'").run({"schema": {"spec": {"name": "web"}}})
        'web-x'
    """

    __slots__ = ("_parsed", "_run")

    _functions = NAMESPACED

    def __init__(self, text: str) -> None:
        self._parsed, self._run = _ready(text, self._functions)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.text!r})"

    @property
    def text(self) -> str:
        """The expression."""
        return self._parsed.text

    @property
    def identifiers(self) -> tuple[str, ...]:
        """The variables that it reads, each once, in their order."""
        return self._parsed.identifiers

    def run(self, values: Mapping[str, Any]) -> Any:
        """The value of the expression as JSON, as kro writes it into a resource.

        Args:
            values: by the names of the variables: JSON, or what `typed` makes of it.

        Raises:
            CelValueError: it has no value.
        """
        return native(self.value(values))

    def value(self, values: Mapping[str, Any]) -> Any:
        """The value of the expression as CEL has it: what `run` makes JSON of.

        Args:
            values: as in `run`.

        Raises:
            CelValueError: it has no value.
        """
        return self._run(values if "runtime" in values else {**_RUNTIME, **values})


@lru_cache(maxsize=4096)
def _ready(text: str, functions: frozenset[str]) -> tuple[Parsed, Run]:
    parsed = parse(text)
    return parsed, compiled(parsed.tree, functions)
