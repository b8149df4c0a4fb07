"""Files that commands read: standard input is called `-`."""

import sys
from pathlib import Path
from typing import Final

from typekro.cli.places import shown
from typekro.errors import UsageError, compose

STDIN: Final = "-"


def title_of(name: str) -> str:
    """A file as a person would name it."""
    return "standard input" if name == STDIN else shown(name)


def text_of(name: str) -> str:
    """What a file says.

    Args:
        name: its path, or `-` for standard input.

    Raises:
        UsageError: it is not there, or cannot be read as UTF-8.
    """
    try:
        return sys.stdin.read() if name == STDIN else Path(name).read_text("utf-8")
    except FileNotFoundError:
        raise UsageError(compose(f"there is no file {shown(name)}", f"looked in {Path(name).absolute().parent}")) from None
    except OSError as error:
        raise UsageError(compose(f"{shown(name)} cannot be read", str(error.strerror))) from error
    except UnicodeDecodeError as error:
        raise UsageError(compose(f"{shown(name)} cannot be read", f"it is no UTF-8: {error}")) from error
