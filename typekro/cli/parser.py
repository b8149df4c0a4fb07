"""The parser of arguments: Python's, which also says which option was probably meant."""

import argparse
from collections.abc import Sequence
from typing import Any, Final

_NEAR: Final = 0.75
"""How much of two options is the same where one is meant by the other."""


class Parser(argparse.ArgumentParser):
    """Takes no abbreviations, and refuses what a command does not know in the name of that command.

    Args:
        **options: those of `argparse.ArgumentParser`.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(allow_abbrev=False, **options)

    def parse_known_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> tuple[Any, list[str]]:  # type: ignore[override]
        """The options; a parent parser is never left with what its command does not know."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}{self._guess(unknown)}")
        return found, unknown

    def _guess(self, unknown: Sequence[str]) -> str:
        import difflib  # noqa: PLC0415 - needed for what is wrong alone

        options = [each.partition("=")[0] for each in unknown if each.startswith("--")]
        near = [difflib.get_close_matches(option, self._option_string_actions, 1, _NEAR) for option in options]
        meant = dict.fromkeys(name for names in near for name in names)
        return f"; did you mean {' and '.join(meant)}?" if meant else ""
