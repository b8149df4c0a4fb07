"""What goes wrong while CEL runs, in the words of kro's own CEL."""

from typing import Final

# kro looks for these words in the text of an error, and for nothing else.
_PENDING: Final = ("no such key", "no such field", "no such attribute", "index out of bounds")


class CelValueError(Exception):
    """An expression has no value for the values that it was given.

    Args:
        message: why, in the words of kro's CEL.

    Example:
        >>> CelValueError("no such key: replicas").pending, CelValueError("division by zero").pending
        (True, False)
    """

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)

    @property
    def pending(self) -> bool:
        """Whether kro waits for what is not there yet; any other error is final to it."""
        return any(words in self.message for words in _PENDING)


def no_overload(function: str = "") -> CelValueError:
    """The error for values that an operator or a function does not take.

    Args:
        function: what the error names, such as `size` or `_+_`.
    """
    return CelValueError(f"no such overload: {function}" if function else "no such overload")
