"""Texts that references were formatted into: each of them has to be given to a resource, or it stands for nothing."""

import contextlib
import warnings

from typekro.errors import TypeKroWarning, compose
from typekro.expressions import describe, tokens


class Texts:
    """The texts of the body of an app, from when it is entered until it is left.

    Args:
        app: its name.
    """

    def __init__(self, app: str) -> None:
        self._app = app
        self._open = contextlib.ExitStack()

    def enter(self) -> None:
        """What is formatted from here on is of this app."""
        self._known = self._open.enter_context(tokens())

    def leave(self) -> None:
        """What is formatted from here on is not."""
        self._open.close()

    def warn_of_unused(self) -> None:
        """Warns of each text that no resource was given: it was printed, or written into a file, with a token in the place of the value."""
        for issued in self._known.unfound:
            why = "what was printed, compared or written there is what stands for it in texts, and not its value"
            what = f"app {self._app!r}: {describe(issued.expression)} was formatted into a text that no resource was given"
            text = compose(what, why, "await what gives it first: its outputs are values then")
            warnings.warn_explicit(text, TypeKroWarning, issued.place.filename, issued.place.line)
