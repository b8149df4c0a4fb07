"""The command `typekro` and `typekro.run`: arguments, errors told, exit codes. Decides nothing about resources."""

from typekro.cli.command import main

__all__ = ["main"]
